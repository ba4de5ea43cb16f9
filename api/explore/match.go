package explore

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// The catalogue is small and lives in memory, so its filters are evaluated
// here; the trees are those that tables compile.

// holds evaluates a filter over the metadata of a dataset. A field with several
// values holds where one of them does.
func (c card) holds(x table.Expr) bool {
	switch x.Op {
	case table.And:
		for _, a := range x.Args {
			if !c.holds(a) {
				return false
			}
		}
		return true
	case table.Or:
		for _, a := range x.Args {
			if c.holds(a) {
				return true
			}
		}
		return false
	case table.Not:
		return !c.holds(x.Args[0])
	case table.Null:
		return len(c.fields[x.Column]) == 0
	case table.NotNull:
		return len(c.fields[x.Column]) > 0
	case table.Match:
		return c.words(textOf(x.Values[0]))
	}
	for _, v := range c.fields[x.Column] {
		if c.compare(x, v) {
			return true
		}
	}
	return false
}

// words requires every word somewhere in the metadata, without marks.
func (c card) words(s string) bool {
	var all strings.Builder
	for _, name := range []string{"dataset_id", "title", "description", "theme", "keyword", "publisher", "license", "field"} {
		for _, v := range c.fields[name] {
			all.WriteString(text.Fold(textOf(v)))
			all.WriteByte('\n')
		}
	}
	for _, w := range strings.Fields(text.Fold(s)) {
		if !strings.Contains(all.String(), w) {
			return false
		}
	}
	return true
}

func (c card) compare(x table.Expr, v any) bool {
	if x.Other != "" {
		return len(c.fields[x.Other]) > 0 && satisfies(x.Op, order(v, c.fields[x.Other][0]))
	}
	switch x.Op {
	case table.In:
		for _, want := range x.Values {
			if order(v, want) == 0 {
				return true
			}
		}
		return false
	case table.Between:
		return order(v, x.Values[0]) >= 0 && order(v, x.Values[1]) <= 0
	case table.Contains:
		return strings.Contains(text.Fold(textOf(v)), text.Fold(textOf(x.Values[0])))
	case table.Prefix:
		return strings.HasPrefix(text.Fold(textOf(v)), text.Fold(textOf(x.Values[0])))
	}
	return satisfies(x.Op, order(v, x.Values[0]))
}

func satisfies(op table.Op, n int) bool {
	switch op {
	case table.Eq:
		return n == 0
	case table.Ne:
		return n != 0
	case table.Lt:
		return n < 0
	case table.Le:
		return n <= 0
	case table.Gt:
		return n > 0
	case table.Ge:
		return n >= 0
	}
	return false
}

// order compares numbers as numbers and everything else as text; times are
// written in one form and sort as text.
func order(a, b any) int {
	x, errX := strconv.ParseFloat(textOf(a), 64)
	y, errY := strconv.ParseFloat(textOf(b), 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	s, t := textOf(a), textOf(b)
	if len(s) == len("2006-01-02T15:04:05+00:00") && strings.HasSuffix(t, "Z") {
		s = strings.TrimSuffix(s, "+00:00") + "Z"
	}
	return cmp.Compare(s, t)
}

func textOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return fmt.Sprint(v)
}

// compareFirst sorts by the first values; missing ones come last.
func compareFirst(a, b []any, desc bool) int {
	switch {
	case len(a) == 0 && len(b) == 0:
		return 0
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	}
	x, y := any(text.Fold(textOf(a[0]))), any(text.Fold(textOf(b[0])))
	if desc {
		return -order(x, y)
	}
	return order(x, y)
}
