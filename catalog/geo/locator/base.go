package locator

import (
	"encoding/base64"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"

	"honglinh/catalog/geo/basemap"
)

// base draws the base map: all that has one look is one path, whose class is the id of its paint.
func (c *canvas) base() error {
	g := c.m.Base
	if g == nil {
		return nil
	}
	c.b.WriteString("<g class=\"base\">")
	frame := c.frame()
	for i, s := range g.Stretches {
		if i == g.Above {
			if err := c.pictures(g.Pictures); err != nil {
				return err
			}
		}
		c.stretch(s, frame)
	}
	if g.Above >= len(g.Stretches) {
		if err := c.pictures(g.Pictures); err != nil {
			return err
		}
	}
	c.b.WriteString("</g>\n")
	return nil
}

// frame is the drawing's own edge in degrees and a little more, so that no cut is seen.
func (c *canvas) frame() orb.Bound {
	pad := 6 / c.scale * 57.3
	w, h := c.span()
	mid := c.view.Center()
	return orb.Bound{Min: orb.Point{mid[0] - w/2 - pad, mid[1] - h/2 - pad}, Max: orb.Point{mid[0] + w/2 + pad, mid[1] + h/2 + pad}}
}

// span is the drawing's width and height in degrees, the height a little too large.
func (c *canvas) span() (w, h float64) {
	return float64(c.m.Width) / c.scale * 57.29577951, float64(c.m.Height) / c.scale * 57.29577951
}

func (c *canvas) stretch(s basemap.Stretch, frame orb.Bound) {
	var d strings.Builder
	for _, g := range s.Geometries {
		if !g.Bound().Intersects(frame) {
			continue
		}
		if s.Paint.Draw == basemap.Dot {
			c.dots(&d, g, s.Width)
			continue
		}
		g = clip.Geometry(frame, orb.Clone(g))
		switch g := g.(type) {
		case orb.LineString:
			c.trace(&d, [][]orb.Point{g}, false)
		case orb.MultiLineString:
			for _, l := range g {
				c.trace(&d, [][]orb.Point{l}, false)
			}
		case orb.Polygon:
			c.rings(&d, g)
		case orb.MultiPolygon:
			for _, p := range g {
				c.rings(&d, p)
			}
		}
	}
	if d.Len() == 0 {
		return
	}
	more := ""
	if s.Paint.Draw == basemap.Line {
		more = ` fill="none" stroke-width="` + px(s.Width) + `"`
		if s.Paint.Dash != nil {
			var dash []string
			for _, v := range s.Paint.Dash {
				dash = append(dash, px(v*s.Width))
			}
			more += ` stroke-dasharray="` + strings.Join(dash, " ") + `"`
		}
	}
	fmt.Fprintf(&c.b, `<path class="%s"%s d="%s"/>`, s.Paint.ID, more, d.String())
}

// speck is the size in pixels below which a ring of the base map is left out, and coarse how far its edge may move: it is looked past, and weighs most of a drawing.
const speck, coarse = 3, 0.8

// rings writes areas to whole pixels.
func (c *canvas) rings(d *strings.Builder, p orb.Polygon) {
	for i, r := range p {
		l := make(orb.LineString, len(r))
		for j, q := range r {
			l[j][0], l[j][1] = c.at(q)
		}
		if b := l.Bound(); b.Max[0]-b.Min[0] < speck && b.Max[1]-b.Min[1] < speck {
			if i == 0 {
				return
			}
			continue
		}
		l = simplify.DouglasPeucker(coarse).LineString(l)
		if len(l) < 4 {
			continue
		}
		var x, y int
		for j, q := range l[:len(l)-1] {
			nx, ny := int(math.Round(q[0])), int(math.Round(q[1]))
			switch {
			case j == 0:
				fmt.Fprintf(d, "M%d %d", nx, ny)
			case nx == x && ny == y:
			default:
				fmt.Fprintf(d, "l%d %d", nx-x, ny-y)
			}
			x, y = nx, ny
		}
		d.WriteString("Z")
	}
}

func (c *canvas) dots(d *strings.Builder, g orb.Geometry, radius float64) {
	points, ok := g.(orb.MultiPoint)
	if p, one := g.(orb.Point); one {
		points, ok = orb.MultiPoint{p}, true
	}
	for i := 0; ok && i < len(points); i++ {
		x, y := c.at(points[i])
		fmt.Fprintf(d, "M%s %sa%[3]s %[3]s 0 1 0 %[4]s 0a%[3]s %[3]s 0 1 0 -%[4]s 0Z", px(x-radius), px(y), px(radius), px(2*radius))
	}
}

// pictures places the tiles of the relief.
func (c *canvas) pictures(list []basemap.Picture) error {
	for _, p := range list {
		x0, y0 := c.at(orb.Point{p.Bound.Min[0], p.Bound.Max[1]})
		x1, y1 := c.at(orb.Point{p.Bound.Max[0], p.Bound.Min[1]})
		if x1 < 0 || y1 < 0 || x0 > float64(c.m.Width) || y0 > float64(c.m.Height) {
			continue
		}
		href := fmt.Sprintf("%s/relief/%d/%d/%d.png", c.m.Root, p.Z, p.X, p.Y)
		if c.m.Root == "" {
			b, _, err := p.Archive.Tile(p.Z, p.X, p.Y)
			if err != nil {
				return err
			}
			href = "data:image/png;base64," + base64.StdEncoding.EncodeToString(b)
		}
		fmt.Fprintf(&c.b, `<image class="b-relief" href="%s" x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none"/>`, esc(href), px(x0), px(y0), px(x1-x0+0.3), px(y1-y0+0.3))
	}
	return nil
}

// baseNames writes the names of the base map where the records' own names leave room.
func (c *canvas) baseNames(features []Feature) {
	if c.m.Base == nil {
		return
	}
	own := map[string]bool{}
	for _, f := range features {
		own[f.Label] = true
	}
	w, h := float64(c.m.Width), float64(c.m.Height)
	for _, n := range c.m.Base.Names {
		if own[n.Text] {
			continue
		}
		x, y := c.at(n.At)
		if n.Paint.Layer == basemap.POIs {
			y += 9
		}
		half := glyph * n.Size / 12 * 0.86 * float64(utf8.RuneCountInString(n.Text)) / 2
		box := orb.Bound{Min: orb.Point{x - half - 4, y - n.Size*0.8}, Max: orb.Point{x + half + 4, y + n.Size*0.8}}
		if x-half < 2 || x+half > w-2 || y < 8 || y > h-22 || c.covered(box) {
			continue
		}
		c.taken = append(c.taken, box)
		fmt.Fprintf(&c.b, `<text class="b-name %s" x="%s" y="%s" text-anchor="middle" dominant-baseline="central">%s</text>`+"\n", n.Paint.ID, px(x), px(y), esc(n.Text))
	}
}

func (c *canvas) covered(box orb.Bound) bool {
	for _, t := range c.taken {
		if t.Intersects(box) {
			return true
		}
	}
	return false
}

// baseLook is the look of the base map in a drawing that stands alone.
func (c *canvas) baseLook() string {
	if c.m.Base == nil {
		return ""
	}
	var b strings.Builder
	for _, r := range basemap.Rules() {
		fmt.Fprintf(&b, "%s{%s}", r.Selector, r.Light)
		if c.dark { // after the light one, of which it changes the colour
			fmt.Fprintf(&b, "%s{%s}", r.Selector, r.Dark)
		}
	}
	return b.String()
}
