package enginetest

import (
	"context"
	_ "embed"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
)

//go:embed catalogue.json
var catalogueJSON []byte

//go:embed cases.json
var casesJSON []byte

// catalogue is the records of the suite with what belongs to them.
type catalogue struct {
	Units    []place.Unit
	Concepts []analysis.Concept
	Records  []catalog.Record
}

// testCase is one search as a query string with what is expected of it.
type testCase struct {
	Name, Query string
	// Order is "exact" where every engine gives First in that order, and "set" where one that
	// promises less may change the places of all but the first.
	Order      string
	Total      *int
	First      []string // the ids at the head
	Contains   []string // ids among the hits
	Relaxed    *bool
	Facets     map[string]map[string]int // counts that must be there; 0 must not
	Matched    string                    // a reason of the first hit
	Suggestion string
	Broader    string // English label among the broader concepts
	Fault      string // the parameter at fault
}

func read[T any](t *testing.T, b []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Shelf is a store of records in memory, for tests.
type Shelf map[string]catalog.Record

// Record returns a record or a NotFound fault.
func (s Shelf) Record(_ context.Context, id string) (catalog.Record, error) {
	if r, ok := s[id]; ok {
		return r, nil
	}
	return catalog.Record{}, catalog.NotFoundf("id", "there is no record %s", id)
}

// Records returns the records that are there, in the order asked.
func (s Shelf) Records(_ context.Context, ids []string) ([]catalog.Record, error) {
	var out []catalog.Record
	for _, id := range ids {
		if r, ok := s[id]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// now is the clock of the suite.
func now() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }

// world is the suite's catalogue in an engine, behind a Finder.
type world struct {
	engine   search.Engine
	words    search.Wordbook
	finder   *search.Finder
	shelf    Shelf
	preparer search.Preparer
	records  []catalog.Record
	promise  Promise
}

// Promise is what an engine holds to.
type Promise string

// Exact engines compute scores as the suite's own does. Of Near ones the scores differ by some
// hundredths, so that documents that match about equally may change places.
const (
	Exact Promise = "exact"
	Near  Promise = "near"
)

func newWorld(t *testing.T, promise Promise, open func(*testing.T) search.Engine) *world {
	t.Helper()
	c := read[catalogue](t, catalogueJSON)
	thesaurus, err := analysis.NewThesaurus(c.Concepts)
	if err != nil {
		t.Fatal(err)
	}
	register := place.NewRegister(c.Units)
	w := &world{promise: promise, engine: open(t), shelf: Shelf{}, records: c.Records, preparer: search.Preparer{Places: register, Thesaurus: thesaurus}}
	t.Cleanup(func() { w.engine.Close() })
	restorer := analysis.NewRestorerBuilder(nil)
	var words search.WordChanges
	b := search.Batch{Seq: int64(len(c.Records))}
	for i := range c.Records {
		w.shelf[c.Records[i].ID] = c.Records[i]
		d := w.preparer.Document(&c.Records[i])
		restorer.Add(d.Terms[search.Toned])
		words.Put(w.preparer.Entry(&c.Records[i]))
		b.Put = append(b.Put, d)
	}
	if err := w.engine.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	w.finder = search.NewFinder(search.FinderOptions{Records: w.shelf, Now: now})
	w.words.Apply(b.Seq, &words)
	w.finder.Swap(search.Snapshot{Engine: w.engine, Words: &w.words, Places: register, Restorer: restorer.Build(), Thesaurus: thesaurus})
	return w
}

func (w *world) search(t *testing.T, query string) (search.Answer, error) {
	t.Helper()
	v, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	q, err := search.ParseQuery(v, now())
	if err != nil {
		return search.Answer{}, err
	}
	return w.finder.Search(t.Context(), q)
}

// Run runs the suite on an engine and what it promises. open gives a new empty engine.
func Run(t *testing.T, promise Promise, open func(*testing.T) search.Engine) {
	w := newWorld(t, promise, open)
	for _, c := range read[[]testCase](t, casesJSON) {
		t.Run(c.Name, func(t *testing.T) { w.check(t, c) })
	}
	t.Run("completions", func(t *testing.T) { suggestions(t, w) })
	t.Run("related records", func(t *testing.T) { related(t, w) })
	t.Run("highlights are spans on the stored text", func(t *testing.T) { highlights(t, w) })
	t.Run("a place counts what it finds", func(t *testing.T) { counted(t, w) })
	t.Run("pages part the result", func(t *testing.T) { pages(t, w) })
	t.Run("a walk sees one snapshot", func(t *testing.T) { snapshot(t, newWorld(t, promise, open)) })
	t.Run("what is held stays as it was", func(t *testing.T) { held(t, newWorld(t, promise, open)) })
	t.Run("areas", func(t *testing.T) { areas(t, newWorld(t, promise, open)) })
	t.Run("lists of ids bar", func(t *testing.T) { barred(t, newWorld(t, promise, open)) })
	t.Run("a bare request lists more than a page", func(t *testing.T) { bare(t, newWorld(t, promise, open)) })
	t.Run("the language of the reader", func(t *testing.T) { language(t, newWorld(t, promise, open)) })
	t.Run("changes", func(t *testing.T) { changes(t, newWorld(t, promise, open)) })
	t.Run("readers and a writer at once", func(t *testing.T) { concurrent(t, newWorld(t, promise, open)) })
	t.Run("a closed engine says so", func(t *testing.T) { closed(t, newWorld(t, promise, open)) })
}

func ids(hits []search.Hit) []string {
	out := []string{}
	for _, h := range hits {
		out = append(out, h.Record.ID)
	}
	return out
}

// head are the first ids as they are compared: where order is not promised, those after the
// first one are sorted.
func (c testCase) head(p Promise, ids []string) []string {
	ids = append([]string{}, ids...)
	if p == Near && c.Order == "set" && len(ids) > 1 {
		slices.Sort(ids[1:])
	}
	return ids
}

func (w *world) check(t *testing.T, c testCase) {
	a, err := w.search(t, c.Query)
	if c.Fault != "" {
		checkFault(t, err, c.Fault)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	got := ids(a.Hits)
	if c.Total != nil && a.Total != *c.Total {
		t.Errorf("total %d, want %d: %v", a.Total, *c.Total, got)
	}
	if diff := cmp.Diff(c.head(w.promise, c.First), c.head(w.promise, got[:min(len(got), len(c.First))])); diff != "" {
		t.Errorf("first hits (-want +got):\n%s all: %v", diff, got)
	}
	for _, id := range c.Contains {
		if !slices.Contains(got, id) {
			t.Errorf("%s is missing from %v", id, got)
		}
	}
	if c.Relaxed != nil && a.Relaxed != *c.Relaxed {
		t.Errorf("relaxed is %v, want %v", a.Relaxed, *c.Relaxed)
	}
	if c.Matched != "" && (len(a.Hits) == 0 || !slices.Contains(search.PrintReasons(a.Hits[0].Matched), c.Matched)) {
		t.Errorf("reason %q is missing from the first of %v", c.Matched, a.Hits)
	}
	if c.Suggestion != "" && a.Suggestion != c.Suggestion {
		t.Errorf("suggestion %q, want %q", a.Suggestion, c.Suggestion)
	}
	if c.Broader != "" && !slices.ContainsFunc(a.Broader, func(l text.Text) bool { return l[text.EN] == c.Broader }) {
		t.Errorf("broader concepts %v, want %q", a.Broader, c.Broader)
	}
	checkFacets(t, a.Facets, c.Facets)
}

func checkFault(t *testing.T, err error, where string) {
	t.Helper()
	f, ok := err.(*catalog.Fault)
	if !ok {
		t.Fatalf("error %v, want a fault at %s", err, where)
	}
	if f.Where != where || f.Kind != catalog.Invalid && f.Kind != catalog.NotFound {
		t.Errorf("fault %v at %q, want one at %q", f.Kind, f.Where, where)
	}
	for _, lang := range text.Langs() {
		if f.Detail[lang] == "" {
			t.Errorf("the fault says nothing in %s", lang)
		}
	}
}

func checkInvalid(t *testing.T, err error) {
	t.Helper()
	if catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("error %v, want an Invalid fault", err)
	}
}

func checkFacets(t *testing.T, got []search.Facet, want map[string]map[string]int) {
	t.Helper()
	for name, counts := range want {
		have := map[string]int{}
		for _, f := range got {
			if f.Name != name {
				continue
			}
			for _, v := range f.Values {
				have[v.Value] = v.Count
				if v.Label.IsZero() {
					t.Errorf("value %s of %s has no label", v.Value, name)
				}
			}
		}
		for value, n := range counts {
			if have[value] != n {
				t.Errorf("%s=%s counts %d, want %d (%v)", name, value, have[value], n, have)
			}
		}
	}
}

func suggestions(t *testing.T, w *world) {
	for _, c := range []struct{ typed, want string }{
		{"cụm c", "Hạ tầng cụm công nghiệp Cổng Khánh 2"}, {"cum c", "Hạ tầng cụm công nghiệp Cổng Khánh 2"},
		{"hotel", "Hotel on Nguyen Ai Quoc Road"}, {"31/2021", "31/2021/NĐ-CP"}, {"đậu l", "phường Đậu Liêu"},
		{"industrial cl", "industrial cluster"}, {"chua tich", "Chùa Hương Tích"}, {"hươn", "Chùa Hương Tích"},
	} {
		got, err := w.finder.Suggest(t.Context(), c.typed, text.VI, 8)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(got, func(s search.Suggestion) bool { return s.Text == c.want }) {
			t.Errorf("typing %q offers %v, want %q among them", c.typed, got, c.want)
		}
	}
	if got, err := w.finder.Suggest(t.Context(), "  ", text.VI, 8); err != nil || len(got) != 0 {
		t.Errorf("typing nothing offers %v, %v", got, err)
	}
}

func related(t *testing.T, w *world) {
	hits, err := w.finder.Related(t.Context(), "document/nd-31-2021", text.VI, 3)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(hits); len(got) == 0 || got[0] != "document/nd-96-2026" || slices.Contains(got, "document/nd-31-2021") {
		t.Errorf("related to Decree 31: %v, want Decree 96 first and not itself", got)
	}
	if _, err := w.finder.Related(t.Context(), "document/none", text.VI, 3); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("related to nothing: %v, want NotFound", err)
	}
}

func highlights(t *testing.T, w *world) {
	for _, c := range []struct{ query, field, want string }{
		{"q=cum khanh", "title.vi", "cụm"}, {"q=industrial cluster", "title.vi", "cụm công nghiệp"},
		{"q=building permits&lang=en", "title.en", "Building permit"}, {"q=hòa mạng", "body.vi", "hoà mạng"}, {"q=CCN", "title.vi", "cụm công nghiệp"},
	} {
		a, err := w.search(t, c.query)
		if err != nil || len(a.Hits) == 0 {
			t.Fatalf("%s: %v, %v", c.query, a, err)
		}
		h := a.Hits[0].Highlights[c.field]
		var marked []string
		for _, s := range h.Spans {
			marked = append(marked, h.Text[s[0]:s[1]])
		}
		if !slices.Contains(marked, c.want) {
			t.Errorf("%s marks %q in %s, want %q", c.query, marked, c.field, c.want)
		}
		rec := a.Hits[0].Record
		stored := map[string]string{"title.vi": rec.Title["vi"], "title.en": rec.Title["en"], "body.vi": rec.Body["vi"]}[c.field]
		if !strings.HasPrefix(stored[min(h.Start, len(stored)):], h.Text) {
			t.Errorf("%s: the fragment is not at byte %d of the stored text", c.query, h.Start)
		}
	}
}
