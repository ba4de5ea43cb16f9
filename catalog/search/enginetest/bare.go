package enginetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/search"
)

// bare: a request without labels lists more than a page at once, as pages with labels do one
// behind the other, with the same total and counts, and says what follows.
func bare(t *testing.T, w *world) {
	const n = 3*search.MaxLimit + 7
	var docs []search.Document
	for i := range n {
		words := slices.Repeat([]string{"khuyenngu"}, 1+i%4)
		docs = append(docs, search.Document{ID: fmt.Sprintf("t/%03d", i), Terms: map[search.Field][]string{search.Folded: words}, SortTitle: fmt.Sprintf("%03d", n-i),
			Codes: map[search.Column][]string{search.KindColumn: {fmt.Sprint("k", i%3)}}, From: search.OpenFrom, To: search.OpenTo, Day: int32(19000 + i%50)})
	}
	put(t, w, 60, docs...)
	for limit, bare := range map[int]bool{search.MaxLimit + 1: false, search.MaxWhole + 1: true} {
		_, err := w.engine.Search(t.Context(), search.Request{Limit: limit, Bare: bare})
		checkInvalid(t, err)
	}
	plan := &search.Plan{Clauses: []search.Clause{{Readings: []search.Reading{{Label: "khuyenngu", Forms: []search.Form{{Field: search.Folded, Term: "khuyenngu", Weight: 1}}}}}}}
	for _, sort := range []search.Sort{search.ByRelevance, search.ByTitle, search.ByDate} {
		req := search.Request{Text: plan, Sort: sort, Facets: []search.FacetRequest{{Column: search.KindColumn, Limit: 3}}}
		whole := w.ask(t, req, search.MaxWhole, true)
		if whole.Total != n || len(whole.Hits) != n || whole.Next != nil {
			t.Errorf("by %s: %d of %d hits, want all %d and nothing behind them", sort, len(whole.Hits), whole.Total, n)
		}
		var paged []string
		var first search.Result
		for page := w.ask(t, req, search.MaxLimit, false); ; page = w.ask(t, req, search.MaxLimit, false) {
			if first.Total == 0 {
				first = page
			}
			for _, h := range page.Hits {
				if paged = append(paged, h.ID); len(h.Labels) == 0 {
					t.Fatalf("by %s: %s has no label", sort, h.ID)
				}
			}
			if req.After = page.Next; req.After == nil {
				break
			}
		}
		var got []string
		for _, h := range whole.Hits {
			if got = append(got, h.ID); len(h.Labels) > 0 {
				t.Fatalf("by %s: %s has the labels %v of a bare request", sort, h.ID, h.Labels)
			}
		}
		if diff := cmp.Diff(paged, got); diff != "" {
			t.Errorf("by %s (-pages +bare):\n%s", sort, diff)
		}
		if diff := cmp.Diff(first.Facets, whole.Facets); diff != "" {
			t.Errorf("counts by %s (-pages +bare):\n%s", sort, diff)
		}
		req.After = nil
		part := w.ask(t, req, 2*search.MaxLimit, true)
		if len(part.Hits) != 2*search.MaxLimit || part.Total != n || part.Next == nil || part.Next.ID != part.Hits[len(part.Hits)-1].ID {
			t.Fatalf("by %s: the first part has %d hits of %d and ends at %v", sort, len(part.Hits), part.Total, part.Next)
		}
		req.After = part.Next
		if rest := w.ask(t, req, search.MaxWhole, true); len(rest.Hits) != n-2*search.MaxLimit || rest.Hits[0].ID != got[2*search.MaxLimit] {
			t.Errorf("by %s: %d hits follow", sort, len(rest.Hits))
		}
	}
}

// ask asks the engine itself.
func (w *world) ask(t *testing.T, req search.Request, limit int, bare bool) search.Result {
	t.Helper()
	req.Limit, req.Bare = limit, bare
	res, err := w.engine.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}
