package bleveengine_test

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
)

// plain is a document of one field.
func plain(id, words string) search.Document {
	return search.Document{ID: id, Terms: map[search.Field][]string{search.Folded: strings.Fields(words)}, From: search.OpenFrom, To: search.OpenTo,
		Day: 19000, Codes: map[search.Column][]string{search.KindColumn: {strings.Split(id, "/")[0]}}}
}

func wordPlan(word string) *search.Plan {
	return &search.Plan{Clauses: []search.Clause{{Readings: []search.Reading{{Forms: []search.Form{{Field: search.Folded, Term: word, Weight: 1}}}}}}}
}

func TestScoresUseTheTrueAverageLengthOfAField(t *testing.T) {
	dir := t.TempDir()
	e, err := bleveengine.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	// Three documents of 2, 4 and 9 tokens, of which one is replaced by one of 6 and one is
	// removed: the average is (2+6)/2 = 4, not the number of distinct terms by documents.
	apply := func(b search.Batch) {
		t.Helper()
		if err := e.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	apply(search.Batch{Seq: 1, Put: []search.Document{plain("a/1", "dat dai"), plain("a/2", "dat dat dat dat"), plain("a/3", "mot hai ba bon nam sau bay tam dat")}})
	apply(search.Batch{Seq: 2, Put: []search.Document{plain("a/2", "dat dat dat khu khu khu")}, Delete: []string{"a/3"}})
	check := func(e *bleveengine.Engine) {
		t.Helper()
		got, err := e.Explain(t.Context(), wordPlan("dat"), "a/2")
		if err != nil || len(got) != 1 {
			t.Fatalf("explain: %v, %v", got, err)
		}
		x := got[0]
		if x.AvgFieldLength != 4 || x.FieldLength != 6 || x.TermFreq != 3 || x.DocFreq != 2 || x.DocCount != 2 {
			t.Errorf("explain: %+v, want avgFieldLength 4, fieldLength 6, tf 3, docFreq 2 of 2", x)
		}
		want := math.Log(1+0.5/2.5) * 2 * 3 / (3 + 1.0*(1-0.4+0.4*6/4))
		if math.Abs(x.Score-want) > 1e-6 {
			t.Errorf("score %v, want BM25's %v", x.Score, want)
		}
	}
	check(e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := bleveengine.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	check(again)
}

func TestAnIndexOpensAsItWasClosed(t *testing.T) {
	dir := t.TempDir()
	e, err := bleveengine.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	capital := 12.5
	d := plain("plan/x", "quy hoach")
	d.Capital, d.SortTitle = &capital, "quy hoach"
	if err := e.Apply(t.Context(), search.Batch{Seq: 7, Put: []search.Document{d, plain("unit/y", "phuong")}}); err != nil {
		t.Fatal(err)
	}
	req := search.Request{Limit: 10, Facets: []search.FacetRequest{{Column: search.KindColumn, Limit: 10}}, Sort: search.ByCapital}
	before, err := e.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e, err = bleveengine.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	after, err := e.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" || e.Seq() != 7 {
		t.Errorf("sequence %d, want 7; answers (-before +after):\n%s", e.Seq(), diff)
	}
}

func TestADamagedIndexIsRefusedAndCanBeBuiltAnew(t *testing.T) {
	for name, damage := range map[string]func(dir string) error{
		"the folder is gone":      os.RemoveAll,
		"the folder is empty":     func(dir string) error { return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755)) },
		"the store is gone":       func(dir string) error { return os.RemoveAll(filepath.Join(dir, "store")) },
		"the description is gone": func(dir string) error { return os.Remove(filepath.Join(dir, "index_meta.json")) },
		"the catalogue of segments is cut": func(dir string) error {
			return os.Truncate(filepath.Join(dir, "store", "root.bolt"), 100)
		},
		"a segment is cut":   onSegment(func(name string, size int64) error { return os.Truncate(name, size/2) }),
		"a segment is empty": onSegment(func(name string, _ int64) error { return os.Truncate(name, 0) }),
		"a segment is gone":  onSegment(func(name string, _ int64) error { return os.Remove(name) }),
		"a byte of a segment is wrong": onSegment(func(name string, size int64) error {
			f, err := os.OpenFile(name, os.O_RDWR, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteAt([]byte{0xA5, 0x5A, 0xA5}, size/3)
			return errors.Join(err, f.Close())
		}),
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "index")
			fill(t, dir)
			if err := damage(dir); err != nil {
				t.Fatal(err)
			}
			refusedOrOlder(t, dir, name == "a segment is gone")
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			fill(t, dir)
		})
	}
}

// refusedOrOlder opens a damaged index. Bleve keeps the state before the last one, so that
// an index without its newest segment may open in that state; its sequence says so.
func refusedOrOlder(t *testing.T, dir string, mayBeOlder bool) {
	t.Helper()
	e, err := bleveengine.Open(dir)
	if errors.Is(err, search.ErrUnusable) {
		return
	}
	if err != nil || !mayBeOlder {
		t.Fatalf("open: %v, want ErrUnusable", err)
	}
	defer e.Close()
	res, err := e.Search(t.Context(), search.Request{Limit: 1})
	if err != nil || e.Seq() != 0 || res.Total != 0 {
		t.Fatalf("opened at %d with %d documents, %v; want the empty state at 0", e.Seq(), res.Total, err)
	}
}

func onSegment(do func(name string, size int64) error) func(dir string) error {
	return func(dir string) error {
		files, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
		if err != nil || len(files) == 0 {
			return fmt.Errorf("no segment in %s (%w)", dir, err)
		}
		info, err := os.Stat(files[0])
		if err != nil {
			return err
		}
		return do(files[0], info.Size())
	}
}

func fill(t *testing.T, dir string) {
	t.Helper()
	e, err := bleveengine.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b search.Batch
	for i := range 50 {
		b.Put = append(b.Put, plain(fmt.Sprintf("a/%d", i), fmt.Sprintf("dat khu cum so %d", i)))
	}
	b.Seq = 50
	if err := e.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestBatchesThatFollowAtOnceAreSeenTogether(t *testing.T) {
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	total := func() int {
		res, err := e.Search(t.Context(), search.Request{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return res.Total
	}
	if err := e.Apply(t.Context(), search.Batch{Seq: 1, More: true, Put: []search.Document{plain("a/1", "dat")}}); err != nil {
		t.Fatal(err)
	}
	if n := total(); n != 0 {
		t.Errorf("after the first of two batches readers see %d documents, want 0", n)
	}
	if err := e.Apply(t.Context(), search.Batch{Seq: 2, Put: []search.Document{plain("a/2", "dat")}}); err != nil {
		t.Fatal(err)
	}
	if n := total(); n != 2 {
		t.Errorf("after the last batch readers see %d documents, want 2", n)
	}
}

func TestManyChangesOfTheSameDocumentsLeaveNoTrace(t *testing.T) {
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for round := range 60 {
		var b search.Batch
		for i := range 40 {
			b.Put = append(b.Put, plain(fmt.Sprintf("a/%d", i), fmt.Sprintf("dat vong%d", round)))
		}
		b.Seq = int64(round + 1)
		if err := e.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	for word, want := range map[string]int{"vong59": 40, "vong58": 0, "dat": 40} {
		res, err := e.Search(t.Context(), search.Request{Text: wordPlan(word), Limit: 5})
		if err != nil || res.Total != want {
			t.Errorf("%q finds %d, %v; want %d", word, res.Total, err, want)
		}
	}
}
