package storetest

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func reading() []testCase {
	return []testCase{
		{"a record comes back as it was put", wholeRecord},
		{"records come in the order asked without the missing", orderAsked},
		{"many ids are asked at once", manyIDs},
		{"kinds are counted and listed", kinds},
		{"a walk sees one state in order of ids and ends with an error", walk},
		{"what is acknowledged is read at once, by all readers", readAtOnce},
	}
}

func itoa(i int) string { return strconv.Itoa(i) }

func wholeRecord(t *testing.T, r Rig) {
	s := r.open(t)
	rec := place("a", "Chùa Hương Tích")
	rec.Title[text.EN] = "Huong Tich pagoda"
	rec.Attributes = map[string]any{"area": 12.5, "note": "đồi <b> & \"núi\"", "list": []any{"x", true, nil}}
	rec.Links = []catalog.Link{{Rel: "related", ID: "place/b"}}
	publish(t, s, "places", rec)
	got := must[catalog.Record](t)(s.Record(t.Context(), rec.ID))
	if got.Version != 1 || !got.Modified.Equal(clock()()) {
		t.Errorf("version %d of %v, want 1 of %v", got.Version, got.Modified, clock()())
	}
	want, have := must[string](t)(store.Hash(rec)), must[string](t)(store.Hash(got))
	if want != have {
		t.Errorf("got %+v, want %+v", got, rec)
	}
	if v := must[[]store.Version](t)(s.Versions(t.Context(), rec.ID)); len(v) != 1 || v[0].Hash != want {
		t.Errorf("history %+v, want one version with hash %s", v, want)
	}
}

func orderAsked(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "A"), place("b", "B"), place("c", "C"))
	publish(t, s, "places", place("a", "A"), place("b", "B"))
	for range 2 { // the second time from whatever is kept
		recs := must[[]catalog.Record](t)(s.Records(t.Context(), []string{"place/b", "place/zz", "place/c", "place/a"}))
		if diff := cmp.Diff([]string{"place/b", "place/a"}, ids(recs)); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
	}
	if recs, err := s.Records(t.Context(), nil); len(recs) != 0 || err != nil {
		t.Errorf("no ids: got %v, %v", recs, err)
	}
}

func ids(recs []catalog.Record) []string {
	out := []string{}
	for _, r := range recs {
		out = append(out, r.ID)
	}
	return out
}

func manyIDs(t *testing.T, r Rig) {
	s := r.open(t)
	const n = 1201
	p, want := begin(t, s, "places"), []string{}
	for i := range n {
		rec := place("p"+itoa(i), "P")
		put(t, p, rec)
		want = append(want, rec.ID)
	}
	commit(t, p)
	got := ids(must[[]catalog.Record](t)(s.Records(t.Context(), want)))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

func kinds(t *testing.T, r Rig) {
	s := r.open(t)
	doc := catalog.Record{ID: "document/d", Kind: vocab.Document, Title: text.New("D", "")}
	publish(t, s, "places", place("b", "B"), place("a", "A"), place("c", "C"), doc)
	publish(t, s, "places", place("b", "B"), place("a", "A"), doc)
	if diff := cmp.Diff(map[string]int{"place": 2, "document": 1}, must[map[string]int](t)(s.Counts(t.Context()))); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	got := ids(must[[]catalog.Record](t)(s.Kind(t.Context(), "place")))
	if diff := cmp.Diff([]string{"place/a", "place/b"}, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if got := must[[]catalog.Record](t)(s.Kind(t.Context(), "unit")); len(got) != 0 {
		t.Errorf("units: got %v, want none", got)
	}
}

func walk(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("b", "1"), place("a", "1"), place("c", "1"))
	var got []string
	err := s.Each(t.Context(), func(rec catalog.Record, seq int64) error {
		if len(got) == 0 {
			publish(t, s, "places", place("a", "2"), place("b", "2"), place("d", "2"))
		}
		got = append(got, fmt.Sprintf("%s %s %d", rec.ID, rec.Title[text.VI], seq))
		return nil
	})
	if diff := cmp.Diff([]string{"place/a 1 2", "place/b 1 1", "place/c 1 3"}, got); diff != "" || err != nil {
		t.Errorf("walk, %v (-want +got):\n%s", err, diff)
	}
	enough, seen := errors.New("enough"), 0
	err = s.Each(t.Context(), func(catalog.Record, int64) error { seen++; return enough })
	if !errors.Is(err, enough) || seen != 1 {
		t.Errorf("a walk that is ended saw %d records and returned %v", seen, err)
	}
}

// readAtOnce holds whatever an implementation keeps of what it read to what is
// acknowledged, with readers that fill it while it changes.
func readAtOnce(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "0"), place("b", "same"))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() { readUntil(t, s, stop) })
	}
	for i := 1; i <= 50; i++ {
		title := itoa(i)
		seq := publish(t, s, "places", place("a", title), place("b", "same"))
		rec, err := s.Record(t.Context(), "place/a")
		if err != nil || rec.Title.In(text.VI) != title || rec.Version != i+1 {
			t.Errorf("after change %d the record is version %d, %q, %v", i, rec.Version, rec.Title, err)
		}
		recs, err := s.Records(t.Context(), []string{"place/a", "place/b"})
		if err != nil || len(recs) != 2 || recs[0].Title.In(text.VI) != title || recs[1].Version != 1 {
			t.Errorf("after change %d a page holds %v, %v", i, recs, err)
		}
		if got, err := s.Seq(t.Context()); err != nil || got != seq {
			t.Errorf("after change %d the sequence is %d, %v, want %d", i, got, err, seq)
		}
	}
	close(stop)
	readers.Wait()
}

func readUntil(t *testing.T, s store.Store, stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		if recs, err := s.Records(t.Context(), []string{"place/a", "place/b"}); err != nil || len(recs) != 2 {
			t.Errorf("a reader got %d records, %v", len(recs), err)
			return
		}
		if _, err := s.Seq(t.Context()); err != nil {
			t.Error(err)
			return
		}
	}
}
