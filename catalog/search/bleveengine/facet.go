package bleveengine

import (
	"slices"
	"sync"

	"honglinh/catalog/search"
)

// countCache keeps the counts over everything, which every landing page shows.
type countCache struct {
	mu     sync.Mutex
	counts map[search.Column][]search.Count
}

// count gives the counts of the facets asked for, each without its own filter.
func (v *view) count(f *filter, found []candidate, req search.Request) map[search.Column][]search.Count {
	out := make(map[search.Column][]search.Count, len(req.Facets))
	for _, facet := range req.Facets {
		c, ok := v.cols.codes[facet.Column]
		if !ok {
			continue
		}
		var counts []search.Count
		selected := req.Filter.Codes[facet.Column]
		if req.Text == nil && f.empty() {
			counts = v.countAll(facet.Column, c, found)
		} else {
			counts = countFacet(c, found, f.own(facet.Column), selected)
		}
		out[facet.Column] = most(counts, selected, facet.Limit)
	}
	return out
}

// countAll counts over everything. Callers leave the list as it is.
func (v *view) countAll(facet search.Column, c *codes, found []candidate) []search.Count {
	v.counts.mu.Lock()
	defer v.counts.mu.Unlock()
	if counts, ok := v.counts.counts[facet]; ok {
		return counts
	}
	counts := countFacet(c, found, 0, nil)
	if v.counts.counts == nil {
		v.counts.counts = map[search.Column][]search.Count{}
	}
	v.counts.counts[facet] = counts
	return counts
}

// countFacet counts the values of the rows that fail no filter but the facet's own.
// Selected values are always in the answer.
func countFacet(c *codes, found []candidate, own uint16, selected []string) []search.Count {
	names := c.dict.all()
	counts := make([]int, len(names))
	for _, f := range found {
		if f.misses&^own != 0 {
			continue
		}
		for _, n := range c.of(f.row) {
			counts[n]++
		}
	}
	var out []search.Count
	for n, count := range counts {
		if count > 0 || slices.Contains(selected, names[n]) {
			out = append(out, search.Count{Value: names[n], Count: count})
		}
	}
	slices.SortFunc(out, func(a, b search.Count) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
	return out
}

// most are the first values of a long list, and the selected ones.
func most(out []search.Count, selected []string, limit int) []search.Count {
	if len(out) <= limit {
		return out
	}
	kept := out[:limit:limit]
	for _, c := range out[limit:] {
		if slices.Contains(selected, c.Value) {
			kept = append(kept, c)
		}
	}
	return kept
}
