package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func erasing() []testCase {
	return []testCase{
		{"what is erased is in no version, and that there was one stays", erased},
		{"what is published is not erased, and is told of", erasedLater},
	}
}

func eraser(t *testing.T, s store.Store) store.Eraser {
	t.Helper()
	e, ok := s.(store.Eraser)
	if !ok {
		t.Fatal("the implementation cannot erase")
	}
	return e
}

// said is a place that names its source.
func said(slug, title, url string) catalog.Record {
	r := place(slug, title)
	r.Provenance = []catalog.Provenance{{Title: "Nguồn", URL: url}}
	return r
}

const (
	unwanted = "https://example.org/tin?a=1&b=<2>"
	longer   = unwanted + "3"
)

func erased(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "p", said("a", "A", unwanted), said("b", "B", longer), place("c", "C"))
	publish(t, s, "p", said("a", "A2", unwanted), said("b", "B2", longer), said("c", "C2", unwanted))
	last := publish(t, s, "p", said("b", "B3", longer), place("c", "C3"))
	n, still, err := eraser(t, s).Erase(t.Context(), unwanted)
	if n != 3 || still || err != nil {
		t.Fatalf("erased %d, still %v, %v", n, still, err)
	}
	for _, c := range []struct {
		id      string
		version int
		want    catalog.FaultKind
	}{{"place/a", 1, catalog.Gone}, {"place/a", 2, catalog.Gone}, {"place/a", 3, catalog.Gone}, {"place/b", 1, ""}, {"place/b", 2, ""}, {"place/c", 1, ""}, {"place/c", 2, catalog.Gone}, {"place/c", 3, ""}} {
		_, err := s.RecordVersion(t.Context(), c.id, c.version)
		checkKind(t, c.id, err, c.want)
	}
	versions := must[[]store.Version](t)(s.Versions(t.Context(), "place/a"))
	var told []bool
	for _, v := range versions {
		told = append(told, v.Removed && v.Hash == "" && !v.Modified.IsZero())
	}
	if diff := cmp.Diff([]bool{true, true, true}, told); diff != "" {
		t.Errorf("the history (-want +got):\n%s", diff)
	}
	changes := must[[]store.Change](t)(s.Changes(t.Context(), 0, 100))
	if len(changes) != 9 || changes[0].Record != nil || !changes[0].Removed || changes[1].Record == nil {
		t.Errorf("the feed: %+v", changes)
	}
	if d := must[[]store.Damage](t)(s.Check(t.Context())); len(d) > 0 || must[int64](t)(s.Seq(t.Context())) != last {
		t.Errorf("afterwards: %v", d)
	}
	if n, still, err := eraser(t, s).Erase(t.Context(), unwanted); n != 0 || still || err != nil {
		t.Errorf("a second time: %d, %v, %v", n, still, err)
	}
	publish(t, s, "p", said("a", "A4", unwanted))
	if rec := must[catalog.Record](t)(s.Record(t.Context(), "place/a")); rec.Version != 4 {
		t.Errorf("what comes back is version %d", rec.Version)
	}
}

func erasedLater(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "p", said("a", "A", unwanted))
	publish(t, s, "p", said("a", "A2", unwanted))
	n, still, err := eraser(t, s).Erase(t.Context(), unwanted)
	if n != 1 || !still || err != nil {
		t.Errorf("erased %d, still %v, %v", n, still, err)
	}
	if rec := must[catalog.Record](t)(s.Record(t.Context(), "place/a")); rec.Title["vi"] != "A2" {
		t.Errorf("what is published: %v", rec.Title)
	}
}
