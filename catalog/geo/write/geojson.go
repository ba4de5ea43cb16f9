package write

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
)

// GeoJSON writes a feature collection (RFC 7946), one feature a line.
func GeoJSON(w io.Writer, src Source, o Options) (Manifest, error) {
	name, err := json.Marshal(o.Name)
	if err != nil {
		return Manifest{}, err
	}
	return collection(w, src, FormatGeoJSON, `{"type":"FeatureCollection","name":`+string(name)+`,"features":[`+"\n", "", ",\n", "\n]}\n")
}

// GeoJSONSeq writes a text sequence of features (RFC 8142): each stands between a record separator and a line feed.
func GeoJSONSeq(w io.Writer, src Source, _ Options) (Manifest, error) {
	return collection(w, src, FormatGeoJSONSeq, "", "\x1e", "\n\x1e", "\n")
}

func collection(w io.Writer, src Source, format, head, first, between, tail string) (Manifest, error) {
	l := NewLedger(w, format, nil)
	b := bufio.NewWriterSize(l, 64<<10)
	b.WriteString(head)
	var buf []byte
	err := src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err != nil {
			return err
		}
		buf = buf[:0]
		if l.m.Count > 1 {
			buf = append(buf, between...)
		} else {
			buf = append(buf, first...)
		}
		if buf, err = AppendFeature(buf, f); err != nil {
			return fmt.Errorf("feature %q: %w", f.ID, err)
		}
		_, err = b.Write(buf)
		return err
	})
	if err != nil {
		return l.Manifest(), err
	}
	b.WriteString(tail)
	err = b.Flush()
	return l.Manifest(), err
}

// AppendFeature appends a feature as GeoJSON, properties in alphabetical order.
func AppendFeature(b []byte, f geo.Feature) ([]byte, error) {
	b = append(b, `{"type":"Feature"`...)
	if f.ID != "" {
		b = append(b, `,"id":`...)
		var err error
		if b, err = appendJSON(b, f.ID); err != nil {
			return b, err
		}
	}
	b = AppendGeometry(append(b, `,"geometry":`...), f.Geometry)
	b = append(b, `,"properties":{`...)
	for i, n := range f.Names() {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendJSON(b, n); err != nil {
			return b, err
		}
		if b, err = appendJSON(append(b, ':'), f.Properties[n]); err != nil {
			return b, err
		}
	}
	return append(b, "}}"...), nil
}

func appendJSON(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	}
	j, err := json.Marshal(v)
	return append(b, j...), err
}

// AppendGeometry appends a geometry as GeoJSON; nil is null. Numbers are written so that they read back the same.
func AppendGeometry(b []byte, g orb.Geometry) []byte {
	open := func(kind string) { b = append(append(append(b, `{"type":"`...), kind...), `","coordinates":`...) }
	switch g := g.(type) {
	case orb.Point:
		open("Point")
		b = appendPoint(b, g)
	case orb.MultiPoint:
		open("MultiPoint")
		b = appendRun(b, g)
	case orb.LineString:
		open("LineString")
		b = appendRun(b, g)
	case orb.MultiLineString:
		open("MultiLineString")
		b = list(b, g, func(b []byte, l orb.LineString) []byte { return appendRun(b, l) })
	case orb.Ring:
		return AppendGeometry(b, orb.Polygon{g})
	case orb.Bound:
		return AppendGeometry(b, g.ToPolygon())
	case orb.Polygon:
		open("Polygon")
		b = appendPolygon(b, g)
	case orb.MultiPolygon:
		open("MultiPolygon")
		b = list(b, g, appendPolygon)
	case orb.Collection:
		b = append(b, `{"type":"GeometryCollection","geometries":`...)
		b = list(b, g, AppendGeometry)
	default:
		return append(b, "null"...)
	}
	return append(b, '}')
}

func list[T any](b []byte, items []T, f func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, it := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = f(b, it)
	}
	return append(b, ']')
}

func appendPolygon(b []byte, p orb.Polygon) []byte {
	return list(b, p, func(b []byte, r orb.Ring) []byte { return appendRun(b, r) })
}

func appendRun(b []byte, ps []orb.Point) []byte { return list(b, ps, appendPoint) }

func appendPoint(b []byte, p orb.Point) []byte {
	b = strconv.AppendFloat(append(b, '['), p[0], 'f', -1, 64)
	return append(strconv.AppendFloat(append(b, ','), p[1], 'f', -1, 64), ']')
}
