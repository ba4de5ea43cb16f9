package coordinates

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text"
)

// guess ranks the systems that put the corners where they can be: near the
// catalogue's own units, else in Viet Nam. The zone of the province chosen goes
// first where it is among them.
func (s *pages) guess(points []orb.Point, province string) []crs.Guess {
	var out []crs.Guess
	homeProvince := s.HomeProvince()
	areas := []orb.Bound{catalog.VietNam()}
	if home, ok := s.homeBox(); ok && (province == "" || text.Fold(province) == text.Fold(homeProvince)) {
		areas = []orb.Bound{home, catalog.VietNam()}
	}
	for _, area := range areas {
		for _, g := range crs.GuessZone(points, area.Contains) {
			if !g.Swapped { // the table's columns tell the axes already
				out = append(out, g)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	if province == "" {
		return likelier(out, crs.ZonesOf(homeProvince))
	}
	return preferred(out, crs.ZonesOf(province))
}

// likelier puts a zone of the catalogue's own province before others that explain the corners as well; it is no surer for that.
func likelier(guesses []crs.Guess, zones []crs.ProvinceZone) []crs.Guess {
	own := func(g crs.Guess) int {
		if slices.ContainsFunc(zones, func(z crs.ProvinceZone) bool { return z.CRS.Code == g.CRS.Code }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(guesses, func(a, b crs.Guess) int {
		return cmp.Or(cmp.Compare(b.Inside, a.Inside), cmp.Compare(own(a), own(b)))
	})
	return guesses
}

// preferred puts the guesses that are a zone of the province first, as sure as
// the zone is; the other guesses then are doubtful.
func preferred(guesses []crs.Guess, zones []crs.ProvinceZone) []crs.Guess {
	var first, rest []crs.Guess
	for _, g := range guesses {
		found := false
		for _, z := range zones {
			if z.CRS.Code == g.CRS.Code {
				g.Confidence, found = z.Confidence, true
			}
		}
		if found {
			first = append(first, g)
		} else {
			rest = append(rest, g)
		}
	}
	return append(first, rest...)
}

// homeBox is the box around the points of the catalogue's units, with a margin of
// about 10 km: a province's edge lies some way beyond its communes' middles.
func (s *pages) homeBox() (orb.Bound, bool) {
	var b orb.Bound
	found := false
	for _, u := range s.Places().All() {
		if !u.HasPoint {
			continue
		}
		if !found {
			b, found = orb.Point{u.Lon, u.Lat}.Bound(), true
		}
		b = b.Extend(orb.Point{u.Lon, u.Lat})
	}
	return b.Pad(0.1), found
}
