package wfs

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest/page"
)

// node is an element of XML with all that is in it.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

func (n node) attr(local string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// gml reports whether the element is of GML, whichever version.
func (n node) gml() bool { return strings.HasPrefix(n.XMLName.Space, "http://www.opengis.net/gml") }

// under are the elements below n of the given names, however they are wrapped.
func (n node) under(names ...string) []node {
	var out []node
	for _, c := range n.Nodes {
		if slices.Contains(names, c.XMLName.Local) {
			out = append(out, c)
		} else {
			out = append(out, c.under(names...)...)
		}
	}
	return out
}

// feature is a feature of GeoJSON.
type feature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id,omitempty"`
	Geometry   *geometry      `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// fromGML reads a feature collection of GML 3 as features of GeoJSON.
func fromGML(body []byte, contentType string) (answer, error) {
	var root node
	if err := page.ReadXML(body, contentType, &root); err != nil {
		return answer{}, err
	}
	if root.XMLName.Local != "FeatureCollection" {
		return answer{}, notice.Of("gml-root", root.XMLName.Local, fault(root))
	}
	out := answer{Matched: json.RawMessage(strconv.Quote(root.attr("numberMatched")))}
	for _, member := range root.Nodes {
		if !slices.Contains([]string{"member", "featureMember", "featureMembers"}, member.XMLName.Local) {
			continue
		}
		for _, n := range member.Nodes {
			f, err := n.feature()
			if err != nil {
				return answer{}, notice.Of("gml-feature", n.attr("id"), err).Because(err)
			}
			b, err := json.Marshal(f)
			if err != nil {
				return answer{}, err
			}
			out.Features = append(out.Features, b)
		}
	}
	return out, nil
}

// fault is what an exception report says.
func fault(root node) string {
	for _, n := range root.under("ExceptionText", "ServiceException") {
		return ": " + page.Plain(n.Text)
	}
	return ""
}

func (n node) feature() (feature, error) {
	f := feature{Type: "Feature", ID: n.attr("id"), Properties: map[string]any{}}
	for _, p := range n.Nodes {
		switch {
		case p.gml() && p.XMLName.Local == "boundedBy":
		case len(p.Nodes) == 0:
			if s := strings.TrimSpace(p.Text); s != "" {
				f.Properties[p.XMLName.Local] = s
			}
		case p.Nodes[0].gml():
			g, err := p.Nodes[0].geometry("")
			if err != nil {
				return f, notice.Of("portal-at", p.XMLName.Local, err).Because(err)
			}
			if f.Geometry == nil {
				f.Geometry = g
			}
		}
	}
	return f, nil
}

var errShape error = notice.Of("gml-shape")

// unshaped says why a geometry is not read; err may be nil.
func unshaped(err error) error {
	if err == nil {
		return errShape
	}
	return notice.Of("portal-at", errShape, err).Because(errors.Join(errShape, err))
}

// geometry reads a geometry. srs is the reference system of what it is part of.
func (n node) geometry(srs string) (*geometry, error) {
	if s := n.attr("srsName"); s != "" {
		srs = s
	}
	one := func(kind string, parts []node) (*geometry, error) {
		g := &geometry{Type: kind}
		var all []any
		for _, p := range parts {
			sub, err := p.geometry(srs)
			if err != nil {
				return nil, err
			}
			if sub.Type == "MultiPolygon" || sub.Type == "MultiLineString" { // of several patches or segments
				all = append(all, sub.Coordinates.([]any)...)
				continue
			}
			all = append(all, sub.Coordinates)
		}
		g.Coordinates = all
		return g, nil
	}
	switch n.XMLName.Local {
	case "Point":
		at, err := n.positions(srs)
		if err != nil || len(at) != 1 {
			return nil, unshaped(err)
		}
		return &geometry{"Point", at[0]}, nil
	case "LineString", "LineStringSegment":
		at, err := n.positions(srs)
		return &geometry{"LineString", at}, err
	case "Curve":
		return single(one("MultiLineString", n.under("LineStringSegment")))
	case "Polygon", "PolygonPatch":
		return n.polygon(srs)
	case "Surface":
		return single(one("MultiPolygon", n.under("PolygonPatch")))
	case "MultiPoint":
		return one("MultiPoint", n.under("Point"))
	case "MultiLineString", "MultiCurve":
		return one("MultiLineString", n.under("LineString", "Curve"))
	case "MultiPolygon", "MultiSurface":
		return one("MultiPolygon", n.under("Polygon", "Surface"))
	}
	return nil, notice.Of("gml-shape.of", errShape, n.XMLName.Local).Because(errShape)
}

// single makes a geometry of one part the part itself.
func single(g *geometry, err error) (*geometry, error) {
	if err != nil {
		return nil, err
	}
	if parts := g.Coordinates.([]any); len(parts) == 1 {
		return &geometry{strings.TrimPrefix(g.Type, "Multi"), parts[0]}, nil
	}
	return g, nil
}

func (n node) polygon(srs string) (*geometry, error) {
	var rings []any
	for _, bound := range [][]string{{"exterior", "outerBoundaryIs"}, {"interior", "innerBoundaryIs"}} {
		for _, ring := range n.under(bound...) {
			at, err := ring.positions(srs)
			if err != nil {
				return nil, err
			}
			rings = append(rings, at)
		}
	}
	if len(rings) == 0 {
		return nil, errShape
	}
	return &geometry{"Polygon", rings}, nil
}

// positions are the positions of an element, longitude first.
func (n node) positions(srs string) ([][]float64, error) {
	swap, err := latitudeFirst(srs)
	if err != nil {
		return nil, err
	}
	size := 2
	if n.attr("srsDimension") == "3" {
		size = 3
	}
	var out [][]float64
	for _, p := range n.under("pos", "posList", "coordinates") {
		width := size
		if p.attr("srsDimension") == "3" {
			width = 3
		}
		words := strings.Fields(p.Text)
		if p.XMLName.Local == "coordinates" { // of GML 2: x,y x,y
			words = strings.FieldsFunc(p.Text, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) })
		}
		if p.XMLName.Local == "pos" {
			width = len(words)
		}
		if width < 2 || width > 3 || len(words)%width != 0 {
			return nil, notice.Of("gml-positions", len(words), width)
		}
		for i := 0; i < len(words); i += width {
			x, errX := strconv.ParseFloat(words[i], 64)
			y, errY := strconv.ParseFloat(words[i+1], 64)
			if errX != nil || errY != nil {
				return nil, notice.Of("gml-position", strings.Join(words[i:i+2], " "))
			}
			if swap {
				x, y = y, x
			}
			out = append(out, []float64{x, y})
		}
	}
	return out, nil
}

// latitudeFirst reads the order of axes off how a reference system is named: names in
// full (urn:ogc:def:crs:EPSG::4326) have EPSG's order, the short ones that of maps.
func latitudeFirst(srs string) (bool, error) {
	switch lower := strings.ToLower(srs); {
	case srs == "":
		return false, notice.Of("gml-no-system")
	case strings.HasSuffix(lower, "crs84"):
		return false, nil
	case !strings.HasSuffix(lower, "4326"):
		return false, notice.Of("gml-system", srs)
	default:
		return strings.HasPrefix(lower, "urn:") || strings.Contains(lower, "/def/crs/"), nil
	}
}
