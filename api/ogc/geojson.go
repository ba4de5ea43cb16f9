package ogc

import (
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
)

// chunk is how much of a page is made before it is sent.
const chunk = 64 << 10

// stretch is how many features are made ready at a time.
const stretch = 500

// ahead makes the outlines of the next features ready.
func (f *Face) ahead(q request, page []int) {
	next := make([]*layers.Feature, len(page))
	for n, i := range page {
		next[n] = q.c.data.Features[i]
	}
	f.places.ahead(q.c.data.Fresh(), next, q.out.to)
}

// writeItems streams a FeatureCollection.
func (f *Face) writeItems(w io.Writer, q request, page []int, total int, links []link) error {
	b := append(make([]byte, 0, chunk+8<<10), `{"type":"FeatureCollection","timeStamp":"`...)
	b = append(time.Now().UTC().AppendFormat(b, time.RFC3339), `","numberMatched":`...)
	b = strconv.AppendInt(b, int64(total), 10)
	b = append(strconv.AppendInt(append(b, `,"numberReturned":`...), int64(len(page)), 10), `,"links":`...)
	l, err := httpkit.Marshal(links)
	if err != nil {
		return err
	}
	b = append(append(b, l...), `,"features":[`...)
	for n, i := range page {
		if n%stretch == 0 {
			f.ahead(q, page[n:min(n+stretch, len(page))])
		}
		if n > 0 {
			b = append(b, ',', '\n')
		}
		x := q.c.data.Features[i]
		var own []link
		if q.c.records {
			own = f.recordSelf(x)
		}
		if b, err = f.appendFeature(b, q, x, own); err != nil {
			return err
		}
		if len(b) >= chunk {
			if _, err := w.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	_, err = w.Write(append(b, ']', '}', '\n'))
	return err
}

// appendFeature appends a feature, or a record in the catalogue, with its links if there are any.
func (f *Face) appendFeature(b []byte, q request, x *layers.Feature, links []link) ([]byte, error) {
	b = append(b, `{"type":"Feature","id":`...)
	b = layers.AppendString(b, x.ID)
	if q.c.records {
		b = append(b, `,"conformsTo":["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"],"time":`...)
		b = appendTime(b, x)
	}
	b = append(b, `,"geometry":`...)
	b, err := f.places.append(b, q.c.data.Fresh(), x, q.out)
	if err != nil {
		return nil, outside(x, q.out.to, err)
	}
	b = append(b, `,"properties":`...)
	if q.c.records {
		p, err := httpkit.Marshal(recordProperties(x, q.lang))
		if err != nil {
			return nil, err
		}
		b, links = append(b, p...), append(links, f.recordLinks(x, q.lang)...)
	} else {
		b = q.c.appendProperties(b, x)
	}
	if len(links) > 0 {
		l, err := httpkit.Marshal(links)
		if err != nil {
			return nil, err
		}
		b = append(append(b, `,"links":`...), l...)
	}
	return append(b, '}'), nil
}

// appendProperties appends the properties of a feature, null for those it lacks.
func (c *collection) appendProperties(b []byte, x *layers.Feature) []byte {
	b = append(b, x.JSON[:len(x.JSON)-1]...) // every feature has a kind, so a comma may follow
	for i, f := range c.fields {
		if _, ok := x.Properties[f.Name]; !ok {
			b = append(b, c.nulls[i]...)
		}
	}
	return append(b, '}')
}

// pen writes geometries in a reference system, in the axis order of its authority.
type pen struct {
	to   *crs.CRS
	b    []byte
	room []byte              // for outlines that are kept
	move *crs.Transformation // nil for CRS84
	many *crs.Bulk           // the same, for outlines
	swap bool
	// digits behind the point are written of coordinates that were moved: a millimetre in metres, a tenth of it in degrees.
	digits int
	err    error
}

func newPen(c *crs.CRS) *pen {
	p := &pen{to: c, swap: swapped(c)}
	if c.Code != crs.CRS84 && c.Code != "EPSG:4326" {
		t := crs.Transform(crs.MustLookup(crs.CRS84), c)
		p.move, p.many, p.digits = &t, t.Bulk(), 3
		if c.Kind == crs.Geographic {
			p.digits = 9
		}
	}
	return p
}

// penOf is the pen for the reference system that the parameter crs names.
func (f *Face) penOf(v url.Values) (*pen, error) {
	c, err := f.systems.find("crs", v.Get("crs"))
	if err != nil {
		return nil, err
	}
	return newPen(c), nil
}

// append appends a geometry as GeoJSON writes it.
func (p *pen) append(b []byte, g orb.Geometry) ([]byte, error) {
	p.b, p.err = b, nil
	if at, ok := g.(orb.Point); ok && p.move != nil {
		q, err := p.move.Point(at)
		p.b = append(p.b, `{"type":"Point","coordinates":`...)
		p.place(q)
		return append(p.b, '}'), err
	}
	p.geometry(g)
	return p.b, p.err
}

func (p *pen) geometry(g orb.Geometry) {
	if g == nil {
		p.b = append(p.b, "null"...)
		return
	}
	if c, ok := g.(orb.Collection); ok {
		p.b = append(p.b, `{"type":"GeometryCollection","geometries":`...)
		list(p, c, p.geometry)
		p.b = append(p.b, '}')
		return
	}
	p.b = append(append(append(p.b, `{"type":"`...), g.GeoJSONType()...), `","coordinates":`...)
	switch g := g.(type) {
	case orb.Point:
		p.point(g)
	case orb.MultiPoint:
		list(p, g, p.point)
	case orb.LineString:
		list(p, g, p.point)
	case orb.MultiLineString:
		list(p, g, func(l orb.LineString) { list(p, l, p.point) })
	case orb.Polygon:
		p.polygon(g)
	case orb.MultiPolygon:
		list(p, g, p.polygon)
	}
	p.b = append(p.b, '}')
}

func list[T any](p *pen, items []T, write func(T)) {
	p.b = append(p.b, '[')
	for i, x := range items {
		if i > 0 {
			p.b = append(p.b, ',')
		}
		write(x)
	}
	p.b = append(p.b, ']')
}

// polygon writes outer rings counter-clockwise and holes clockwise, as RFC 7946 wants them.
func (p *pen) polygon(g orb.Polygon) {
	p.b = append(p.b, '[')
	for i, r := range g {
		if i > 0 {
			p.b = append(p.b, ',')
		}
		if want := r.Orientation() == orb.CCW; len(r) > 0 && want != (i == 0) {
			p.b = append(p.b, '[')
			for j := len(r) - 1; j >= 0; j-- {
				p.point(r[j])
				if j > 0 {
					p.b = append(p.b, ',')
				}
			}
			p.b = append(p.b, ']')
			continue
		}
		list(p, r, p.point)
	}
	p.b = append(p.b, ']')
}

func (p *pen) point(q orb.Point) {
	if p.many != nil {
		var err error
		if q, err = p.many.Point(q); err != nil && p.err == nil {
			p.err = err
		}
	}
	p.place(q)
}

// place writes a position that is in the system already.
func (p *pen) place(q orb.Point) {
	if p.swap {
		q[0], q[1] = q[1], q[0]
	}
	p.b = append(p.b, '[')
	p.number(q[0])
	p.b = append(p.b, ',')
	p.number(q[1])
	p.b = append(p.b, ']')
}

func (p *pen) number(v float64) {
	if p.move != nil {
		p.b = appendFixed(p.b, v, p.digits)
		return
	}
	p.b = layers.AppendNumber(p.b, v)
}
