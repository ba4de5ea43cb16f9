package wkt

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// Limits: see shape.MostVertices and shape.Deepest for the same numbers and reasons.
const (
	MostVertices = 10_000_000
	Deepest      = 16
)

// SyntaxError tells where a text stops being WKT.
type SyntaxError struct {
	Offset int // in bytes
	want   *notice.Notice
}

// Error names the place and what is wanted there.
func (e *SyntaxError) Error() string { return e.want.Error() }

// Text is the same in every language.
func (e *SyntaxError) Text() text.Text { return e.want.Text() }

// wanted is the error of a key of the notices, whose first argument is the place.
func wanted(at int, key string, args ...any) error {
	return &SyntaxError{at, notice.Of(key, append([]any{at}, args...)...)}
}

// Geometry is what a text says.
type Geometry struct {
	Geometry orb.Geometry
	Dropped  string // "", "Z", "M" or "ZM": what the text had and orb cannot hold
	SRID     string // of EWKT, "" if none
}

// Parse reads a whole text. Letter case does not matter; EWKT's SRID prefix is allowed. Empty geometries are empty slices; POINT EMPTY is an
// empty multipoint.
func Parse(s string) (Geometry, error) {
	g, n, err := Prefix(s)
	if err == nil && strings.TrimSpace(s[n:]) != "" {
		err = wanted(n, "wkt.end")
	}
	return g, err
}

// Prefix reads a geometry at the start of a text and tells how many bytes it took.
func Prefix(s string) (Geometry, int, error) {
	p := &parser{s: s}
	var out Geometry
	p.space()
	if len(s)-p.i > 5 && strings.EqualFold(s[p.i:p.i+5], "SRID=") {
		end := strings.IndexByte(s[p.i:], ';')
		if end < 0 || end > 20 {
			return out, p.i, wanted(p.i, "wkt.srid")
		}
		out.SRID = strings.TrimSpace(s[p.i+5 : p.i+end])
		p.i += end + 1
	}
	g, err := p.geometry(0)
	out.Geometry, out.Dropped = g, p.dropped
	return out, p.i, err
}

type parser struct {
	s        string
	i        int
	dims     int // numbers per vertex of the geometry being read; 0 until known
	dropped  string
	vertices int
}

func (p *parser) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

func (p *parser) want(key string, args ...any) error { return wanted(p.i, key, args...) }

func (p *parser) word() string {
	p.space()
	start := p.i
	for p.i < len(p.s) && (p.s[p.i]|0x20 >= 'a' && p.s[p.i]|0x20 <= 'z') {
		p.i++
	}
	return strings.ToUpper(p.s[start:p.i])
}

func (p *parser) eat(c byte) bool {
	p.space()
	if p.i < len(p.s) && p.s[p.i] == c {
		p.i++
		return true
	}
	return false
}

// geometry reads a tagged text: name, optional Z, M or ZM, then EMPTY or a list.
func (p *parser) geometry(depth int) (orb.Geometry, error) {
	if depth > Deepest {
		return nil, p.want("wkt.deep", Deepest)
	}
	start := p.i
	name := p.word()
	p.dims = 0
	for _, z := range []string{"ZM", "Z", "M"} {
		if t := strings.TrimSuffix(name, z); t != name && t != "" && known(t) && !known(name) {
			name = t
			p.dims = p.mark(z)
		}
	}
	if !known(name) {
		p.i = start
		return nil, p.want("wkt.name")
	}
	mark := p.i
	switch w := p.word(); w {
	case "Z", "M", "ZM":
		p.dims = p.mark(w)
		mark = p.i
		if p.word() == "EMPTY" {
			return empty(name), nil
		}
		p.i = mark
	case "EMPTY":
		return empty(name), nil
	default:
		p.i = mark
	}
	return p.body(name, depth)
}

func (p *parser) mark(z string) int {
	if len(z) > len(p.dropped) {
		p.dropped = z
	}
	return 2 + len(z)
}

func known(name string) bool { return empty(name) != nil }

func empty(name string) orb.Geometry {
	switch name {
	case "POINT", "MULTIPOINT":
		return orb.MultiPoint{}
	case "LINESTRING":
		return orb.LineString{}
	case "POLYGON":
		return orb.Polygon{}
	case "MULTILINESTRING":
		return orb.MultiLineString{}
	case "MULTIPOLYGON":
		return orb.MultiPolygon{}
	case "GEOMETRYCOLLECTION":
		return orb.Collection{}
	}
	return nil
}

func (p *parser) body(name string, depth int) (orb.Geometry, error) {
	switch name {
	case "POINT":
		ps, err := p.run(false)
		if err == nil && len(ps) != 1 {
			err = p.want("wkt.one")
		}
		if err != nil {
			return nil, err
		}
		return ps[0], nil
	case "LINESTRING":
		ps, err := p.run(false)
		return orb.LineString(ps), err
	case "MULTIPOINT":
		ps, err := p.run(true)
		return orb.MultiPoint(ps), err
	case "POLYGON":
		return p.polygon()
	case "MULTILINESTRING":
		var m orb.MultiLineString
		err := p.list(func() error {
			ps, err := p.run(false)
			m = append(m, ps)
			return err
		})
		return m, err
	case "MULTIPOLYGON":
		var m orb.MultiPolygon
		err := p.list(func() error {
			g, err := p.polygon()
			m = append(m, g)
			return err
		})
		return m, err
	}
	var c orb.Collection
	err := p.list(func() error {
		g, err := p.geometry(depth + 1)
		c = append(c, g)
		return err
	})
	return c, err
}

func (p *parser) polygon() (orb.Polygon, error) {
	var g orb.Polygon
	err := p.list(func() error {
		ps, err := p.run(false)
		g = append(g, ps)
		return err
	})
	return g, err
}

// list reads ( item, item … ).
func (p *parser) list(item func() error) error {
	if !p.eat('(') {
		return p.want("wkt.open")
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if p.eat(')') {
			return nil
		}
		if !p.eat(',') {
			return p.want("wkt.next")
		}
	}
}

// run reads ( x y, x y … ); loose allows each vertex in its own brackets, as multipoints have them.
func (p *parser) run(loose bool) ([]orb.Point, error) {
	var ps []orb.Point
	err := p.list(func() error {
		wrapped := loose && p.eat('(')
		q, err := p.vertex()
		if err == nil && wrapped && !p.eat(')') {
			err = p.want("wkt.close")
		}
		ps = append(ps, q)
		return err
	})
	return ps, err
}

func (p *parser) vertex() (orb.Point, error) {
	var v [4]float64
	n := 0
	for ; n < 4; n++ {
		f, ok := p.number()
		if !ok {
			break
		}
		v[n] = f
	}
	if n < 2 || p.dims != 0 && n != p.dims {
		return orb.Point{}, p.want("wkt.vertex", max(p.dims, 2))
	}
	if p.dims == 0 {
		if p.dims = n; n > 2 {
			p.mark([]string{"Z", "ZM"}[n-3])
		}
	}
	if p.vertices++; p.vertices > MostVertices {
		return orb.Point{}, p.want("wkt.vertices", MostVertices)
	}
	return orb.Point{v[0], v[1]}, nil
}

func (p *parser) number() (float64, bool) {
	p.space()
	start := p.i
	for p.i < len(p.s) && p.i-start < 64 && strings.IndexByte("0123456789+-.eE", p.s[p.i]) >= 0 {
		p.i++
	}
	v, err := strconv.ParseFloat(p.s[start:p.i], 64)
	if err != nil || math.IsInf(v, 0) {
		p.i = start
		return 0, false
	}
	return v, true
}
