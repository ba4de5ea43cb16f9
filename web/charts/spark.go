package charts

import (
	"strings"

	"honglinh/catalog"
	"honglinh/web/frame"
)

// Spark is an indicator's small line.
type Spark struct {
	Link  frame.Link
	Value string
	Path  string // through values that follow each other
	Dots  string // at each value
}

// Size of a spark in SVG units.
const sparkWidth, sparkHeight = 120, 28

// SparkOf draws the yearly values as a small stroke with a dot at each; with less
// than three there is nothing to see.
func SparkOf(l *frame.Locale, list []catalog.Observation) (path, dots string) {
	var values []catalog.Observation
	for _, o := range list {
		if o.Value != nil && o.Unit == list[0].Unit && step(o.Period) > 1 {
			values = append(values, o)
		}
	}
	all := split(l, "", "", values)
	if distinctX(all) < 3 {
		return "", ""
	}
	xs, ys := bounds(all)
	x, y := Scale{xs[0], xs[1], 3, sparkWidth - 3}, Scale{ys[0], ys[1], sparkHeight - 4, 4}
	var stroke, points strings.Builder
	for _, s := range all {
		for _, line := range strokes(0, s.points, x, y) {
			stroke.WriteString(line.Path())
		}
		for _, p := range s.points {
			points.WriteString("M" + coord(x.At(p.x)) + " " + coord(y.At(p.y)) + "h.01")
		}
	}
	return stroke.String(), points.String()
}
