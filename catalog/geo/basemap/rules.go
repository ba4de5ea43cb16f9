package basemap

import (
	"fmt"
	"strings"
)

// Rule is the look of a paint in a drawing, as a style sheet has it on a light and on a dark background.
type Rule struct{ Selector, Light, Dark string }

// Rules are the rules of all paints. The site's style sheet has them in both schemes, which a test holds.
func Rules() []Rule {
	var out []Rule
	for _, p := range append(Paints(), ApproximateRoad()) {
		r := Rule{Selector: "." + p.ID}
		switch p.Draw {
		case Fill, Dot:
			r.Light, r.Dark = "fill:"+p.Light, "fill:"+p.Dark
		case Line:
			r.Light, r.Dark = "stroke:"+p.Light, "stroke:"+p.Dark
		case Raster:
			r.Light, r.Dark = "opacity:"+p.Light, "opacity:"+p.Dark
		case Text:
			size := fmt.Sprintf(";font-size:%gpx;font-weight:400;stroke-width:2.5px", p.Widths[0])
			r.Selector = "text." + p.ID
			r.Light, r.Dark = "fill:"+p.Light+";stroke:"+Halo.Light+size, "fill:"+p.Dark+";stroke:"+Halo.Dark
		}
		out = append(out, r)
	}
	return out
}

// Sheet writes the rules for the site's style sheet, all below one selector.
func Sheet(below string) string {
	var light, dark strings.Builder
	for _, r := range Rules() {
		fmt.Fprintf(&light, "%s %s{%s}", below, r.Selector, r.Light)
		fmt.Fprintf(&dark, "%s %s{%s}", below, r.Selector, r.Dark)
	}
	return fmt.Sprintf("%[1]s .b-name{letter-spacing:0}%[2]s\n@media (prefers-color-scheme:dark){%[3]s}", below, light.String(), dark.String())
}
