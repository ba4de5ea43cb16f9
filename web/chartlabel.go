package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// maxDirect is how many series are named on the chart itself; more are named
// in a legend under it.
const maxDirect = 4

// LegendItem names a series under a chart, with its marker.
type LegendItem struct{ Class, Marker, Text string }

// markerPath draws the marker of the series with the number around a point:
// another shape for each, so that nothing hangs on the colour alone.
func markerPath(series int, x, y float64) string {
	at := "M" + coord(x) + " " + coord(y)
	switch series % maxSeries {
	case 1:
		return at + "m-3-3h6v6h-6z"
	case 2:
		return at + "m0-4.4l4.2 7.4h-8.4z"
	case 3:
		return at + "m0-4.6l4.6 4.6-4.6 4.6-4.6-4.6z"
	case 4:
		return at + "m0 4.4l4.2-7.4h-8.4z"
	case 5:
		return at + "m-1.8-4.6h3.6v9.2h-3.6z"
	}
	return at + "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z"
}

// box is a rectangle in the chart's units.
type box struct{ left, top, right, bottom float64 }

func (b box) hits(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

const (
	letterWidth = 7.3 // of the 13-unit semibold, on average
	lineStep    = 6.0 // how densely a line is guarded against labels
)

// labels name the series beside a point of theirs, where the fewest markers,
// lines and other names are covered. Those with the fewest points choose first.
func labels(all []series, x, y scale) []ChartLabel {
	taken := marks(all, x, y)
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(all[a].points) - len(all[b].points) })
	out := make([]ChartLabel, len(all))
	for _, i := range order {
		s := all[i]
		text := clipText(s.name, 28)
		width := letterWidth * float64(len([]rune(text)))
		best, bestBox, least := ChartLabel{}, box{}, math.Inf(1)
		for rank, c := range candidates(s.points, x, y, width) {
			if cost := crowding(c.box, taken) + float64(rank)/100; cost < least {
				best, bestBox, least = c.label, c.box, cost
			}
		}
		best.Class, best.Text = "k"+strconv.Itoa(i%maxSeries+1), text
		for range 3 { // a name under a name is worse than a name over a marker
			taken = append(taken, bestBox)
		}
		out[i] = best
	}
	return out
}

// marks are the boxes that markers and lines fill.
func marks(all []series, x, y scale) []box {
	var out []box
	add := func(px, py, r float64) { out = append(out, box{px - r, py - r, px + r, py + r}) }
	for _, s := range all {
		for i, p := range s.points {
			px, py := x.at(p.x), y.at(p.y)
			add(px, py, 5)
			if i == 0 || p.x-s.points[i-1].x > step(p.period) {
				continue
			}
			qx, qy := x.at(s.points[i-1].x), y.at(s.points[i-1].y)
			n := math.Ceil(math.Hypot(px-qx, py-qy) / lineStep)
			for k := 1.0; k < n; k++ {
				add(qx+(px-qx)*k/n, qy+(py-qy)*k/n, 1)
			}
		}
	}
	return out
}

type candidate struct {
	label ChartLabel
	box   box
}

// candidates are the places for a name, the best first: at the last point, then
// at those before it; left, above, below and right of the point.
func candidates(points []sample, x, y scale, width float64) []candidate {
	var out []candidate
	put := func(px, py, left float64, anchor string) {
		b := box{left, py - 11, left + width, py + 3}
		if b.left < chartLeft || b.right > chartWidth || b.top < 0 || b.bottom > chartBase {
			return
		}
		out = append(out, candidate{ChartLabel{X: coord(px), Y: coord(py), Anchor: anchor}, b})
	}
	for i := len(points) - 1; i >= 0; i-- {
		px, py := x.at(points[i].x), y.at(points[i].y)
		put(px-8, py+4, px-8-width, "end")
		put(px+8, py+4, px+8, "start")
		for _, dy := range []float64{-9, 18, -24, 33} {
			put(px+4, py+dy, px+4-width, "end")
			put(px-4, py+dy, px-4, "start")
		}
	}
	if out == nil { // a name too long for any of them still stands on the chart
		put(chartLeft+4, chartTop, chartLeft+4, "start")
	}
	return out
}

func crowding(b box, taken []box) float64 {
	n := 0.0
	for _, t := range taken {
		if b.hits(t) {
			n++
		}
	}
	return n
}

// legend names the series in a list.
func legend(all []series) []LegendItem {
	var out []LegendItem
	for i, s := range all {
		out = append(out, LegendItem{fmt.Sprintf("k%d", i%maxSeries+1), markerPath(i, 8, 8), s.name})
	}
	return out
}
