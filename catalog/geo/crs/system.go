package crs

import (
	"fmt"
	"strconv"
)

// Kind tells angles from metres.
type Kind string

// The kinds of reference system.
const (
	Geographic Kind = "geographic" // degrees
	Projected  Kind = "projected"  // metres
)

// Axes is the order in which the authority of a system publishes coordinates; files and this library always use x, y.
type Axes string

// The published axis orders.
const (
	EastNorth Axes = "east,north" // also longitude, latitude
	NorthEast Axes = "north,east" // also latitude, longitude
)

// CRS is a coordinate reference system. Systems are values of a fixed list; compare them by Code.
type CRS struct {
	Code string // "EPSG:9209" or "OGC:CRS84"
	URI  string // as OGC APIs want it
	Name string // as the EPSG register has it
	Kind Kind
	Axes Axes
	// Meridian is the central meridian of a transverse Mercator zone in degrees, and Scale its scale factor; zero for others.
	Meridian, Scale float64

	datum      datum
	projection projection
}

// Datum is the name of the geodetic datum: "WGS 84" or "VN-2000".
func (c *CRS) Datum() string { return string(c.datum) }

// String is the code.
func (c *CRS) String() string { return c.Code }

// zone is a transverse Mercator system of the register.
type zone struct {
	epsg     int
	meridian float64
	scale    float64
	datum    datum
	name     string
}

// The k of VN-2000 TM-3 zones, of UTM, per EPSG.
const (
	scaleTM3 = 0.9999
	scaleUTM = 0.9996
)

// zones are the systems of Viet Nam per EPSG register v10.076, all with easting first.
func zones() []zone {
	zs := []zone{
		{5896, 102, scaleTM3, vn2000, "VN-2000 / TM-3 zone 481"},
		{5897, 105, scaleTM3, vn2000, "VN-2000 / TM-3 zone 482"},
		{5898, 108, scaleTM3, vn2000, "VN-2000 / TM-3 zone 491"},
		{5899, 107.75, scaleTM3, vn2000, "VN-2000 / TM-3 107-45"},
		{3405, 105, scaleUTM, vn2000, "VN-2000 / UTM zone 48N"},
		{3406, 111, scaleUTM, vn2000, "VN-2000 / UTM zone 49N"},
		{32648, 105, scaleUTM, wgs84, "WGS 84 / UTM zone 48N"},
		{32649, 111, scaleUTM, wgs84, "WGS 84 / UTM zone 49N"},
	}
	for i, m := range []float64{103, 104, 104.5, 104.75, 105.5, 105.75, 106, 106.25, 106.5, 107, 107.25, 107.5, 108.25, 108.5} {
		name := fmt.Sprintf("VN-2000 / TM-3 %d-%02d", int(m), int(m*60)%60)
		zs = append(zs, zone{9205 + i, m, scaleTM3, vn2000, name})
	}
	return zs
}

func epsg(code int, name string, kind Kind, axes Axes, d datum) CRS {
	n := strconv.Itoa(code)
	return CRS{Code: "EPSG:" + n, URI: "http://www.opengis.net/def/crs/EPSG/0/" + n, Name: name, Kind: kind, Axes: axes, datum: d}
}

// systems builds the whole list, in the order in which it is shown: CRS84 first, then by code.
func systems() []*CRS {
	crs84 := CRS{Code: "OGC:CRS84", URI: "http://www.opengis.net/def/crs/OGC/1.3/CRS84", Name: "WGS 84 longitude-latitude",
		Kind: Geographic, Axes: EastNorth, datum: wgs84}
	geo4326 := epsg(4326, "WGS 84", Geographic, NorthEast, wgs84)
	geo4756 := epsg(4756, "VN-2000", Geographic, NorthEast, vn2000)
	web := epsg(3857, "WGS 84 / Pseudo-Mercator", Projected, EastNorth, wgs84)
	web.projection = webMercator{}
	all := []*CRS{&crs84, &geo4326, &geo4756, &web}
	for _, z := range zones() {
		c := epsg(z.epsg, z.name, Projected, EastNorth, z.datum)
		c.Meridian, c.Scale = z.meridian, z.scale
		c.projection = &transverse{meridian: z.meridian * radian, scale: z.scale}
		all = append(all, &c)
	}
	return all
}
