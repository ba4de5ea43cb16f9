package datapackage

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"honglinh/datasets"
)

// rule is a field with its constraints made ready: the pattern compiled, the
// bounds typed, the missing values known.
type rule struct {
	field    datasets.Field
	pattern  *regexp.Regexp
	enum     []string
	min, max any
	missing  []string
	seen     map[string]int // first row of each value, where unique
}

func rulesOf(s datasets.Schema) ([]rule, error) {
	rules := make([]rule, len(s.Fields))
	for i, f := range s.Fields {
		r := rule{field: f, missing: missingIn(s, f)}
		if f.Constraints.Unique || len(s.PrimaryKey) == 1 && s.PrimaryKey[0] == f.Name {
			r.seen = map[string]int{}
		}
		if p := f.Constraints.Pattern; p != "" {
			re, err := regexp.Compile("^(?:" + p + ")$")
			if err != nil {
				return nil, fmt.Errorf("column %s: pattern %q is not a regular expression: %w", f.Name, p, err)
			}
			r.pattern = re
		}
		for _, v := range f.Constraints.Enum {
			r.enum = append(r.enum, fmt.Sprint(v))
		}
		r.enum = append(r.enum, f.Categories...)
		var err error
		if r.min, err = bound(f, f.Constraints.Minimum); err == nil {
			r.max, err = bound(f, f.Constraints.Maximum)
		}
		if err != nil {
			return nil, fmt.Errorf("column %s: a bound: %w", f.Name, err)
		}
		rules[i] = r
	}
	return rules, nil
}

// missingIn are the codes of missing values of a field.
func missingIn(s datasets.Schema, f datasets.Field) []string {
	switch {
	case len(f.MissingValues) > 0:
		return f.MissingValues
	case len(s.MissingValues) > 0:
		return s.MissingValues
	}
	return []string{""}
}

// read types a cell and holds it against the constraints; nil is a missing value.
// typed says that the file itself types it.
func (r *rule) read(raw string, typed bool, row int) (any, error) {
	raw = strings.TrimSpace(raw)
	if r.isMissing(raw) {
		if r.field.Constraints.Required {
			return nil, wrong("fill it in; the schema requires it", "the value is missing")
		}
		return nil, nil
	}
	f := r.field
	if typed {
		if f = plainField(f); f.Type == "" {
			f.Type = typeOf(raw)
		}
	}
	v, err := parse(f, raw)
	if err != nil {
		return nil, err
	}
	return v, r.check(raw, v, row)
}

// typeOf is the type of a value that the file types and no schema declares.
func typeOf(raw string) string {
	switch _, err := strconv.ParseInt(raw, 10, 64); {
	case raw == "true" || raw == "false":
		return "boolean"
	case err == nil:
		return "integer"
	}
	return "number"
}

// plainField is the field for values that are written as Table Schema writes them by
// default, whatever notation is declared.
func plainField(f datasets.Field) datasets.Field {
	f.DecimalChar, f.GroupChar, f.BareNumber, f.TrueValues, f.FalseValues = "", "", nil, nil, nil
	if f.Type == "date" || f.Type == "datetime" || f.Type == "time" {
		f.Format, f.Moment = "", nil
	}
	return f
}

func bound(f datasets.Field, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return parse(f, v)
	default:
		return v, nil
	}
}

// isMissing reports whether the raw value says that there is none; an empty
// string always does.
func (r *rule) isMissing(raw string) bool { return raw == "" || slices.Contains(r.missing, raw) }

// check holds a typed value against the constraints.
func (r *rule) check(raw string, v any, row int) error {
	c := r.field.Constraints
	switch {
	case len(r.enum) > 0 && !slices.Contains(r.enum, raw):
		return wrong(fmt.Sprintf("write one of %v", r.enum), "%q is not in the list", clip(raw))
	case r.pattern != nil && !r.pattern.MatchString(raw):
		return wrong("follow the pattern "+c.Pattern, "%q does not follow the pattern", clip(raw))
	case c.MinLength != nil && utf8.RuneCountInString(raw) < *c.MinLength:
		return wrong(fmt.Sprintf("write at least %d characters", *c.MinLength), "%q is too short", clip(raw))
	case c.MaxLength != nil && utf8.RuneCountInString(raw) > *c.MaxLength:
		return wrong(fmt.Sprintf("write at most %d characters", *c.MaxLength), "%q is too long", clip(raw))
	case r.min != nil && less(v, r.min):
		return wrong(fmt.Sprintf("write at least %v", r.min), "%s is too small", clip(raw))
	case r.max != nil && less(r.max, v):
		return wrong(fmt.Sprintf("write at most %v", r.max), "%s is too large", clip(raw))
	}
	if r.seen == nil {
		return nil
	}
	if first, dup := r.seen[raw]; dup {
		return wrong("give every row its own value", "%q is in row %d already", clip(raw), first)
	}
	r.seen[raw] = row
	return nil
}

func less(a, b any) bool {
	x, ok1 := number(a)
	y, ok2 := number(b)
	if ok1 && ok2 {
		return x < y
	}
	s, ok1 := a.(string)
	t, ok2 := b.(string)
	return ok1 && ok2 && s < t
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	case int:
		return float64(v), true
	}
	return 0, false
}
