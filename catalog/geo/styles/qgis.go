package styles

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// qgisVersion is the oldest QGIS that the files are tested with.
const qgisVersion = "3.22.0"

type option struct {
	XMLName xml.Name `xml:"Option"`
	Type    string   `xml:"type,attr"`
	Name    string   `xml:"name,attr,omitempty"`
	Value   string   `xml:"value,attr,omitempty"`
	Options []option
}

type symbolLayer struct {
	Class   string `xml:"class,attr"`
	Enabled string `xml:"enabled,attr"`
	Options option
}

type symbol struct {
	Type  string      `xml:"type,attr"`
	Name  string      `xml:"name,attr"`
	Alpha string      `xml:"alpha,attr"`
	Layer symbolLayer `xml:"layer"`
}

// category is a value with the name of its symbol; "" stands for all others.
type category struct {
	Symbol string `xml:"symbol,attr"`
	Value  string `xml:"value,attr"`
	Label  string `xml:"label,attr"`
	Render string `xml:"render,attr"`
}

type renderer struct {
	Type       string      `xml:"type,attr"`
	Property   string      `xml:"attr,attr,omitempty"`
	Categories *categories `xml:"categories,omitempty"`
	Symbols    []symbol    `xml:"symbols>symbol"`
}

type categories struct {
	List []category `xml:"category"`
}

type textStyle struct {
	Field      string `xml:"fieldName,attr"`
	Expression string `xml:"isExpression,attr"`
	Size       string `xml:"fontSize,attr"`
	Colour     string `xml:"textColor,attr"`
	Buffer     struct {
		Draw string `xml:"bufferDraw,attr"`
		Size string `xml:"bufferSize,attr"`
	} `xml:"text-buffer"`
}

type labelling struct {
	Type  string    `xml:"type,attr"`
	Style textStyle `xml:"settings>text-style"`
}

type system struct {
	AuthID string `xml:"spatialrefsys>authid"`
}

type provider struct {
	Encoding string `xml:"encoding,attr"`
	Key      string `xml:",chardata"`
}

type mapLayer struct {
	Type      string     `xml:"type,attr"`
	Geometry  string     `xml:"geometry,attr,omitempty"`
	Labels    string     `xml:"labelsEnabled,attr"`
	ID        string     `xml:"id"`
	Source    string     `xml:"datasource"`
	Title     string     `xml:"layername"`
	Abstract  string     `xml:"abstract"`
	System    system     `xml:"srs"`
	Provider  provider   `xml:"provider"`
	Renderer  *renderer  `xml:"renderer-v2,omitempty"`
	Labelling *labelling `xml:"labeling,omitempty"`
}

type treeLayer struct {
	ID       string `xml:"id,attr"`
	Name     string `xml:"name,attr"`
	Provider string `xml:"providerKey,attr"`
	Source   string `xml:"source,attr"`
	Checked  string `xml:"checked,attr"`
	Expanded string `xml:"expanded,attr"`
}

type tree struct {
	Name   string      `xml:"name,attr"`
	Layers []treeLayer `xml:"layer-tree-layer"`
}

// oapif is the provider of OGC API Features.
const oapif = "OAPIF"

// source is where a layer's features come from.
func (l Layer) source(root string) string {
	return fmt.Sprintf(" pagingEnabled='true' restrictToRequestBBOX='1' srsname='EPSG:4326' typename='%s' url='%s'", l.ID, root)
}

// name is the layer's own in a project: QGIS gives short ones another, and the tree then names none.
func (l Layer) name() string { return "collection_" + l.ID }

func (l Layer) node(root string) treeLayer {
	return treeLayer{l.name(), l.Title, oapif, l.source(root), "Qt::Checked", "0"}
}

func (l Layer) maplayer(root string) mapLayer {
	m := mapLayer{Type: "vector", Labels: "0", ID: l.name(), Source: l.source(root), Title: l.Title, Abstract: l.Abstract, System: system{"EPSG:4326"}, Provider: provider{"UTF-8", oapif}}
	if l.Dimension < 0 {
		m.Geometry = "No geometry"
		return m
	}
	m.Geometry, m.Renderer, m.Labels = [...]string{"Point", "Line", "Polygon"}[l.Dimension], l.renderer(), "1"
	m.Labelling = &labelling{Type: "simple", Style: textStyle{Field: fmt.Sprintf(`coalesce("%s","%s")`, l.Label, l.Other), Expression: "1", Size: "9", Colour: rgba(l.Outline, 1)}}
	m.Labelling.Style.Buffer.Draw, m.Labelling.Style.Buffer.Size = "1", "0.8"
	return m
}

// renderer is one symbol for all features, or one for each class.
func (l Layer) renderer() *renderer {
	if len(l.Classes) == 0 {
		return &renderer{Type: "singleSymbol", Symbols: []symbol{l.symbol()}}
	}
	r := &renderer{Type: "categorizedSymbol", Property: l.ColourBy, Categories: &categories{}}
	for i, c := range append(slices.Clone(l.Classes), Class{Title: l.Title, Colour: l.Colour}) {
		one := l
		one.Colour = c.Colour
		s := one.symbol()
		s.Name = strconv.Itoa(i)
		r.Symbols = append(r.Symbols, s)
		label := c.Title
		if c.Value != "" {
			label = c.label()
		}
		r.Categories.List = append(r.Categories.List, category{s.Name, c.Value, label, "true"})
	}
	return r
}

// symbol is the look as QGIS has it.
func (l Layer) symbol() symbol {
	value := func(name, v string) option { return option{Type: "QString", Name: name, Value: v} }
	s := symbol{Name: "0", Alpha: "1"}
	switch l.Dimension {
	case 0:
		s.Type = "marker"
		s.Layer = symbolLayer{"SimpleMarker", "1", option{Type: "Map", Options: []option{value("name", "circle"), value("color", rgba(l.Colour, 1)), value("outline_color", rgba(l.Outline, 1)),
			value("size", millimetres(2*l.Radius)), value("size_unit", "MM"), value("outline_width", millimetres(1)), value("outline_width_unit", "MM")}}}
	case 1:
		s.Type = "line"
		s.Layer = symbolLayer{"SimpleLine", "1", option{Type: "Map", Options: []option{value("line_color", rgba(l.Colour, 1)), value("line_width", millimetres(l.Width)), value("line_width_unit", "MM")}}}
	default:
		s.Type = "fill"
		s.Layer = symbolLayer{"SimpleFill", "1", option{Type: "Map", Options: []option{value("color", rgba(l.Colour, l.Opacity)), value("style", "solid"), value("outline_color", rgba(l.Outline, 1)),
			value("outline_style", "solid"), value("outline_width", millimetres(l.Width)), value("outline_width_unit", "MM")}}}
	}
	return s
}

// Definition is a QGIS layer definition (.qlr); root is the landing page of OGC API.
func Definition(root string, layers ...Layer) ([]byte, error) {
	doc := struct {
		XMLName xml.Name   `xml:"qlr"`
		Tree    tree       `xml:"layer-tree-group"`
		Layers  []mapLayer `xml:"maplayers>maplayer"`
	}{}
	for _, l := range layers {
		doc.Tree.Layers = append(doc.Tree.Layers, l.node(root))
		doc.Layers = append(doc.Layers, l.maplayer(root))
	}
	return document("<!DOCTYPE qgis-layer-definition>\n", doc)
}

// Project is a QGIS project (.qgs) of layers, the first on top; it opens on a box in degrees.
func Project(root, title string, box orb.Bound, layers ...Layer) ([]byte, error) {
	side := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	doc := struct {
		XMLName xml.Name `xml:"qgis"`
		Name    string   `xml:"projectname,attr"`
		Version string   `xml:"version,attr"`
		Title   string   `xml:"title"`
		System  system   `xml:"projectCrs"`
		Tree    tree     `xml:"layer-tree-group"`
		Canvas  struct {
			Name   string `xml:"name,attr"`
			Units  string `xml:"units"`
			Extent struct {
				West  string `xml:"xmin"`
				South string `xml:"ymin"`
				East  string `xml:"xmax"`
				North string `xml:"ymax"`
			} `xml:"extent"`
			System system `xml:"destinationsrs"`
		} `xml:"mapcanvas"`
		Layers []mapLayer `xml:"projectlayers>maplayer"`
	}{Name: title, Version: qgisVersion, Title: title, System: system{"EPSG:4326"}}
	doc.Canvas.Name, doc.Canvas.Units, doc.Canvas.System = "theMapCanvas", "degrees", doc.System
	e := &doc.Canvas.Extent
	e.West, e.South, e.East, e.North = side(box.Min[0]), side(box.Min[1]), side(box.Max[0]), side(box.Max[1])
	for _, l := range layers {
		doc.Tree.Layers = append(doc.Tree.Layers, l.node(root))
		doc.Layers = append(doc.Layers, l.maplayer(root))
	}
	return document("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n", doc)
}

func document(head string, v any) ([]byte, error) {
	b, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		return nil, err
	}
	return append(append([]byte(head), b...), '\n'), nil
}
