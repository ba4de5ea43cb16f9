package storetest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func feed() []testCase {
	return []testCase{
		{"changes are read in pages, oldest first", changePages},
		{"a page has bounds", pageBounds},
		{"a walk through the changes misses none while more come", movingFeed},
	}
}

func changePages(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "A"), place("b", "B"), place("c", "C"))
	publish(t, s, "places", place("a", "A"), place("c", "C2"))
	var got []string
	for since := int64(0); ; {
		page := must[[]store.Change](t)(s.Changes(t.Context(), since, 2))
		for _, c := range page {
			got = append(got, fmt.Sprintf("%d %s v%d removed=%v record=%v dated=%v", c.Seq, c.ID, c.Version, c.Removed, c.Record != nil, !c.Modified.IsZero()))
			since = c.Seq
		}
		if len(page) == 0 {
			break
		}
	}
	want := []string{
		"1 place/a v1 removed=false record=true dated=true", "2 place/b v1 removed=false record=true dated=true",
		"3 place/c v1 removed=false record=true dated=true", "4 place/c v2 removed=false record=true dated=true",
		"5 place/b v2 removed=true record=false dated=true",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("changes (-want +got):\n%s", d)
	}
}

func pageBounds(t *testing.T, r Rig) {
	s := r.open(t)
	p := begin(t, s, "places")
	for i := range store.MaxChanges + 5 {
		put(t, p, place("p"+itoa(i), "P"))
	}
	commit(t, p)
	for asked, want := range map[int]int{-1: 1, 0: 1, 1: 1, 7: 7, store.MaxChanges * 2: store.MaxChanges} {
		if got := len(must[[]store.Change](t)(s.Changes(t.Context(), 0, asked))); got != want {
			t.Errorf("a page of %d holds %d changes, want %d", asked, got, want)
		}
	}
	if got := must[[]store.Change](t)(s.Changes(t.Context(), store.MaxChanges+5, 10)); len(got) != 0 {
		t.Errorf("after the last change there are %d more", len(got))
	}
}

// movingFeed follows the sequence while it grows: each number once, in order, and
// at the end the state that a reader of the records sees.
func movingFeed(t *testing.T, r Rig) {
	s := r.open(t)
	const rounds = 40
	last := make(chan int64, 1)
	go func() {
		var seq int64
		defer func() { last <- seq }() // a failed publication ends the goroutine
		for i := range rounds {
			seq = publish(t, s, "places", place("a", itoa(i)), place("b", itoa(i/2)), place("c"+itoa(i%3), "C"))
		}
	}()
	state, since, end := map[string]int{}, int64(0), int64(-1)
	for end < 0 || since < end {
		select {
		case end = <-last:
		default:
		}
		for _, c := range must[[]store.Change](t)(s.Changes(t.Context(), since, 3)) {
			if c.Seq != since+1 || c.Version != state[c.ID]+1 {
				t.Fatalf("after %d comes change %d, version %d of %s after %d", since, c.Seq, c.Version, c.ID, state[c.ID])
			}
			since, state[c.ID] = c.Seq, c.Version
		}
	}
	err := s.Each(t.Context(), func(rec catalog.Record, _ int64) error {
		if state[rec.ID] != rec.Version {
			t.Errorf("the changes end at version %d of %s, the store at %d", state[rec.ID], rec.ID, rec.Version)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
