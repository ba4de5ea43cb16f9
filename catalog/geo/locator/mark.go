package locator

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// Mark is the shape of a point, so that kinds differ by more than colour.
type Mark string

// The marks; any other value is a Dot.
const (
	Dot      Mark = "dot"
	Square   Mark = "square"
	Diamond  Mark = "diamond"
	Triangle Mark = "triangle"
	Hexagon  Mark = "hexagon"
	Star     Mark = "star"
	Town     Mark = "town" // a small dot, for names to find one's way
)

// Marks lists them.
func Marks() []Mark { return []Mark{Dot, Square, Diamond, Triangle, Hexagon, Star, Town} }

// Path is the outline of a mark about the origin in SVG's notation, some 10 pixels across.
func (m Mark) Path() string {
	switch m {
	case Square:
		return "M-4.5-4.5H4.5V4.5H-4.5Z"
	case Diamond:
		return "M0-6L6 0L0 6L-6 0Z"
	case Triangle:
		return "M0-6L5.5 4H-5.5Z"
	case Hexagon:
		return "M-2.8-5H2.8L5.6 0L2.8 5H-2.8L-5.6 0Z"
	case Town:
		return "M-2 0A2 2 0 1 1 2 0A2 2 0 1 1-2 0Z"
	case Star:
		return "M0-7L1.8-2.2L6.7-2.2L2.8.9L4.1 5.7L0 2.9L-4.1 5.7L-2.8.9L-6.7-2.2L-1.8-2.2Z"
	}
	return "M-4.5 0A4.5 4.5 0 1 1 4.5 0A4.5 4.5 0 1 1-4.5 0Z"
}

func (m Mark) svg(x, y float64) string {
	if m == "" || m == Dot {
		return fmt.Sprintf(`<circle cx="%s" cy="%s" r="4.5"/>`, px(x), px(y))
	}
	return strings.Join([]string{`<path transform="translate(`, px(x), " ", px(y), `)" d="`, m.Path(), `"/>`}, "")
}

// Ring is the outline of a mark about the origin, x to the right and y down, in the unit of Path.
func (m Mark) Ring() []orb.Point {
	switch m {
	case Square:
		return []orb.Point{{-4.5, -4.5}, {4.5, -4.5}, {4.5, 4.5}, {-4.5, 4.5}}
	case Diamond:
		return []orb.Point{{0, -6}, {6, 0}, {0, 6}, {-6, 0}}
	case Triangle:
		return []orb.Point{{0, -6}, {5.5, 4}, {-5.5, 4}}
	case Hexagon:
		return []orb.Point{{-2.8, -5}, {2.8, -5}, {5.6, 0}, {2.8, 5}, {-2.8, 5}, {-5.6, 0}}
	case Star:
		return []orb.Point{{0, -7}, {1.8, -2.2}, {6.7, -2.2}, {2.8, 0.9}, {4.1, 5.7}, {0, 2.9}, {-4.1, 5.7}, {-2.8, 0.9}, {-6.7, -2.2}, {-1.8, -2.2}}
	}
	radius := 4.5
	if m == Town {
		radius = 2
	}
	out := make([]orb.Point, 0, 24)
	for i := range 24 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 12)
		out = append(out, orb.Point{radius * cos, radius * sin})
	}
	return out
}
