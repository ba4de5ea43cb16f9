package layers

import (
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
)

// Feature is a record on the map. What one sees of it never changes.
type Feature struct {
	// ID is the record's id with a dot for the slash, since a slash is no part of a path segment: "place.cho-hong-linh".
	ID string
	// Record is the id of the record: "place/cho-hong-linh".
	Record string
	// Properties are flat: strings, numbers, booleans, and lists of strings.
	Properties map[string]any
	// JSON is Properties as a JSON object, names in alphabetical order.
	JSON []byte
	// Text is what a search in the words looks at: Unicode case folded, white space collapsed, one space at both ends.
	Text string
	// Modified is when the record last changed.
	Modified time.Time

	kind     string
	geometry orb.Geometry
	stand    *orb.Point // what stands for it in a search engine, when it is more than a point
	from, to time.Time  // to is the last instant; zero is open
	timed    bool
	units    []string // ids of the units it is filed under
	plans    []string // ids of the plans it names
	decision string   // id of the document by which a plan was made
	places   []string // ids of the places it names: where it stands, or the thing itself as a place
	in       lists    // of its set
	written  atomic.Pointer[[]byte]
}

// Written is the geometry in some text that encode makes of it the first time; later calls get the same text back, whatever they pass. Writing the coordinates of an
// outline takes longer than all else of an answer.
func (f *Feature) Written(encode func(orb.Geometry) ([]byte, error)) ([]byte, error) {
	if b := f.written.Load(); b != nil {
		return *b, nil
	}
	b, err := encode(f.geometry)
	if err == nil {
		f.written.Store(&b)
	}
	return b, err
}

// Property is one property by name.
func (f *Feature) Property(name string) (any, bool) {
	v, ok := f.Properties[name]
	return v, ok
}

// Geometry is the place in WGS 84, longitude and latitude; nil when nobody has recorded one. Do not change it.
func (f *Feature) Geometry() orb.Geometry { return f.geometry }

// Time is the validity, both ends included; a zero time is an open end. It is false for a feature without time, which is valid always.
func (f *Feature) Time() (from, to time.Time, ok bool) { return f.from, f.to, f.timed }

// Meets tells whether the feature holds at some moment between two instants, both included; a zero time is an open end. A feature without time always does.
func (f *Feature) Meets(from, to time.Time) bool {
	if !f.timed {
		return true
	}
	return (f.to.IsZero() || from.IsZero() || !f.to.Before(from)) && (f.from.IsZero() || to.IsZero() || !f.from.After(to))
}

// Geo is the feature as the geographic packages take it.
func (f *Feature) Geo() geo.Feature {
	return geo.Feature{ID: f.ID, Geometry: f.geometry, Properties: f.Properties}
}

func newFeature(r *catalog.Record) *Feature {
	kind, slug, _ := catalog.SplitID(r.ID)
	f := &Feature{ID: string(kind) + "." + slug, Record: r.ID, kind: string(r.Kind), Properties: properties(r), Modified: r.Modified}
	if r.Geometry != nil {
		f.geometry = plain(r.Geometry.Geometry())
		if p, ok := search.Standing(r.Geometry.Geometry()); ok && f.geometry.GeoJSONType() != "Point" {
			f.stand = &p
		}
	}
	f.from, f.to, f.timed = validity(r)
	for _, p := range r.Places {
		if p.ID != "" {
			f.units = append(f.units, p.ID)
		}
	}
	f.plans, f.decision = plansOf(r)
	for _, l := range r.Links {
		if kind, _, _ := catalog.SplitID(l.ID); kind == vocab.Place {
			f.places = append(f.places, l.ID)
		}
	}
	f.Text = searchable(r)
	return f
}

// plain turns the shapes that GeoJSON does not have into ones it has.
func plain(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Ring:
		return orb.Polygon{g}
	case orb.Bound:
		return g.ToPolygon()
	}
	return g
}

// validity is when the record's subject holds: its interval, else the day of the thing itself.
func validity(r *catalog.Record) (from, to time.Time, ok bool) {
	if !r.Valid.IsZero() {
		return r.Valid.From.Start(), r.Valid.To.End(), true
	}
	if r.Date != "" {
		return r.Date.Start(), r.Date.End(), true
	}
	return from, to, false
}

// Own is the place that a map may draw as the feature's own, nil where it has none. A
// stand-in, the middle of a commune, is none: it is never a pin.
func (f *Feature) Own() orb.Geometry {
	if f.Properties["geometry_quality"] == "centroid" && f.kind != string(vocab.Unit) {
		return nil
	}
	return f.geometry
}

// Units are the ids of the units that the feature is filed under. Do not change them.
func (f *Feature) Units() []string { return f.units }
