package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
)

func history() []testCase {
	return []testCase{
		{"every version stays, removals too", versions},
		{"a record is read as of a day", asOf},
		{"versions are compared field by field", difference},
		{"a missing version is not a missing record", missingVersion},
	}
}

func versions(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "1"))
	publish(t, s, "places", place("a", "2"), place("b", "1"))
	publish(t, s, "places", place("b", "1"))
	publish(t, s, "places", place("a", "1"), place("b", "1"))
	var got []string
	vs := must[[]store.Version](t)(s.Versions(t.Context(), "place/a"))
	for _, v := range vs {
		got = append(got, fmt.Sprintf("%d at %d hour %d removed %v hash %v", v.Version, v.Seq, v.Modified.Hour(), v.Removed, v.Hash != ""))
	}
	want := []string{"1 at 1 hour 1 removed false hash true", "2 at 2 hour 2 removed false hash true",
		"3 at 4 hour 4 removed true hash false", "4 at 5 hour 5 removed false hash true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if vs[0].Hash != vs[3].Hash || vs[0].Hash == vs[1].Hash {
		t.Errorf("hashes %v: equal content has equal hashes, other content others", vs)
	}
	for v, want := range map[int]string{1: "1", 2: "2", 4: "1"} {
		if rec := must[catalog.Record](t)(s.RecordVersion(t.Context(), "place/a", v)); rec.Title[text.VI] != want || rec.Version != v {
			t.Errorf("version %d says %q as version %d, want %q", v, rec.Title, rec.Version, want)
		}
	}
	_, err := s.RecordVersion(t.Context(), "place/a", 3)
	checkKind(t, "the version that is the removal", err, catalog.Gone)
}

func asOf(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "Chùa A")) // 1 July, 01:00
	for range 15 {                                // into the next day
		publish(t, s, "tick", place("tick", "x"))
		publish(t, s, "tick")
	}
	publish(t, s, "places", place("a", "Chùa Á"))
	for _, c := range []struct {
		on      catalog.Date
		version int
	}{{"2025-07-01", 1}, {"2025-07-02", 2}, {"2025-07", 2}, {"2026", 2}} {
		if rec, err := s.RecordAsOf(t.Context(), "place/a", c.on); err != nil || rec.Version != c.version {
			t.Errorf("as of %s: got version %d, %v, want %d", c.on, rec.Version, err, c.version)
		}
	}
	_, err := s.RecordAsOf(t.Context(), "place/a", "2025-06")
	checkKind(t, "before it was published", err, catalog.NotFound)
	_, err = s.RecordAsOf(t.Context(), "place/tick", "2025-07-03")
	checkKind(t, "after it was removed", err, catalog.Gone)
	_, err = s.RecordAsOf(t.Context(), "place/a", "someday")
	checkKind(t, "no date", err, catalog.Invalid)
}

func difference(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "Chùa A"))
	b := place("a", "Chùa Á")
	b.Attributes = map[string]any{"rank": "national"}
	publish(t, s, "places", b)
	diff, err := store.Diff(t.Context(), s, "place/a", 1, 2)
	want := []store.FieldChange{{Path: "attributes.rank", New: "national"}, {Path: "title.vi", Old: "Chùa A", New: "Chùa Á"}}
	if d := cmp.Diff(want, diff); d != "" || err != nil {
		t.Errorf("difference, %v (-want +got):\n%s", err, d)
	}
}

func missingVersion(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "Chùa A"))
	_, byVersion := s.RecordVersion(t.Context(), "place/a", 9)
	_, byDay := s.RecordAsOf(t.Context(), "place/a", "1990")
	_, byDiff := store.Diff(t.Context(), s, "place/a", 1, 9)
	for name, err := range map[string]error{"version": byVersion, "day": byDay, "difference": byDiff} {
		checkKind(t, name, err, catalog.NotFound)
		if !strings.Contains(fmt.Sprint(err), "versions 1 to 1") {
			t.Errorf("%s: %v does not tell the versions there are", name, err)
		}
	}
	_, err := s.Versions(t.Context(), "place/zz")
	checkKind(t, "the history of an unknown record", err, catalog.NotFound)
	if _, err := s.RecordVersion(t.Context(), "place/zz", 1); strings.Contains(fmt.Sprint(err), "version") {
		t.Errorf("an unknown record: %v", err)
	}
}
