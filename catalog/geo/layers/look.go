package layers

import (
	"honglinh/catalog/geo/styles"
	"honglinh/catalog/text"
)

// Look is how other programs draw a layer, with its names in a language.
func (d *Data) Look(lang text.Lang) styles.Layer {
	title, _ := d.Title.Best(lang)
	abstract, _ := d.Description.Best(lang)
	l := styles.Layer{ID: d.ID, Title: title, Abstract: abstract, Dimension: -1, Colour: d.Style.Colour, Outline: d.Style.Outline, Opacity: d.Style.Opacity, Width: d.Style.Width, Radius: d.Style.Radius,
		MinZoom: d.Style.MinZoom, Geometries: d.Geometries, Label: "title_" + string(lang), Other: "title_" + string(lang.Other()), ColourBy: d.ColourBy}
	if d.ID == "units" {
		l.Ended = "valid_to"
	}
	for _, c := range d.Classes() {
		name, _ := c.Title.Best(lang)
		l.Classes = append(l.Classes, styles.Class{Value: c.Value, Title: name, Colour: c.Colour})
	}
	for _, i := range d.shown() { // the first page tells QGIS which geometry a collection has
		if g := d.Features[i].Geometry(); g != nil {
			l.Dimension = g.Dimensions()
		}
		break
	}
	return l
}
