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
	// Label is the property that names a feature, Other the one to take where it is missing.
	Label, Other string
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
