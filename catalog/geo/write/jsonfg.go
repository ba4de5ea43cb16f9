package write

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/project"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
)

// JSONFG writes OGC Features and Geometries JSON (OGC 21-045r1): GeoJSON that also says the reference system, the type of the features and their time. In a
// system that is not WGS 84 the coordinates stand in "place", in the axis order of its authority, and "geometry" is null.
func JSONFG(w io.Writer, src Source, o Options) (Manifest, error) {
	if o.CRS == nil {
		o.CRS = crs.MustLookup(crs.CRS84)
	}
	l := NewLedger(w, FormatJSONFG, o.CRS)
	b := bufio.NewWriterSize(l, 64<<10)
	head, err := json.Marshal(o.Name)
	if err != nil {
		return l.Manifest(), err
	}
	uri, err := json.Marshal(o.CRS.URI)
	if err != nil {
		return l.Manifest(), err
	}
	fmt.Fprintf(b, `{"type":"FeatureCollection","conformsTo":["http://www.opengis.net/spec/json-fg-1/1.0/conf/core","http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas"],"featureType":%s,"coordRefSys":%s,"features":[`, head, uri)
	plain := o.CRS.Code == crs.CRS84 || o.CRS.Code == "EPSG:4326"
	var buf []byte
	err = src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err != nil {
			return err
		}
		buf = buf[:0]
		if l.m.Count > 1 {
			buf = append(buf, ',')
		}
		if buf, err = appendFG(append(buf, '\n'), f, plain, o.CRS.Axes == crs.NorthEast); err != nil {
			return fmt.Errorf("feature %q: %w", f.ID, err)
		}
		_, err = b.Write(buf)
		return err
	})
	if err != nil {
		return l.Manifest(), err
	}
	b.WriteString("\n]}\n")
	err = b.Flush()
	return l.Manifest(), err
}

// appendFG appends a feature with the members that JSON-FG has beside those of GeoJSON.
func appendFG(b []byte, f geo.Feature, plain, north bool) ([]byte, error) {
	place := f.Geometry
	if !plain {
		f.Geometry = nil
	}
	b, err := AppendFeature(b, f)
	if err != nil {
		return b, err
	}
	b = append(b[:len(b)-1], `,"time":`...)
	if b, err = appendInterval(b, f.Properties["valid_from"], f.Properties["valid_to"]); err != nil {
		return b, err
	}
	b = append(b, `,"place":`...)
	if plain || place == nil {
		b = append(b, "null"...)
	} else {
		if north {
			place = swapped(place)
		}
		b = AppendGeometry(b, place)
	}
	return append(b, '}'), nil
}

// swapped is a geometry with x and y exchanged.
func swapped(g orb.Geometry) orb.Geometry {
	return project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} })
}

// appendInterval appends the validity: days or instants as they are, ".." for an open end, null where neither is a day.
func appendInterval(b []byte, from, to any) ([]byte, error) {
	ends := [2]string{"..", ".."}
	known := false
	for i, v := range []any{from, to} {
		if s, ok := v.(string); ok && len(s) == len("2006-01-02") {
			ends[i], known = s, true
		}
	}
	if !known {
		return append(b, "null"...), nil
	}
	text, err := json.Marshal(map[string]any{"interval": ends})
	return append(b, text...), err
}

// fgScan counts the features of a JSON-FG file and measures their coordinates.
func fgScan(r io.Reader, m Manifest) (int, *[4]float64, error) {
	d := json.NewDecoder(r)
	var before json.Token
	for { // up to the list of features, the last member
		t, err := d.Token()
		if err != nil {
			return 0, nil, err
		}
		if before == "features" && t == json.Delim('[') {
			break
		}
		before = t
	}
	count := 0
	var box *[4]float64
	for d.More() {
		var f struct{ Geometry, Place *geojson.Geometry }
		if err := d.Decode(&f); err != nil {
			return count, box, err
		}
		count++
		if f.Geometry != nil {
			box = widen(box, f.Geometry.Geometry().Bound())
		}
		if f.Place != nil {
			place := f.Place.Geometry()
			if c, err := crs.Lookup(m.CRS); err == nil && c.Axes == crs.NorthEast {
				place = swapped(place)
			}
			box = widen(box, place.Bound())
		}
	}
	_, err := io.Copy(io.Discard, io.MultiReader(d.Buffered(), r))
	return count, box, err
}
