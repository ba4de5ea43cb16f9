package opensearch

import (
	"slices"
	"strings"

	"honglinh/catalog/search"
)

// filters are the conditions of a request: those that everything is held to, and those of a
// column that a facet is counted without.
type filters struct {
	where, not list
	after      map[search.Column]list // by facet
}

func newFilters(req search.Request) (filters, error) {
	f := filters{where: list{}, not: list{object{"ids": object{"values": list{stateID}}}}, after: map[search.Column]list{}}
	for _, c := range search.Columns() {
		values := req.Filter.Codes[c]
		if len(values) == 0 {
			continue
		}
		facet := c.Facet()
		if slices.ContainsFunc(req.Facets, func(r search.FacetRequest) bool { return r.Column == facet }) {
			f.after[facet] = append(f.after[facet], coded(c, values))
		} else {
			f.where = append(f.where, coded(c, values))
		}
	}
	q := req.Filter
	f.between("capital", q.MinCapital, q.MaxCapital)
	f.between(hectares, q.MinArea, q.MaxArea)
	if q.Span != nil {
		f.where = append(f.where, object{"range": object{"from": object{"lte": q.Span[1]}}}, object{"range": object{"to": object{"gte": q.Span[0]}}})
	}
	if len(q.Not) > 0 {
		f.not = append(f.not, ids(q.Not))
	}
	for _, a := range q.Areas {
		one, err := inArea(a)
		if err != nil {
			return f, err
		}
		f.where = append(f.where, one)
	}
	return f, nil
}

// coded passes documents with any of the values of a column.
func coded(c search.Column, values []string) object {
	var exact []string
	var any list
	for _, v := range values {
		if prefix, ok := strings.CutSuffix(v, "*"); ok {
			any = append(any, object{"prefix": object{string(c): object{"value": prefix}}})
		} else {
			exact = append(exact, v)
		}
	}
	if len(exact) > 0 {
		any = append(any, object{"terms": object{string(c): exact}})
	}
	return anyOf(any)
}

func (f *filters) between(field string, low, high *float64) {
	bounds := object{}
	if low != nil {
		bounds["gte"] = *low
	}
	if high != nil {
		bounds["lte"] = *high
	}
	if len(bounds) > 0 {
		f.where = append(f.where, object{"range": object{field: bounds}})
	}
}

// ids passes documents by their ids.
func ids(list []string) object { return object{"terms": object{"id": list}} }

// but are the filters of columns without those of a facet; nil for none.
func (f filters) but(facet search.Column) object {
	var all list
	for _, c := range search.Columns() {
		if c != facet {
			all = append(all, f.after[c]...)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return object{"bool": object{"filter": all}}
}
