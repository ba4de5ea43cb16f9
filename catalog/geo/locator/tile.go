package locator

import (
	"fmt"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/basemap"
)

// TileSide is the side of a drawn tile in pixels, as maps of 256 pixels a tile want it.
const TileSide = 256

// Tile draws a tile of the base map for maps that show pictures: no script of theirs reads vector tiles. The drawing should reach a quarter of a tile beyond the bound, so that
// names on the edge are drawn by both neighbours.
func Tile(g basemap.Drawing, bound orb.Bound, dark bool) ([]byte, error) {
	c := &canvas{m: Map{Width: TileSide, Height: TileSide, Base: &g}, view: bound, dark: dark}
	x0, y1 := plane(bound.Min)
	x1, y0 := plane(bound.Max)
	c.scale, c.left, c.top = TileSide/(x1-x0), x0, y0
	sea := basemap.Sea.Light
	if dark {
		sea = basemap.Sea.Dark
	}
	fmt.Fprintf(&c.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[1]d" viewBox="0 0 %[1]d %[1]d"><style>text{font-family:"Be Vietnam Pro",system-ui,sans-serif;paint-order:stroke;stroke-linejoin:round}%[2]s</style><rect width="%[1]d" height="%[1]d" fill="%[3]s"/>`,
		TileSide, c.baseLook(), sea)
	if (y1-y0)*c.scale > 0 {
		if err := c.base(); err != nil {
			return nil, err
		}
	}
	for _, n := range g.Names {
		x, y := c.at(n.At)
		if n.Paint.Layer == basemap.POIs {
			y += 9
		}
		half := glyph * n.Size / 12 * 0.86 * float64(utf8.RuneCountInString(n.Text)) / 2
		box := orb.Bound{Min: orb.Point{x - half - 4, y - n.Size*0.8}, Max: orb.Point{x + half + 4, y + n.Size*0.8}}
		if c.covered(box) {
			continue
		}
		c.taken = append(c.taken, box)
		if x+half > 0 && x-half < TileSide && y > -n.Size && y < TileSide+n.Size {
			fmt.Fprintf(&c.b, `<text class="%s" x="%s" y="%s" text-anchor="middle" dominant-baseline="central">%s</text>`, n.Paint.ID, px(x), px(y), esc(n.Text))
		}
	}
	c.b.WriteString("</svg>\n")
	return []byte(c.b.String()), nil
}
