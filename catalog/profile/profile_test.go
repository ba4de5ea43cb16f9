package profile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/profile"
)

func record(id string, attrs map[string]any) catalog.Record {
	kind, _, _ := catalog.SplitID(id)
	return catalog.Record{ID: id, Kind: kind, Attributes: attrs}
}

func TestAProfileShowsWhatRecordsShow(t *testing.T) {
	outline := geojson.NewGeometry(orb.Polygon{{{105.7, 18.5}, {105.8, 18.5}, {105.8, 18.6}, {105.7, 18.5}}})
	ward := record("unit/phuong-a", nil)
	former := record("organisation/ubnd-cu", map[string]any{"org_kind": "peoples-committee"})
	former.Valid.To = "2025-06-30"
	for _, c := range []struct {
		name    string
		outline *geojson.Geometry
		in      []catalog.Record
		want    string
	}{
		{"nothing", nil, nil, ""},
		{"a point is no map of a boundary", geojson.NewGeometry(orb.Point{105.7, 18.5}), nil, ""},
		{"an outline", outline, nil, "boundary-map"},
		{"a committee of today, and one that is no more", nil, []catalog.Record{former, record("organisation/ubnd", map[string]any{"org_kind": "peoples-committee"})}, "apparatus"},
		{"another body", nil, []catalog.Record{former, record("organisation/x", map[string]any{"org_kind": "school"})}, ""},
		{"a ranked site and a lake", nil, []catalog.Record{record("place/chua", map[string]any{"rank": "national"}), record("place/ho", map[string]any{"category": "lake"})}, "heritage"},
		{"a festival", nil, []catalog.Record{record("place/hoi", map[string]any{"category": "festival"})}, "culture"},
		{"what says so itself", nil, []catalog.Record{record("article/a", map[string]any{"ward_profile": "nature; history"}), record("article/b", map[string]any{"ward_profile": []any{"leaders"}})}, "nature,history,leaders"},
		{"an article that says nothing", nil, []catalog.Record{record("article/c", map[string]any{"topics": "history"})}, ""},
	} {
		w := ward
		w.Geometry = c.outline
		var got []string
		for _, line := range profile.Of(&w, c.in) {
			if len(line.Records) > 0 {
				got = append(got, line.Code)
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(got, ",")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if n := len(profile.Of(&ward, nil)); n != 7 {
		t.Errorf("art. 9.1c names seven things, the list %d", n)
	}
}

func TestAnUnknownItemIsRefusedWithTheNearest(t *testing.T) {
	for value, good := range map[string]bool{"": true, "history": true, "history; nature ;": true, "histroy": false} {
		if err := profile.Check(value); (err == nil) != good {
			t.Errorf("%q: %v", value, err)
		}
	}
	if err := profile.Check("histroy"); catalog.KindOf(err) != catalog.Invalid || !strings.Contains(err.Error(), "history") {
		t.Error(err)
	}
}
