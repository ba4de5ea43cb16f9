package maps

import (
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

// mapDays are the days before and after the last change of units.
func (s *pages) mapDays(l *frame.Locale, ask drawing.Ask, at func(drawing.Ask) string) ([]frame.Link, string) {
	change := ""
	for _, u := range s.Places().All() {
		if len(u.To) == len("2006-01-02") && u.To < s.Now().UTC().Format("2006-01-02") {
			change = max(change, u.To)
		}
	}
	if change == "" {
		return nil, ""
	}
	before := catalog.Date(change)
	after := frame.DayAfter(before)
	past, now := ask, ask
	past.Day, now.Day = before, ""
	old := ask.Day != "" && ask.Day <= before
	note := ""
	if ask.Shows("units") && drawing.Outlines(s.Frame, drawing.DayOf(s.Frame, ask)) == 0 {
		note = l.T("map_no_outlines", l.Day(drawing.DayOf(s.Frame, ask)))
	}
	return []frame.Link{{Text: l.T("asof.before", l.Date(after)), URL: at(past), Current: old}, {Text: l.T("asof.after", l.Date(after)), URL: at(now), Current: !old}}, note
}

// unitChange is a unit that a map draws with the units that it was made of.
type unitChange struct {
	Unit frame.Link
	Old  []frame.Link
}

// unitChanges tells what today's outlined units were made of, where older boundaries are asked for.
func (s *pages) unitChanges(l *frame.Locale, ask drawing.Ask) []unitChange {
	units := s.unitLayer()
	if ask.Day == "" || units == nil || drawing.Outlines(s.Frame, drawing.DayOf(s.Frame, ask)) > 0 {
		return nil
	}
	var out []unitChange
	for _, f := range units.Features {
		u, ok := s.Places().ByID(f.Record)
		if g := f.Geometry(); !ok || g == nil || g.Dimensions() != 2 || !f.Meets(s.Now(), s.Now()) {
			continue
		}
		c := unitChange{Unit: s.UnitLink(l, u)}
		for _, id := range u.Predecessors {
			if old, ok := s.Places().ByID(id); ok {
				c.Old = append(c.Old, s.UnitLink(l, old))
			}
		}
		if len(c.Old) > 0 {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b unitChange) int { return strings.Compare(a.Unit.Text, b.Unit.Text) })
	return out
}
