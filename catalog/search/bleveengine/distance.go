package bleveengine

import (
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/search"
)

// distances measures rows from a point; nil measures nothing.
type distances struct {
	cols *columns
	from orb.Point
	away map[string]float64
	half float64 // km at which being near counts half
}

// usualReach is where nearness counts half when nobody says, in km: the way across a commune
// and to the next town.
const usualReach = 10

func (v *view) distances(req search.Request) *distances {
	if req.Near == nil {
		return nil
	}
	d := &distances{cols: v.cols, from: *req.Near, away: req.Away, half: usualReach}
	if req.Reach > 0 {
		d.half = req.Reach
	}
	return d
}

// wide is the distance to a row that is more than a point.
func (d *distances) wide(row uint32) (float64, bool) {
	if b := d.cols.bound[row]; b[0] == b[2] && b[1] == b[3] {
		return 0, false
	}
	km, ok := d.away[d.cols.ids[row]]
	return km, ok
}

// km is the distance on the ellipsoid; NaN where nothing is known of the place.
func (d *distances) km(row uint32) float64 {
	if d == nil || math.IsNaN(d.cols.lon[row]) {
		return math.NaN()
	}
	if km, ok := d.wide(row); ok {
		return km
	}
	return geodesy.Distance(d.from, orb.Point{d.cols.lon[row], d.cols.lat[row]}) / 1000
}

// atLeast is a lower bound of km that costs little.
func (d *distances) atLeast(row uint32) float64 {
	if d == nil {
		return 0
	}
	if km, ok := d.wide(row); ok {
		return km
	}
	if lon := d.cols.lon[row]; !math.IsNaN(lon) {
		return geodesy.Haversine(d.from, orb.Point{lon, d.cols.lat[row]}) / 1000 * (1 - geodesy.Slack)
	}
	return -last
}

// farWeight is the share of its score that a record keeps far from the point, or without a
// place: half, so that words still tell more than the way.
const farWeight = 0.5

// weight is what the distance makes of a score.
func (d *distances) weight(row uint32) float64 {
	if d == nil {
		return 1
	}
	km := d.atLeast(row)
	return farWeight + (1-farWeight)*math.Exp2(-km/d.half)
}
