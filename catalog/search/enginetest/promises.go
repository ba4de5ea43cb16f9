package enginetest

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// walk follows the cursor through all pages and returns the ids in order; between pages
// it calls change.
func (w *world) walk(t *testing.T, query string, limit int, change func()) []string {
	t.Helper()
	var out []string
	cursor := ""
	for range 100 {
		a, err := w.search(t, fmt.Sprintf("%s&limit=%d&cursor=%s", query, limit, url.QueryEscape(cursor)))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, ids(a.Hits)...)
		if cursor = a.Next; cursor == "" {
			return out
		}
		change()
	}
	t.Fatal("the walk does not end")
	return nil
}

func pages(t *testing.T, w *world) {
	for _, query := range []string{"", "sort=title", "sort=capital", "sort=area", "sort=date", "near=105.7,18.5&sort=distance", "q=đầu tư", "q=phường hồng lĩnh"} {
		whole, err := w.search(t, query+"&limit=100")
		if err != nil {
			t.Fatal(err)
		}
		for _, limit := range []int{1, 3, 5} {
			if diff := cmp.Diff(ids(whole.Hits), w.walk(t, query, limit, func() {})); diff != "" {
				t.Errorf("%q in pages of %d (-whole +pages):\n%s", query, limit, diff)
			}
		}
	}
	a, err := w.search(t, "sort=title&limit=2")
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.search(t, "sort=date&limit=2&cursor="+url.QueryEscape(a.Next))
	checkFault(t, err, "cursor")
}

// snapshot changes the catalogue in the middle of a walk; the walk does not notice.
func snapshot(t *testing.T, w *world) {
	before := w.walk(t, "q=hồng lĩnh&kind=place,plan,opportunity", 100, func() {})
	step := 0
	during := w.walk(t, "q=hồng lĩnh&kind=place,plan,opportunity", 1, func() {
		if step++; step != 1 {
			return
		}
		rec := w.records[2]
		rec.ID, rec.Title = "opportunity/hong-linh-moi", text.New("Hồng Lĩnh Hồng Lĩnh", "")
		w.shelf[rec.ID] = rec
		if err := w.engine.Apply(t.Context(), search.Batch{Seq: 99, Put: []search.Document{w.preparer.Document(&rec)}}); err != nil {
			t.Fatal(err)
		}
	})
	if diff := cmp.Diff(before, during); diff != "" {
		t.Errorf("walk during a change (-before +during):\n%s", diff)
	}
	if a, err := w.search(t, "q=hồng lĩnh"); err != nil || a.Seq != 99 || !slices.Contains(ids(a.Hits), "opportunity/hong-linh-moi") {
		t.Errorf("a new search sees %v at %d, %v; want the new record at 99", ids(a.Hits), a.Seq, err)
	}
}

func changes(t *testing.T, w *world) {
	rec := w.records[9]
	rec.Title = text.New("Chùa Hương đổi tên", "")
	w.shelf[rec.ID] = rec
	doc := w.preparer.Document(&rec)
	batch := search.Batch{Seq: 20, Put: []search.Document{doc, doc}, Delete: []string{"place/ho-thien-tuong", "place/never-was"}}
	if err := w.engine.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	var words search.WordChanges
	for _, i := range []int{9, slices.IndexFunc(w.records, func(r catalog.Record) bool { return r.ID == "place/ho-thien-tuong" })} {
		words.Take(w.preparer.Entry(&w.records[i]))
	}
	words.Put(w.preparer.Entry(&rec))
	w.words.Apply(20, &words)
	for query, want := range map[string]int{"": 13, "q=đổi tên": 1, "kind=place": 1, "q=\"hương tích\"": 0, "q=thiên tượng&kind=place": 0} {
		if a, err := w.search(t, query); err != nil || a.Total != want {
			t.Errorf("after the change %q finds %d, %v; want %d", query, a.Total, err, want)
		}
	}
	if got := w.engine.Seq(); got != 20 {
		t.Errorf("sequence %d, want 20", got)
	}
	back := w.records[10]
	if err := w.engine.Apply(t.Context(), search.Batch{Seq: 21, Delete: []string{back.ID}, Put: []search.Document{w.preparer.Document(&back)}}); err != nil {
		t.Fatal(err)
	}
	if a, err := w.search(t, "kind=place"); err != nil || a.Total != 2 {
		t.Errorf("a record deleted and put in one batch: %d places, %v; want 2", a.Total, err)
	}
}

func concurrent(t *testing.T, w *world) {
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 50 {
				a, err := w.search(t, "q=đầu tư&facets=kind,place")
				if err != nil || a.Total == 0 {
					t.Errorf("search during changes: %d, %v", a.Total, err)
					return
				}
			}
		})
	}
	for i := range 10 {
		rec := w.records[i%len(w.records)]
		if err := w.engine.Apply(t.Context(), search.Batch{Seq: int64(100 + i), Put: []search.Document{w.preparer.Document(&rec)}}); err != nil {
			t.Error(err)
		}
	}
	wait.Wait()
}

func closed(t *testing.T, w *world) {
	if err := w.engine.Close(); err != nil {
		t.Fatal(err)
	}
	var f *catalog.Fault
	if _, err := w.search(t, "q=chùa"); !errors.As(err, &f) {
		t.Errorf("search on a closed engine: %v, want a fault", err)
	}
	if err := w.engine.Apply(t.Context(), search.Batch{Seq: 1}); !errors.As(err, &f) {
		t.Errorf("apply on a closed engine: %v, want a fault", err)
	}
	if err := w.engine.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}
