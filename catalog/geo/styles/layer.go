package styles

import (
	"fmt"
	"math"
	"strconv"
)

// Layer is a collection of OGC API Features and its look.
type Layer struct {
	ID, Title, Abstract string
	// Dimension is that of the geometries: 0 points, 1 lines, 2 areas; -1 where there are none.
	Dimension int
	// Colour and Outline are "#rrggbb", widths and radii pixels of 96 an inch.
	Colour, Outline string
	Opacity         float64
	Width, Radius   float64
	// MinZoom is the zoom from which maps on the web draw it.
	MinZoom int
	// Label is the property that names a feature, Other the one to take where it is missing.
	Label, Other string
	// Geometries are the dimensions of all geometries that a map draws.
	Geometries []int
	// Ended is a property that features have which hold no more: maps on the web leave them out. "" draws all.
	Ended string
	// ColourBy is a property whose values have the colours of Classes; features with another value, or none, have that of the layer.
	ColourBy string
	Classes  []Class
}

// Class is a value with its colour and what it is called.
type Class struct{ Value, Title, Colour string }

// label is what a legend says of a class: its name and the value as the features have it.
func (c Class) label() string {
	if c.Title == "" {
		return c.Value
	}
	return c.Title + " (" + c.Value + ")"
}

// millimetres of pixels: 96 are an inch.
func millimetres(px float64) string {
	return strconv.FormatFloat(math.Round(px*25.4/96*100)/100, 'f', -1, 64)
}

// rgba is a colour as QGIS writes it.
func rgba(hex string, opacity float64) string {
	var r, g, b uint8
	if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &r, &g, &b); err != nil {
		return "85,96,90,255" // a grey: the look is no reason to have no layer
	}
	return fmt.Sprintf("%d,%d,%d,%d", r, g, b, int(math.Round(opacity*255)))
}
