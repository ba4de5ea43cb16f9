package read

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/shape"
	"honglinh/catalog/text/notice"
)

// GeoJSON reads a feature collection, a feature, a geometry, or a sequence of them (RFC 8142, or one a line). The crs member of old files is obeyed.
func GeoJSON(r io.Reader, o Options, y Yield) (Summary, error) {
	s := newStream(o, y)
	d := json.NewDecoder(&separators{bufio.NewReader(limit(r))})
	d.UseNumber()
	for n := 0; ; n++ {
		err := s.value(d)
		if err == io.EOF && n > 0 {
			return s.finish(nil)
		}
		if err == io.EOF {
			err = notice.Of("geo-read.empty").Because(ErrFormat)
		}
		if err != nil {
			return s.finish(fmt.Errorf("GeoJSON near byte %d: %w", d.InputOffset(), err))
		}
	}
}

// separators turns the record separators of RFC 8142 into blanks.
type separators struct{ r *bufio.Reader }

func (s *separators) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	for i := range p[:n] {
		if p[i] == 0x1e {
			p[i] = ' '
		}
	}
	return n, err
}

// limited fails, rather than ends, when a file is too large.
type limited struct {
	r    io.Reader
	left int64
}

func limit(r io.Reader) io.Reader { return &limited{r, MostBytes} }

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}

// value reads one top-level object; the features of a collection are taken one by one.
func (s *stream) value(d *json.Decoder) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return notice.Of("geo-read.object").Because(ErrFormat)
	}
	rest := map[string]json.RawMessage{}
	collection := false
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		switch key {
		case "features":
			collection = true
			if err := s.features(d); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		rest[key.(string)] = raw
		if key == "crs" {
			s.member(raw)
		}
	}
	if _, err := d.Token(); err != nil || collection {
		return err
	}
	return s.single(rest)
}

func (s *stream) features(d *json.Decoder) error {
	t, err := d.Token()
	if err != nil || t != json.Delim('[') {
		return errors.Join(err, notice.Of("geo-read.features").Because(ErrFormat))
	}
	for d.More() {
		var m map[string]json.RawMessage
		if err := d.Decode(&m); err != nil {
			return err
		}
		if err := s.single(m); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// member obeys the crs member of GeoJSON 2008.
func (s *stream) member(raw json.RawMessage) {
	var m struct {
		Properties struct{ Name string }
	}
	if json.Unmarshal(raw, &m) == nil {
		s.stated = m.Properties.Name
	}
}

func (s *stream) single(m map[string]json.RawMessage) error {
	var kind string
	if err := json.Unmarshal(m["type"], &kind); err != nil {
		return notice.Of("geo-read.untyped", s.s.Count).Because(ErrFormat)
	}
	var f geo.Feature
	var notes []check.Finding
	geometry := m["geometry"]
	if kind != "Feature" {
		raw, err := json.Marshal(m)
		if err != nil {
			return err
		}
		geometry = raw
	}
	g, dropped, err := Geometry(geometry)
	if err != nil {
		return fmt.Errorf("feature %d: %w", s.s.Count+len(s.waiting), err)
	}
	f.Geometry = g
	if dropped {
		notes = append(notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{"Z"}})
	}
	if kind == "Feature" {
		f.ID = identifier(m["id"])
		if f.Properties, err = properties(m["properties"], &notes); err != nil {
			return fmt.Errorf("feature %d properties: %w", s.s.Count, err)
		}
	}
	return s.add(f, notes)
}

func identifier(raw json.RawMessage) string {
	var text string
	var num json.Number
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	if json.Unmarshal(raw, &num) == nil {
		return num.String()
	}
	return ""
}

// properties keeps integers exact: int64 where they fit, else as digits with a note.
func properties(raw json.RawMessage, notes *[]check.Finding) (map[string]any, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	for k, v := range m {
		m[k] = exact(v, notes)
	}
	return m, nil
}

func exact(v any, notes *[]check.Finding) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			return n
		}
		f, err := v.Float64()
		if whole(string(v)) || err != nil {
			*notes = append(*notes, check.Finding{Severity: check.Noted, Code: check.BigInteger, Parts: []string{string(v)}})
			return v
		}
		return f
	case []any:
		for i := range v {
			v[i] = exact(v[i], notes)
		}
	case map[string]any:
		for k := range v {
			v[k] = exact(v[k], notes)
		}
	}
	return v
}

func whole(s string) bool {
	for _, c := range s {
		if c == '.' || c == 'e' || c == 'E' {
			return false
		}
	}
	return true
}

// Geometry reads a GeoJSON geometry, "null" included, and tells whether vertices had more than two numbers.
func Geometry(raw []byte) (g orb.Geometry, dropped bool, err error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, false, nil
	}
	p := geometryParser{}
	g, err = p.geometry(raw, 0)
	return g, p.dropped, err
}

type geometryParser struct{ dropped bool }

func (p *geometryParser) geometry(raw []byte, depth int) (orb.Geometry, error) {
	if depth > shape.Deepest {
		return nil, shape.ErrDeep
	}
	var m struct {
		Type        string
		Coordinates json.RawMessage
		Geometries  []json.RawMessage
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	switch m.Type {
	case "Point":
		var v []float64
		err := json.Unmarshal(m.Coordinates, &v)
		if err == nil && len(v) == 0 {
			return orb.MultiPoint{}, nil
		}
		q, err2 := p.point(v)
		return q, errors.Join(err, err2)
	case "MultiPoint", "LineString":
		ps, err := p.run(m.Coordinates)
		if m.Type == "LineString" {
			return orb.LineString(ps), err
		}
		return orb.MultiPoint(ps), err
	case "MultiLineString":
		runs, err := p.runs(m.Coordinates)
		var out orb.MultiLineString
		for _, r := range runs {
			out = append(out, r)
		}
		return out, err
	case "Polygon":
		return p.polygon(m.Coordinates)
	case "MultiPolygon":
		return p.multiPolygon(m.Coordinates)
	case "GeometryCollection":
		var out orb.Collection
		for _, raw := range m.Geometries {
			g, err := p.geometry(raw, depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, g)
		}
		return out, nil
	}
	return nil, notice.Of("geo-read.geometry", clipped(m.Type)).Because(ErrFormat)
}

func (p *geometryParser) point(v []float64) (orb.Point, error) {
	if len(v) < 2 {
		return orb.Point{}, notice.Of("geo-read.vertex", len(v)).Because(ErrFormat)
	}
	p.dropped = p.dropped || len(v) > 2
	return orb.Point{v[0], v[1]}, nil
}

func (p *geometryParser) run(raw []byte) ([]orb.Point, error) {
	var v [][]float64
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	return p.points(v)
}

func (p *geometryParser) points(v [][]float64) ([]orb.Point, error) {
	out := make([]orb.Point, len(v))
	for i := range v {
		var err error
		if out[i], err = p.point(v[i]); err != nil {
			return nil, fmt.Errorf("vertex %d: %w", i, err)
		}
	}
	return out, nil
}

func (p *geometryParser) runs(raw []byte) ([][]orb.Point, error) {
	var v [][][]float64
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	out := make([][]orb.Point, len(v))
	for i := range v {
		var err error
		if out[i], err = p.points(v[i]); err != nil {
			return nil, fmt.Errorf("part %d: %w", i, err)
		}
	}
	return out, nil
}

func (p *geometryParser) polygon(raw []byte) (orb.Polygon, error) {
	runs, err := p.runs(raw)
	var out orb.Polygon
	for _, r := range runs {
		out = append(out, r)
	}
	return out, err
}

func (p *geometryParser) multiPolygon(raw []byte) (orb.MultiPolygon, error) {
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return nil, err
	}
	var out orb.MultiPolygon
	for i, part := range parts {
		q, err := p.polygon(part)
		if err != nil {
			return nil, fmt.Errorf("polygon %d: %w", i, err)
		}
		out = append(out, q)
	}
	return out, nil
}
