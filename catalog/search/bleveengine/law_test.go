package bleveengine_test

import (
	"path/filepath"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

type lawQuestion struct {
	ID, Text string
	Docs     []string
}

// laws are the articles of laws without their titles, and the questions on them.
func laws(tb testing.TB) ([]catalog.Record, []question) {
	data := filepath.Join(sharedData(tb), "law-dev")
	var records []catalog.Record
	for _, p := range readLines[passage](tb, filepath.Join(data, "docs.vi.jsonl")) {
		records = append(records, article(p.ID, "", p.Text, text.VI))
	}
	var questions []question
	for _, q := range readLines[lawQuestion](tb, filepath.Join(data, "queries.vi.jsonl")) {
		questions = append(questions, question{q.ID, q.Text, q.Docs[0]})
	}
	return records, questions
}

// The least share of questions on laws that the first hit answers, with marks and without.
const (
	lawFloor     = 0.76
	bareLawFloor = 0.75
)

func TestRelevanceOfArticlesOfLawWithoutTheirTitles(t *testing.T) {
	records, questions := laws(t)
	lib := newLibrary(t, records)
	for _, c := range []struct {
		name  string
		spoil func(int, string) string
		floor float64
	}{{"as written", asWritten, lawFloor}, {"without marks", noMarks, bareLawFloor}, {"half the marks lost", halfMarks, bareLawFloor}} {
		got := measure(t, lib, "", questions, c.spoil)
		t.Logf("law %-20s %+v", c.name, got)
		if got.Recall1 < c.floor {
			t.Errorf("law %s: hit@1 is %.2f, want at least %.2f", c.name, got.Recall1, c.floor)
		}
	}
}
