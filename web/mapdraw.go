package web

import (
	"bytes"
	"html/template"
	"math"
	"regexp"
	"slices"
	"strconv"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/vocab"
	"honglinh/datasets/export"
)

// Drawing is a map made on the server: SVG to stand in a page, coloured by its
// style sheet.
type Drawing struct {
	SVG   template.HTML
	Empty bool
	file  []byte // with its own style, to stand alone
}

// Sizes of the map page's drawing in pixels.
const drawWidth, drawHeight = 760, 560

// drawMap draws ground and records with the records' numbers in the list.
func (s *site) drawMap(l *locale, scene *mapScene, title string) (Drawing, error) {
	found, ground, view := scene.found, scene.ground, scene.view
	m := locator.Map{Title: title, Description: l.t("map_drawing", l.num(float64(len(found)-unplaced(found)))), Lang: string(l.lang), Attribution: l.t("map_reference"),
		Width: drawWidth, Height: drawHeight, View: view.bound(drawWidth, drawHeight)}
	var features []locator.Feature
	for _, f := range ground {
		b := locator.Feature{ID: f.id, Geometry: f.geometry, Label: f.title, Role: locator.Background, Class: "l-" + f.layer, Mark: markOf(f.kind)}
		if f.layer == "units" {
			b.Mark = locator.Town
		}
		if f.faint {
			b.Class += " faint"
		}
		if f.named {
			b.Label = ""
		}
		features = append(features, b)
	}
	if scene.region != nil {
		features = append(features, locator.Feature{ID: "region", Geometry: scene.region, Role: locator.Outline, Class: "region"})
	}
	for _, u := range slices.Backward(scene.units) { // those with most lie on top
		features = append(features, locator.Feature{ID: u.ID, Geometry: u.at, Label: u.Title, Inside: u.Count, Radius: unitRadius(u.count), Role: locator.Highlight, Class: "in-unit"})
	}
	for i, f := range found {
		features = append(features, locator.Feature{ID: f.id, Geometry: f.geometry, Label: strconv.Itoa(i + 1), Role: locator.Highlight, Class: "k-" + f.kind, Mark: markOf(f.kind)})
	}
	return draw(m, features, "map")
}

// unitRadius is the size of a unit's pin: its area grows with the count, within what can be read.
func unitRadius(n int) float64 { return min(max(10+1.1*math.Sqrt(float64(n)), 11), 26) }

// draw makes a drawing whose ids begin with the prefix, so that a page can hold several.
func draw(m locator.Map, features []locator.Feature, prefix string) (Drawing, error) {
	svg, err := locator.SVG(m, features)
	if err == locator.ErrNothing {
		return Drawing{Empty: true}, nil
	}
	if err != nil {
		return Drawing{}, err
	}
	inline := ownStyle.ReplaceAll(svg, nil)
	inline = ownIDs.ReplaceAll(inline, []byte(`id="`+prefix+`-$1"`))
	inline = bytes.Replace(inline, []byte(`aria-labelledby="t d"`), []byte(`class="drawing" aria-labelledby="`+prefix+`-t `+prefix+`-d"`), 1)
	inline = bytes.Replace(inline, []byte(` xml:lang=`), []byte(` lang=`), 1)
	return Drawing{SVG: template.HTML(inline), file: svg}, nil //nolint:gosec // made by locator, which escapes
}

// The style of a drawing that stands alone is dropped where the page's own style
// sheet colours it; the policy against inline styles would refuse it anyway.
var (
	ownStyle = regexp.MustCompile(`<style>[^<]*</style>\n?| style="[^"]*"`)
	ownIDs   = regexp.MustCompile(`id="(t|d|f\d+)"`)
)

// markOf is the shape of a kind's pin.
func markOf(kind string) locator.Mark { return locator.Mark(vocab.Kind(kind).Row().Pin.Mark) }

// mapMarks is the legend of the kinds that the records found are of.
func mapMarks(l *locale, found []mapFeature) []MapMark {
	var out []MapMark
	for _, k := range vocab.Kinds() {
		for _, f := range found {
			if f.kind == k.Code && f.geometry != nil {
				out = append(out, MapMark{Class: "k-" + k.Code, Path: markOf(k.Code).Path(), Label: l.label(k.Plural, k.Code)})
				break
			}
		}
	}
	return out
}

// layerFiles are the downloads of a layer.
func layerFiles(id string) []Link {
	var out []Link
	for _, f := range export.For(export.Layers) {
		out = append(out, Link{Text: f.Short, URL: apiBase + "/layers/" + id + "/exports/" + f.Name})
	}
	return out
}

func (s *site) mapLayers(l *locale, ask mapAsk) []MapLayer {
	set := s.Layers()
	var out []MapLayer
	for _, layer := range layers.List() {
		m := MapLayer{Files: layerFiles(layer.ID), ID: layer.ID, Title: l.label(layer.Title, layer.ID), Colour: layer.Style.Colour, On: ask.shows(layer.ID)}
		if set != nil {
			if d, ok := set.Layer(layer.ID); ok {
				m.Note = l.t("map_layer_count", l.num(float64(d.Len()-d.Unplaced())), l.num(float64(d.Len())))
			}
		}
		out = append(out, m)
	}
	return out
}
