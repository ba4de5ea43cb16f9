package opensearch_test

import (
	"slices"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/relevancetest"
)

// The least share of questions on laws that the first hit answers, with marks and without, as of
// the other engine.
const (
	lawFloor     = 0.76
	bareLawFloor = 0.75
)

// leastShared is the least mean share of the first ten hits that both engines give.
const leastShared = 0.95

func TestArticlesOfLawAreFoundAsByTheOtherEngine(t *testing.T) {
	records, questions := relevancetest.Laws(t)
	lib := relevancetest.New(t, newEngine(t, node(t)), records)
	same(t, lib, records, questions)
	for _, c := range []struct {
		name  string
		spoil func(int, string) string
		floor float64
	}{{"as written", relevancetest.AsWritten, lawFloor}, {"without marks", relevancetest.NoMarks, bareLawFloor}, {"half the marks lost", relevancetest.HalfMarks, bareLawFloor}} {
		got := relevancetest.Measure(t, lib, "", questions, c.spoil)
		t.Logf("law %-20s %+v", c.name, got)
		if got.Recall1 < c.floor {
			t.Errorf("law %s: hit@1 is %.2f, want at least %.2f", c.name, got.Recall1, c.floor)
		}
	}
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
