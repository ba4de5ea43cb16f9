package table

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Limits of facets.
const (
	MaxFacets      = 20 // columns of a request, each of which is a query
	maxFacetValues = 20 // of a column, the most frequent
	// A column that auto takes has 2 to maxAutoValues values, and at most half of its rows lack one.
	maxAutoValues = 50
)

// AutoFacets asks for the columns that are worth counting.
const AutoFacets = "auto"

// FacetValue is a value of a column and the number of rows that have it.
type FacetValue struct {
	Value any       `json:"value"`
	Label text.Text `json:"label,omitzero"`
	Count int       `json:"count"`
}

// Facet is a column with its most frequent values.
type Facet struct {
	Column string       `json:"column"`
	Title  text.Text    `json:"title,omitzero"`
	Values []FacetValue `json:"values"`
	// More says that the column has other values too.
	More bool `json:"more,omitempty"`
}

// asker answers queries, as a Querier does.
type asker interface {
	Query(ctx context.Context, q Query) (*Result, error)
}

// FacetColumns are the columns of a version that a list of names, or AutoFacets, asks to be counted
// beside the rows of a query. Fault: Invalid for an unknown column, too many, and a query of groups.
func FacetColumns(ctx context.Context, e asker, q Query, v *Version, asked string) ([]string, error) {
	switch {
	case q.GroupBy != nil:
		return nil, catalog.NewFault(catalog.Invalid, "facets", "Không đếm được giá trị khi đã nhóm; bỏ group_by hoặc facets.", "Groups have no facets; leave group_by or facets out.")
	case strings.TrimSpace(asked) == AutoFacets:
		return worthCounting(ctx, e, q.Ref, v)
	}
	var names []string
	for name := range strings.SplitSeq(asked, ",") {
		if name = strings.TrimSpace(name); name == "" || slices.Contains(names, name) {
			continue
		}
		if _, ok := v.Column(name); !ok {
			return nil, NoColumn("facets", name, v)
		}
		names = append(names, name)
	}
	if len(names) > MaxFacets {
		most := strconv.Itoa(MaxFacets)
		return nil, catalog.NewFault(catalog.Invalid, "facets", "Nhiều nhất "+most+" cột.", "At most "+most+" columns.")
	}
	return names, nil
}

// worthCounting are the columns that auto takes: codes, yes or no, and few values, not the key.
// It is told by the whole version, so that the same columns stay while a reader filters.
func worthCounting(ctx context.Context, e asker, ref Ref, v *Version) ([]string, error) {
	var candidates []Column
	q := Query{Ref: ref, Version: v.Number, Select: []Item{{Func: "count", As: "__rows"}}}
	for _, c := range v.Columns {
		whole := len(v.Key) == 1 && v.Key[0] == c.Name
		if whole || c.Type == Number || c.Type == DateTime || c.Type == LocalDateTime || 2*c.Evidence.Missing > v.Rows {
			continue
		}
		if len(q.Select) == MaxItems {
			break
		}
		candidates = append(candidates, c)
		q.Select = append(q.Select, Item{Func: "distinct", Column: c.Name, As: "__" + strconv.Itoa(len(candidates))})
	}
	res, err := e.Query(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := res.All(ctx)
	if err != nil || len(rows) != 1 {
		return nil, err
	}
	var names []string
	for i, c := range candidates {
		n, _ := rows[0][i+1].(int64)
		few := n >= 2 && n <= maxAutoValues
		repeated := 2*n <= int64(v.Rows) && (c.Type != Integer || n <= maxFacetValues)
		if few && (c.Labels != nil || repeated) && len(names) < MaxFacets {
			names = append(names, c.Name)
		}
	}
	return names, nil
}

// CountFacet counts the values of a column in the rows that a query finds, without what it asks of the column itself.
func CountFacet(ctx context.Context, e asker, of Query, v *Version, name string) (Facet, error) {
	c, _ := v.Column(name)
	where := Expr{Op: NotNull, Column: name}
	if rest := without(of.Where, name); rest != nil {
		where = Expr{Op: And, Args: []Expr{*rest, where}}
	}
	q := Query{Ref: of.Ref, Version: v.Number, Where: &where, Text: of.Text, GroupBy: []Item{{Column: name, As: "__value"}},
		Select: []Item{{Column: name, As: "__value"}, {Func: "count", As: "__count"}}, Order: []Order{{By: "__count", Desc: true}, {By: "__value"}}, Limit: maxFacetValues + 1, Places: of.Places}
	res, err := e.Query(ctx, q)
	if err != nil {
		return Facet{}, err
	}
	rows, err := res.All(ctx)
	out := Facet{Column: name, Title: c.Title, Values: []FacetValue{}, More: len(rows) > maxFacetValues}
	for _, row := range rows[:min(len(rows), maxFacetValues)] {
		fv := FacetValue{Value: row[0]}
		if n, ok := row[1].(int64); ok {
			fv.Count = int(n)
		}
		if code, ok := row[0].(string); ok {
			fv.Label = c.Labels[code]
		}
		out.Values = append(out.Values, fv)
	}
	return out, err
}

// without is a filter without what it asks of a column by itself; nil where nothing is left.
func without(e *Expr, column string) *Expr {
	switch {
	case e == nil || e.Column == column && e.Other == "":
		return nil
	case e.Op != And:
		return e
	}
	var rest []Expr
	for i := range e.Args {
		if one := without(&e.Args[i], column); one != nil {
			rest = append(rest, *one)
		}
	}
	if len(rest) == 0 {
		return nil
	}
	return &Expr{Op: And, Args: rest}
}
