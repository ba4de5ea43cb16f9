package opensearch_test

import (
	"slices"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/relevancetest"
)

// leastShared is the least mean share of the first ten hits that both engines give.
const leastShared = 0.95

func TestArticlesOfLawAreFoundAsByTheOtherEngine(t *testing.T) {
	records, questions := relevancetest.Laws(t)
	lib := relevancetest.New(t, newEngine(t, node(t)), records)
	same(t, lib, records, questions)
	relevancetest.HoldLaws(t, lib, questions)
}

// same holds the answers of both engines against each other: totals and counts are equal, and the
// first ten nearly the same records.
func same(t *testing.T, lib *relevancetest.Library, records []catalog.Record, questions []relevancetest.Question) {
	t.Helper()
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	other := relevancetest.New(t, e, records)
	shared, order := 0.0, 0
	for i, q := range questions {
		query := search.Query{Text: q.Text, Limit: 10, Facets: []string{"kind"}}
		if i%2 == 1 {
			query.Text = relevancetest.NoMarks(i, q.Text)
		}
		got, err := lib.Search(t.Context(), query)
		if err != nil {
			t.Fatalf("%q: %v", query.Text, err)
		}
		want, err := other.Search(t.Context(), query)
		if err != nil {
			t.Fatalf("%q: %v", query.Text, err)
		}
		if got.Total != want.Total || got.Relaxed != want.Relaxed {
			t.Errorf("%q: %d found, relaxed %v; the other engine %d, %v", query.Text, got.Total, got.Relaxed, want.Total, want.Relaxed)
		}
		a, b := firsts(got), firsts(want)
		both := 0
		for _, id := range a {
			if slices.Contains(b, id) {
				both++
			}
		}
		shared += float64(both) / float64(max(1, len(b)))
		if slices.Equal(a, b) {
			order++
		}
	}
	t.Logf("of the first ten hits %.3f are shared; %d of %d lists are in the same order", shared/float64(len(questions)), order, len(questions))
	if mean := shared / float64(len(questions)); mean < leastShared {
		t.Errorf("of the first ten hits %.3f are shared, want at least %.2f", mean, leastShared)
	}
}

func firsts(a search.Answer) []string {
	var out []string
	for _, h := range a.Hits {
		out = append(out, h.Record.ID)
	}
	return out
}
