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
	glyph = 6.6 // mean width of a character at 12 px
	line  = 14.0
)

// labels writes the names, later features first since they are drawn on top; a name that would cover another is left out, a number never is.
func (c *canvas) labels(features []Feature) {
	for i := len(features) - 1; i >= 0; i-- {
		text := features[i].Label
		if c.m.Numbered && text != "" {
			text = strconv.Itoa(i + 1)
		}
		if text == "" || features[i].Geometry == nil {
			continue
		}
		s, err := shape.New(features[i].Geometry)
		if err != nil {
			continue // it is drawn as far as it can be, and has no place for a name
		}
		p, ok := s.Anchor()
		if !ok {
			continue
		}
		x, y := c.at(p)
		if point(features[i].Geometry) {
			y -= 13 // above the dot
		}
		c.label(text, x, y)
	}
}

func point(g orb.Geometry) bool { return g.Dimensions() == 0 }

func (c *canvas) label(text string, x, y float64) {
	half := glyph * float64(utf8.RuneCountInString(text)) / 2
	w, h := float64(c.m.Width), float64(c.m.Height)
	if x < 0 || x > w || y < 0 || y > h {
		return
	}
	x = max(half+2, min(w-half-2, x))
	box := orb.Bound{Min: orb.Point{x - half, y - line/2}, Max: orb.Point{x + half, y + line/2}}
	for _, t := range c.taken {
		if t.Intersects(box) && !c.m.Numbered {
			return
		}
	}
	c.taken = append(c.taken, box)
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" text-anchor="middle" dominant-baseline="central">%s</text>`+"\n", px(x), px(y), esc(text))
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
