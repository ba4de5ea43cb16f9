package crs

import (
	"sort"

	"github.com/paulmach/orb"
)

// Guess is a reference system that would explain coordinates.
type Guess struct {
	CRS     *CRS
	Swapped bool    // x holds northings (as survey tables of Viet Nam do) or latitudes
	Inside  float64 // part of the points that fall into the outline, 0 to 1
	// Confidence is high when this guess alone puts nearly all points inside, medium when others come close, low when most points stay outside.
	Confidence Confidence
}

// GuessZone tries every known system, in both orders of axes, and ranks those that bring points near the place where they must
// lie: inside tells whether a WGS 84 point lies in the outline of the unit. The first guess is the best; the others are the alternatives to show. Guesses that
// bring no point inside are left out, so the answer may be empty. Zones next to each other lie 26 to 53 km apart, but VN-2000 UTM
// and TM-3 on the same meridian differ by some hundred metres only: then both are listed with medium confidence.
//
// At most 1000 of the points are tried.
func GuessZone(points []orb.Point, inside func(orb.Point) bool) []Guess {
	const most = 1000
	step := max(1, len(points)/most)
	var out []Guess
	wgs := MustLookup(CRS84)
	for _, c := range All() {
		if c.Code == "EPSG:4326" {
			continue // the same numbers as CRS84
		}
		t := Transform(c, wgs)
		for _, swapped := range []bool{false, true} {
			if n := share(points, step, swapped, t, inside); n > 0 {
				out = append(out, Guess{CRS: c, Swapped: swapped, Inside: n})
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Inside > out[j].Inside })
	for i := range out {
		out[i].Confidence = confidence(out, i)
	}
	return out
}

func share(points []orb.Point, step int, swapped bool, t Transformation, inside func(orb.Point) bool) float64 {
	hit, all := 0, 0
	for i := 0; i < len(points); i += step {
		p := points[i]
		if swapped {
			p[0], p[1] = p[1], p[0]
		}
		all++
		if q, err := t.Point(p); err == nil && inside(q) {
			hit++
		}
	}
	return float64(hit) / float64(max(all, 1))
}

// confidence: nearly all is 95 %, since outlines are generalised; a rival comes close when it holds more than half of what the best holds.
func confidence(g []Guess, i int) Confidence {
	switch {
	case g[i].Inside < 0.5 || g[i].Inside < g[0].Inside/2:
		return Low
	case i == 0 && g[i].Inside >= 0.95 && (len(g) == 1 || g[1].Inside <= g[0].Inside/2):
		return High
	}
	return Medium
}
