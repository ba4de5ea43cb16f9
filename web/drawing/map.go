package drawing

import (
	"bytes"
	"html/template"
	"regexp"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/vocab"
)

// Map is a map made on the server: SVG to stand in a page, coloured by its
// style sheet.
type Map struct {
	SVG   template.HTML
	Empty bool
	File  []byte // with its own style, to stand alone
}

// Draw makes a drawing whose ids begin with the prefix, so that a page can hold several.
func Draw(m locator.Map, features []locator.Feature, prefix string) (Map, error) {
	svg, err := locator.SVG(m, features)
	if err == locator.ErrNothing {
		return Map{Empty: true}, nil
	}
	if err != nil {
		return Map{}, err
	}
	inline := ownStyle.ReplaceAll(svg, nil)
	inline = ownIDs.ReplaceAll(inline, []byte(`id="`+prefix+`-$1"`))
	inline = bytes.Replace(inline, []byte(`aria-labelledby="t d"`), []byte(`class="drawing" aria-labelledby="`+prefix+`-t `+prefix+`-d"`), 1)
	inline = bytes.Replace(inline, []byte(` xml:lang=`), []byte(` lang=`), 1)
	return Map{SVG: template.HTML(inline), File: svg}, nil //nolint:gosec // made by locator, which escapes
}

// MarkOf is the shape of a kind's pin.
func MarkOf(kind string) locator.Mark { return locator.Mark(vocab.Kind(kind).Row().Pin.Mark) }

// GeometryOf is the place of a record that may be drawn as its own. A stand-in, the middle of
// the commune, is none: it is never a pin.
func GeometryOf(rec *catalog.Record) orb.Geometry {
	if rec.Geometry == nil || rec.GeometryQuality == "centroid" && rec.Kind != vocab.Unit {
		return nil
	}
	return rec.Geometry.Geometry()
}

// The style of a drawing that stands alone is dropped where the page's own style
// sheet colours it; the policy against inline styles would refuse it anyway.
var (
	ownStyle = regexp.MustCompile(`<style>[^<]*</style>\n?| style="[^"]*"`)
	ownIDs   = regexp.MustCompile(`id="(t|d|f\d+)"`)
)
