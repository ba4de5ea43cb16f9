package compare

import (
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/vocab"
	"honglinh/web/around"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

// compareMap shows where the compared records are, by the letters of their columns.
type compareMap struct {
	Drawing drawing.Map
	Spots   []compareSpot
}

// compareSpot says in words where the map has a record, or that it has not.
type compareSpot struct {
	Letter, Where string
	Title         frame.Phrase
}

// Size of the map of a comparison in pixels.
const compareWidth, compareHeight = 560, 360

// letterOf names a column.
func letterOf(column int) string { return string(rune('A' + column)) }

// compareMap draws the records that have coordinates, or stand for a unit with some, and says of each which it is; nil while there is no map.
func (s *pages) compareMap(l *frame.Locale, recs []catalog.Record) *compareMap {
	if s.Layers() == nil || len(recs) == 0 {
		return nil
	}
	m := &compareMap{}
	marks := locatorMarks{}
	for i := range recs {
		rec := &recs[i]
		spot := compareSpot{Letter: letterOf(i), Title: l.Pick(rec.Title), Where: l.T("compare.at_none")}
		if g := drawing.GeometryOf(rec); g != nil {
			spot.Where = l.Label(vocab.GeometryQualities().Label(rec.GeometryQuality), l.T("compare.at_own"))
			marks.add(g, spot.Letter, rec)
		} else if stand, ok := around.StandIn(s.Frame, rec); ok {
			if spot.Where = l.T("short_stands"); stand.Basis.Unit != nil {
				spot.Where = l.T("compare.at_unit", l.Label(stand.Basis.Unit.Title, stand.Basis.Unit.Record))
			}
			marks.add(*stand.Point, spot.Letter, rec)
		}
		m.Spots = append(m.Spots, spot)
	}
	if len(marks.list) == 0 {
		m.Drawing.Empty = true
		return m
	}
	underlay, _ := drawing.Underlay(s.Frame, l, drawing.Ask{})
	var features []locator.Feature
	for _, f := range underlay {
		features = append(features, locator.Feature{ID: f.ID, Geometry: f.Geometry, Label: f.Title, Role: locator.Background, Class: "l-units", Mark: locator.Town})
	}
	view := drawing.ViewOf(marks.bound(), compareWidth, compareHeight)
	view.Zoom = min(view.Zoom, 11) // a point says most with the ward around it
	d, err := drawing.Draw(drawing.Under(s.Frame, l, locator.Map{Title: l.T("compare.map"), Description: l.T("compare.map_text"), Lang: string(l.Lang), Attribution: l.T("map_reference"),
		Width: compareWidth, Height: compareHeight, View: view.Bound(compareWidth, compareHeight)}), append(features, marks.list...), "compared")
	if err != nil {
		s.Log.Warn("comparison map", "op", "web.compareMap", "err", err)
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
	m.list = append(m.list, locator.Feature{ID: rec.ID, Geometry: g, Label: letter, Role: locator.Highlight, Class: "k-" + string(rec.Kind), Mark: drawing.MarkOf(string(rec.Kind))})
}

func (m *locatorMarks) bound() orb.Bound {
	b := m.list[0].Geometry.Bound()
	for _, f := range m.list[1:] {
		b = b.Union(f.Geometry.Bound())
	}
	return b
}
