package crs

import "math"

// datum is a geodetic datum, by name.
type datum string

const (
	wgs84  datum = "WGS 84"
	vn2000 datum = "VN-2000"
)

// Parameters of Decision 05/2007/QĐ-BTNMT of 27 February 2007 from VN-2000 to WGS 84, as EPSG:6960: metres, radians, and the
// scale difference. The rotations are those of the coordinate frame; the position-vector convention wants the opposite signs,
// and mixing them up costs 0.7 m.
const (
	shiftX = -191.90441429
	shiftY = -39.30318279
	shiftZ = -111.45032835
	turnX  = -0.00928836 * radian / 3600
	turnY  = 0.01975479 * radian / 3600
	turnZ  = -0.00427372 * radian / 3600
	scaleD = 0.252906278e-6
)

type vector struct{ x, y, z float64 }

// toWGS84 applies EPSG method 9607 (coordinate frame rotation).
func toWGS84(v vector) vector {
	const m = 1 + scaleD
	return vector{
		shiftX + m*(v.x+turnZ*v.y-turnY*v.z),
		shiftY + m*(v.y-turnZ*v.x+turnX*v.z),
		shiftZ + m*(v.z+turnY*v.x-turnX*v.y),
	}
}

// toVN2000 is the exact inverse of toWGS84: the inverse of I+[r] is (I − [r] + r·rᵀ) / (1+|r|²).
func toVN2000(v vector) vector {
	const (
		rx, ry, rz = turnX, turnY, turnZ
		f          = 1 / ((1 + scaleD) * (1 + rx*rx + ry*ry + rz*rz))
	)
	x, y, z := v.x-shiftX, v.y-shiftY, v.z-shiftZ
	d := rx*x + ry*y + rz*z
	return vector{
		f * (x - rz*y + ry*z + rx*d),
		f * (y + rz*x - rx*z + ry*d),
		f * (z - ry*x + rx*y + rz*d),
	}
}

// shift moves a longitude and latitude (radians) from one datum to the other. The point lies on the ellipsoid, or, when lift is
// set, half way up to the other ellipsoid (they are up to 42 m apart in Viet Nam). Two-dimensional coordinates lose the height on
// the way, so going and coming back at height zero drifts by up to 1.4 mm (PROJ does); lifting on the way to WGS 84 only
// keeps both the round trip and the difference from PROJ within 0.75 mm.
func shift(lon, lat float64, move func(vector) vector, lift bool) (float64, float64) {
	sinLat, cosLat := math.Sincos(lat)
	sinLon, cosLon := math.Sincos(lon)
	nu := semiMajor / math.Sqrt(1-ecc2*sinLat*sinLat)
	p := nu * cosLat
	v := move(vector{p * cosLon, p * sinLon, nu * (1 - ecc2) * sinLat})
	if lift {
		h := -((v.x*cosLon+v.y*sinLon)*cosLat + v.z*sinLat - semiMajor*semiMajor/nu) / 2
		v.x, v.y, v.z = v.x+h*cosLat*cosLon, v.y+h*cosLat*sinLon, v.z+h*sinLat
	}

	// Bowring's formula, started at the parametric latitude as if the point lay on the ellipsoid. It lies within 100 m of it,
	// so one step is exact to a nanometre.
	q := math.Hypot(v.x, v.y)
	sinB, cosB := v.z, (1-flattening)*q
	r := 1 / math.Sqrt(sinB*sinB+cosB*cosB)
	sinB, cosB = sinB*r, cosB*r
	const e2b = ecc2 / (1 - ecc2) * semiMinor
	newLat := math.Atan2(v.z+e2b*sinB*sinB*sinB, q-ecc2*semiMajor*cosB*cosB*cosB)

	// The longitude turns by a small angle whose sine is a cross product.
	turn := (v.y*cosLon - v.x*sinLon) / q
	return lon + math.Asin(turn), newLat
}
