package styles

import (
	"encoding/xml"
	"strconv"
	"strings"
)

type parameter struct {
	Name  string `xml:"name,attr"`
	Value string `xml:",chardata"`
}

type paint struct {
	Parameters []parameter `xml:"CssParameter"`
}

type mark struct {
	Name   string `xml:"WellKnownName"`
	Fill   *paint `xml:"Fill,omitempty"`
	Stroke *paint `xml:"Stroke,omitempty"`
}

type graphic struct {
	Mark mark   `xml:"Mark"`
	Size string `xml:"Size"`
}

type symbolizer struct {
	Graphic *graphic `xml:"Graphic,omitempty"`
	Fill    *paint   `xml:"Fill,omitempty"`
	Stroke  *paint   `xml:"Stroke,omitempty"`
}

type textSymbolizer struct {
	Label struct {
		Property string `xml:"http://www.opengis.net/ogc PropertyName"`
	} `xml:"Label"`
	Font paint `xml:"Font"`
	Fill paint `xml:"Fill"`
}

type rule struct {
	Name    string
	Point   *symbolizer     `xml:"PointSymbolizer,omitempty"`
	Line    *symbolizer     `xml:"LineSymbolizer,omitempty"`
	Polygon *symbolizer     `xml:"PolygonSymbolizer,omitempty"`
	Text    *textSymbolizer `xml:"TextSymbolizer,omitempty"`
}

func css(pairs ...string) *paint {
	p := &paint{}
	for i := 0; i+1 < len(pairs); i += 2 {
		p.Parameters = append(p.Parameters, parameter{pairs[i], pairs[i+1]})
	}
	return p
}

// SLD is the look as Styled Layer Descriptor 1.0 (OGC 02-070).
func SLD(l Layer) ([]byte, error) {
	n := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	doc := struct {
		XMLName xml.Name `xml:"http://www.opengis.net/sld StyledLayerDescriptor"`
		Version string   `xml:"version,attr"`
		Layer   struct {
			Name  string
			Style struct {
				Title    string
				Abstract string
				Rules    []rule `xml:"FeatureTypeStyle>Rule"`
			} `xml:"UserStyle"`
		} `xml:"NamedLayer"`
	}{Version: "1.0.0"}
	doc.Layer.Name, doc.Layer.Style.Title, doc.Layer.Style.Abstract = l.ID, l.Title, l.Abstract
	look := rule{Name: l.Title}
	edge := css("stroke", l.Outline, "stroke-width", n(l.Width))
	switch l.Dimension {
	case 1:
		look.Line = &symbolizer{Stroke: css("stroke", l.Colour, "stroke-width", n(l.Width))}
	case 2:
		look.Polygon = &symbolizer{Fill: css("fill", l.Colour, "fill-opacity", n(l.Opacity)), Stroke: edge}
	default:
		look.Point = &symbolizer{Graphic: &graphic{mark{"circle", css("fill", l.Colour), css("stroke", l.Outline)}, n(2 * l.Radius)}}
	}
	text := &textSymbolizer{Font: *css("font-size", "12"), Fill: *css("fill", l.Outline)}
	text.Label.Property = l.Label
	look.Text = text
	doc.Layer.Style.Rules = []rule{look}
	b, err := document(strings.TrimSuffix(xml.Header, "\n")+"\n", doc)
	return b, err
}
