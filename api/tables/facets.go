package tables

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// Limits of facets beside rows.
const (
	maxFacets      = 20 // columns of a request, each of which is a query
	maxFacetValues = 20 // of a column, the most frequent
	facetsPerToken = 4
	// A column that auto takes has 2 to maxAutoValues values, and at most half of its rows lack one.
	maxAutoValues = 50
)

// facetsParam documents the parameter.
func facetsParam() httpkit.Param {
	return short("facets", "auto", "Đếm giá trị của các cột (tên cách nhau bằng dấu phẩy, nhiều nhất 20) trong các dòng thoả điều kiện, bỏ bộ lọc của chính cột ấy; auto: các cột đáng đếm.",
		"Counts the values of columns (names separated by commas, at most 20) in the rows that match, without the column's own filter; auto takes the columns worth counting.")
}

// facetValue is a value of a column and the number of rows that have it.
type facetValue struct {
	Value any       `json:"value"`
	Label text.Text `json:"label,omitzero"`
	Count int       `json:"count"`
}

// facet is a column with its most frequent values.
type facet struct {
	Column string       `json:"column"`
	Title  text.Text    `json:"title,omitzero"`
	Values []facetValue `json:"values"`
	// More says that the column has other values too.
	More bool `json:"more,omitempty"`
}

// facets counts what the request asks to be counted; nil where it asks for nothing.
func (f *Face) facets(r *http.Request, a asked) ([]facet, error) {
	if !a.values.Has("facets") {
		return nil, nil
	}
	names, err := f.facetColumns(r.Context(), a)
	if err != nil {
		return nil, err
	}
	if err := httpkit.Spend(r, len(names)/facetsPerToken); err != nil {
		return nil, err
	}
	out := []facet{}
	for _, name := range names {
		one, err := f.facet(r.Context(), a, name)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// facetColumns are the columns that are asked for, in the order asked or, for auto, of the table.
func (f *Face) facetColumns(ctx context.Context, a asked) ([]string, error) {
	switch {
	case a.query.GroupBy != nil:
		return nil, catalog.NewFault(catalog.Invalid, "facets", "Không đếm được giá trị khi đã nhóm; bỏ group_by hoặc facets.", "Groups have no facets; leave group_by or facets out.")
	case strings.TrimSpace(a.values.Get("facets")) == "auto":
		return f.worthCounting(ctx, a)
	}
	var names []string
	for name := range strings.SplitSeq(a.values.Get("facets"), ",") {
		if name = strings.TrimSpace(name); name == "" || slices.Contains(names, name) {
			continue
		}
		if _, ok := a.version.Column(name); !ok {
			return nil, table.NoColumn("facets", name, a.version)
		}
		names = append(names, name)
	}
	if len(names) > maxFacets {
		most := strconv.Itoa(maxFacets)
		return nil, catalog.NewFault(catalog.Invalid, "facets", "Nhiều nhất "+most+" cột.", "At most "+most+" columns.")
	}
	return names, nil
}

// worthCounting are the columns that auto takes: codes, yes or no, and few values, not the key.
// It is told by the whole version, so that the same columns stay while a reader filters.
func (f *Face) worthCounting(ctx context.Context, a asked) ([]string, error) {
	var candidates []table.Column
	q := table.Query{Ref: a.ref, Version: a.version.Number, Select: []table.Item{{Func: "count", As: "__rows"}}}
	for _, c := range a.version.Columns {
		whole := len(a.version.Key) == 1 && a.version.Key[0] == c.Name
		if whole || c.Type == table.Number || c.Type == table.DateTime || c.Type == table.LocalDateTime || 2*c.Evidence.Missing > a.version.Rows {
			continue
		}
		if len(q.Select) == table.MaxItems {
			break
		}
		candidates = append(candidates, c)
		q.Select = append(q.Select, table.Item{Func: "distinct", Column: c.Name, As: "__" + strconv.Itoa(len(candidates))})
	}
	res, err := f.src.Engine.Query(ctx, q)
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
		repeated := 2*n <= int64(a.version.Rows) && (c.Type != table.Integer || n <= maxFacetValues)
		if few && (c.Labels != nil || repeated) && len(names) < maxFacets {
			names = append(names, c.Name)
		}
	}
	return names, nil
}

func (f *Face) facet(ctx context.Context, a asked, name string) (facet, error) {
	c, _ := a.version.Column(name)
	where := table.Expr{Op: table.NotNull, Column: name}
	if rest := without(a.query.Where, name); rest != nil {
		where = table.Expr{Op: table.And, Args: []table.Expr{*rest, where}}
	}
	q := table.Query{Ref: a.ref, Version: a.version.Number, Where: &where, Text: a.query.Text, GroupBy: []table.Item{{Column: name, As: "__value"}},
		Select: []table.Item{{Column: name, As: "__value"}, {Func: "count", As: "__count"}}, Order: []table.Order{{By: "__count", Desc: true}, {By: "__value"}}, Limit: maxFacetValues + 1, Places: a.query.Places}
	res, err := f.src.Engine.Query(ctx, q)
	if err != nil {
		return facet{}, named(err)
	}
	rows, err := res.All(ctx)
	out := facet{Column: name, Title: c.Title, Values: []facetValue{}, More: len(rows) > maxFacetValues}
	for _, row := range rows[:min(len(rows), maxFacetValues)] {
		v := facetValue{Value: row[0]}
		if n, ok := row[1].(int64); ok {
			v.Count = int(n)
		}
		if code, ok := row[0].(string); ok {
			v.Label = c.Labels[code]
		}
		out.Values = append(out.Values, v)
	}
	return out, err
}

// without is a filter without what it asks of a column by itself; nil where nothing is left.
func without(e *table.Expr, column string) *table.Expr {
	switch {
	case e == nil || e.Column == column && e.Other == "":
		return nil
	case e.Op != table.And:
		return e
	}
	var rest []table.Expr
	for i := range e.Args {
		if one := without(&e.Args[i], column); one != nil {
			rest = append(rest, *one)
		}
	}
	if len(rest) == 0 {
		return nil
	}
	return &table.Expr{Op: table.And, Args: rest}
}
