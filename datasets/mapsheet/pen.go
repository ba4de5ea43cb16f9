package mapsheet

import "github.com/paulmach/orb"

// letters is how a text looks.
type letters struct {
	size   float64 // millimetres from line to line; capitals have 0.7 of it
	bold   bool
	colour string
	halo   string // of its edge; "" is none
	middle bool   // about x instead of from it on
	turned bool   // written upwards
}

// pen is what draws: lengths in millimetres of the paper, colours as "#rrggbb".
type pen interface {
	// area fills rings by the even-odd rule.
	area(rings [][]orb.Point, colour string, opacity float64)
	line(points []orb.Point, closed bool, colour string, width float64, dash []float64)
	// text writes upon the base line at a point.
	text(s string, at orb.Point, l letters)
	// span is the length of a text.
	span(s string, l letters) float64
	// within limits what follows to a rectangle, everywhere ends that.
	within(b box)
	everywhere()
}
