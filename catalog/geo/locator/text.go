package locator

import (
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/geo/shape"
)

const (
	glyph = 7.4 // mean width of a character of a bold name at 12 px
	line  = 14.0
)

// labels writes the names, later features first since they are drawn on top; a name that would cover another is left out, a number never is.
func (c *canvas) labels(features []Feature) {
	for i := len(features) - 1; i >= 0; i-- {
		if f := features[i]; f.Radius > 0 {
			if p, ok := anchor(f.Geometry); ok {
				x, y := c.at(p)
				c.inside(f.Inside, x, y, f.Radius)
			}
		}
	}
	for i := len(features) - 1; i >= 0; i-- {
		f := features[i]
		text := f.Label
		if c.m.Numbered && text != "" {
			text = strconv.Itoa(i + 1)
		}
		p, ok := anchor(f.Geometry)
		if text == "" || !ok {
			continue
		}
		x, y := c.at(p)
		switch half := glyph * float64(utf8.RuneCountInString(text)) / 2; {
		case f.Radius > 0:
			c.label(text, x, y+f.Radius+9)
		case point(f.Geometry): // above the mark, or on another side of it
			_ = c.label(text, x, y-13) || c.label(text, x+half+9, y) || c.label(text, x, y+14) || c.label(text, x-half-9, y)
		default:
			c.label(text, x, y)
		}
	}
}

// anchor is where a feature's text belongs; false for what has no place.
func anchor(g orb.Geometry) (orb.Point, bool) {
	if g == nil {
		return orb.Point{}, false
	}
	s, err := shape.New(g)
	if err != nil {
		return orb.Point{}, false // it is drawn as far as it can be
	}
	return s.Anchor()
}

func point(g orb.Geometry) bool { return g.Dimensions() == 0 }

// inside writes a circle's text and keeps names away from the circle.
func (c *canvas) inside(text string, x, y, radius float64) {
	if w, h := float64(c.m.Width), float64(c.m.Height); x < 0 || x > w || y < 0 || y > h {
		return
	}
	c.taken = append(c.taken, orb.Bound{Min: orb.Point{x - radius, y - radius}, Max: orb.Point{x + radius, y + radius}})
	fmt.Fprintf(&c.b, `<text class="inside" x="%s" y="%s" text-anchor="middle" dominant-baseline="central">%s</text>`+"\n", px(x), px(y), esc(text))
}

// label writes a text unless it would cover another; false when it did not.
func (c *canvas) label(text string, x, y float64) bool {
	half := glyph * float64(utf8.RuneCountInString(text)) / 2
	w, h := float64(c.m.Width), float64(c.m.Height)
	if x < 0 || x > w || y < 0 || y > h {
		return false
	}
	x = max(half+2, min(w-half-2, x))
	box := orb.Bound{Min: orb.Point{x - half, y - line/2}, Max: orb.Point{x + half, y + line/2}}
	for _, t := range c.taken {
		if t.Intersects(box) && !c.m.Numbered {
			return false
		}
	}
	c.taken = append(c.taken, box)
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" text-anchor="middle" dominant-baseline="central">%s</text>`+"\n", px(x), px(y), esc(text))
	return true
}

// scaleBar draws a bar of 1, 2 or 5 times a power of ten metres, at most a third of the width, measured on the ellipsoid in the middle of the map.
func (c *canvas) scaleBar() {
	mid := c.view.Center()
	x, _ := c.at(mid)
	east := orb.Point{mid[0] + 0.001, mid[1]}
	x2, _ := c.at(east)
	perPixel := geodesy.Distance(mid, east) / (x2 - x)
	metres := round125(perPixel * float64(c.m.Width) / 3)
	text := px(metres) + " m"
	if metres >= 1000 {
		text = px(metres/1000) + " km"
	}
	y := float64(c.m.Height) - 10
	end := 10 + metres/perPixel
	fmt.Fprintf(&c.b, `<path class="bar" d="M10 %sV%sH%sV%s"/><text x="10" y="%s">%s</text>`+"\n", px(y-4), px(y), px(end), px(y-4), px(y-8), text)
}

func round125(v float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(v)))
	switch {
	case v >= 5*p:
		return 5 * p
	case v >= 2*p:
		return 2 * p
	}
	return p
}

func (c *canvas) attribution() {
	if c.m.Attribution == "" {
		return
	}
	fmt.Fprintf(&c.b, `<text x="%d" y="%d" text-anchor="end" style="font-size:9px">%s</text>`+"\n", c.m.Width-6, c.m.Height-5, esc(c.m.Attribution))
}
