package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func lasting() []testCase {
	return []testCase{
		{"what is acknowledged outlives the death of the process, the rest does not", crash},
		{"a store goes on where it stood", goesOn},
		{"a reader beside the writer sees what is acknowledged", besideTheWriter},
		{"damage is found", damage},
	}
}

func crash(t *testing.T, r Rig) {
	s := r.Open(t, clock())
	publish(t, s, "places", place("a", "A"))
	p, err := s.Publish(t.Context(), "places")
	if err != nil {
		t.Fatal(err)
	}
	put(t, p, place("b", "B"))
	if _, err := p.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, p, place("c", "C"))
	if err := s.PutDocument(t.Context(), "k", []byte("v")); err != nil {
		t.Fatal(err)
	}
	r.Crash(t, s)

	again := r.open(t)
	checkOwners(t, again, map[string][]string{"places": {"place/a", "place/b"}})
	if b := must[[]byte](t)(again.Document(t.Context(), "k")); string(b) != "v" {
		t.Errorf("the side document is %q", b)
	}
	if d := must[[]store.Damage](t)(again.Check(t.Context())); len(d) > 0 {
		t.Errorf("damage after the crash: %v", d)
	}
	if seq := publish(t, again, "places", place("a", "A"), place("b", "B"), place("c", "C")); seq != 3 {
		t.Errorf("the next publication ends at %d, want 3", seq)
	}
}

func goesOn(t *testing.T, r Rig) {
	s := r.Open(t, clock())
	publish(t, s, "places", place("a", "A"), place("b", "B"))
	publish(t, s, "places", place("a", "A"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := r.open(t)
	if seq := publish(t, again, "places", place("a", "A")); seq != 3 {
		t.Errorf("the same input after a restart ends at change %d, want 3", seq)
	}
	if seq := publish(t, again, "places", place("b", "B")); seq != 5 {
		t.Errorf("sequence %d, want 5", seq)
	}
	if rec := must[catalog.Record](t)(again.Record(t.Context(), "place/b")); rec.Version != 3 {
		t.Errorf("version %d, want 3", rec.Version)
	}
}

func besideTheWriter(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "1"))
	reader := r.OpenReader(t)
	defer reader.Close()
	for _, title := range []string{"2", "3"} {
		seq := publish(t, s, "places", place("a", title))
		rec := must[catalog.Record](t)(reader.Record(t.Context(), "place/a"))
		if rec.Title["vi"] != title {
			t.Errorf("the reader sees %q, want %q", rec.Title, title)
		}
		if got := must[int64](t)(reader.Seq(t.Context())); got != seq {
			t.Errorf("the reader is at %d, want %d", got, seq)
		}
	}
}

func damage(t *testing.T, r Rig) {
	s := r.open(t)
	ids := []string{"a", "b", "c", "d", "e"}
	for _, title := range []string{"1", "2"} {
		var recs []catalog.Record
		for _, id := range ids {
			recs = append(recs, place(id, title))
		}
		publish(t, s, "places", recs...)
	}
	if d := must[[]store.Damage](t)(s.Check(t.Context())); len(d) != 0 {
		t.Fatalf("a sound store has damage %v", d)
	}
	r.Spoil(t, s, RewrittenBody, "place/a")
	r.Spoil(t, s, BrokenBody, "place/b")
	r.Spoil(t, s, OldPointer, "place/c")
	r.Spoil(t, s, LostPointer, "place/d")
	got := map[string]string{}
	for _, d := range must[[]store.Damage](t)(s.Check(t.Context())) {
		if got[d.ID] = d.Code; d.Detail == "" {
			t.Errorf("the damage of %s says nothing", d.ID)
		}
	}
	want := map[string]string{"place/a": store.DamagedHash, "place/b": store.DamagedHash, "place/c": store.DamagedPointer, "place/d": store.DamagedPointer}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("damage (-want +got):\n%s", diff)
	}
	checkBroken(t, r)
}

// checkBroken reads a damaged record in a process that has not read it before:
// it is told, not served, and does not hide the others.
func checkBroken(t *testing.T, r Rig) {
	t.Helper()
	reader := r.OpenReader(t)
	defer reader.Close()
	_, err := reader.Record(t.Context(), "place/b")
	checkKind(t, "a record that cannot be read", err, catalog.Internal)
	if rec, err := reader.Record(t.Context(), "place/e"); err != nil || rec.Version != 2 {
		t.Errorf("a sound record beside it: version %d, %v", rec.Version, err)
	}
	if rec, err := reader.RecordVersion(t.Context(), "place/b", 1); err != nil || rec.Title["vi"] != "1" {
		t.Errorf("its version before: %v, %v", rec.Title, err)
	}
}
