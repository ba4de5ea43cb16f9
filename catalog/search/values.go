package search

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// Values prints the query as its canonical query string, the inverse of ParseQuery:
// defaults are left out, alternatives of names repeat the parameter, alternatives of
// codes are joined by commas.
func (q Query) Values() url.Values {
	v := url.Values{}
	put := func(name, s string) {
		if s != "" {
			v.Set(name, s)
		}
	}
	put("q", q.Text)
	put("lang", string(q.Lang))
	if q.Literal {
		put("reading", "off")
	}
	for _, p := range params() {
		if !p.Many || p.Name == "year" {
			continue
		}
		list := *q.list(p.Name)
		if p.Commas {
			put(p.Name, strings.Join(list, ","))
		} else if len(list) > 0 {
			v[p.Name] = append([]string(nil), list...)
		}
	}
	put("year", joinInts(q.Years))
	for _, name := range []string{"min_capital", "max_capital", "min_area", "max_area"} {
		if f := *q.amount(name); f != nil {
			put(name, plain(*f))
		}
	}
	q.putGeometry(put)
	put("as_of", string(q.AsOf))
	put("sort", string(q.Sort))
	if q.Limit != 0 {
		put("limit", strconv.Itoa(q.Limit))
	}
	put("cursor", q.Cursor)
	return v
}

func (q Query) putGeometry(put func(name, s string)) {
	if b := q.BBox; b != nil {
		put("bbox", joinFloats(b.Min[0], b.Min[1], b.Max[0], b.Max[1]))
	}
	if q.Near != nil {
		put("near", joinFloats(q.Near[0], q.Near[1]))
	}
	if q.RadiusKM > 0 {
		put("radius", plain(q.RadiusKM))
	}
	put("within", q.Within)
	if q.Polygon != nil {
		put("polygon", writeWKT(q.Polygon))
	}
}

// writeWKT prints a geometry as Well-Known Text.
func writeWKT(g orb.Geometry) string { return wkt.MarshalString(g) }

func joinInts(list []int) string {
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ",")
}

func joinFloats(list ...float64) string {
	parts := make([]string, len(list))
	for i, f := range list {
		parts[i] = plain(f)
	}
	return strings.Join(parts, ",")
}

// plain prints a number without an exponent, as short as it reads back.
func plain(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
