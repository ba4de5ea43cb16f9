package datapackage

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/indexer/source"
)

// cells types the properties of a feature as the schema says.
func (f *features) cells(props map[string]any, id string, row *source.Row) bool {
	for name, v := range props {
		if v == nil || v == "" {
			continue
		}
		if deeper(v, MaxDepth) {
			f.refuse(row.Row, name, id, notice.Of("too-deep", MaxDepth))
			return false
		}
		row.Cells[name] = exact(v)
	}
	var faulty []string // every fault of a row is told, once
	for i := range f.rules {
		if !f.rule(&f.rules[i], id, row) {
			faulty = append(faulty, f.rules[i].field.Name)
		}
	}
	good := len(faulty) == 0
	f.keys.check(row.File, func(c string) any { return same(fieldOf(f.res.Schema, c), row.Cells[c]) }, func(column string, err error) {
		var n *notice.Notice
		if errors.As(err, &n) && !slices.Contains(faulty, column) {
			f.refuse(row.Row, column, id, n)
			good = false
		}
	})
	if good {
		f.keys.take(row.Row)
	}
	return good
}

func (f *features) rule(r *rule, id string, row *source.Row) bool {
	name := r.field.Name
	v, ok := row.Cells[name]
	s, isString := v.(string)
	if !ok || isString && r.isMissing(s) {
		delete(row.Cells, name)
		if r.field.Constraints.Required {
			f.refuse(row.Row, name, id, notice.Of("value-missing"))
			return false
		}
		return true
	}
	var err error
	switch {
	case isString:
		v, err = parse(r.field, s)
	default:
		s = printed(v)
		v, err = retype(r.field, s, v)
	}
	if err == nil {
		err = r.check(s, v)
	}
	var n *notice.Notice
	if errors.As(err, &n) {
		f.refuse(row.Row, name, id, n)
		return false
	}
	if isString {
		r.note(v, s, s, grid.Place{File: row.File, Number: row.Row})
	}
	row.Cells[name] = v
	return true
}

// retype reads a value that the file types itself as the schema's type, where
// the two differ: a code that a database keeps as a number is text again.
func retype(f datasets.Field, s string, v any) (any, error) {
	switch v.(type) {
	case float64, int64, bool, string:
	default:
		return v, nil
	}
	switch f.Type {
	case "string", "number", "integer", "year", "date", "boolean":
		return parse(plainField(f), s)
	}
	return v, nil
}

// exact keeps whole numbers whole: int64 where they fit, else their digits.
func exact(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			return n
		}
		if x, err := v.Float64(); err == nil && !digits(string(v)) {
			return x
		}
		return string(v)
	case []any:
		for i := range v {
			v[i] = exact(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = exact(v[k])
		}
	}
	return v
}

func digits(s string) bool {
	for _, c := range s {
		if (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// printed writes a value as a table would.
func printed(v any) string {
	if x, ok := v.(float64); ok {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
