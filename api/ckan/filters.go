package ckan

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"honglinh/datasets/table"
)

// The filter grammar of CKAN 2.12, a superset of the older one:
//
//	{"col": value | [value or range, …] | {"gt": v, "lte": w}, "$or": [{…}, …]}
//
// a list is alternatives; keys of one object must all hold; a top-level list is
// alternatives; a column whose name begins with $ is written $$.

const (
	maxFilterDepth = 10
	// maxFilterValues bounds a list of alternatives: keys pasted from a sheet.
	maxFilterValues = 1000
)

// columns are what filters, sorts and fields may name.
type columns struct {
	names []string
}

func columnsOf(v *table.Version) columns {
	c := columns{names: []string{idColumn}}
	for _, col := range v.Columns {
		if col.Name != idColumn {
			c.names = append(c.names, col.Name)
		}
	}
	return c
}

// idColumn is CKAN's row number; it stands for the engine's.
const idColumn = "_id"

// real returns the engine's name of a column.
func (c columns) real(name string) (string, bool) {
	if name == idColumn {
		return table.RowNumber, true
	}
	return name, slices.Contains(c.names, name)
}

func (c columns) missing(param, name string) error {
	return invalid(param, "field %.100q does not exist in this table%s", name, nearest(name, c.names))
}

// filter compiles the filters parameter.
func (c columns) filter(v any, depth int) (table.Expr, error) {
	if depth > maxFilterDepth {
		return table.Expr{}, invalid("filters", "nested deeper than %d levels", maxFilterDepth)
	}
	switch x := v.(type) {
	case map[string]any:
		return c.object(x, depth)
	case []any:
		out := table.Expr{Op: table.Or}
		for _, item := range x {
			if _, ok := item.(map[string]any); !ok {
				return out, invalid("filters", "a list of filters holds objects")
			}
			arg, err := c.filter(item, depth+1)
			if err != nil {
				return out, err
			}
			out.Args = append(out.Args, arg)
		}
		if len(out.Args) == 0 {
			return table.Expr{Op: table.And}, nil
		}
		return out, nil
	}
	return table.Expr{}, invalid("filters", "Not a JSON object")
}

func (c columns) object(x map[string]any, depth int) (table.Expr, error) {
	out := table.Expr{Op: table.And}
	keys := make([]string, 0, len(x))
	for k := range x {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		var arg table.Expr
		var err error
		switch {
		case k == "$or":
			arg, err = c.filter(x[k], depth+1)
		case strings.HasPrefix(k, "$") && !strings.HasPrefix(k, "$$"):
			err = invalid("filters", "unknown operator %q; there is $or, and $$ begins the name of a column with a $", k)
		default:
			arg, err = c.condition(strings.Replace(k, "$$", "$", 1), x[k])
		}
		if err != nil {
			return out, err
		}
		out.Args = append(out.Args, arg)
	}
	return out, nil
}

// condition compiles what one column must be.
func (c columns) condition(name string, v any) (table.Expr, error) {
	column, ok := c.real(name)
	if !ok {
		return table.Expr{}, c.missing("filters", name)
	}
	switch x := v.(type) {
	case map[string]any:
		return ranges(column, x)
	case []any:
		return alternatives(column, x)
	}
	return equal(column, v)
}

func equal(column string, v any) (table.Expr, error) {
	switch x := v.(type) {
	case nil:
		return table.Expr{Op: table.Null, Column: column}, nil
	case string, bool:
		return table.Expr{Op: table.Eq, Column: column, Values: []any{x}}, nil
	case json.Number:
		return table.Expr{Op: table.Eq, Column: column, Values: []any{x.String()}}, nil
	}
	return table.Expr{}, invalid("filters", "the value for %q is neither a text, a number, true, false nor null", column)
}

func alternatives(column string, list []any) (table.Expr, error) {
	if len(list) > maxFilterValues {
		return table.Expr{}, invalid("filters", "more than %d values for %q", maxFilterValues, column)
	}
	in := table.Expr{Op: table.In, Column: column}
	out := table.Expr{Op: table.Or}
	for _, v := range list {
		if object, ok := v.(map[string]any); ok {
			x, err := ranges(column, object)
			if err != nil {
				return out, err
			}
			out.Args = append(out.Args, x)
			continue
		}
		x, err := equal(column, v)
		if err != nil {
			return out, err
		}
		if x.Op == table.Null {
			out.Args = append(out.Args, x)
			continue
		}
		in.Values = append(in.Values, x.Values...)
	}
	if len(in.Values) > 0 {
		out.Args = append(out.Args, in)
	}
	return out, nil
}

func ranges(column string, object map[string]any) (table.Expr, error) {
	out := table.Expr{Op: table.And}
	keys := make([]string, 0, len(object))
	for k := range object {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		op, ok := map[string]table.Op{"lt": table.Lt, "lte": table.Le, "gt": table.Gt, "gte": table.Ge, "eq": table.Eq}[k]
		if !ok {
			return out, invalid("filters", "unknown comparison %q; there are lt, lte, gt, gte and eq", k)
		}
		x, err := equal(column, object[k])
		if err != nil {
			return out, err
		}
		if x.Op == table.Eq {
			x.Op = op
		}
		out.Args = append(out.Args, x)
	}
	return out, nil
}

// maxWords is the longest text to search for in bytes; no question is longer.
const maxWords = 4 << 10

// words compiles q: words of the row, or an object of words a column.
func (c columns) words(q any, plain bool) (*table.Expr, error) {
	switch x := q.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		out := &table.Expr{Op: table.And}
		for _, k := range sortedKeys(x) {
			column, ok := c.real(k)
			if !ok {
				return nil, c.missing("q", k)
			}
			words := scalar(x[k])
			if len(words) > maxWords {
				return nil, invalid("q", "longer than %d bytes", maxWords)
			}
			for _, w := range strings.Fields(words) {
				out.Args = append(out.Args, table.Expr{Op: table.Contains, Column: column, Values: []any{strings.TrimSuffix(w, ":*")}})
			}
		}
		return out, nil
	}
	s := strings.TrimSpace(scalar(q))
	if s == "" {
		return nil, nil
	}
	if len(s) > maxWords {
		return nil, invalid("q", "longer than %d bytes", maxWords)
	}
	if !plain {
		return tsquery(s)
	}
	return &table.Expr{Op: table.Match, Values: []any{s}}, nil
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// tsquery compiles what PostgreSQL's to_tsquery takes, without brackets:
// words joined by & and |, ! before a word, :* behind it.
func tsquery(s string) (*table.Expr, error) {
	if strings.ContainsAny(s, "()<>") {
		return nil, invalid("q", "with plain=false q may use &, |, ! and :*, but no brackets")
	}
	out := &table.Expr{Op: table.Or}
	for part := range strings.SplitSeq(s, "|") {
		and := table.Expr{Op: table.And}
		for word := range strings.FieldsFuncSeq(part, func(r rune) bool { return r == '&' || r == ' ' }) {
			word, not := strings.CutPrefix(word, "!")
			x := table.Expr{Op: table.Match, Values: []any{strings.Trim(strings.TrimSuffix(word, ":*"), "'")}}
			if not {
				x = table.Expr{Op: table.Not, Args: []table.Expr{x}}
			}
			and.Args = append(and.Args, x)
		}
		if len(and.Args) == 0 {
			return nil, invalid("q", "no word between the operators of %.100q", s)
		}
		out.Args = append(out.Args, and)
	}
	return out, nil
}

// order compiles sort: "col desc nulls last, \"other col\"".
func (c columns) order(names []string) ([]table.Order, error) {
	var out []table.Order
	for _, s := range names {
		name, dir, first := strings.TrimSpace(s), "", false
		low := strings.ToLower(name)
		for _, nulls := range []string{" nulls last", " nulls first"} {
			if strings.HasSuffix(low, nulls) {
				name, first = strings.TrimSpace(name[:len(name)-len(nulls)]), nulls == " nulls first"
			}
		}
		if i := strings.LastIndexByte(name, ' '); i > 0 {
			switch d := strings.ToLower(name[i+1:]); d {
			case "asc", "desc":
				name, dir = strings.TrimSpace(name[:i]), d
			}
		}
		name = strings.Trim(name, `"`)
		column, ok := c.real(name)
		if !ok {
			return nil, c.missing("sort", name)
		}
		out = append(out, table.Order{By: column, Desc: dir == "desc", NullsFirst: first})
	}
	if len(out) > table.MaxOrder {
		return nil, invalid("sort", "%s", fmt.Sprintf("at most %d fields", table.MaxOrder))
	}
	return out, nil
}
