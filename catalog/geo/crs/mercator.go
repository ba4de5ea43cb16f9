package crs

import "math"

// projection turns longitude and latitude (radians) into metres and back. Implementations answer NaN outside their domain.
type projection interface {
	forward(lon, lat float64) (x, y float64)
	inverse(x, y float64) (lon, lat float64)
}

var (
	_ projection = (*transverse)(nil)
	_ projection = webMercator{}
)

// widest is how far from the central meridian a transverse Mercator zone may be used: the series keeps 5 nm up to 3900 km
// (Karney 2011, section 5); 30 degrees is well inside, and nobody works further out by intention.
const widest = 30 * radian

// transverse is an ellipsoidal transverse Mercator projection with the equator as its origin.
type transverse struct {
	meridian float64 // radians
	scale    float64 // on the central meridian
}

const falseEasting = 500000.0

func (t *transverse) forward(lon, lat float64) (x, y float64) {
	d := lon - t.meridian
	if !(math.Abs(d) <= widest && math.Abs(lat) <= math.Pi/2) {
		return math.NaN(), math.NaN()
	}
	sinLat, cosLat := math.Sincos(lat)
	sinD, cosD := math.Sincos(d)
	s, c := conformal(sinLat, cosLat)
	c, w := c*cosD, c*sinD
	r := 1 / ((1 - w) * (1 + w)) // = 1/(s²+c²)
	xi, eta := math.Atan2(s, c), 0.5*math.Log1p(2*w/(1-w))
	dXi, dEta := series(&forwardSeries, 2*s*c*r, (c-s)*(c+s)*r, 2*w*r, (1+w*w)*r)
	k := t.scale * rectifying
	return falseEasting + k*(eta+dEta), k * (xi + dXi)
}

func (t *transverse) inverse(x, y float64) (lon, lat float64) {
	k := t.scale * rectifying
	xi, eta := y/k, (x-falseEasting)/k
	if !(math.Abs(xi) <= math.Pi/2 && math.Abs(eta) <= widest) {
		return math.NaN(), math.NaN()
	}
	s2, c2 := math.Sincos(2 * xi)
	e := math.Exp(2 * eta)
	dXi, dEta := series(&inverseSeries, s2, c2, (e-1/e)/2, (e+1/e)/2)
	xi, eta = xi-dXi, eta-dEta
	s, c := math.Sincos(xi)
	e = math.Exp(eta)
	h := (e - 1/e) / 2
	r := 1 / math.Sqrt(1+h*h) // 1/cosh(eta)
	return t.meridian + math.Atan2(h, c), geodetic(s*r, math.Sqrt(h*h+c*c)*r)
}

// series is the complex Clenshaw sum of c[k-1]*sin(2k(xi+i*eta)): real and imaginary part, from the circular sine and cosine
// of twice xi and the hyperbolic ones of twice eta.
func series(c *[6]float64, sin, cos, sinh, cosh float64) (re, im float64) {
	ar, ai := 2*cos*cosh, -2*sin*sinh
	var b1r, b1i, b2r, b2i float64
	for k := 5; k >= 0; k-- {
		b1r, b1i, b2r, b2i = ar*b1r-ai*b1i-b2r+c[k], ai*b1r+ar*b1i-b2i, b1r, b1i
	}
	sr, si := sin*cosh, cos*sinh
	return sr*b1r - si*b1i, sr*b1i + si*b1r
}

// webMercator is the spherical Mercator projection of web maps (EPSG:1024).
type webMercator struct{}

func (webMercator) forward(lon, lat float64) (x, y float64) {
	if !(math.Abs(lat) < math.Pi/2) {
		return math.NaN(), math.NaN()
	}
	return semiMajor * lon, semiMajor * math.Asinh(math.Tan(lat))
}

func (webMercator) inverse(x, y float64) (lon, lat float64) {
	return x / semiMajor, math.Atan(math.Sinh(y / semiMajor))
}
