package locator

import (
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/shape"
)

// Role says how a feature is drawn.
type Role string

// The roles; each is a class name in the SVG.
const (
	Background Role = "background" // neighbouring units
	Outline    Role = "outline"    // the unit the map is about
	Highlight  Role = "highlight"  // what is shown in it
)

// Feature is something to draw. Geometry is WGS 84; Label may be empty.
type Feature struct {
	ID       string
	Geometry orb.Geometry
	Label    string
	Role     Role
	// Class is further class names for the reader's style sheet; Mark is the shape of a point, the zero value a dot.
	Class string
	Mark  Mark
	// Colour is the feature's own, "#rrggbb", where it says something; "" leaves it to the style sheet.
	Colour string
	// Radius draws a point as a circle of so many pixels, with the text Inside in it and the label under it.
	Radius float64
	Inside string
}

// Map describes a drawing. Zero sizes are those of a small locator.
type Map struct {
	Title, Description string
	Lang               string // of the texts, such as "vi"
	Attribution        string // shown at the bottom right
	Width, Height      int    // in pixels
	Numbered           bool   // numbers instead of labels, in the order given, for a map beside a list
	View               orb.Bound
	// Base is the base map under the features; nil is none. Root is the address below which the tiles of its relief stand; "" puts them into the drawing.
	Base *basemap.Drawing
	Root string
}

// Sizes of a small locator and limits of any map.
const (
	smallWidth, smallHeight = 320, 240
	largest                 = 4000 // pixels a side; print at 300 dpi on A4 has 3508
	mostFeatures            = 5000 // more cannot be told apart
	margin                  = 12.0
)

// Errors of SVG.
var (
	ErrNothing  = errors.New("nothing to draw: no feature has a geometry and no view is given")
	ErrTooLarge = fmt.Errorf("a map has at most %d by %d pixels and %d features", largest, largest, mostFeatures)
)

// SVG draws the features in the order given, labels on top. The view is that of the features unless the map names one.
func SVG(m Map, features []Feature) ([]byte, error) {
	if m.Width <= 0 || m.Height <= 0 {
		m.Width, m.Height = smallWidth, smallHeight
	}
	if m.Width > largest || m.Height > largest || len(features) > mostFeatures {
		return nil, ErrTooLarge
	}
	c, err := newCanvas(m, features)
	if err != nil {
		return nil, err
	}
	c.head()
	if err := c.base(); err != nil {
		return nil, err
	}
	for i, f := range features {
		if f.Geometry == nil {
			continue
		}
		if _, err := shape.New(f.Geometry); err == nil { // what is not finite or too large cannot be drawn
			c.feature(i, f)
		}
	}
	c.labels(features)
	c.baseNames(features)
	c.scaleBar()
	c.attribution()
	c.b.WriteString("</svg>\n")
	return []byte(c.b.String()), nil
}

// canvas maps degrees to pixels in the plane of Web Mercator, which at the scale of a town is true to shape.
type canvas struct {
	m         Map
	b         strings.Builder
	scale     float64 // pixels per radian
	left, top float64 // in radians of the plane
	view      orb.Bound
	taken     []orb.Bound // boxes of labels, in pixels
	mark      Mark        // of the feature being drawn
	radius    float64     // of it, where it is a circle
	dark      bool        // background of a drawn tile
}

func plane(p orb.Point) (x, y float64) {
	lat := max(-85, min(85, p[1])) * math.Pi / 180
	return p[0] * math.Pi / 180, -math.Asinh(math.Tan(lat))
}

func newCanvas(m Map, features []Feature) (*canvas, error) {
	view, found := m.View, m.View != orb.Bound{}
	for _, f := range features {
		if f.Geometry == nil || m.View != (orb.Bound{}) || f.Role == Background && hasSubject(features) {
			continue
		}
		b := f.Geometry.Bound()
		if d := b.Max[0] - b.Min[0] + b.Max[1] - b.Min[1]; !(d >= 0) || math.IsInf(d, 0) {
			continue
		}
		if !found {
			view, found = b, true
		}
		view = view.Union(b)
	}
	if !found {
		return nil, ErrNothing
	}
	const least = 0.005 // degrees, about 500 m: a single point gets some surroundings
	view = orb.Bound{Min: orb.Point{min(view.Min[0], view.Center()[0]-least), min(view.Min[1], view.Center()[1]-least)},
		Max: orb.Point{max(view.Max[0], view.Center()[0]+least), max(view.Max[1], view.Center()[1]+least)}}
	c := &canvas{m: m, view: view}
	x0, y1 := plane(view.Min)
	x1, y0 := plane(view.Max)
	w, h := float64(m.Width)-2*margin, float64(m.Height)-2*margin
	c.scale = min(max(w, 1)/(x1-x0), max(h, 1)/(y1-y0))
	c.left = (x0+x1)/2 - float64(m.Width)/2/c.scale
	c.top = (y0+y1)/2 - float64(m.Height)/2/c.scale
	return c, nil
}

// Shown is what a map whose view is given shows from edge to edge, in degrees: its view with
// what the shape of the picture and the margin add. Between the edges a picture is even in
// longitude and in the latitude of Web Mercator.
func Shown(m Map) (orb.Bound, error) {
	c, err := newCanvas(m, nil)
	if err != nil {
		return orb.Bound{}, err
	}
	at := func(x, y float64) orb.Point {
		lat := math.Atan(math.Sinh(-(c.top + y/c.scale)))
		return orb.Point{(c.left + x/c.scale) * 180 / math.Pi, lat * 180 / math.Pi}
	}
	return orb.Bound{Min: at(0, float64(m.Height)), Max: at(float64(m.Width), 0)}, nil
}

func hasSubject(fs []Feature) bool {
	for _, f := range fs {
		if f.Role != Background && f.Geometry != nil {
			return true
		}
	}
	return false
}

func (c *canvas) at(p orb.Point) (x, y float64) {
	x, y = plane(p)
	return (x - c.left) * c.scale, (y - c.top) * c.scale
}

func esc(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return ""
	}
	return b.String()
}

func px(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// head writes the title and description that screen readers speak, and the look. Colours differ in lightness, too, so that the map does not depend on hue.
func (c *canvas) head() {
	lang := ""
	if c.m.Lang != "" {
		lang = ` xml:lang="` + esc(c.m.Lang) + `"`
	}
	fmt.Fprintf(&c.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-labelledby="t d"%s>`+"\n",
		c.m.Width, c.m.Height, c.m.Width, c.m.Height, lang)
	fmt.Fprintf(&c.b, "<title id=\"t\">%s</title>\n<desc id=\"d\">%s</desc>\n", esc(c.m.Title), esc(c.m.Description))
	c.b.WriteString(`<style>.background{fill:#eef0ee;stroke:#9aa39a;stroke-width:.7}.outline{fill:#dce8dc;stroke:#2f5d3a;stroke-width:1.6}.highlight{fill:#c2410c;fill-opacity:.55;stroke:#7c2d12;stroke-width:1.4}` +
		`path.line{fill:none}text{font:12px sans-serif;fill:#1a1a1a;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}.bar{fill:none;stroke:#1a1a1a;stroke-width:1.5}` + c.baseLook() + `</style>` + "\n")
	fmt.Fprintf(&c.b, `<rect width="%d" height="%d" fill="#f7f9fb"/>`+"\n", c.m.Width, c.m.Height)
}

func (f Feature) class() Role {
	switch f.Role {
	case Background, Outline, Highlight:
		return f.Role
	}
	return Highlight
}

func (c *canvas) feature(i int, f Feature) {
	class := string(f.class())
	if f.Class != "" {
		class += " " + esc(f.Class)
	}
	own := ""
	if f.Colour != "" { // once for the style sheet of a page, once for the drawing that stands alone
		class, own = class+" own", fmt.Sprintf(` fill="%[1]s" stroke="%[1]s" style="fill:%[1]s;fill-opacity:.55;stroke:%[1]s"`, esc(f.Colour))
	}
	fmt.Fprintf(&c.b, `<g class="%s" id="f%d"%s>`, class, i+1, own)
	c.mark, c.radius = f.Mark, f.Radius
	c.draw(f.Geometry, 0)
	c.b.WriteString("</g>\n")
}

func (c *canvas) draw(g orb.Geometry, depth int) {
	switch g := g.(type) {
	case orb.Point:
		x, y := c.at(g)
		if c.radius > 0 {
			fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="%s"/>`, px(x), px(y), px(c.radius))
			return
		}
		c.b.WriteString(c.mark.svg(x, y))
	case orb.MultiPoint:
		for _, p := range g {
			c.draw(p, depth)
		}
	case orb.LineString:
		c.path([][]orb.Point{g}, false)
	case orb.MultiLineString:
		for _, l := range g {
			c.draw(l, depth)
		}
	case orb.Ring:
		c.path([][]orb.Point{g}, true)
	case orb.Bound:
		c.draw(g.ToPolygon(), depth)
	case orb.Polygon:
		var runs [][]orb.Point
		for _, r := range g {
			runs = append(runs, r)
		}
		c.path(runs, true)
	case orb.MultiPolygon:
		for _, p := range g {
			c.draw(p, depth)
		}
	case orb.Collection:
		for _, m := range g {
			if depth < shape.Deepest {
				c.draw(m, depth+1)
			}
		}
	}
}

// path draws runs as one shape in which holes are holes whatever their winding.
func (c *canvas) path(runs [][]orb.Point, closed bool) {
	var d strings.Builder
	c.trace(&d, runs, closed)
	if d.Len() == 0 {
		return
	}
	class := ` class="line"`
	if closed {
		class = ` fill-rule="evenodd"`
	}
	fmt.Fprintf(&c.b, `<path%s d="%s"/>`, class, d.String())
}

// trace writes runs, simplified to a third of a pixel, as the data of a path.
func (c *canvas) trace(d *strings.Builder, runs [][]orb.Point, closed bool) {
	for _, r := range runs {
		l := make(orb.LineString, len(r))
		for i, p := range r {
			l[i][0], l[i][1] = c.at(p)
		}
		if len(l) > 2 {
			l = simplify.DouglasPeucker(0.3).LineString(l)
		}
		for i, p := range l {
			d.WriteString(map[bool]string{true: "M", false: "L"}[i == 0])
			d.WriteString(px(p[0]) + " " + px(p[1]))
		}
		if closed && len(l) > 0 {
			d.WriteString("Z")
		}
	}
}
