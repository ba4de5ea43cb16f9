package bleveengine_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/text"
)

// walker pages through an engine that is closed, opened and changed between pages.
type walker struct {
	*testing.T
	dir    string
	shelf  enginetest.Shelf
	engine *bleveengine.Engine
	finder *search.Finder
	seq    int64
}

func newWalker(t *testing.T) *walker {
	w := &walker{T: t, dir: filepath.Join(t.TempDir(), "index"), shelf: enginetest.Shelf{}}
	w.finder = search.NewFinder(search.FinderOptions{Records: w.shelf})
	var err error
	if w.engine, err = bleveengine.Create(w.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.engine.Close() })
	w.finder.Swap(search.Snapshot{Engine: w.engine})
	var all []catalog.Record
	for i := range 12 {
		area := float64(i / 3) // several records share a place in the order
		all = append(all, catalog.Record{ID: fmt.Sprintf("plan/%02d", i), Kind: "plan", Area: &area, Date: catalog.Date(fmt.Sprintf("2024-01-%02d", 1+i/2)),
			Title: text.New(fmt.Sprintf("Quy hoạch khu %c", 'a'+i), ""), Body: text.New(strings.Repeat("đất ở đô thị ", i), "")})
	}
	w.put(all...)
	return w
}

func (w *walker) put(records ...catalog.Record) {
	w.Helper()
	w.seq++
	b, prep := search.Batch{Seq: w.seq}, search.Preparer{}
	for i := range records {
		w.shelf[records[i].ID] = records[i]
		b.Put = append(b.Put, prep.Document(&records[i]))
	}
	if err := w.engine.Apply(w.Context(), b); err != nil {
		w.Fatal(err)
	}
}

func (w *walker) restart() {
	w.Helper()
	if err := w.engine.Close(); err != nil {
		w.Fatal(err)
	}
	var err error
	if w.engine, err = bleveengine.Open(w.dir); err != nil {
		w.Fatal(err)
	}
	w.finder.Swap(search.Snapshot{Engine: w.engine})
}

// change moves two records to other places, and adds one at either end.
func (w *walker) change() {
	first, last := w.shelf["plan/00"], w.shelf["plan/11"]
	first.Area, last.Area = last.Area, first.Area
	first.Title, last.Title = last.Title, first.Title
	first.Date, last.Date = last.Date, first.Date
	w.put(first, last, catalog.Record{ID: "plan/new", Kind: "plan", Title: text.New("Quy hoạch quy hoạch quy hoạch khu a", ""), Date: "2026-01-01"})
}

// pages walks in pages of two and calls between after the second one.
func (w *walker) pages(q search.Query, between func()) (ids []string, renewed bool, err error) {
	q.Limit = 2
	for page := 1; page < 50; page++ {
		a, err := w.finder.Search(w.Context(), q)
		if err != nil {
			return ids, renewed, err
		}
		for _, h := range a.Hits {
			ids = append(ids, h.Record.ID)
		}
		renewed = renewed || a.Renewed
		if q.Cursor = a.Next; q.Cursor == "" {
			return ids, renewed, nil
		}
		if page == 2 {
			between()
		}
	}
	w.Fatal("the walk does not end")
	return nil, false, nil
}

func TestAWalkGoesOnAfterARestartWithoutAChange(t *testing.T) {
	for _, q := range []search.Query{{}, {Text: "quy hoạch đất ở"}, {Sort: search.ByTitle}, {Sort: search.ByArea, Text: "đất"}} {
		w := newWalker(t)
		want, _, err := w.pages(q, func() {})
		if err != nil {
			t.Fatal(err)
		}
		got, renewed, err := w.pages(q, w.restart)
		if err != nil || renewed || !slices.Equal(got, want) {
			t.Errorf("%q by %q: got %v, %t, %v; want %v of one state", q.Text, q.Sort, got, renewed, err, want)
		}
	}
}

func TestAWalkByAFieldGoesOnAfterAChangeAndSaysSo(t *testing.T) {
	for _, q := range []search.Query{{}, {Sort: search.ByTitle}, {Sort: search.ByArea}, {Sort: search.ByDate, Text: "quy hoạch"}} {
		w := newWalker(t)
		ids, renewed, err := w.pages(q, func() { w.change(); w.restart() })
		if err != nil || !renewed {
			t.Errorf("%q by %q: renewed %t, %v; want it said", q.Text, q.Sort, renewed, err)
		}
		for i := 1; i <= 10; i++ { // those that did not change
			n := 0
			for _, id := range ids {
				if id == fmt.Sprintf("plan/%02d", i) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%q by %q: plan/%02d is shown %d times in %v", q.Text, q.Sort, i, n, ids)
			}
		}
	}
}

func TestAWalkByRelevanceHasToStartAgainOnceItsStateIsGone(t *testing.T) {
	for name, between := range map[string]func(*walker){
		"a change and a restart": func(w *walker) { w.change(); w.restart() },
		"many changes": func(w *walker) {
			for range 5 {
				w.change()
			}
		},
	} {
		w := newWalker(t)
		_, _, err := w.pages(search.Query{Text: "quy hoạch đất ở"}, func() { between(w) })
		checkStale(t, name, err)
	}
	w := newWalker(t)
	if _, renewed, err := w.pages(search.Query{Text: "quy hoạch đất ở"}, w.change); err != nil || renewed {
		t.Errorf("one change, the state is still held: renewed %t, %v", renewed, err)
	}
}

func checkStale(t *testing.T, name string, err error) {
	t.Helper()
	if catalog.KindOf(err) != catalog.Invalid || !strings.Contains(err.Error(), "cursor") {
		t.Errorf("%s: %v, want an Invalid fault of the cursor", name, err)
	}
}
