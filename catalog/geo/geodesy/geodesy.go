package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// WGS 84 (EPSG:7030).
const (
	semiMajor  = 6378137.0
	flattening = 1 / 298.257223563
	semiMinor  = semiMajor * (1 - flattening)
	ecc2       = flattening * (2 - flattening)
	radian     = math.Pi / 180
)

// MeanRadius is the radius in metres of the sphere used by Haversine (IUGG mean radius of the ellipsoid).
const MeanRadius = 6371008.8

// Slack is how much a haversine distance may differ from the geodesic one, as a fraction (0.56 % at worst, along meridians at the equator and poles).
const Slack = 0.006

// Haversine is the distance on the mean sphere in metres: quick, and within Slack of Distance.
func Haversine(a, b orb.Point) float64 {
	s1 := math.Sin((b[1] - a[1]) * radian / 2)
	s2 := math.Sin((b[0] - a[0]) * radian / 2)
	h := s1*s1 + math.Cos(a[1]*radian)*math.Cos(b[1]*radian)*s2*s2
	return 2 * MeanRadius * math.Asin(math.Sqrt(min(1, h)))
}

// Distance is the length of the geodesic in metres (Vincenty's inverse formula, Survey Review 23, 1975, to 0.1 mm). For nearly
// antipodal points, where the formula does not converge, it is the haversine distance.
func Distance(a, b orb.Point) float64 {
	d, _ := Inverse(a, b)
	return d
}

// Inverse is the distance in metres and the initial bearing from a to b in degrees clockwise from north, 0 ≤ bearing < 360. The
// bearing between equal points is 0.
func Inverse(a, b orb.Point) (metres, bearing float64) {
	if a == b {
		return 0, 0
	}
	l := (b[0] - a[0]) * radian
	s1, c1 := reduced(a[1])
	s2, c2 := reduced(b[1])
	lambda := l
	for range 50 { // converges in 3 to 6 rounds but for antipodes
		sinL, cosL := math.Sincos(lambda)
		x, y := c2*sinL, c1*s2-s1*c2*cosL
		sinS := math.Hypot(x, y)
		if sinS == 0 {
			return 0, 0
		}
		cosS := s1*s2 + c1*c2*cosL
		sigma := math.Atan2(sinS, cosS)
		sinA := c1 * c2 * sinL / sinS
		cos2A := 1 - sinA*sinA
		cos2M := 0.0
		if cos2A > 1e-15 {
			cos2M = cosS - 2*s1*s2/cos2A
		}
		c := flattening / 16 * cos2A * (4 + flattening*(4-3*cos2A))
		next := l + (1-c)*flattening*sinA*(sigma+c*sinS*(cos2M+c*cosS*(2*cos2M*cos2M-1)))
		if math.Abs(next-lambda) < 1e-12 {
			return length(cos2A, sinS, cosS, cos2M, sigma), compass(math.Atan2(x, y))
		}
		lambda = next
	}
	return Haversine(a, b), compass(math.Atan2(math.Sin(l)*c2, c1*s2-s1*c2*math.Cos(l)))
}

// reduced is the sine and cosine of the parametric latitude.
func reduced(lat float64) (sin, cos float64) {
	s, c := math.Sincos(lat * radian)
	s *= 1 - flattening
	r := math.Hypot(s, c)
	return s / r, c / r
}

func length(cos2A, sinS, cosS, cos2M, sigma float64) float64 {
	u2 := cos2A * (semiMajor*semiMajor - semiMinor*semiMinor) / (semiMinor * semiMinor)
	a := 1 + u2/16384*(4096+u2*(-768+u2*(320-175*u2)))
	b := u2 / 1024 * (256 + u2*(-128+u2*(74-47*u2)))
	d := b * sinS * (cos2M + b/4*(cosS*(2*cos2M*cos2M-1)-b/6*cos2M*(4*sinS*sinS-3)*(4*cos2M*cos2M-3)))
	return semiMinor * a * (sigma - d)
}

func compass(rad float64) float64 {
	d := math.Mod(rad/radian+360, 360)
	if d == 360 {
		return 0
	}
	return d
}

// Wind is the code of the 16-wind compass for a bearing in degrees: N, NNE, NE, …
func Wind(bearing float64) string {
	names := [16]string{"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"}
	i := int(math.Floor(math.Mod(bearing, 360)/22.5 + 0.5))
	return names[(i%16+16)%16]
}

// Nearest is the point of the segment from a to b that is nearest to p, on a plane tangent at p (metres per degree of longitude and latitude
// taken at p). Segments are straight in longitude and latitude, as GeoJSON has them.
func Nearest(p, a, b orb.Point) orb.Point {
	kx, ky := degree(p[1])
	ax, ay := (a[0]-p[0])*kx, (a[1]-p[1])*ky
	dx, dy := (b[0]-a[0])*kx, (b[1]-a[1])*ky
	n := dx*dx + dy*dy
	if n == 0 {
		return a
	}
	f := max(0, min(1, -(ax*dx+ay*dy)/n))
	return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
}

// degree is the length in metres of a degree of longitude and one of latitude.
func degree(lat float64) (x, y float64) {
	s, c := math.Sincos(lat * radian)
	w := math.Sqrt(1 - ecc2*s*s)
	return semiMajor / w * c * radian, semiMajor * (1 - ecc2) / (w * w * w) * radian
}
