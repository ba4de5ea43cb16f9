// Package cluster puts points that would cover each other on a screen into groups.
package cluster

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

// Radius is how near points are that one mark stands for, in pixels of a world of 512 pixels at zoom 0.
const Radius = 40

// Group is points that one mark stands for.
type Group struct {
	// At is the middle of the points.
	At orb.Point
	// Members are places in the list given, ascending; a point is in one group only.
	Members []int
	// Box is that of the points: one without extent is no more apart at any zoom.
	Box orb.Bound
}

// Apart tells whether a closer look parts the group.
func (g Group) Apart() bool { return g.Box.Min != g.Box.Max }

// Groups are those of points in degrees at a zoom, in the order of their first points: the first
// point that is in none gathers all that lie within Radius of it.
func Groups(points []orb.Point, zoom maptile.Zoom) []Group {
	size := 512 * math.Exp2(float64(zoom))
	at := make([][2]float64, len(points))
	cells := map[[2]int][]int{}
	for i, p := range points {
		at[i] = pixel(p, size)
		c := cell(at[i])
		cells[c] = append(cells[c], i)
	}
	taken := make([]bool, len(points))
	var out []Group
	for i := range points {
		if taken[i] {
			continue
		}
		g := Group{Box: points[i].Bound()}
		c := cell(at[i])
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, j := range cells[[2]int{c[0] + dx, c[1] + dy}] {
					if taken[j] || j != i && math.Hypot(at[i][0]-at[j][0], at[i][1]-at[j][1]) >= Radius {
						continue
					}
					taken[j] = true
					g.Members = append(g.Members, j)
				}
			}
		}
		out = append(out, g.finished(points))
	}
	return out
}

// finished sets the middle and the box.
func (g Group) finished(points []orb.Point) Group {
	slices.Sort(g.Members)
	var sum orb.Point
	for _, i := range g.Members {
		sum[0] += points[i][0]
		sum[1] += points[i][1]
		g.Box = g.Box.Extend(points[i])
	}
	n := float64(len(g.Members))
	g.At = orb.Point{sum[0] / n, sum[1] / n}
	if !g.Apart() {
		g.At = g.Box.Min
	}
	return g
}

func cell(p [2]float64) [2]int {
	return [2]int{int(math.Floor(p[0] / Radius)), int(math.Floor(p[1] / Radius))}
}

// pixel is a point on a square map of size pixels (Web Mercator).
func pixel(p orb.Point, size float64) [2]float64 {
	const most = 85.05112877980659 // where the square ends
	lat := max(-most, min(most, p[1])) * math.Pi / 180
	return [2]float64{(p[0]/360 + 0.5) * size, (0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)) * size}
}
