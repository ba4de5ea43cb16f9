package enrich

import (
	"slices"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/vocab"
	"honglinh/indexer/convert"
	"honglinh/indexer/source"
)

func TestWhatStandsTodayAndCirclesOfSuccession(t *testing.T) {
	for _, c := range []struct {
		name       string
		supersedes map[string][]string // id → what it supersedes
		today      []string            // of document/a
		circle     []string            // who is told of a circle
	}{
		{"a chain ends at what nothing superseded", map[string][]string{"document/b": {"document/a"}, "document/c": {"document/b"}}, []string{"document/c"}, nil},
		{"two that supersede each other", map[string][]string{"document/b": {"document/a"}, "document/a": {"document/b"}}, nil, []string{"document/a", "document/b"}},
		{"one that supersedes itself", map[string][]string{"document/a": {"document/a"}}, nil, []string{"document/a"}},
		{"a circle behind it is told to those in it", map[string][]string{"document/b": {"document/a", "document/c"}, "document/c": {"document/b"}}, nil, []string{"document/b", "document/c"}},
		{"a circle of three with a way out", map[string][]string{"document/b": {"document/a"}, "document/c": {"document/b"}, "document/a": {"document/c"}, "document/d": {"document/b"}}, []string{"document/d"}, []string{"document/a", "document/b", "document/c"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var drafts []*convert.Draft
			for _, id := range []string{"document/a", "document/b", "document/c", "document/d"} {
				drafts = append(drafts, &convert.Draft{Record: catalog.Record{ID: id, Kind: vocab.Document, Supersedes: c.supersedes[id]}})
			}
			out := Run(Input{Drafts: drafts})
			var today, circle []string
			for _, link := range drafts[0].Record.Today {
				today = append(today, link.ID)
			}
			for _, d := range drafts {
				if slices.ContainsFunc(d.Record.Warnings, func(w catalog.Warning) bool { return w.Code == "circular-succession" }) {
					circle = append(circle, d.Record.ID)
				}
			}
			if !slices.Equal(today, c.today) || !slices.Equal(circle, c.circle) {
				t.Errorf("today %v, want %v; told of a circle %v, want %v", today, c.today, circle, c.circle)
			}
			if told := slices.ContainsFunc(out.Warnings, func(w source.Warning) bool { return w.Code == "circular-succession" }); told != (c.circle != nil) {
				t.Errorf("the report tells of it: %t", told)
			}
		})
	}
}
