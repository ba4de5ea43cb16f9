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

// filter says which features a rule takes, in Filter Encoding 1.0.
type filter struct {
	Test string `xml:",innerxml"`
}

type rule struct {
	Name    string
	Title   string          `xml:"Title,omitempty"`
	Filter  *filter         `xml:"http://www.opengis.net/ogc Filter,omitempty"`
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
	for _, c := range l.Classes {
		look := l.rule(c.Colour)
		look.Name, look.Title, look.Filter = c.Value, c.label(), &filter{l.equals(c.Value)}
		doc.Layer.Style.Rules = append(doc.Layer.Style.Rules, look)
	}
	rest := l.rule(l.Colour)
	if rest.Name, rest.Title = l.ID, l.Title; len(l.Classes) > 0 {
		rest.Filter = &filter{l.others()}
	}
	doc.Layer.Style.Rules = append(doc.Layer.Style.Rules, rest)
	b, err := document(strings.TrimSuffix(xml.Header, "\n")+"\n", doc)
	return b, err
}

// rule draws features in a colour, with their names.
func (l Layer) rule(colour string) rule {
	n := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	var look rule
	switch l.Dimension {
	case 1:
		look.Line = &symbolizer{Stroke: css("stroke", colour, "stroke-width", n(l.Width))}
	case 2:
		look.Polygon = &symbolizer{Fill: css("fill", colour, "fill-opacity", n(l.Opacity)), Stroke: css("stroke", l.Outline, "stroke-width", n(l.Width))}
	default:
		look.Point = &symbolizer{Graphic: &graphic{mark{"circle", css("fill", colour), css("stroke", l.Outline)}, n(2 * l.Radius)}}
	}
	look.Text = &textSymbolizer{Font: *css("font-size", "12"), Fill: *css("fill", l.Outline)}
	look.Text.Label.Property = l.Label
	return look
}

// equals takes the features of a class.
func (l Layer) equals(value string) string {
	return "<PropertyIsEqualTo><PropertyName>" + escaped(l.ColourBy) + "</PropertyName><Literal>" + escaped(value) + "</Literal></PropertyIsEqualTo>"
}

// others takes the features of no class, those without a value among them. It is written out, since QGIS takes an ElseFilter for none.
func (l Layer) others() string {
	any := ""
	for _, c := range l.Classes {
		any += l.equals(c.Value)
	}
	if len(l.Classes) > 1 {
		any = "<Or>" + any + "</Or>"
	}
	return "<Or><PropertyIsNull><PropertyName>" + escaped(l.ColourBy) + "</PropertyName></PropertyIsNull><Not>" + any + "</Not></Or>"
}

func escaped(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a builder takes all
	}
	return b.String()
}
