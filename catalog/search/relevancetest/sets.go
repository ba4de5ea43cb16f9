package relevancetest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/proof"
	"honglinh/catalog/text"
)

// Passage is a text that answers questions.
type Passage struct{ ID, Title, Text string }

// Question is asked for the passage Doc.
type Question struct{ ID, Text, Doc string }

// Pair is a paragraph in both languages.
type Pair struct{ VI, EN string }

// ReadLines reads a file of one JSON value a line.
func ReadLines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	f, err := os.Open(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var out []T
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var one T
		if err := json.Unmarshal(sc.Bytes(), &one); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		out = append(out, one)
	}
	return out
}

// Article is a record of a passage.
func Article(id, title, body string, lang text.Lang) catalog.Record {
	return catalog.Record{ID: "article/" + id, Kind: "article", Title: text.Text{lang: title}, Body: text.Text{lang: body}}
}

// VietnamesePool is the Vietnamese passages among the Vietnamese paragraphs.
func VietnamesePool(tb testing.TB) []catalog.Record {
	tb.Helper()
	return pool(tb, text.VI, func(p Pair) string { return p.VI })
}

// EnglishPool is the English passages among the English paragraphs.
func EnglishPool(tb testing.TB) []catalog.Record {
	tb.Helper()
	return pool(tb, text.EN, func(p Pair) string { return p.EN })
}

// pool is the passages of a language among the paragraphs in it.
func pool(tb testing.TB, lang text.Lang, side func(Pair) string) []catalog.Record {
	tb.Helper()
	data := proof.Shared(tb, "data")
	var out []catalog.Record
	for _, p := range ReadLines[Passage](tb, filepath.Join(data, "relevance-dev", "docs."+string(lang)+".jsonl")) {
		out = append(out, Article(p.ID, p.Title, p.Text, lang))
	}
	for i, p := range ReadLines[Pair](tb, filepath.Join(data, "parallel", "pairs.jsonl")) {
		out = append(out, Article(fmt.Sprintf("help%05d", i), "", side(p), lang))
	}
	return out
}

// Laws are the articles of laws without their titles, and the questions on them.
func Laws(tb testing.TB) ([]catalog.Record, []Question) {
	data := proof.Shared(tb, "data", "law-dev")
	var records []catalog.Record
	for _, p := range ReadLines[Passage](tb, filepath.Join(data, "docs.vi.jsonl")) {
		records = append(records, Article(p.ID, "", p.Text, text.VI))
	}
	var questions []Question
	for _, q := range ReadLines[struct {
		ID, Text string
		Docs     []string
	}](tb, filepath.Join(data, "queries.vi.jsonl")) {
		questions = append(questions, Question{q.ID, q.Text, q.Docs[0]})
	}
	return records, questions
}

// The least share of questions on laws whose article is the first hit, with marks and without.
const (
	lawFloor     = 0.76
	bareLawFloor = 0.75
)

// HoldLaws fails where a library of the articles of Laws answers fewer questions than any engine
// has to.
func HoldLaws(t *testing.T, lib *Library, questions []Question) {
	t.Helper()
	for _, c := range []struct {
		name  string
		spoil func(int, string) string
		floor float64
	}{{"as written", AsWritten, lawFloor}, {"without marks", NoMarks, bareLawFloor}, {"half the marks lost", HalfMarks, bareLawFloor}} {
		got := Measure(t, lib, "", questions, c.spoil)
		t.Logf("law %-20s %+v", c.name, got)
		if got.Recall1 < c.floor {
			t.Errorf("law %s: hit@1 is %.2f, want at least %.2f", c.name, got.Recall1, c.floor)
		}
	}
}
