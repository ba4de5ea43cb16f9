package read

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text/notice"
)

// KMZ reads the first .kml of a zip archive.
func KMZ(r io.ReaderAt, size int64, o Options, y Yield) (Summary, error) {
	z, err := archive(r, size)
	if err != nil {
		return Summary{}, err
	}
	f := entry(z, "doc", ".kml")
	if f == nil {
		f = entry(z, "", ".kml")
	}
	if f == nil {
		return Summary{}, notice.Of("geo-read.part", ".kml").Because(ErrFormat)
	}
	b, err := unpack(f)
	if err != nil {
		return Summary{}, err
	}
	return KML(bytes.NewReader(b), o, y)
}

// KML reads the placemarks of a KML document, at any depth of folders. External entities are never fetched; KML is WGS 84 by definition. Altitudes are dropped and
// noted.
func KML(r io.Reader, o Options, y Yield) (Summary, error) {
	s := newStream(o, y)
	s.stated = crs.CRS84
	return s.finish(elements(xml.NewDecoder(limit(r)), "KML", "kml", func(d *xml.Decoder, e xml.StartElement) (bool, error) {
		if e.Name.Local != "Placemark" {
			return false, nil
		}
		n, err := tree(d, e, 0)
		if err == nil {
			err = s.place(n)
		}
		return true, err
	}))
}

// elements walks a document of XML. take is asked of each element, and
// says whether it has read it to its end. The error says where in the document.
func elements(d *xml.Decoder, format, root string, take func(*xml.Decoder, xml.StartElement) (bool, error)) error {
	seen, depth := false, 0
	for {
		t, err := d.Token()
		if err == io.EOF && seen {
			return nil
		}
		if err != nil {
			return notXML(err)
		}
		switch e := t.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			seen = seen || e.Name.Local == root
			if depth++; depth > deepestXML {
				return notice.Of("geo-read.depth", deepestXML).Because(ErrFormat)
			}
			read, err := take(d, e)
			if err != nil {
				return fmt.Errorf("%s at byte %d: %w", format, d.InputOffset(), err)
			}
			if read {
				depth--
			}
		}
	}
}

// deepestXML bounds folders and collections; real files stay below 20.
const deepestXML = 100

// node is an element of a placemark with what matters of it.
type node struct {
	name string
	attr string // its name or id
	text strings.Builder
	kids []*node
}

func (s *stream) place(n *node) error {
	f, notes, err := placemark(n)
	if err != nil {
		return s.broken(err)
	}
	return s.add(f, notes)
}

func placemark(n *node) (geo.Feature, []check.Finding, error) {
	f := geo.Feature{ID: n.attr, Properties: map[string]any{}}
	p := &kmlPlace{}
	for _, k := range n.kids {
		switch k.name {
		case "name", "description", "address", "phoneNumber":
			f.Properties[k.name] = strings.TrimSpace(k.text.String())
		case "ExtendedData":
			extended(k, f.Properties)
		default:
			g, err := p.geometry(k)
			if err != nil {
				return f, nil, err
			}
			if g != nil {
				f.Geometry = g
			}
		}
	}
	var notes []check.Finding
	if p.dropped {
		notes = append(notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{"Z"}})
	}
	return f, notes, nil
}

func tree(d *xml.Decoder, start xml.StartElement, depth int) (*node, error) {
	if depth > deepestXML {
		return nil, notice.Of("geo-read.depth", deepestXML).Because(ErrFormat)
	}
	n := &node{name: start.Name.Local}
	for _, a := range start.Attr {
		if a.Name.Local == "id" || a.Name.Local == "name" {
			n.attr = a.Value
		}
	}
	for {
		t, err := d.Token()
		if err != nil {
			return nil, notXML(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			k, err := tree(d, t, depth+1)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, k)
		case xml.CharData:
			n.text.Write(t)
		case xml.EndElement:
			return n, nil
		}
	}
}

func extended(n *node, props map[string]any) {
	for _, k := range n.kids {
		switch k.name {
		case "Data":
			for _, v := range k.kids {
				if v.name == "value" {
					props[k.attr] = strings.TrimSpace(v.text.String())
				}
			}
		case "SchemaData":
			for _, v := range k.kids {
				props[v.attr] = strings.TrimSpace(v.text.String())
			}
		}
	}
}

type kmlPlace struct{ dropped bool }

func (p *kmlPlace) geometry(n *node) (orb.Geometry, error) {
	switch n.name {
	case "Point":
		ps, err := p.coordinates(n)
		if err == nil && len(ps) != 1 {
			err = notice.Of("geo-read.point", len(ps)).Because(ErrFormat)
		}
		if err != nil {
			return nil, err
		}
		return ps[0], nil
	case "LineString":
		ps, err := p.coordinates(n)
		return orb.LineString(ps), err
	case "LinearRing":
		ps, err := p.coordinates(n)
		return orb.Polygon{ps}, err
	case "Polygon":
		return p.polygon(n)
	case "MultiGeometry":
		return p.multi(n)
	}
	return nil, nil
}

func (p *kmlPlace) polygon(n *node) (orb.Geometry, error) {
	var outer, holes orb.Polygon
	for _, k := range n.kids {
		for _, ring := range k.kids {
			if ring.name != "LinearRing" {
				continue
			}
			ps, err := p.coordinates(ring)
			if err != nil {
				return nil, err
			}
			if k.name == "outerBoundaryIs" {
				outer = append(outer, ps)
			} else {
				holes = append(holes, ps)
			}
		}
	}
	if len(outer) != 1 {
		return nil, notice.Of("geo-read.outer", len(outer)).Because(ErrFormat)
	}
	return append(outer, holes...), nil
}

// multi gathers members; polygons alone become a multipolygon.
func (p *kmlPlace) multi(n *node) (orb.Geometry, error) {
	var c orb.Collection
	var m orb.MultiPolygon
	for _, k := range n.kids {
		g, err := p.geometry(k)
		if err != nil {
			return nil, err
		}
		if g == nil {
			continue
		}
		c = append(c, g)
		if q, ok := g.(orb.Polygon); ok {
			m = append(m, q)
		}
	}
	if len(m) == len(c) && len(m) > 0 {
		return m, nil
	}
	return c, nil
}

func (p *kmlPlace) coordinates(n *node) ([]orb.Point, error) {
	var out []orb.Point
	for _, k := range n.kids {
		if k.name != "coordinates" {
			continue
		}
		for _, tuple := range strings.Fields(k.text.String()) {
			f := strings.Split(tuple, ",")
			if len(f) < 2 || len(f) > 3 { // a comma parts the numbers, so that decimals have a point
				return nil, notice.Of("geo-read.coordinates", clipped(tuple)).Because(ErrFormat)
			}
			x, err1 := strconv.ParseFloat(f[0], 64)
			y, err2 := strconv.ParseFloat(f[1], 64)
			if err1 != nil || err2 != nil {
				return nil, notice.Of("geo-read.coordinates", clipped(tuple)).Because(ErrFormat)
			}
			p.dropped = p.dropped || len(f) > 2 && strings.Trim(f[2], "0.") != ""
			out = append(out, orb.Point{x, y})
		}
	}
	return out, nil
}
