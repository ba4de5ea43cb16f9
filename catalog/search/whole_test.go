package search_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/search"
)

func TestAWholeIsTheSameSearchWithoutItsPages(t *testing.T) {
	e, shelf := filled(t, 250)
	f := search.NewFinder(search.FinderOptions{Records: shelf})
	f.Swap(search.Snapshot{Engine: e})
	for _, text := range []string{"", "đất ở đô thị", "quy hoạch khu 7"} {
		q := search.Query{Text: text, Limit: search.MaxLimit}
		var paged []string
		for {
			a, err := f.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range a.Hits {
				paged = append(paged, h.Record.ID)
			}
			if q.Cursor = a.Next; q.Cursor == "" {
				break
			}
		}
		a, all, err := f.Whole(t.Context(), search.Query{Text: text}, func(ids []string) []string {
			slices.Reverse(ids)
			return ids[:min(3, len(ids))]
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(paged, all); diff != "" || a.Total != len(paged) {
			t.Errorf("%q: total %d of %d, page by page and at once differ: %s", text, a.Total, len(paged), diff)
		}
		var hits []string
		for _, h := range a.Hits {
			hits = append(hits, h.Record.ID)
		}
		last := slices.Clone(paged)
		slices.Reverse(last)
		if diff := cmp.Diff(last[:min(3, len(last))], hits); diff != "" {
			t.Errorf("%q: the page chosen is not the one answered: %s", text, diff)
		}
	}
}
