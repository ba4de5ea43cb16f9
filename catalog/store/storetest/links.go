package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func links() []testCase {
	return []testCase{{"backlinks follow changes and dangling links are found", backlinks}}
}

func backlinks(t *testing.T, r Rig) {
	s := r.open(t)
	a := place("a", "A")
	a.Links = []catalog.Link{{Rel: "legal-basis", ID: "document/d"}, {Rel: "near", ID: "place/b"}, {Rel: "near", ID: "place/b"}, {Rel: "self", ID: "place/a"}}
	a.Places = []catalog.PlaceRef{{ID: "place/b"}}
	a.Supersedes, a.SupersededBy = []string{"place/old"}, []string{"place/b"}
	publish(t, s, "places", a, place("b", "B"))
	got := must[[]store.Backlink](t)(s.Backlinks(t.Context(), "place/b"))
	want := []store.Backlink{{ID: "place/a", Rel: "near"}, {ID: "place/a", Rel: store.RelPlace}, {ID: "place/a", Rel: store.RelSupersededBy}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("backlinks (-want +got):\n%s", d)
	}
	dangling := must[[]store.Dangling](t)(s.Dangling(t.Context()))
	lost := []store.Dangling{{From: "place/a", Rel: "legal-basis", To: "document/d"}, {From: "place/a", Rel: store.RelSupersedes, To: "place/old"}}
	if d := cmp.Diff(lost, dangling); d != "" {
		t.Errorf("dangling (-want +got):\n%s", d)
	}
	publish(t, s, "places", place("b", "B"))
	if got := must[[]store.Backlink](t)(s.Backlinks(t.Context(), "place/b")); len(got) != 0 {
		t.Errorf("backlinks from a removed record: got %v", got)
	}
	publish(t, s, "places", a)
	if got := must[[]store.Dangling](t)(s.Dangling(t.Context())); len(got) != 5 {
		t.Errorf("with the target removed %v dangle, want all 5 links", got)
	}
}
