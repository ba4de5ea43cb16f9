package storetest

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func publishing() []testCase {
	return []testCase{
		{"the same input twice writes nothing", sameInput},
		{"an empty publication changes nothing", emptyPublication},
		{"a put says what it did", outcomes},
		{"what cannot be kept is refused and the rest goes on", refusedPut},
		{"a record that leaves becomes a tombstone and may come back", tombstone},
		{"a sweep leaves what was kept and what the caller names", sweepKeeps},
		{"what is discarded was never there", discarded},
		{"a large publication is acknowledged on the way", largePublication},
		{"one publication at a time, the others wait", oneAtATime},
		{"a publication that is over takes nothing", over},
	}
}

func sameInput(t *testing.T, r Rig) {
	s := r.open(t)
	first := publish(t, s, "places", place("a", "Chùa A"), place("b", "Chùa B"))
	second := publish(t, s, "places", place("b", "Chùa B"), place("a", "Chùa A"))
	if first != 2 || second != first {
		t.Errorf("sequence after the same input twice: got %d then %d, want 2 and 2", first, second)
	}
}

func emptyPublication(t *testing.T, r Rig) {
	s := r.open(t)
	if seq := publish(t, s, "places"); seq != 0 {
		t.Errorf("sequence of nothing: got %d, want 0", seq)
	}
	publish(t, s, "places", place("a", "A"))
	if seq := commit(t, begin(t, s, "other")); seq != 1 {
		t.Errorf("an empty publication returns %d, want the last change, 1", seq)
	}
}

func outcomes(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("same", "A"), place("other", "A"), place("gone", "A"))
	publish(t, s, "places", place("same", "A"), place("other", "A"))
	p := begin(t, s, "places")
	for _, c := range []struct {
		rec  catalog.Record
		want store.Outcome
	}{
		{place("same", "A"), store.Unchanged}, {place("other", "B"), store.Changed}, {place("new", "A"), store.Added},
		{place("gone", "A"), store.Added}, {place("other", "C"), store.Changed}, {place("other", "C"), store.Unchanged},
	} {
		if got := put(t, p, c.rec); got != c.want {
			t.Errorf("put of %s %q: got %d, want %d", c.rec.ID, c.rec.Title, got, c.want)
		}
	}
	if !p.Has("place/same") || !p.Has("place/gone") || p.Has("place/never") || p.Live() != 4 {
		t.Errorf("the publication holds same %v, gone %v, never %v, %d live; want true, true, false, 4",
			p.Has("place/same"), p.Has("place/gone"), p.Has("place/never"), p.Live())
	}
	commit(t, p)
	if rec := must[catalog.Record](t)(s.Record(t.Context(), "place/other")); rec.Version != 3 || rec.Title["vi"] != "C" {
		t.Errorf("a record put twice: version %d %q, want 3 and C", rec.Version, rec.Title)
	}
}

func refusedPut(t *testing.T, r Rig) {
	s := r.open(t)
	p := begin(t, s, "places")
	bad := place("x", "X")
	bad.ID = "no kind"
	_, err := p.Put(t.Context(), bad)
	checkKind(t, "a bad id", err, catalog.Invalid)
	nan := place("nan", "X")
	nan.Attributes = map[string]any{"area": math.NaN()}
	_, err = p.Put(t.Context(), nan)
	checkKind(t, "a number that JSON cannot hold", err, catalog.Invalid)
	put(t, p, place("good", "X"))
	commit(t, p)
	if got := must[map[string]int](t)(s.Counts(t.Context())); got["place"] != 1 {
		t.Errorf("counts %v, want the good one", got)
	}
}

func tombstone(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "Chùa A"), place("b", "Chùa B"))
	publish(t, s, "places", place("a", "Chùa A"))
	_, err := s.Record(t.Context(), "place/b")
	checkKind(t, "a removed record", err, catalog.Gone)
	_, err = s.Record(t.Context(), "place/zz")
	checkKind(t, "an unknown record", err, catalog.NotFound)
	publish(t, s, "places", place("a", "Chùa A"), place("b", "Chùa B"))
	if got := must[catalog.Record](t)(s.Record(t.Context(), "place/b")); got.Version != 3 {
		t.Errorf("a record that came back has version %d, want 3", got.Version)
	}
	p := begin(t, s, "places")
	for range 2 { // removing twice is removing once
		if err := p.Remove(t.Context(), "place/b"); err != nil {
			t.Error(err)
		}
	}
	if err := p.Remove(t.Context(), "place/never"); err != nil {
		t.Error(err)
	}
	if seq := commit(t, p); seq != 5 {
		t.Errorf("sequence %d after the removals, want 5", seq)
	}
}

func sweepKeeps(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "A"), place("b", "B"), place("c", "C"))
	p := begin(t, s, "places")
	p.Keep("place/a")
	named := func(id string) bool { return id == "place/b" }
	if diff := cmp.Diff([]string{"place/c"}, p.Stale(named)); diff != "" {
		t.Errorf("stale (-want +got):\n%s", diff)
	}
	removed, err := p.Sweep(t.Context(), named)
	if diff := cmp.Diff([]string{"place/c"}, removed); diff != "" || err != nil {
		t.Errorf("swept, %v (-want +got):\n%s", err, diff)
	}
	if again := p.Stale(named); len(again) != 0 || p.Live() != 2 {
		t.Errorf("after the sweep %v are stale and %d live, want none and 2", again, p.Live())
	}
}

func discarded(t *testing.T, r Rig) {
	s := r.open(t)
	p := begin(t, s, "places")
	put(t, p, place("a", "A"))
	p.Discard()
	p.Discard()
	if seq := must[int64](t)(s.Seq(t.Context())); seq != 0 {
		t.Errorf("sequence %d after a discarded publication, want 0", seq)
	}
	if got := put(t, begin(t, s, "places"), place("a", "A")); got != store.Added {
		t.Errorf("put after the discard: got %d, want Added", got)
	}
}

// largePublication is more records than one transaction takes.
func largePublication(t *testing.T, r Rig) {
	s := r.open(t)
	const n = 2500
	p := begin(t, s, "places")
	for i := range n {
		put(t, p, place("p"+itoa(i), "Điểm "+itoa(i)))
	}
	on := must[int64](t)(s.Seq(t.Context()))
	if on == 0 || on >= n {
		t.Errorf("%d changes are acknowledged before the end of %d, want some", on, n)
	}
	p.Discard()
	if got := must[int64](t)(s.Seq(t.Context())); got != on {
		t.Errorf("after the discard %d changes are acknowledged, want the %d before it", got, on)
	}
}

func oneAtATime(t *testing.T, r Rig) {
	s := r.open(t)
	first := begin(t, s, "one")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.Publish(ctx, "two"); err != context.DeadlineExceeded {
		t.Errorf("a second publication with little time got %v, want its deadline", err)
	}
	done := make(chan error, 1)
	go func() {
		p, err := s.Publish(t.Context(), "two")
		if err == nil {
			p.Discard()
		}
		done <- err
	}()
	put(t, first, place("a", "A"))
	commit(t, first)
	if err := <-done; err != nil {
		t.Errorf("the second publication: %v", err)
	}
}

func over(t *testing.T, r Rig) {
	s := r.open(t)
	p := begin(t, s, "places")
	put(t, p, place("a", "A"))
	commit(t, p)
	if _, err := p.Put(t.Context(), place("b", "B")); err == nil {
		t.Error("it took a record")
	}
	if err := p.Remove(t.Context(), "place/a"); err == nil {
		t.Error("it removed a record")
	}
	if _, err := p.Commit(t.Context()); err == nil {
		t.Error("it was committed again")
	}
	if _, err := s.Publish(t.Context(), ""); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a publication of nobody: got %v, want Invalid", err)
	}
}
