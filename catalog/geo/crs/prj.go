package crs

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// FromWKT recognises a reference system in well-known text, as .prj files hold it: by the EPSG code of the whole, else by
// datum, projection, central meridian and scale. A text that names no datum shift but calls itself VN-2000 is VN-2000. The error is an *UnknownError.
func FromWKT(wkt string) (*CRS, error) {
	const most = 64 << 10 // .prj files have a few hundred bytes
	if len(wkt) > most {
		return nil, &UnknownError{"WKT of more than 64 KiB"}
	}
	s := strings.ToUpper(wkt)
	if ids := regexp.MustCompile(`(?:AUTHORITY|ID)\["EPSG",\s*"?(\d+)"?\]\s*\]\s*$`).FindStringSubmatch(s); ids != nil {
		if c, err := Lookup("EPSG:" + ids[1]); err == nil {
			return c, nil
		}
	}
	d := wgs84
	if regexp.MustCompile(`VN[-_ ]?2000|VIETNAM[-_ ]?2000`).MatchString(s) {
		d = vn2000
	} else if !regexp.MustCompile(`WGS[-_ ]?(19)?84`).MatchString(s) {
		return nil, &UnknownError{brief(wkt)}
	}
	if !strings.Contains(s, "PROJCS") && !strings.Contains(s, "PROJCRS") {
		if d == vn2000 {
			return Lookup("EPSG:4756")
		}
		return Lookup(CRS84)
	}
	if strings.Contains(s, "PSEUDO") || strings.Contains(s, "WEB_MERCATOR") || strings.Contains(s, "AUXILIARY_SPHERE") {
		return Lookup("EPSG:3857")
	}
	meridian, ok1 := parameter(s, `CENTRAL_MERIDIAN|LONGITUDE OF NATURAL ORIGIN`)
	scale, ok2 := parameter(s, `SCALE_FACTOR|SCALE FACTOR AT NATURAL ORIGIN`)
	east, ok3 := parameter(s, `FALSE_EASTING|FALSE EASTING`)
	for _, c := range All() {
		if ok1 && ok2 && ok3 && east == falseEasting && c.datum == d && c.Scale != 0 && math.Abs(c.Meridian-meridian) < 1e-6 && math.Abs(c.Scale-scale) < 1e-9 {
			return c, nil
		}
	}
	return nil, &UnknownError{brief(wkt)}
}

func parameter(s, names string) (float64, bool) {
	m := regexp.MustCompile(`"(?:` + names + `)",\s*([-0-9.E+]+)`).FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	v, err := strconv.ParseFloat(m[1], 64)
	return v, err == nil
}

func brief(s string) string {
	if r := []rune(s); len(r) > 80 {
		return fmt.Sprintf("%s…", string(r[:80]))
	}
	return s
}
