package explore

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

type facetDict struct {
	Name   string       `json:"name"`
	Facets []facetValue `json:"facets"`
}

type facetValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Count int    `json:"count"`
	State string `json:"state"`
}

type facetList struct {
	Links  []link      `json:"links"`
	Facets []facetDict `json:"facets"`
}

// facetSpec is facet=name, or facet(name="x", sort=…, limit=…).
type facetSpec struct {
	name  string
	sort  string
	limit int
}

// readFacet reads one facet parameter.
func readFacet(s string) (facetSpec, error) {
	spec := facetSpec{sort: "-count", limit: defaultFacets}
	n, err := odsql.Where(s)
	if err != nil {
		return spec, err
	}
	switch {
	case n.Kind == clause.Name || n.Kind == clause.String:
		spec.name = n.Text
		return spec, nil
	case n.Kind != clause.Call || n.Text != "facet":
		return spec, badParameter("facet", "%s was found but a name or facet(name=\"…\") is expected.", clause.Short(s))
	}
	for _, a := range n.Args {
		if a.Kind == clause.Name || a.Kind == clause.String {
			spec.name = a.Text
			continue
		}
		if a.Kind != clause.Binary || a.Text != "=" || a.Args[0].Kind != clause.Name {
			return spec, badParameter("facet", "%s was found but facet(name=\"…\", sort=…, limit=…) is expected.", clause.Short(s))
		}
		if err := spec.set(a.Args[0].Text, a.Args[1]); err != nil {
			return spec, err
		}
	}
	return spec, nil
}

// set reads a named argument; disjunctive, hierarchical and separator change
// nothing where every value stands by itself.
func (s *facetSpec) set(name string, v clause.Node) error {
	value := v.Text
	if v.Kind == clause.Unary && len(v.Args) == 1 {
		value = "-" + v.Args[0].Text
	}
	switch name {
	case "name":
		s.name = value
	case "limit":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > maxGrouped {
			return badParameter("facet", "limit %.20q was found but 1 <= limit <= %d is expected.", value, maxGrouped)
		}
		s.limit = n
	case "sort":
		if !slices.Contains([]string{"count", "-count", "alphanum", "-alphanum", "num", "-num"}, value) {
			return badParameter("facet", "sort %.20q was found but count, -count, alphanum, -alphanum, num or -num is expected.", value)
		}
		s.sort = value
	case "disjunctive", "hierarchical", "separator":
	default:
		return badParameter("facet", "the argument %.20q was found but name, sort, limit, disjunctive, hierarchical or separator is expected.", name)
	}
	return nil
}

func (f *Face) facets(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err != nil {
		return err
	}
	id, _ := httpkit.PathVar(r, "dataset")
	e, err := f.table(id)
	if err != nil {
		return err
	}
	specs, err := e.facetSpecs(o)
	if err != nil {
		return err
	}
	where, err := e.where(o)
	if err != nil {
		return err
	}
	out := facetList{Links: []link{{"self", f.kit.URL(r.URL.EscapedPath())}}, Facets: []facetDict{}}
	for _, spec := range specs {
		values, err := f.facetValues(r.Context(), e, spec, where, o)
		if err != nil {
			return err
		}
		out.Facets = append(out.Facets, facetDict{spec.name, values})
	}
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{Modified: e.version.Created})
}

// maxFacets bounds the facets of a request, each of which is a query.
const maxFacets = 20

func (e entry) facetSpecs(o options) ([]facetSpec, error) {
	var out []facetSpec
	for _, s := range o.facets {
		spec, err := readFacet(s)
		if err != nil {
			return nil, err
		}
		if _, ok := e.column(spec.name); !ok {
			return nil, e.meaning().Unknown(clause.Node{Text: spec.name})
		}
		out = append(out, spec)
	}
	if len(o.facets) == 0 {
		for _, c := range e.version.Columns {
			if isFacet(e, c) {
				out = append(out, facetSpec{c.Name, "-count", defaultFacets})
			}
		}
	}
	if len(out) > maxFacets {
		if len(o.facets) > 0 {
			return nil, badParameter("facet", "%d were found but at most %d are expected.", len(out), maxFacets)
		}
		out = out[:maxFacets]
	}
	return out, nil
}

func (f *Face) facetValues(ctx context.Context, e entry, spec facetSpec, where *table.Expr, o options) ([]facetValue, error) {
	column, _ := e.column(spec.name)
	present := table.Expr{Op: table.NotNull, Column: spec.name}
	if where != nil {
		present = table.Expr{Op: table.And, Args: []table.Expr{*where, present}}
	}
	q := table.Query{Ref: e.ref, Version: e.version.Number, GroupBy: []table.Item{{Column: spec.name}}, Select: []table.Item{{Column: spec.name, As: "__value"}, {Func: "count", As: "__count"}},
		Where: &present, Limit: spec.limit}
	desc := spec.sort[0] == '-'
	if spec.sort == "count" || spec.sort == "-count" {
		q.Order = []table.Order{{By: "__count", Desc: desc}, {By: "__value"}}
	} else {
		q.Order = []table.Order{{By: "__value", Desc: desc}}
	}
	res, err := f.tables.Query(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := res.All(ctx)
	out := []facetValue{}
	for _, row := range rows {
		v := facetValue{Value: fmt.Sprint(row[0]), State: "displayed"}
		v.Name = labelOf(column, v.Value, o.lang)
		if n, ok := row[1].(int64); ok {
			v.Count = int(n)
		}
		if slices.Contains(o.refine, spec.name+":"+v.Value) || slices.Contains(o.refine, spec.name+`:"`+v.Value+`"`) {
			v.State = "refined"
		}
		out = append(out, v)
	}
	return out, err
}

func labelOf(c table.Column, value string, l text.Lang) string {
	label, _ := c.Labels[value].Best(l)
	return cmp.Or(label, value)
}
