package ckan

import (
	"cmp"
	"slices"

	"honglinh/catalog/text"
)

// facets counts the values of the fields asked for.
func (f *Face) facets(p *params, hits []hit, out *searchResult) error {
	names, err := p.list("facet.field")
	if err != nil || !p.boolean("facet", true) {
		return err
	}
	mincount, err := p.natural("facet.mincount", 1)
	if err != nil {
		return err
	}
	limit, err := p.integer("facet.limit", defaultFacet)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !known(name) {
			return badSearch("'undefined field: \"%s\"%s'", name, nearest(name, searchable()))
		}
		items := countValues(hits, name, mincount, limit)
		counts := map[string]int{}
		for _, it := range items {
			counts[it.Name] = it.Count
		}
		out.Facets[name] = counts
		slices.SortFunc(items, func(a, b facetItem) int {
			return cmp.Or(-cmp.Compare(text.Fold(a.DisplayName), text.Fold(b.DisplayName)), -cmp.Compare(a.Name, b.Name))
		})
		out.SearchFacets[name] = searchFacet{name, items}
	}
	return nil
}

// countValues counts values, the most frequent first up to the limit.
func countValues(hits []hit, field string, mincount, limit int) []facetItem {
	counts, labels := map[string]int{}, map[string]string{}
	for _, h := range hits {
		for _, v := range h.fields[field] {
			if v != "" {
				counts[v]++
				labels[v] = displayName(h, field, v)
			}
		}
	}
	items := []facetItem{}
	for v, n := range counts {
		if n >= mincount {
			items = append(items, facetItem{v, labels[v], n})
		}
	}
	slices.SortFunc(items, func(a, b facetItem) int { return cmp.Or(-cmp.Compare(a.Count, b.Count), cmp.Compare(a.Name, b.Name)) })
	if limit >= 0 {
		items = items[:min(limit, len(items))]
	}
	return items
}

func displayName(h hit, field, value string) string {
	switch {
	case field == "groups":
		return best(topicLabel(value))
	case field == "organization" && h.dict.Organization != nil:
		return h.dict.Organization.Title
	case field == "license_id":
		return cmp.Or(h.dict.LicenceTitle, value)
	}
	return value
}
