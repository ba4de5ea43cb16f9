package crs

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// ErrPoint says that numbers are no point of a system.
var ErrPoint = errors.New("not a point of the system")

// Point is a point given in a system, easting or longitude first, as WGS 84 longitude and latitude. An empty name is CRS84.
func Point(name string, x, y float64) (orb.Point, error) {
	if name == "" {
		name = CRS84
	}
	c, err := Lookup(name)
	if err != nil {
		return orb.Point{}, err
	}
	p := []orb.Point{{x, y}}
	if err := Transform(c, MustLookup(CRS84)).Points(p); err != nil {
		return orb.Point{}, err
	}
	if !(math.Abs(p[0][0]) <= 180 && math.Abs(p[0][1]) <= 90) {
		return orb.Point{}, fmt.Errorf("%g, %g in %s: %w", x, y, c.Code, ErrPoint)
	}
	return p[0], nil
}
