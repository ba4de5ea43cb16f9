package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func owning() []testCase {
	return []testCase{
		{"a sweep touches no other owner's records", sweepByOwner},
		{"a record of another owner is neither changed nor removed", foreign},
		{"a removed record still belongs to its last owner", foreignTombstone},
		{"an owner adopts a record and the one before has lost it", adopted},
	}
}

func owners(t *testing.T, s store.Store) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, o := range must[[]string](t)(s.Owners(t.Context())) {
		out[o] = must[[]string](t)(s.Owned(t.Context(), o))
	}
	return out
}

func checkOwners(t *testing.T, s store.Store, want map[string][]string) {
	t.Helper()
	if diff := cmp.Diff(want, owners(t, s)); diff != "" {
		t.Errorf("owners (-want +got):\n%s", diff)
	}
}

func sweepByOwner(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "package/a", place("a2", "A"), place("a1", "A"))
	publish(t, s, "desk", place("d", "D"))
	publish(t, s, "package/a", place("a1", "A"))
	checkOwners(t, s, map[string][]string{"desk": {"place/d"}, "package/a": {"place/a1"}})
	publish(t, s, "package/a")
	checkOwners(t, s, map[string][]string{"desk": {"place/d"}})
}

func foreign(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "desk", place("d", "D"))
	p := begin(t, s, "package/a")
	for _, title := range []string{"D", "other"} { // even where it says the same
		_, err := p.Put(t.Context(), place("d", title))
		if checkKind(t, "put of a foreign record", err, catalog.Invalid); !errors.Is(err, store.ErrOwned) {
			t.Errorf("got %v, want ErrOwned", err)
		}
	}
	if err := p.Remove(t.Context(), "place/d"); !errors.Is(err, store.ErrOwned) {
		t.Errorf("removal of a foreign record: got %v, want ErrOwned", err)
	}
	if got := must[string](t)(p.Owner(t.Context(), "place/d")); got != "desk" {
		t.Errorf("it belongs to %q, want desk", got)
	}
	if got := must[string](t)(p.Owner(t.Context(), "place/never")); got != "" {
		t.Errorf("a record that was never there belongs to %q", got)
	}
	if seq := commit(t, p); seq != 1 {
		t.Errorf("the sequence is %d, want 1", seq)
	}
}

func foreignTombstone(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "desk", place("d", "D"))
	publish(t, s, "desk")
	p := begin(t, s, "package/a")
	if _, err := p.Put(t.Context(), place("d", "D")); !errors.Is(err, store.ErrOwned) {
		t.Errorf("put of a record that the desk has removed: got %v, want ErrOwned", err)
	}
	if err := p.Remove(t.Context(), "place/d"); err != nil {
		t.Errorf("removal of what is removed: %v", err)
	}
}

func adopted(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "package/a", place("a", "A"), place("b", "B"))
	p := begin(t, s, "desk")
	if got, err := p.Adopt(t.Context(), place("a", "A")); got != store.Changed || err != nil {
		t.Errorf("adoption: got %d, %v, want Changed", got, err)
	}
	if got := put(t, p, place("a", "A")); got != store.Unchanged {
		t.Errorf("put after the adoption: got %d, want Unchanged", got)
	}
	commit(t, p)
	publish(t, s, "package/a", place("b", "B"))
	checkOwners(t, s, map[string][]string{"desk": {"place/a"}, "package/a": {"place/b"}})
	if rec := must[catalog.Record](t)(s.Record(t.Context(), "place/a")); rec.Version != 2 {
		t.Errorf("the adopted record has version %d, want 2", rec.Version)
	}
}
