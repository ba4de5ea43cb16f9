package ckan

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"honglinh/catalog/text"
)

// params are the parameters of a call: of the query string, or of a body that
// is a JSON object or a form.
type params struct {
	values map[string]any
	lang   text.Lang
}

func readParams(r *http.Request) (*params, error) {
	if r.Method != http.MethodPost {
		return &params{values: fromQuery(r.URL.Query())}, nil
	}
	b, err := io.ReadAll(r.Body)
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, badRequest("JSON Error: the request body is too large")
		}
		return nil, err
	}
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return &params{values: fromQuery(r.URL.Query())}, nil
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media == "application/x-www-form-urlencoded" && b[0] != '{' && b[0] != '[' {
		return fromForm(string(b))
	}
	return fromJSON(b)
}

func fromQuery(q url.Values) map[string]any {
	out := make(map[string]any, len(q))
	for name, values := range q {
		if name == "callback" {
			continue
		}
		if len(values) == 1 {
			out[name] = values[0]
			continue
		}
		list := make([]any, len(values))
		for i, v := range values {
			list[i] = v
		}
		out[name] = list
	}
	return out
}

// fromForm reads a form; a lone key that is an escaped JSON object is what
// older clients send.
func fromForm(body string) (*params, error) {
	q, err := url.ParseQuery(body)
	if err != nil {
		return nil, badRequest("JSON Error: the form cannot be read")
	}
	if len(q) == 1 {
		for key := range q {
			if strings.HasPrefix(key, "{") {
				return fromJSON([]byte(key))
			}
		}
	}
	return &params{values: fromQuery(q)}, nil
}

func fromJSON(b []byte) (*params, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.Decode(new(any)) != io.EOF {
		return nil, badRequest("JSON Error: Error decoding JSON data.")
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil, badRequest("JSON Error: Request data JSON decoded to something that is not a dictionary.")
	}
	return &params{values: object}, nil
}

func (p *params) has(name string) bool { v, ok := p.values[name]; return ok && v != nil }

// str returns a scalar as text, "" when absent.
func (p *params) str(names ...string) string {
	for _, name := range names {
		if s := scalar(p.values[name]); s != "" {
			return s
		}
	}
	return ""
}

func scalar(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case json.Number:
		return x.String()
	case bool:
		return strconv.FormatBool(x)
	}
	return ""
}

// natural returns a whole number from 0 on.
func (p *params) natural(name string, fallback int) (int, error) {
	if !p.has(name) {
		return fallback, nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(scalar(p.values[name])))
	if err != nil {
		return 0, invalid(name, "Invalid integer")
	}
	if n < 0 {
		return 0, invalid(name, "Must be a natural number")
	}
	return n, nil
}

// integer returns a whole number.
func (p *params) integer(name string, fallback int) (int, error) {
	if !p.has(name) {
		return fallback, nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(scalar(p.values[name])))
	if err != nil {
		return 0, invalid(name, "Invalid integer")
	}
	return n, nil
}

// boolean reads a switch as CKAN does: true, yes, t, y, 1, on.
func (p *params) boolean(name string, fallback bool) bool {
	if !p.has(name) {
		return fallback
	}
	switch strings.ToLower(scalar(p.values[name])) {
	case "true", "yes", "t", "y", "1", "on":
		return true
	}
	return false
}

// list returns a parameter that is a list, a JSON list in a text, or names
// separated by commas.
func (p *params) list(name string) ([]string, error) {
	switch x := p.values[name].(type) {
	case nil:
		return nil, nil
	case []any:
		return textsOf(name, x)
	case string:
		s := strings.TrimSpace(x)
		if strings.HasPrefix(s, "[") {
			var items []any
			d := json.NewDecoder(strings.NewReader(s))
			d.UseNumber()
			if err := d.Decode(&items); err != nil {
				return nil, invalid(name, "Not a JSON list")
			}
			return textsOf(name, items)
		}
		return splitList(s), nil
	}
	return nil, invalid(name, "Not a string or a list")
}

func textsOf(name string, items []any) ([]string, error) {
	out := make([]string, 0, len(items))
	for _, it := range items {
		s := scalar(it)
		if s == "" {
			return nil, invalid(name, "Not a list of strings")
		}
		out = append(out, s)
	}
	return out, nil
}

func splitList(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// object returns a parameter that is JSON, given as such or in a text; a text
// that is none stays a text.
func (p *params) object(name string) any {
	s, ok := p.values[name].(string)
	if !ok {
		return p.values[name]
	}
	trimmed := strings.TrimSpace(s)
	if trimmed == "" || trimmed[0] != '{' && trimmed[0] != '[' {
		return s
	}
	d := json.NewDecoder(strings.NewReader(trimmed))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return s
	}
	return v
}
