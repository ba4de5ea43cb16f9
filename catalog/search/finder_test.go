package search_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/text"
)

// filled is an engine in memory with n plans, and their records.
func filled(t testing.TB, n int) (search.Engine, enginetest.Shelf) {
	t.Helper()
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	shelf, prep := enginetest.Shelf{}, search.Preparer{}
	b := search.Batch{Seq: int64(n)}
	for i := range n {
		rec := catalog.Record{ID: fmt.Sprintf("plan/%03d", i), Kind: "plan", Title: text.New(fmt.Sprintf("Quy hoạch khu %d", i), ""),
			Body: text.New(strings.Repeat("đất ở đô thị ", i), "")}
		shelf[rec.ID] = rec
		b.Put = append(b.Put, prep.Document(&rec))
	}
	if err := e.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return e, shelf
}

func TestAFinderWithoutAnEngineIsBusy(t *testing.T) {
	f := search.NewFinder(search.FinderOptions{Records: enginetest.Shelf{}})
	if _, err := f.Search(t.Context(), search.Query{}); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("search: %v, want Busy", err)
	}
	if _, err := f.Suggest(t.Context(), "a", text.VI, 5); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("suggest: %v, want Busy", err)
	}
}

func TestNoRequestFailsWhenGenerationsAreSwapped(t *testing.T) {
	e, shelf := filled(t, 20)
	f := search.NewFinder(search.FinderOptions{Records: shelf})
	f.Swap(search.Snapshot{Engine: e})
	done := make(chan struct{})
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if a, err := f.Search(t.Context(), search.Query{Text: "quy hoạch"}); err != nil || a.Total != 20 {
					t.Errorf("search during a swap: %d, %v", a.Total, err)
					return
				}
				if _, err := f.Suggest(t.Context(), "quy", text.VI, 5); err != nil {
					t.Errorf("suggest during a swap: %v", err)
					return
				}
			}
		})
	}
	for range 15 {
		next, _ := filled(t, 20)
		f.Swap(search.Snapshot{Engine: next})
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		e = next
	}
	close(done)
	wait.Wait()
	e.Close()
}

// everywhere answers every region with the same ids.
type everywhere struct{ ids []string }

func (g everywhere) Area(_ context.Context, r search.Region, _ float64) (search.Area, error) {
	if r.ID == "unit/none" {
		return search.Area{}, catalog.NotFoundf("within", "no outline of %s", r.ID)
	}
	return search.Area{Also: g.ids}, nil
}

func (g everywhere) Distances(context.Context, orb.Point, float64) (map[string]float64, error) {
	return nil, nil
}

func TestAnAreaThatCutsTooManyRecordsIsRefused(t *testing.T) {
	e, shelf := filled(t, 1)
	defer e.Close()
	f := search.NewFinder(search.FinderOptions{Records: shelf, Spatial: everywhere{make([]string, search.MaxListed+1)}})
	f.Swap(search.Snapshot{Engine: e})
	if _, err := f.Search(t.Context(), search.Query{Within: "plan/000"}); catalog.KindOf(err) != catalog.TooLarge {
		t.Errorf("got %v, want TooLarge", err)
	}
}

func TestWithinAsksTheLayersWhenThereAreAny(t *testing.T) {
	e, shelf := filled(t, 10)
	defer e.Close()
	f := search.NewFinder(search.FinderOptions{Records: shelf, Spatial: everywhere{[]string{"plan/003", "plan/004"}}})
	f.Swap(search.Snapshot{Engine: e})
	for name, q := range map[string]search.Query{
		"a record":              {Within: "plan/001"},
		"a polygon":             {Polygon: orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
		"both":                  {Within: "plan/001", Polygon: orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
		"with a text beside it": {Within: "plan/001", Text: "quy hoạch"},
	} {
		if a, err := f.Search(t.Context(), q); err != nil || a.Total != 2 {
			t.Errorf("within %s: %d, %v; want 2", name, a.Total, err)
		}
	}
	if _, err := f.Search(t.Context(), search.Query{Within: "unit/none"}); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("within what has no outline: %v, want NotFound", err)
	}
}

func TestStrangeTextsAreAnsweredOrRefused(t *testing.T) {
	e, shelf := filled(t, 10)
	defer e.Close()
	f := search.NewFinder(search.FinderOptions{Records: shelf})
	f.Swap(search.Snapshot{Engine: e})
	for _, s := range []string{"\x00\x01\x1b[31m", "\"", "\"\"", "\"\" \"", "-", "--quy", "-quy", "- \"quy hoạch\"", "-\"quy hoạch\"", "\xff\xfe", "ế́́́́",
		"\u202Equy", strings.Repeat("a", 1000), strings.Repeat("quy ", 250), strings.Repeat("\"", 999), "*", "quy*", "title:quy", "quy~2", "(quy OR", "31/2021/", "//////", "１２３", "🏭", "ｋｈｕ"} {
		if _, err := f.Search(t.Context(), search.Query{Text: s, Facets: []string{"kind"}}); err != nil {
			t.Errorf("%.30q: %v", s, err)
		}
		if _, err := f.Suggest(t.Context(), s, text.VI, 8); err != nil {
			t.Errorf("typing %.30q: %v", s, err)
		}
	}
	if _, err := f.Search(t.Context(), search.Query{Text: strings.Repeat("x", 10_000)}); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("ten thousand characters: %v, want Invalid", err)
	}
	if _, err := f.Search(t.Context(), search.Query{Limit: 1e9}); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a limit of a billion: %v, want Invalid", err)
	}
	for text, want := range map[string]int{"-khu": 0, "-7": 9} {
		if a, err := f.Search(t.Context(), search.Query{Text: text}); err != nil || a.Total != want {
			t.Errorf("only excluded words %q: %d, %v; want the other %d", text, a.Total, err, want)
		}
	}
}

// FuzzSearch wants every text answered, with spans that lie in the texts they mark.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"quy hoạch", "\"đất ở\" -khu", "duwngj xaay", "31/2021/NĐ-CP", "\xff", "khu 7"} {
		f.Add(s)
	}
	e, shelf := filled(f, 12)
	defer e.Close()
	finder := search.NewFinder(search.FinderOptions{Records: shelf})
	finder.Swap(search.Snapshot{Engine: e})
	f.Fuzz(func(t *testing.T, s string) {
		a, err := finder.Search(t.Context(), search.Query{Text: s, Limit: 5})
		if err != nil {
			if catalog.KindOf(err) != catalog.Invalid {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		for _, h := range a.Hits {
			for field, m := range h.Highlights {
				last := 0
				for _, sp := range m.Spans {
					if sp[0] < last || sp[1] <= sp[0] || sp[1] > len(m.Text) {
						t.Fatalf("%q: spans %v of %s do not lie in %q", s, m.Spans, field, m.Text)
					}
					last = sp[1]
				}
			}
		}
	})
}
