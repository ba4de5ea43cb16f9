package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func moments() []testCase {
	return []testCase{
		{"a reader as of a change says what was said then, whatever is published later", asOfAChange},
		{"a store that keeps the rows of another one says what that one says, and forgets what it takes back", copied},
		{"a record that many ask for as of several changes is never another one's", manyMoments},
	}
}

// told is all that a reader says of records, histories, changes, links and owners.
func told(t testing.TB, r store.Reader) string {
	t.Helper()
	var b strings.Builder
	say := func(what string, v any, err error) { fmt.Fprintf(&b, "%s: %+v %v\n", what, v, catalog.KindOf(err)) }
	ctx := t.Context()
	seq, err := r.Seq(ctx)
	say("seq", seq, err)
	counts, err := r.Counts(ctx)
	say("counts", counts, err)
	err = r.Each(ctx, func(rec catalog.Record, seq int64) error {
		say("each", []any{rec.ID, rec.Version, rec.Title, seq}, nil)
		return nil
	})
	say("each", nil, err)
	kind, err := r.Kind(ctx, "place")
	say("kind", len(kind), err)
	ids := []string{"place/c", "place/a", "place/b", "place/never"}
	recs, err := r.Records(ctx, ids)
	for _, rec := range recs {
		say("records", []any{rec.ID, rec.Version, rec.Title}, err)
	}
	for _, id := range ids {
		rec, err := r.Record(ctx, id)
		say("record "+id, []any{rec.Version, rec.Title}, err)
		rec, err = r.RecordAsOf(ctx, id, "2100")
		say("as of "+id, rec.Version, err)
		versions, err := r.Versions(ctx, id)
		say("versions", versions, err)
		rec, err = r.RecordVersion(ctx, id, 2)
		say("version 2", rec.Title, err)
		back, err := r.Backlinks(ctx, id)
		say("backlinks", back, err)
	}
	changes, err := r.Changes(ctx, 0, store.MaxChanges)
	for _, c := range changes {
		say("change", []any{c.Seq, c.ID, c.Version, c.Removed}, err)
	}
	owners, err := r.Owners(ctx)
	say("owners", owners, err)
	for _, owner := range []string{"first", "second"} {
		owned, err := r.Owned(ctx, owner)
		say("owned", owned, err)
	}
	return b.String()
}

// eventful publishes what a store sees in its life, and returns after which changes it said what.
func eventful(t *testing.T, s store.Store) (said []string, at []int64) {
	t.Helper()
	linked := func(title string, to ...string) catalog.Record {
		a := place("a", title)
		for _, id := range to {
			a.Links = append(a.Links, catalog.Link{Rel: "near", ID: id})
		}
		return a
	}
	look := func() {
		t.Helper()
		seq := must[int64](t)(s.Seq(t.Context()))
		said, at = append(said, told(t, s)), append(at, seq)
	}
	look()
	for _, step := range []func(){
		func() { publish(t, s, "first", linked("A", "place/b"), place("b", "B")) },
		func() { publish(t, s, "first", linked("A again", "place/c"), place("b", "B"), place("c", "C")) },
		func() { publish(t, s, "first", linked("A again", "place/c", "place/b")) },
		func() {
			p := begin(t, s, "second")
			if _, err := p.Adopt(t.Context(), linked("A adopted")); err != nil {
				t.Fatal(err)
			}
			commit(t, p)
		},
		func() { publish(t, s, "first", place("b", "B back")) },
		func() { publish(t, s, "second") },
	} {
		step()
		look()
	}
	return said, at
}

func asOfAChange(t *testing.T, r Rig) {
	s := r.open(t)
	said, at := eventful(t, s)
	for i, seq := range at {
		for range 2 { // once from what is kept, too
			if diff := cmp.Diff(said[i], told(t, s.At(seq))); diff != "" {
				t.Errorf("as of change %d (-then +now):\n%s", seq, diff)
			}
		}
	}
	if diff := cmp.Diff(said[2], told(t, s.At(at[2]).At(at[5]))); diff != "" {
		t.Errorf("a later moment of an earlier one (-want +got):\n%s", diff)
	}
}

func copied(t *testing.T, r Rig) {
	s := r.open(t)
	said, at := eventful(t, s)
	var all []store.Row
	for since := int64(0); ; {
		page := must[[]store.Row](t)(s.Rows(t.Context(), since, 3))
		if len(page) == 0 {
			break
		}
		all, since = append(all, page...), page[len(page)-1].Seq
	}
	changes := must[[]store.Change](t)(s.Changes(t.Context(), 0, store.MaxChanges))
	if len(all) != len(changes) || int64(len(all)) != at[len(at)-1] {
		t.Fatalf("%d rows of %d changes", len(all), len(changes))
	}
	for i, c := range changes {
		v := all[i]
		if v.Seq != c.Seq || v.ID != c.ID || v.Version != c.Version || v.Removed != c.Removed || !v.Modified.Equal(c.Modified) || v.Removed != (v.Body == nil) {
			t.Errorf("row %+v of change %+v", v, c)
		}
	}
	if r.Replica == nil {
		return
	}
	other := r.Replica(t)
	for i, seq := range at[1:] {
		rows := all[at[i]:seq]
		if err := other.Replay(t.Context(), rows); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(said[i+1], told(t, other)); diff != "" {
			t.Errorf("after change %d (-original +copy):\n%s", seq, diff)
		}
		checkKind(t, "the same rows again", other.Replay(t.Context(), rows), catalog.Invalid)
	}
	for i := len(at) - 2; i >= 0; i-- {
		_ = told(t, other.At(at[i+1])) // so that what is kept decoded has to be forgotten
		if err := other.Rewind(t.Context(), at[i]); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(said[i], told(t, other)); diff != "" {
			t.Errorf("taken back to change %d (-original +copy):\n%s", at[i], diff)
		}
		if diff := cmp.Diff(said[i], told(t, other.At(at[i]))); diff != "" {
			t.Errorf("as of change %d to which it was taken back (-original +copy):\n%s", at[i], diff)
		}
	}
}

func manyMoments(t *testing.T, r Rig) {
	s := r.open(t)
	first := publish(t, s, "o", place("a", "1"))
	last := first
	for n := range 9 {
		last = publish(t, s, "o", place("a", fmt.Sprint(n+2)))
	}
	done := make(chan error)
	for seq := first; seq <= last; seq++ {
		go func() { done <- asksOften(t.Context(), s.At(seq), fmt.Sprint(seq-first+1)) }()
	}
	for range last - first + 1 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func asksOften(ctx context.Context, r store.Reader, title string) error {
	for range 50 {
		rec, err := r.Record(ctx, "place/a")
		if err != nil || rec.Title["vi"] != title {
			return fmt.Errorf("got %v, %w, want %s", rec.Title, err, title)
		}
	}
	return nil
}
