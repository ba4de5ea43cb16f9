package datapackage

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/indexer/source"
)

// rule is a field with its constraints made ready: the pattern compiled, the
// bounds typed, the missing values known.
type rule struct {
	field    datasets.Field
	pattern  *regexp.Regexp
	lists    []allowed
	min, max any
	above    any // and not equal to it
	below    any
	missing  []string
	unit     string // what stands around the numbers, where it may
	changes  *source.Changes
	easy     bool // no constraint asks for the typed value
	coded    bool // some missing values are written
}

func rulesOf(s datasets.Schema, changes *source.Changes) ([]rule, error) {
	rules := make([]rule, len(s.Fields))
	for i, f := range s.Fields {
		r := rule{field: f, missing: missingIn(s, f), changes: changes}
		if p := f.Constraints.Pattern; p != "" {
			re, err := regexp.Compile(datasets.Expression(p))
			if err != nil {
				return nil, notice.Of("pattern-unhonoured", p, err)
			}
			r.pattern = re
		}
		if (f.Type == "number" || f.Type == "integer") && f.Notated() {
			f.Number = regexp.MustCompile(f.NumberPattern())
			r.field = f
		}
		r.lists = listsOf(f)
		var err error
		if r.min, err = bound(f, f.Constraints.Minimum); err == nil {
			r.max, err = bound(f, f.Constraints.Maximum)
		}
		if err == nil {
			r.above, err = bound(f, f.Constraints.Above)
		}
		if err == nil {
			r.below, err = bound(f, f.Constraints.Below)
		}
		if err != nil {
			return nil, notice.Of("bound-bad", f.Name, err)
		}
		r.easy = len(r.lists) == 0 && r.pattern == nil && r.min == nil && r.max == nil && r.above == nil && r.below == nil &&
			f.Constraints.MinLength == nil && f.Constraints.MaxLength == nil
		r.coded = slices.ContainsFunc(r.missing, func(m string) bool { return m != "" })
		rules[i] = r
	}
	return rules, nil
}

// missingIn are the codes of missing values of a field.
func missingIn(s datasets.Schema, f datasets.Field) []string {
	switch {
	case f.MissingValues != nil:
		return f.MissingValues
	case len(s.MissingValues) > 0:
		return s.MissingValues
	}
	return []string{""}
}

// read types a cell and holds it against the constraints; nil is a missing value.
// typed says that the file itself types it.
func (r *rule) read(raw string, typed bool, at grid.Place) (any, error) {
	given := raw
	raw = strings.TrimSpace(raw)
	if r.isMissing(raw) {
		if r.field.Constraints.Required {
			return nil, notice.Of("value-missing")
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
	if err == nil {
		err = r.sameUnit(f, raw)
	}
	if err != nil {
		return nil, err
	}
	r.note(v, given, raw, at)
	return v, r.check(raw, v)
}

// note tells of a value that is not what the file has: a text without the spaces around
// it, a day that is written as papers write it and whose format nobody declares.
func (r *rule) note(v any, given, raw string, at grid.Place) {
	if r.changes != nil && rounded(r.field.Type, v, raw) {
		r.changes.Add(at.Spot(), at.Number, r.field.Name, "value-rounded", given)
		return
	}
	s, ok := v.(string)
	if !ok || r.changes == nil {
		return
	}
	switch {
	case r.field.Type == "date" && s != raw && r.field.Layout() == nil:
		r.changes.Add(at.Spot(), at.Number, r.field.Name, "date-read", given)
	case r.field.Type != "date" && s != given && s == raw:
		r.changes.Add(at.Spot(), at.Number, r.field.Name, "trimmed", given)
	}
}

// rounded reports whether a value cannot be kept to its last digit: a number closer to 0
// than numbers go, a moment finer than a microsecond.
func rounded(typ string, v any, raw string) bool {
	switch typ {
	case "number":
		x, ok := v.(float64)
		mantissa, _, _ := strings.Cut(strings.ToLower(raw), "e")
		return ok && x == 0 && strings.ContainsAny(mantissa, "123456789")
	case "datetime", "time":
		_, fraction, _ := strings.Cut(raw, ".")
		digits := fraction[:len(fraction)-len(strings.TrimLeft(fraction, "0123456789"))]
		return len(digits) > 6 && strings.Trim(digits[6:], "0") != ""
	}
	return false
}

// sameUnit refuses a number with another unit around it than those before: "500
// triệu" is no more than "1,2 tỷ" though 500 is more than 1,2.
func (r *rule) sameUnit(f datasets.Field, raw string) error {
	if f.BareNumber == nil || *f.BareNumber || f.Type != "number" && f.Type != "integer" {
		return nil
	}
	around := strings.Join(strings.FieldsFunc(raw, func(c rune) bool {
		return strings.ContainsRune("0123456789+-.,   ", c) || strings.ContainsRune(f.GroupChar, c)
	}), " ")
	switch {
	case around == "":
	case r.unit == "":
		r.unit = around
	case !strings.EqualFold(r.unit, around):
		return notice.Of("unit-differs", clip(raw), clip(r.unit))
	}
	return nil
}

// fine reports whether a cell needs no closer look: it is of the type, and no
// constraint asks for more.
func (r *rule) fine(b []byte) bool {
	if !r.easy || len(b) == 0 {
		return len(b) == 0 && !r.field.Constraints.Required
	}
	switch r.field.Type {
	case "", "any": // what stands around a value is told
		return !r.field.Constraints.Required && len(bytes.TrimSpace(b)) == len(b)
	case "string":
		return !r.field.Constraints.Required && r.field.Format == "" && len(bytes.TrimSpace(b)) == len(b)
	case "integer", "number":
		if r.field.GroupChar+r.field.DecimalChar != "" || r.field.BareNumber != nil || r.coded {
			return false
		}
		if b[0] == '-' {
			b = b[1:]
		}
		point := r.field.Type == "integer"
		for i, c := range b {
			if c == '.' && !point && i > 0 && i < len(b)-1 {
				point = true
			} else if c < '0' || c > '9' {
				return false
			}
		}
		return len(b) > 0 && len(b) < 18
	case "date":
		return !r.coded && r.field.Format == "" && plainDay(b)
	}
	return false
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
	f.DecimalChar, f.GroupChar, f.BareNumber, f.Number, f.TrueValues, f.FalseValues = "", "", nil, nil, nil, nil
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

// plainDay reports whether b is a day as ISO 8601 writes it that every month has.
func plainDay(b []byte) bool {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' || b[0] == '0' {
		return false
	}
	for i, c := range b {
		if i != 4 && i != 7 && (c < '0' || c > '9') {
			return false
		}
	}
	month, day := 10*(b[5]-'0')+b[6]-'0', 10*(b[8]-'0')+b[9]-'0'
	return month >= 1 && month <= 12 && day >= 1 && day <= 28
}

// check holds a typed value against the constraints.
func (r *rule) check(raw string, v any) error {
	c := r.field.Constraints
	for _, l := range r.lists {
		if !slices.Contains(l.codes, raw) && !r.member(l, v) {
			return notice.Of("not-in-list", clip(raw), l.codes)
		}
	}
	switch {
	case r.pattern != nil && !r.pattern.MatchString(raw):
		return notice.Of("not-pattern", clip(raw), c.Pattern)
	case c.MinLength != nil && length(raw, v) < *c.MinLength:
		return notice.Of("too-short", clip(raw), *c.MinLength)
	case c.MaxLength != nil && length(raw, v) > *c.MaxLength:
		return notice.Of("too-long", clip(raw), *c.MaxLength)
	case r.min != nil && r.less(v, r.min):
		return notice.Of("too-small", clip(raw), r.min)
	case r.max != nil && r.less(r.max, v):
		return notice.Of("too-large", clip(raw), r.max)
	}
	switch {
	case r.above != nil && !r.less(r.above, v):
		return notice.Of("too-small.open", clip(raw), r.above)
	case r.below != nil && !r.less(v, r.below):
		return notice.Of("too-large.open", clip(raw), r.below)
	}
	return nil
}

// allowed are values that a field may have, as they are written and typed.
type allowed struct {
	codes   []string
	members []any
}

// listsOf are the lists that a field's values must be in: its enum and its categories,
// of which the enum names some.
func listsOf(f datasets.Field) []allowed {
	var out []allowed
	add := func(values []any) {
		var l allowed
		for _, v := range values {
			l.codes = append(l.codes, datasets.Printed(v))
			if m, err := bound(f, v); err == nil {
				l.members = append(l.members, m)
			}
		}
		if len(values) > 0 {
			out = append(out, l)
		}
	}
	add(f.Constraints.Enum)
	var codes []any
	for _, c := range f.Categories {
		codes = append(codes, c)
	}
	add(codes)
	return out
}

// member reports whether a typed value is one of the list: 1.0 is 1, one instant is one.
func (r *rule) member(l allowed, v any) bool {
	for _, m := range l.members {
		x, ok1 := number(v)
		y, ok2 := number(m)
		if ok1 && ok2 && x == y {
			return true
		}
		if b, ok := v.(bool); ok && m == any(b) {
			return true
		}
		a, ok1 := same(r.field, v).(alike)
		b, ok2 := same(r.field, m).(alike)
		if ok1 && ok2 && a.key == b.key {
			return true
		}
	}
	return false
}

// length is the number of characters of a text and of members of a list.
func length(raw string, v any) int {
	switch v := v.(type) {
	case []any:
		return len(v)
	case map[string]any:
		return len(v)
	}
	return utf8.RuneCountInString(raw)
}

// less orders numbers, moments, lengths of time and texts.
func (r *rule) less(a, b any) bool {
	if less, known := lessTime(r.field, a, b); known {
		return less
	}
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
