package web

import (
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
)

// mapFeature is a record that a map draws, or lists as having no place.
type mapFeature struct {
	id, title, lang, kind, kindLabel, url, status string
	layer, colour                                 string
	geometry                                      orb.Geometry
	units                                         []string // by which it is shown, without a geometry of its own
	unitNames                                     string
	faint                                         bool // an outline of another day, to find one's way
	named                                         bool // ground whose name stands at a pin
}

func geometryOf(rec *catalog.Record) orb.Geometry {
	if rec.Geometry == nil {
		return nil
	}
	return rec.Geometry.Geometry()
}

func (s *site) mapFeature(l *locale, rec *catalog.Record) mapFeature {
	p := l.pick(rec.Title)
	status, _ := l.status(rec.Status)
	return mapFeature{id: rec.ID, title: p.Text, lang: p.Lang, kind: string(rec.Kind), kindLabel: l.label(vocab.Kinds().Label(string(rec.Kind)), ""),
		url: s.recordPath(l.lang, rec.ID), status: status, geometry: geometryOf(rec)}
}

func (s *site) mapFound(l *locale, hits []search.Hit) []mapFeature {
	out := make([]mapFeature, len(hits))
	for i := range hits {
		out[i] = s.mapFeature(l, &hits[i].Record)
		if out[i].geometry != nil {
			continue
		}
		var names []string
		for _, u := range s.unitsOf(&hits[i].Record) {
			out[i].units, names = append(out[i].units, u.ID), append(names, l.label(u.Name, u.ID))
		}
		out[i].unitNames = strings.Join(names, ", ")
	}
	return out
}

func unplaced(list []mapFeature) int {
	n := 0
	for _, f := range list {
		if f.geometry == nil {
			n++
		}
	}
	return n
}

// mapScene is what a map shows.
type mapScene struct {
	found, ground []mapFeature
	whole         bool         // ground is complete
	region        orb.Geometry // that the search is limited to, drawn as its edge
	units         []UnitPin
	view          mapView
}

// regionOf is the ground that a query asks for, nil when it asks for none.
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

// circleOf is a circle on the ground as a polygon of 64 corners, on the sphere: good to 0.5 %, a line's width.
func circleOf(middle orb.Point, km float64) orb.Polygon {
	ring := make(orb.Ring, 0, 65)
	for i := range 64 {
		ring = append(ring, orbgeo.PointAtBearingAndDistance(middle, float64(i)*360/64, km*1000))
	}
	return orb.Polygon{append(ring, ring[0])}
}

// mostGround bounds the features of layers that are drawn under the records
// found; more cannot be told apart in a drawing of this size.
const mostGround = 1500

// mapGround is what lies under the records: outlines of units on the day, and
// the layers asked for.
func (s *site) mapGround(l *locale, ask mapAsk) (out []mapFeature, whole bool) {
	set := s.Layers()
	if set == nil {
		return nil, true
	}
	day := s.dayOf(ask)
	faint := s.outlines(day) == 0
	for _, d := range set.Layers() {
		if !ask.shows(d.ID) {
			continue
		}
		for _, f := range d.Features {
			g, today := f.Geometry(), false
			if d.ID == "units" && faint && g != nil && g.Dimensions() == 2 {
				today = f.Meets(s.Now(), s.Now())
			}
			if !d.Draws(g) || !today && !f.Meets(day, day) {
				continue
			}
			if len(out) == mostGround {
				return out, false
			}
			p := l.pick(f.Title())
			kind, _ := f.Property("kind")
			k, _ := kind.(string)
			out = append(out, mapFeature{id: f.Record, title: p.Text, lang: p.Lang, kind: k, url: s.recordPath(l.lang, f.Record), layer: d.ID, colour: d.Style.Colour, geometry: g, faint: today})
		}
	}
	return out, true
}

// dayOf is the moment at which boundaries are drawn.
func (s *site) dayOf(ask mapAsk) time.Time {
	if ask.day == "" {
		return s.Now()
	}
	return ask.day.Start()
}

// or is the view asked for, else one of what was found, else of where it was sought, else of the ground.
func (v *mapView) or(m *mapScene) mapView {
	if v != nil {
		return *v
	}
	if b, ok := m.worthSeeing(); ok {
		return viewOf(b, drawWidth, drawHeight)
	}
	return mapView{zoom: 11, middle: orb.Point{105.71, 18.53}} // Hồng Lĩnh
}

// nameOnce leaves a unit out of the ground's names where a pin has it.
func (m *mapScene) nameOnce() {
	pinned := map[string]bool{}
	for _, u := range m.units {
		pinned[u.ID] = true
	}
	for _, f := range m.found {
		pinned[f.id] = f.geometry != nil || pinned[f.id]
	}
	for i := range m.ground {
		m.ground[i].named = pinned[m.ground[i].id]
	}
}

// worthSeeing is the box that a map opens on: the ground asked for, else what was
// found and the units in which most of it lies. A place or two say nothing without
// the outlines around them.
func (m *mapScene) worthSeeing() (orb.Bound, bool) {
	if m.region != nil {
		return m.region.Bound(), true
	}
	var list []mapFeature
	if len(m.found)-unplaced(m.found) > 0 {
		list = append(list, m.found...)
	}
	outlines := slices.DeleteFunc(slices.Clone(m.ground), func(f mapFeature) bool { return f.geometry.Dimensions() < 2 })
	if len(m.units) > 0 || len(m.found)-unplaced(m.found) < alone {
		list = append(list, outlines...)
	}
	return boundOf(append(list, m.mostUnits()...))
}

// mostUnits are the units that hold three quarters of what is known by unit only: a
// few records far away do not make the rest small.
func (m *mapScene) mostUnits() []mapFeature {
	all, some := 0, 0
	for _, u := range m.units {
		all += u.count
	}
	var out []mapFeature
	for _, u := range m.units {
		if some*4 >= all*3 {
			break
		}
		some += u.count
		out = append(out, mapFeature{geometry: u.at})
	}
	return out
}

// alone is under how many places a map shows the outlines as well.
const alone = 3

func boundOf(list []mapFeature) (orb.Bound, bool) {
	var b orb.Bound
	found := false
	for _, f := range list {
		if f.geometry == nil {
			continue
		}
		if !found {
			b, found = f.geometry.Bound(), true
		}
		b = b.Union(f.geometry.Bound())
	}
	return b, found
}
