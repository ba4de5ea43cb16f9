package web

import (
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
)

// mapDays are the days before and after the last change of units.
func (s *site) mapDays(l *locale, ask mapAsk, at func(mapAsk) string) ([]Link, string) {
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
	after := dayAfter(before)
	past, now := ask, ask
	past.day, now.day = before, ""
	old := ask.day != "" && ask.day <= before
	note := ""
	if ask.shows("units") && s.outlines(s.dayOf(ask)) == 0 {
		note = l.t("map_no_outlines", l.day(s.dayOf(ask)))
	}
	return []Link{{Text: l.t("asof.before", l.date(after)), URL: at(past), Current: old}, {Text: l.t("asof.after", l.date(after)), URL: at(now), Current: !old}}, note
}

// UnitChange is a unit that a map draws with the units that it was made of.
type UnitChange struct {
	Unit Link
	Old  []Link
}

// unitChanges tells what today's outlined units were made of, where older boundaries are asked for.
func (s *site) unitChanges(l *locale, ask mapAsk) []UnitChange {
	units := s.unitLayer()
	if ask.day == "" || units == nil || s.outlines(s.dayOf(ask)) > 0 {
		return nil
	}
	var out []UnitChange
	for _, f := range units.Features {
		u, ok := s.Places().ByID(f.Record)
		if g := f.Geometry(); !ok || g == nil || g.Dimensions() != 2 || !f.Meets(s.Now(), s.Now()) {
			continue
		}
		c := UnitChange{Unit: s.unitLink(l, u)}
		for _, id := range u.Predecessors {
			if old, ok := s.Places().ByID(id); ok {
				c.Old = append(c.Old, s.unitLink(l, old))
			}
		}
		if len(c.Old) > 0 {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b UnitChange) int { return strings.Compare(a.Unit.Text, b.Unit.Text) })
	return out
}

// outlines counts the outlines of units at a moment.
func (s *site) outlines(on time.Time) int {
	n := 0
	set := s.Layers()
	if set == nil {
		return 0
	}
	if d, ok := set.Layer("units"); ok {
		for _, f := range d.Features {
			if g := f.Geometry(); g != nil && g.Dimensions() == 2 && f.Meets(on, on) {
				n++
			}
		}
	}
	return n
}
