package maps

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
	"honglinh/web/drawing"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

func (s *pages) mapFeature(l *frame.Locale, rec *catalog.Record) drawing.Feature {
	p := l.Pick(rec.Title)
	status, _ := facts.StatusOf(l, rec, rec.Status)
	return drawing.Feature{ID: rec.ID, Title: p.Text, Lang: p.Lang, Kind: string(rec.Kind), KindLabel: l.Label(vocab.Kinds().Label(string(rec.Kind)), ""),
		URL: s.RecordPath(l.Lang, rec.ID), Status: status, Geometry: drawing.GeometryOf(rec)}
}

func (s *pages) mapFound(l *frame.Locale, hits []search.Hit) []drawing.Feature {
	out, known := make([]drawing.Feature, len(hits)), s.communes()
	for i := range hits {
		out[i] = s.mapFeature(l, &hits[i].Record)
		if out[i].Geometry != nil {
			continue
		}
		var names []string
		var filed []string
		for _, ref := range hits[i].Record.Places {
			filed = append(filed, ref.ID)
		}
		for _, u := range known.Of(filed) {
			out[i].Units, names = append(out[i].Units, u.ID), append(names, l.Label(u.Name, u.ID))
		}
		out[i].UnitNames = strings.Join(names, ", ")
	}
	return out
}

func unplaced(list []drawing.Feature) int {
	n := 0
	for _, f := range list {
		if f.Geometry == nil {
			n++
		}
	}
	return n
}

// mapScene is what a map shows.
type mapScene struct {
	found, underlay []drawing.Feature
	from            int          // found records before these
	results         string       // address of tiles of all that was found, where the page holds a part of the marks only
	classes         []int        // least counts of the classes by which units are coloured
	whole           bool         // underlay is complete
	region          orb.Geometry // that the search is limited to, drawn as its edge
	units           []unitPin
	view            drawing.View
}

// regionOf is the region that a query asks for, nil when it asks for none.
func regionOf(q search.Query) orb.Geometry {
	switch {
	case q.Polygon != nil:
		return q.Polygon
	case q.BBox != nil && q.BBox.Min[0] <= q.BBox.Max[0]:
		return q.BBox.ToPolygon()
	case q.Near != nil && q.RadiusKM > 0 && q.RadiusKM <= 1000: // larger circles are no plain shape on this map
		return circleOf(*q.Near, q.RadiusKM)
	}
	return nil
}

// circleOf is a circle on the earth as a polygon of 64 corners, on the sphere: good to 0.5 %, a line's width.
func circleOf(middle orb.Point, km float64) orb.Polygon {
	ring := make(orb.Ring, 0, 65)
	for i := range 64 {
		ring = append(ring, orbgeo.PointAtBearingAndDistance(middle, float64(i)*360/64, km*1000))
	}
	return orb.Polygon{append(ring, ring[0])}
}

// or is the view asked for, else one of what was found, else of where it was sought, else where maps of the site open.
func or(v *drawing.View, m *mapScene, opening drawing.View) drawing.View {
	if v != nil {
		return *v
	}
	if b, ok := m.worthSeeing(); ok {
		return drawing.ViewOf(b, drawWidth, drawHeight)
	}
	return opening
}

// nameOnce leaves a unit out of the underlay's names where a pin has it.
func (m *mapScene) nameOnce() {
	pinned := map[string]bool{}
	for _, u := range m.units {
		pinned[u.ID] = true
	}
	for _, f := range m.found {
		pinned[f.ID] = f.Geometry != nil || pinned[f.ID]
	}
	for i := range m.underlay {
		m.underlay[i].Named = pinned[m.underlay[i].ID]
	}
}

// worthSeeing is the box that a map opens on: the region asked for, else what was
// found and the units in which most of it lies. A place or two say nothing without
// the outlines around them.
func (m *mapScene) worthSeeing() (orb.Bound, bool) {
	if m.region != nil {
		return m.region.Bound(), true
	}
	var list []drawing.Feature
	if len(m.found)-unplaced(m.found) > 0 {
		list = append(list, m.found...)
	}
	outlines := slices.DeleteFunc(slices.Clone(m.underlay), func(f drawing.Feature) bool { return f.Geometry.Dimensions() < 2 })
	if len(m.units) > 0 || len(m.found)-unplaced(m.found) < alone {
		list = append(list, outlines...)
	}
	return boundOf(append(list, m.mostUnits()...))
}

// mostUnits are the units that hold three quarters of what is known by unit only: a
// few records far away do not make the rest small.
func (m *mapScene) mostUnits() []drawing.Feature {
	all, some := 0, 0
	for _, u := range m.units {
		all += u.count
	}
	var out []drawing.Feature
	for _, u := range m.units {
		if some*4 >= all*3 {
			break
		}
		some += u.count
		out = append(out, drawing.Feature{Geometry: u.at})
	}
	return out
}

// alone is under how many places a map shows the outlines as well.
const alone = 3

func boundOf(list []drawing.Feature) (orb.Bound, bool) {
	var b orb.Bound
	found := false
	for _, f := range list {
		if f.Geometry == nil {
			continue
		}
		if !found {
			b, found = f.Geometry.Bound(), true
		}
		b = b.Union(f.Geometry.Bound())
	}
	return b, found
}

// opening is where maps open: as the site states, else on all that the catalogue
// draws, else on the country.
func (s *pages) opening() drawing.View {
	whose := s.Site()
	view := drawing.ViewOf(catalog.VietNam(), drawWidth, drawHeight)
	if set := s.Layers(); set != nil {
		if b, ok := set.All().Bound(); ok {
			view = drawing.ViewOf(b, drawWidth, drawHeight)
		}
	}
	if whose.Middle != nil {
		view.Middle = orb.Point{whose.Middle.Lon, whose.Middle.Lat}
	}
	if whose.Zoom != 0 {
		view.Zoom = whose.Zoom
	}
	return view
}
