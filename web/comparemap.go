package web

import (
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/vocab"
)

// CompareMap shows where the compared records are, by the letters of their columns.
type CompareMap struct {
	Drawing Drawing
	Spots   []CompareSpot
}

// CompareSpot says in words where the map has a record, or that it has not.
type CompareSpot struct {
	Letter, Where string
	Title         Phrase
}

// Size of the map of a comparison in pixels.
const compareWidth, compareHeight = 560, 360

// letterOf names a column.
func letterOf(column int) string { return string(rune('A' + column)) }

// compareMap draws the records that have coordinates, or stand for a unit with some, and says of each which it is; nil while there is no map.
func (s *site) compareMap(l *locale, recs []catalog.Record) *CompareMap {
	set := s.Layers()
	if set == nil || len(recs) == 0 {
		return nil
	}
	m := &CompareMap{}
	marks := locatorMarks{}
	for i := range recs {
		rec := &recs[i]
		spot := CompareSpot{Letter: letterOf(i), Title: l.pick(rec.Title), Where: l.t("compare.at_none")}
		if g := geometryOf(rec); g != nil {
			spot.Where = l.label(vocab.GeometryQualities().Label(rec.GeometryQuality), l.t("compare.at_own"))
			marks.add(g, spot.Letter, rec)
		} else if a, ok := set.AroundRecord(rec.ID, s.aroundAsk()); ok && a.Point != nil && a.Basis.Kind == layers.FromUnit {
			spot.Where = l.t("compare.at_unit", l.label(a.Basis.Unit.Title, a.Basis.Unit.Record))
			marks.add(*a.Point, spot.Letter, rec)
		}
		m.Spots = append(m.Spots, spot)
	}
	if len(marks.list) == 0 {
		m.Drawing.Empty = true
		return m
	}
	ground, _ := s.mapGround(l, mapAsk{})
	var features []locator.Feature
	for _, f := range ground {
		features = append(features, locator.Feature{ID: f.id, Geometry: f.geometry, Label: f.title, Role: locator.Background, Class: "l-units", Mark: locator.Town})
	}
	view := viewOf(marks.bound(), compareWidth, compareHeight)
	view.zoom = min(view.zoom, 11) // a point says most with the ward around it
	d, err := draw(locator.Map{Title: l.t("compare.map"), Description: l.t("compare.map_text"), Lang: string(l.lang), Attribution: l.t("map_reference"),
		Width: compareWidth, Height: compareHeight, View: view.bound(compareWidth, compareHeight)}, append(features, marks.list...), "compared")
	if err != nil {
		s.log.Warn("comparison map", "op", "web.compareMap", "err", err)
		return nil
	}
	m.Drawing = d
	return m
}

// locatorMarks are the marks of the records; those at one point share one, with the letters of all.
type locatorMarks struct{ list []locator.Feature }

func (m *locatorMarks) add(g orb.Geometry, letter string, rec *catalog.Record) {
	for i := range m.list {
		if orb.Equal(m.list[i].Geometry, g) {
			m.list[i].Label = strings.Join([]string{m.list[i].Label, letter}, ", ")
			return
		}
	}
	m.list = append(m.list, locator.Feature{ID: rec.ID, Geometry: g, Label: letter, Role: locator.Highlight, Class: "k-" + string(rec.Kind), Mark: markOf(string(rec.Kind))})
}

func (m *locatorMarks) bound() orb.Bound {
	b := m.list[0].Geometry.Bound()
	for _, f := range m.list[1:] {
		b = b.Union(f.Geometry.Bound())
	}
	return b
}
