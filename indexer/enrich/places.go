package enrich

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
	"honglinh/indexer/convert"
	"honglinh/indexer/source"
)

// outlines gives units the geometry that another resource holds for them.
func (r *run) outlines() {
	units := map[string]*catalog.Record{}
	for _, d := range r.in.Drafts {
		if d.Record.Kind == vocab.Unit {
			units[d.Record.ID] = &d.Record
		}
	}
	for _, o := range r.in.Outlines {
		u, ok := units[o.ID]
		if !ok {
			r.out.Warnings = append(r.out.Warnings, source.Warning{File: o.File, Row: o.Row, ID: o.ID}.For(notice.Of("unknown-unit")))
			continue
		}
		u.Geometry = o.Record.Geometry
		u.Warnings = append(u.Warnings, o.Record.Warnings...)
		if o.Record.GeometryQuality != "" {
			u.GeometryQuality = o.Record.GeometryQuality
		}
		for _, p := range o.Record.Provenance {
			if !contains(u.Provenance, p) {
				u.Provenance = append(u.Provenance, p)
			}
		}
	}
}

func contains(list []catalog.Provenance, p catalog.Provenance) bool {
	for _, x := range list {
		if x == p {
			return true
		}
	}
	return false
}

// outlined is a unit that has a polygon.
type outlined struct {
	unit place.Unit
	geom orb.Geometry
}

func (r *run) places() {
	var units []outlined
	r.records(func(rec *catalog.Record) {
		if rec.Kind != vocab.Unit || rec.Geometry == nil {
			return
		}
		switch g := rec.Geometry.Geometry().(type) {
		case orb.Polygon, orb.MultiPolygon:
			if u, ok := r.out.Places.ByID(rec.ID); ok {
				units = append(units, outlined{u, g})
			}
		}
	})
	slices.SortStableFunc(units, func(a, b outlined) int { return strings.Compare(a.unit.ID, b.unit.ID) }) // whatever the order of the packages
	r.each(func(d *convert.Draft) {
		if d.Record.Kind == vocab.Unit {
			return
		}
		for _, name := range d.Places {
			r.place(d, name)
		}
		if len(d.Places) == 0 {
			locate(&d.Record, units)
		}
	})
}

// dateOf is the day on which a record's place names are to be read.
func dateOf(rec *catalog.Record) string {
	if rec.Valid.From != "" {
		return string(rec.Valid.From)
	}
	return string(rec.Date)
}

// place resolves one place name of a draft. A name that means no unit, or several,
// is kept as printed, with a warning that says which.
func (r *run) place(d *convert.Draft, name string) {
	units := r.out.Places.Resolve(name, dateOf(&d.Record))
	if len(units) == 0 {
		units = r.out.Places.Resolve(name, "")
	}
	if len(units) > 1 {
		units = current(units)
	}
	if len(units) == 1 {
		d.Record.Places = append(d.Record.Places, Ref(units[0]))
		return
	}
	d.Record.Places = append(d.Record.Places, catalog.PlaceRef{Name: text.New(name, "")})
	if len(units) == 0 {
		r.warn(d, "place", notice.Of("unknown-place", name))
		return
	}
	r.warn(d, "place", notice.Of("ambiguous-place", name, list(units)))
}

// current leaves today's units, if any of them exists today.
func current(units []place.Unit) []place.Unit {
	var out []place.Unit
	for _, u := range units {
		if u.Current() {
			out = append(out, u)
		}
	}
	if len(out) == 0 {
		return units
	}
	return out
}

func list(units []place.Unit) string {
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	return strings.Join(ids, ", ")
}

// Ref names a unit in a record.
func Ref(u place.Unit) catalog.PlaceRef {
	return catalog.PlaceRef{Code: u.Code, ValidFrom: catalog.Date(u.From), ID: u.ID, Name: u.Name}
}

// locate files a record under the unit whose outline holds its point.
func locate(rec *catalog.Record, units []outlined) {
	if rec.Geometry == nil || rec.Geometry.Geometry() == nil {
		return
	}
	p := Point(rec.Geometry.Geometry())
	for _, g := range units {
		if !g.unit.At(dateOf(rec)) || !g.geom.Bound().Contains(p) {
			continue
		}
		inside := false
		switch geom := g.geom.(type) {
		case orb.Polygon:
			inside = planar.PolygonContains(geom, p)
		case orb.MultiPolygon:
			inside = planar.MultiPolygonContains(geom, p)
		}
		if inside {
			rec.Places = append(rec.Places, Ref(g.unit))
			return
		}
	}
}
