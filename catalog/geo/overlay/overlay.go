package overlay

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/geo"
	"github.com/peterstace/simplefeatures/geom"

	"honglinh/catalog/geo/geodesy"
)

// Errors of Common.
var (
	// ErrInvalid says that an outline crosses itself or is none of an area.
	ErrInvalid = errors.New("not a valid area")
	// ErrInexact says that the parts do not add up to the whole.
	ErrInexact = errors.New("the parts do not add up to the whole")
)

// closeness is how much of the first area the two parts may miss: the cut moves corners by its rounding, 1e-14 of a degree.
const closeness = 1e-6

// slack is what an area may change, in square metres, when its edges are cut: geodesy measures under great circles, and the pieces of an edge of length L lie
// up to L²/8R off the great circle of the whole, which is L³/12R of area.
func slack(g orb.Geometry) float64 {
	out := 0.0
	ring := func(r orb.Ring) {
		for i := 1; i < len(r); i++ {
			out += math.Pow(geo.Distance(r[i-1], r[i]), 3) / 12 / orb.EarthRadius
		}
	}
	switch g := g.(type) {
	case orb.Polygon:
		for _, r := range g {
			ring(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			out += slack(p)
		}
	}
	return out
}

// Common is the size of what areas a and b have in common and that of a, in square metres of the WGS 84 ellipsoid. Longitudes and latitudes in degrees.
func Common(a, b orb.Geometry) (common, whole float64, err error) {
	ga, err := area(a)
	if err != nil {
		return 0, 0, fmt.Errorf("first area: %w", err)
	}
	gb, err := area(b)
	if err != nil {
		return 0, 0, fmt.Errorf("second area: %w", err)
	}
	if common, err = size(geom.Intersection(ga, gb)); err != nil {
		return 0, 0, err
	}
	rest, err := size(geom.Difference(ga, gb))
	if err != nil {
		return 0, 0, err
	}
	whole = geodesy.Area(a)
	if math.Abs(common+rest-whole) > closeness*whole+slack(a) {
		return 0, 0, fmt.Errorf("%w: %.1f and %.1f m² of %.1f m²", ErrInexact, common, rest, whole)
	}
	return common, whole, nil
}

// area takes a polygon or several as the library has them.
func area(g orb.Geometry) (geom.Geometry, error) {
	switch g.(type) {
	case orb.Polygon, orb.MultiPolygon:
	default:
		return geom.Geometry{}, ErrInvalid
	}
	data, err := wkb.Marshal(g)
	if err != nil {
		return geom.Geometry{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	out, err := geom.UnmarshalWKB(data)
	if err != nil {
		return out, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return out, nil
}

// size measures the areas of a result; lines and points in which areas touch have none.
func size(g geom.Geometry, err error) (float64, error) {
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrInexact, err)
	}
	if g.IsEmpty() {
		return 0, nil
	}
	out, err := wkb.Unmarshal(g.AsBinary())
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrInexact, err)
	}
	return geodesy.Area(out), nil
}
