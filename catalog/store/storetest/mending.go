package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func mending() []testCase {
	return []testCase{
		{"a damaged record costs no other its place", damagedAside},
		{"a damaged record is restored from its content, as the version it was", restored},
		{"pointers are mended from the versions", repointed},
	}
}

func mender(t *testing.T, s store.Store) store.Mender {
	t.Helper()
	m, ok := s.(store.Mender)
	if !ok {
		t.Skip("the implementation mends nothing")
	}
	return m
}

func damagedAside(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "p", place("a", "A"), place("b", "B"), place("c", "C"))
	r.Spoil(t, s, BrokenBody, "place/b")
	var got []string
	err := s.Each(t.Context(), func(rec catalog.Record, _ int64) error {
		got = append(got, rec.ID)
		return nil
	})
	if diff := cmp.Diff([]string{"place/a", "place/c"}, got); err != nil || diff != "" {
		t.Errorf("each: %v (-want +got):\n%s", err, diff)
	}
	if got := must[[]catalog.Record](t)(s.Records(t.Context(), []string{"place/a", "place/b", "place/c"})); len(got) != 2 {
		t.Errorf("%d records of three, one of them damaged", len(got))
	}
	if got := must[[]catalog.Record](t)(s.Kind(t.Context(), "place")); len(got) != 2 {
		t.Errorf("%d records of the kind", len(got))
	}
	changes := must[[]store.Change](t)(s.Changes(t.Context(), 0, 10))
	if len(changes) != 3 || changes[1].ID != "place/b" || changes[1].Record != nil || changes[1].Removed || changes[2].Record == nil {
		t.Errorf("changes: %+v", changes)
	}
	_, err = s.Record(t.Context(), "place/b")
	checkKind(t, "the damaged record itself", err, catalog.Internal)
}

func restored(t *testing.T, r Rig) {
	s := r.open(t)
	m := mender(t, s)
	publish(t, s, "p", place("a", "A"), place("b", "B"))
	before := must[int64](t)(s.Seq(t.Context()))
	r.Spoil(t, s, BrokenBody, "place/a")
	r.Spoil(t, s, RewrittenBody, "place/b")
	if done := must[bool](t)(m.Restore(t.Context(), place("a", "another text"))); done {
		t.Error("a record was restored from another content")
	}
	for _, slug := range []string{"a", "b"} {
		title := map[string]string{"a": "A", "b": "B"}[slug]
		if done := must[bool](t)(m.Restore(t.Context(), place(slug, title))); !done {
			t.Errorf("%s was not restored", slug)
		}
		rec := must[catalog.Record](t)(s.Record(t.Context(), "place/"+slug))
		if rec.Version != 1 || rec.Title["vi"] != title {
			t.Errorf("%s came back as version %d, %v", slug, rec.Version, rec.Title)
		}
		if done := must[bool](t)(m.Restore(t.Context(), place(slug, title))); done {
			t.Errorf("%s, which is sound, was restored", slug)
		}
	}
	if d := must[[]store.Damage](t)(s.Check(t.Context())); len(d) > 0 || must[int64](t)(s.Seq(t.Context())) != before {
		t.Errorf("afterwards: damage %v", d)
	}
}

func repointed(t *testing.T, r Rig) {
	s := r.open(t)
	m := mender(t, s)
	publish(t, s, "p", place("a", "A"), place("b", "B"), place("c", "C"))
	publish(t, s, "p", place("a", "A2"), place("b", "B2"))
	r.Spoil(t, s, OldPointer, "place/a")
	r.Spoil(t, s, LostPointer, "place/b")
	if n := must[int](t)(m.Mend(t.Context())); n != 2 {
		t.Errorf("%d mended, want 2", n)
	}
	if d := must[[]store.Damage](t)(s.Check(t.Context())); len(d) > 0 {
		t.Errorf("afterwards: %v", d)
	}
	for slug, want := range map[string]string{"a": "A2", "b": "B2"} {
		if rec := must[catalog.Record](t)(s.Record(t.Context(), "place/"+slug)); rec.Title["vi"] != want {
			t.Errorf("%s says %v", slug, rec.Title)
		}
	}
	if _, err := s.Record(t.Context(), "place/c"); catalog.KindOf(err) != catalog.Gone {
		t.Errorf("the removed one: %v", err)
	}
	if n := must[int](t)(m.Mend(t.Context())); n != 0 {
		t.Errorf("a second time mended %d", n)
	}
}
