package enginetest

import (
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// language: of documents that match equally, those with text in the reader's language come
// first; one that matches better stays before them.
func language(t *testing.T, w *world) {
	doc := func(id string, langs []text.Lang, words ...string) search.Document {
		return search.Document{ID: id, Langs: langs, Terms: map[search.Field][]string{search.Folded: words}, From: search.OpenFrom, To: search.OpenTo, Day: search.OpenFrom}
	}
	vi, both := []text.Lang{text.VI}, []text.Lang{text.VI, text.EN}
	batch := search.Batch{Seq: 50, Put: []search.Document{
		doc("article/a", vi, "khuyennong", "xuan"), doc("article/b", both, "khuyennong", "xuan"), doc("article/c", vi, "khuyennong", "khuyennong"),
	}}
	if err := w.engine.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	plan := &search.Plan{Clauses: []search.Clause{{Readings: []search.Reading{{Forms: []search.Form{{Field: search.Folded, Term: "khuyennong", Weight: 1}}}}}}}
	for lang, want := range map[text.Lang][3]string{
		"":      {"article/c", "article/a", "article/b"},
		text.VI: {"article/c", "article/a", "article/b"},
		text.EN: {"article/c", "article/b", "article/a"},
	} {
		res, err := w.engine.Search(t.Context(), search.Request{Text: plan, Lang: lang, Limit: 3})
		if err != nil || len(res.Hits) != 3 {
			t.Fatalf("%d hits, %v", len(res.Hits), err)
		}
		if got := [3]string{res.Hits[0].ID, res.Hits[1].ID, res.Hits[2].ID}; got != want {
			t.Errorf("for a reader of %q: %v, want %v", lang, got, want)
		}
	}
}
