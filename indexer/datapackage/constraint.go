package datapackage

import (
	"fmt"
	"regexp"
	"slices"
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
		r := rule{field: f, missing: s.MissingValues}
		if len(f.MissingValues) > 0 {
			r.missing = f.MissingValues
		}
		if len(r.missing) == 0 {
			r.missing = []string{""}
		}
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
