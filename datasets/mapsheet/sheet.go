package mapsheet

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/locator"
)

// Paper is a size of paper, which lies across.
type Paper string

// The sizes.
const (
	A4 Paper = "a4"
	A3 Paper = "a3"
)

// Papers lists them.
func Papers() []Paper { return []Paper{A4, A3} }

// millimetres are the width and height of the paper lying across.
func (p Paper) millimetres() (width, height float64) {
	if p == A3 {
		return 420, 297
	}
	return 297, 210
}

// Sheet is a map to be printed, every text ready in one language.
type Sheet struct {
	Lang, Title, Site, URL string
	Paper                  Paper
	// View is what is to be seen, in WGS 84; the sheet shows some more around it.
	View orb.Bound
	// Grid is the system whose plane the sheet is drawn in; it must be one of metres.
	Grid *crs.CRS
	// Basemap gives the base map of a view at a zoom; nil draws none.
	Basemap func(view orb.Bound, zoom float64, lang string) (basemap.Drawing, error)
	// Features are drawn in this order, names on top.
	Features []Feature
	Legend   []Entry
	// List names what is numbered; what has no room is counted by More.
	List  []Line
	More  func(n int) string
	Notes []string // sources and what they ask to be said, under the list
	// Reference is what is said of the map's standing, in bold.
	Reference string
	Words     Words
}

// Words are the texts of the frame.
type Words struct{ Scale, Grid, Legend, List, North, Place string }

// Feature is something to draw, in WGS 84. Fill and Stroke are colours as "#rrggbb", "" is none.
type Feature struct {
	Geometry     orb.Geometry
	Fill, Stroke string
	Opacity      float64   // of the fill
	Width        float64   // of the stroke in millimetres
	Dash         []float64 // in millimetres
	Mark         locator.Mark
	// Radius in millimetres makes a point a circle with the text Inside.
	Radius float64
	Inside string
	// Label is a name or a number at the place.
	Label string
	Bold  bool
}

// Entry is a line of the legend: how a feature looks, and its name.
type Entry struct {
	Look  Feature
	Label string
	Area  bool // a patch of the fill; otherwise a mark, or a line without a fill
}

// Line is a numbered line of the list.
type Line struct{ Number, Text string }

// Limits of a sheet.
const (
	mostFeatures = 5000
	leastScale   = 500
)

// Errors of a sheet.
var (
	ErrTooMany = fmt.Errorf("a sheet draws at most %d features", mostFeatures)
	ErrPlane   = errors.New("a sheet is drawn in a system of metres")
	ErrView    = errors.New("this view cannot be drawn in the plane of the sheet's system")
)
