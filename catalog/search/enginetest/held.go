package enginetest

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

// Hold holds the engine behind JSON.
func (e Encoded) Hold() (search.Engine, error) {
	h, ok := e.Engine.(search.Holder)
	if !ok {
		return e, nil
	}
	held, err := h.Hold()
	return Encoded{held}, err
}

// held changes the catalogue beside a snapshot that is held, again and again. Engines that
// hold nothing promise nothing.
func held(t *testing.T, w *world) {
	engine := w.engine
	if e, ok := engine.(Encoded); ok {
		engine = e.Engine
	}
	if _, ok := engine.(search.Holder); !ok {
		return
	}
	before := &world{engine: w.engine, finder: search.NewFinder(search.FinderOptions{Records: Shelf(maps.Clone(w.shelf)), Now: now})}
	snapshot, release := search.Snapshot{Engine: w.engine, Words: &w.words, Places: w.preparer.Places, Thesaurus: w.preparer.Thesaurus}.Hold()
	before.finder.Swap(snapshot)
	queries := []string{"", "q=hồng lĩnh", "kind=place", "q=chùa hương&facets=kind", "sort=date"}
	var want []search.Answer
	for _, q := range queries {
		want = append(want, before.must(t, q))
	}
	changes(t, w)
	for n := range 5 { // more states than an engine keeps for readers who page
		rec := w.records[n]
		delete(w.shelf, rec.ID)
		if err := w.engine.Apply(t.Context(), search.Batch{Seq: 30 + int64(n), Delete: []string{rec.ID}}); err != nil {
			t.Fatal(err)
		}
	}
	for i, q := range queries {
		got := before.must(t, q)
		got.TookMS, want[i].TookMS = 0, 0
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Errorf("%q on what is held (-before +after the changes):\n%s", q, diff)
		}
	}
	if a := w.must(t, ""); a.Total == want[0].Total || a.Seq != 34 {
		t.Errorf("a search of now finds %d at %d", a.Total, a.Seq)
	}
	if err := snapshot.Engine.Apply(t.Context(), search.Batch{Seq: 50}); err == nil {
		t.Error("what is held took a batch")
	}
	if err := release(); err != nil {
		t.Errorf("release: %v", err)
	}
	w.must(t, "")
	again, _ := search.Snapshot{Engine: w.engine}.Hold()
	if err := w.engine.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := again.Engine.Search(t.Context(), search.Request{})
	if catalog.KindOf(err) != catalog.Busy {
		t.Errorf("what was held of a closed engine says %v, want Busy", err)
	}
	if err := again.Engine.Close(); err != nil {
		t.Errorf("a hold that the end of its engine ended: %v", err)
	}
}

func (w *world) must(t *testing.T, query string) search.Answer {
	t.Helper()
	a, err := w.search(t, query)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	return a
}
