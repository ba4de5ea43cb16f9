package opensearch

import (
	"encoding/json"
	"slices"

	"honglinh/catalog/search"
)

// facetName names the counts of a facet in an answer.
func facetName(c search.Column) string { return "f." + string(c) }

// The counts of a facet: the most frequent values, and those that the filter names.
const (
	mostFrequent = "most"
	named        = "named"
)

// aggregations ask for the counts of the facets, each without its own filter.
func (a *asking) aggregations() object {
	out := object{}
	for _, f := range a.req.Facets {
		if !slices.Contains(search.Columns(), f.Column) || f.Limit <= 0 {
			continue
		}
		counts := object{mostFrequent: object{"terms": object{"field": f.Column, "size": f.Limit}}}
		if selected := a.req.Filter.Codes[f.Column]; len(selected) > 0 {
			counts[named] = object{"terms": object{"field": f.Column, "size": len(selected), "min_doc_count": 0, "include": selected}}
		}
		only := a.filters.but(f.Column)
		if only == nil {
			only = object{"match_all": object{}}
		}
		out[facetName(f.Column)] = object{"filter": only, "aggs": counts}
	}
	if a.plan != nil && a.plan.any {
		strict := list{a.plan.strict()}
		if only := a.filters.but(""); only != nil {
			strict = append(strict, only)
		}
		out[strictName] = object{"filter": object{"bool": object{"filter": strict}}}
	}
	return out
}

type buckets struct {
	Buckets []struct {
		Key       string
		Documents int `json:"doc_count"`
	}
}

func (b buckets) counts() []search.Count {
	var out []search.Count
	for _, one := range b.Buckets {
		out = append(out, search.Count{Value: one.Key, Count: one.Documents})
	}
	return out
}

// facets are the counts in an answer.
func (a *asking) facets(found *answered) map[search.Column][]search.Count {
	if len(a.req.Facets) == 0 {
		return nil
	}
	out := make(map[search.Column][]search.Count, len(a.req.Facets))
	for _, f := range a.req.Facets {
		raw, ok := found.Aggregations[facetName(f.Column)]
		if !ok {
			continue
		}
		var said struct{ Most, Named buckets }
		if json.Unmarshal(raw, &said) != nil {
			continue
		}
		counts := said.Most.counts()
		for _, c := range said.Named.counts() {
			if !slices.Contains(counts, c) {
				counts = append(counts, c)
			}
		}
		out[f.Column] = counts
	}
	return out
}
