package enginetest

import (
	"net/url"
	"testing"
)

// counted asks for every unit that the facet by place shows, today and on the last day of the town: the count is what a search for it finds.
func counted(t *testing.T, w *world) {
	for _, query := range []string{"", "as_of=2025-06-30", "as_of=2025", "as_of=2025-07-01&kind=opportunity", "q=hồng lĩnh", "q=hồng lĩnh&as_of=2025-06-30"} {
		a, err := w.search(t, query+"&facets=place")
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Facets) != 1 || len(a.Facets[0].Values) == 0 {
			t.Fatalf("%q: no places among %v", query, a.Facets)
		}
		seen := map[string]bool{}
		for _, v := range a.Facets[0].Values {
			if seen[v.Value] {
				t.Errorf("%q: %s is there twice", query, v.Value)
			}
			seen[v.Value] = true
			if v.Selected {
				t.Errorf("%q: nobody selected %s", query, v.Value)
			}
			one, err := w.search(t, query+"&facets=place&place="+url.QueryEscape(v.Value))
			if err != nil {
				t.Fatal(err)
			}
			if one.Total != v.Count {
				t.Errorf("%q: %s counts %d and finds %d", query, v.Value, v.Count, one.Total)
			}
			for _, u := range one.Facets[0].Values {
				if u.Value == v.Value && !u.Selected {
					t.Errorf("%q: %s is not marked as selected", query, v.Value)
				}
			}
		}
	}
}
