package crs

import (
	"fmt"
	"strings"
)

// WKT is the system in well-known text of OGC 01-009, as GeoPackage and .prj files want it. The datum of VN-2000 carries the shift of Decision 05/2007 with
// the position-vector signs that this format has.
func (c *CRS) WKT() string {
	code := strings.TrimPrefix(c.Code, "EPSG:")
	base := geogcs(c.datum)
	switch {
	case c.Kind == Geographic:
		return base
	case c.Code == "EPSG:3857":
		return fmt.Sprintf(`PROJCS["%s",%s,PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"],AUTHORITY["EPSG","3857"]]`, c.Name, base)
	}
	return fmt.Sprintf(`PROJCS["%s",%s,PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%g],PARAMETER["scale_factor",%g],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","%s"]]`, c.Name, base, c.Meridian, c.Scale, code)
}

func geogcs(d datum) string {
	const tail = `PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]]`
	const spheroid = `SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]]`
	if d == vn2000 {
		return `GEOGCS["VN-2000",DATUM["Vietnam_2000",` + spheroid + `,TOWGS84[-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278],AUTHORITY["EPSG","6756"]],` + tail + `,AUTHORITY["EPSG","4756"]]`
	}
	return `GEOGCS["WGS 84",DATUM["WGS_1984",` + spheroid + `,AUTHORITY["EPSG","6326"]],` + tail + `,AUTHORITY["EPSG","4326"]]`
}
