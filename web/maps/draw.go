package maps

import (
	"math"
	"slices"
	"strconv"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/vocab"
	"honglinh/datasets/export"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

// Sizes of the map page's drawing in pixels.
const drawWidth, drawHeight = 760, 560

// drawMap draws the underlay and the records with the records' numbers in the list.
func (s *pages) drawMap(l *frame.Locale, scene *mapScene, title string) (drawing.Map, error) {
	found, underlay, view := scene.found, scene.underlay, scene.view
	m := locator.Map{Title: title, Description: l.T("map_drawing", l.Num(float64(len(found)-unplaced(found)))), Lang: string(l.Lang), Attribution: l.T("map_reference"),
		Width: drawWidth, Height: drawHeight, View: view.Bound(drawWidth, drawHeight)}
	var features []locator.Feature
	class := map[string]string{}
	for _, u := range scene.units {
		class[u.ID] = " step-" + strconv.Itoa(classOf(scene.classes, u.count))
	}
	for _, f := range underlay {
		b := locator.Feature{ID: f.ID, Geometry: f.Geometry, Label: f.Title, Role: locator.Background, Class: "l-" + f.Layer, Mark: drawing.MarkOf(f.Kind)}
		if f.Classed {
			b.Colour = f.Colour
		}
		if f.Layer == "units" {
			b.Mark, b.Class = locator.Town, b.Class+class[f.ID]
		}
		if f.Faint {
			b.Class += " faint"
		}
		if f.Named {
			b.Label = ""
		}
		features = append(features, b)
	}
	if scene.region != nil {
		features = append(features, locator.Feature{ID: "region", Geometry: scene.region, Role: locator.Outline, Class: "region"})
	}
	for _, u := range slices.Backward(scene.units) { // those with most lie on top
		features = append(features, locator.Feature{ID: u.ID, Geometry: u.at, Label: u.Title, Inside: u.Count, Radius: unitRadius(u.count), Role: locator.Highlight, Class: "in-unit" + class[u.ID]})
	}
	for i, f := range found {
		features = append(features, locator.Feature{ID: f.ID, Geometry: f.Geometry, Label: strconv.Itoa(scene.from + i + 1), Role: locator.Highlight, Class: "k-" + f.Kind, Mark: drawing.MarkOf(f.Kind)})
	}
	return drawing.Draw(drawing.Under(s.Frame, l, m), features, "map")
}

// unitRadius is the size of a unit's pin: its area grows with the count, within what can be read.
func unitRadius(n int) float64 { return min(max(10+1.1*math.Sqrt(float64(n)), 11), 26) }

// mapMarks is the legend of the kinds that the records found are of.
func mapMarks(l *frame.Locale, found []drawing.Feature) []mapMark {
	var out []mapMark
	for _, k := range vocab.Kinds() {
		for _, f := range found {
			if f.Kind == k.Code && f.Geometry != nil {
				out = append(out, mapMark{Class: "k-" + k.Code, Path: drawing.MarkOf(k.Code).Path(), Label: l.Label(k.Plural, k.Code)})
				break
			}
		}
	}
	return out
}

// layerFiles are the downloads of a layer.
func layerFiles(id string) []frame.Link {
	var out []frame.Link
	for _, f := range export.For(export.Layers) {
		out = append(out, frame.Link{Text: f.Short, URL: frame.APIBase + "/layers/" + id + "/exports/" + f.Name})
	}
	return out
}

func (s *pages) mapLayers(l *frame.Locale, ask drawing.Ask) []mapLayer {
	set := s.Layers()
	var out []mapLayer
	for _, layer := range s.layerList() {
		if set != nil && !ask.Shows(layer.ID) {
			if d, ok := set.Layer(layer.ID); !ok || d.Len() == 0 {
				continue // nothing in this catalogue is of it
			}
		}
		m := mapLayer{Files: layerFiles(layer.ID), ID: layer.ID, Title: l.Label(layer.Title, layer.ID), Colour: layer.Style.Colour, On: ask.Shows(layer.ID)}
		if set != nil {
			if d, ok := set.Layer(layer.ID); ok {
				m.Classes = legend(l, d)
				m.Note = l.T("map_layer_count", l.Num(float64(d.Len()-d.Unplaced())), l.Num(float64(d.Len())))
			}
		}
		out = append(out, m)
	}
	return out
}

// legend is what the colours of a layer mean.
func legend(l *frame.Locale, d *layers.Data) []frame.Swatch {
	var out []frame.Swatch
	for _, c := range d.Classes() {
		out = append(out, frame.Swatch{Colour: c.Colour, Text: className(l, c), Count: l.Num(float64(c.Count))})
	}
	return out
}

// className is what a class is called, with the value as plans print it.
func className(l *frame.Locale, c layers.Class) string {
	if name := l.Label(c.Title, ""); name != "" {
		return name + " (" + c.Value + ")"
	}
	return c.Value
}

// layerTitle is the name of a layer.
func (s *pages) layerTitle(l *frame.Locale, id string) string {
	for _, layer := range s.layerList() {
		if layer.ID == id {
			return l.Label(layer.Title, id)
		}
	}
	return id
}
