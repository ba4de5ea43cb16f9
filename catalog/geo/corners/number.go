package corners

import (
	"math"
	"strconv"
	"strings"
)

// Number reads a coordinate as people write it: 2049310.25, 2049310,25, 2.049.310,25,
// "X = 2049310,25", degrees with minutes and seconds.
func Number(s string) (float64, bool) {
	if _, value, ok := strings.Cut(s, "="); ok {
		s = value
	}
	return number(strings.TrimSuffix(strings.TrimSpace(s), "m"), false)
}

// Easting takes the number of the zone from an easting that carries it: 48521650.4
// is 521650.4 in zone 48, 481521650.4 the same in the first of its 3-degree zones.
func Easting(v float64) float64 {
	zone := math.Floor(v / 1e6)
	switch zone {
	case 48, 49, 481, 482, 491, 492:
		if rest := v - zone*1e6; rest > 100_000 && rest <= 900_000 {
			return math.Round(rest*1e6) / 1e6 // what subtracting costs is below a micrometre
		}
	}
	return v
}

// number reads a decimal number or degrees with minutes and seconds. thousands takes a single dot or comma for a group mark.
func number(s string, thousands bool) (float64, bool) {
	s = strings.TrimSpace(s)
	if len(s) == 0 || len(s) > 40 { // no coordinate is longer
		return 0, false
	}
	if strings.ContainsAny(s, "°º'’′") {
		return degrees(s)
	}
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "−", "-").Replace(s)
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case dot >= 0 && comma >= 0:
		if dot > comma {
			s = strings.ReplaceAll(s, ",", "")
		} else {
			s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
		}
	case strings.Count(s, ".") > 1 || dot >= 0 && thousands:
		s = strings.ReplaceAll(s, ".", "")
	case strings.Count(s, ",") > 1 || comma >= 0 && thousands:
		s = strings.ReplaceAll(s, ",", "")
	default:
		s = strings.ReplaceAll(s, ",", ".")
	}
	if strings.Trim(s, "0123456789.+-eE") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && v-v == 0
}

// degrees reads 18°20'24,5" with an optional letter for the hemisphere.
func degrees(s string) (float64, bool) {
	s = strings.ToUpper(strings.ReplaceAll(s, ",", "."))
	neg := strings.HasPrefix(s, "-") || strings.ContainsAny(s, "SW")
	f := strings.FieldsFunc(s, func(r rune) bool { return !(r >= '0' && r <= '9' || r == '.') })
	if len(f) == 0 || len(f) > 3 {
		return 0, false
	}
	v, unit := 0.0, 1.0
	for i, part := range f {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || i > 0 && n >= 60 {
			return 0, false
		}
		v += n / unit
		unit *= 60
	}
	if neg {
		v = -v
	}
	return v, true
}
