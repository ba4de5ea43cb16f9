package crs

import "math"

// WGS 84 ellipsoid, which VN-2000 shares (EPSG:7030).
const (
	semiMajor  = 6378137.0
	flattening = 1 / 298.257223563
	ecc2       = flattening * (2 - flattening)
	semiMinor  = semiMajor * (1 - flattening)
	thirdN     = flattening / (2 - flattening)
	radian     = math.Pi / 180
)

// conformal returns the sine and cosine of the conformal latitude of the latitude whose sine and cosine are given
// (Karney 2011, equations 7 to 9). The inner functions are summed as series: their argument never exceeds e² = 0.0067,
// so seven and three terms are exact in double precision.
func conformal(sin, cos float64) (sinChi, cosChi float64) {
	t := ecc2 * sin * sin
	x := ecc2 * sin * (1 + t*(1./3+t*(1./5+t*(1./7+t*(1./9+t*(1./11+t/13))))))
	sigma := x * (1 + x*x*(1./6+x*x/120))
	s := sin*math.Sqrt(1+sigma*sigma) - sigma
	r := 1 / math.Sqrt(s*s+cos*cos)
	return s * r, cos * r
}

// geodetic returns the latitude (radians) of a conformal latitude given by its sine and cosine (series in n, sixth order).
func geodetic(sinChi, cosChi float64) float64 {
	s2, c2 := 2*sinChi*cosChi, (cosChi-sinChi)*(cosChi+sinChi)
	return math.Atan2(sinChi, cosChi) + clenshaw(&conformalSeries, s2, c2)
}

// clenshaw sums c[k-1]*sin(k*x) for k from 1 to 6, given the sine and cosine of x.
func clenshaw(c *[6]float64, sin, cos float64) float64 {
	two := 2 * cos
	b1, b2 := c[5], 0.0
	for k := 4; k >= 0; k-- {
		b1, b2 = c[k]+two*b1-b2, b1
	}
	return b1 * sin
}
