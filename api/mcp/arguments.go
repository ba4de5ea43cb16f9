package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// argument is one that a tool takes, as a caller reads it.
type argument struct {
	kind   reflect.Type
	help   string
	needed bool
}

// arguments of a tool, by name, read from the struct that the tool is called with.
func arguments(in reflect.Type) map[string]argument {
	out := map[string]argument{}
	for _, f := range reflect.VisibleFields(in) {
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "" {
			continue
		}
		out[name] = argument{f.Type, f.Tag.Get("jsonschema"), rest != "omitempty"}
	}
	return out
}

// check says in plain words what is wrong with the arguments of a call.
func check(takes map[string]argument, raw json.RawMessage) error {
	var given map[string]json.RawMessage
	if len(raw) > 0 && json.Unmarshal(raw, &given) != nil {
		return fmt.Errorf("invalid: arguments: want an object of arguments by name, not %s", shown(raw))
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		a, ok := takes[name]
		if !ok {
			return fmt.Errorf("invalid: %s: there is no such argument; this tool takes %s", shown([]byte(name)), strings.Join(slices.Sorted(maps.Keys(takes)), ", "))
		}
		value := given[name]
		if json.Unmarshal(value, reflect.New(a.kind).Interface()) != nil || string(value) == "null" && !nullable(a.kind) {
			return fmt.Errorf("invalid: %s: want %s, not %s", name, a.form(), shown(value))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(takes)) {
		if _, ok := given[name]; takes[name].needed && !ok {
			return fmt.Errorf("invalid: %s: is missing; want %s", name, takes[name].form())
		}
	}
	return nil
}

// nullable reports whether null stands for an absent value.
func nullable(t reflect.Type) bool {
	return slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface}, t.Kind())
}

// form is how an argument is written, with what it means.
func (a argument) form() string {
	if a.help == "" {
		return form(a.kind)
	}
	return form(a.kind) + " (" + a.help + ")"
}

// form names a type of values in plain words; "" takes any.
func form(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Pointer:
		return form(t.Elem())
	case reflect.Slice:
		return "a list, each " + form(t.Elem())
	case reflect.Map:
		return "an object, each value " + form(t.Elem())
	}
	return ""
}

// shown is a value as an error repeats it: not at any length.
func shown(value []byte) string {
	const most = 60
	if runes := []rune(string(value)); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(value)
}

// checked looks at the arguments of calls before the tools do: the library would answer
// in the words of its types.
func checked(tools map[string]map[string]argument) sdk.Middleware {
	return func(next sdk.MethodHandler) sdk.MethodHandler {
		return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
			if call, ok := req.GetParams().(*sdk.CallToolParamsRaw); ok && call != nil {
				if takes, ok := tools[call.Name]; ok {
					if err := check(takes, call.Arguments); err != nil {
						var out sdk.CallToolResult
						out.SetError(err)
						return &out, nil
					}
				}
			}
			return next(ctx, method, req)
		}
	}
}
