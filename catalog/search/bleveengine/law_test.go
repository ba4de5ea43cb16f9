package bleveengine_test

import (
	"testing"

	"honglinh/catalog/search/relevancetest"
)

// The least share of questions on laws that the first hit answers, with marks and without.
const (
	lawFloor     = 0.76
	bareLawFloor = 0.75
)

func TestRelevanceOfArticlesOfLawWithoutTheirTitles(t *testing.T) {
	records, questions := relevancetest.Laws(t)
	lib := newLibrary(t, records)
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
