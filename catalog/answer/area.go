package answer

import (
	"cmp"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// area is one place with its values.
type area struct {
	place Place
	unit  place.Unit // without an id: no unit of the register
	rank  int
	list  []catalog.Observation
}

// The ranks of areas, in the order in which they stand where no place is asked for.
const (
	country = iota
	province
	formerTown  // a district, town or city that was dissolved: its figures are the long series
	presentTown // one of today
	ward        // a commune, ward or township of today
	formerWard
	site // a cluster, an enterprise, several units together
)

// areas groups the values by place, in the order of their ranks.
func areas(list []catalog.Observation, r *place.Register) []*area {
	var out []*area
	for _, o := range list {
		a := areaOf(o, r)
		at := slices.IndexFunc(out, func(b *area) bool {
			return a.unit.ID == b.unit.ID && a.rank == b.rank && (a.unit.ID != "" || a.rank == country || a.place.ID == b.place.ID && a.list[0].Area == b.list[0].Area)
		})
		if at < 0 {
			out = append(out, a)
			continue
		}
		out[at].list = append(out[at].list, o)
	}
	slices.SortStableFunc(out, func(a, b *area) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.place.Code, b.place.Code), cmp.Compare(a.list[0].Area, b.list[0].Area))
	})
	return out
}

// areaOf tells the area of one value.
func areaOf(o catalog.Observation, r *place.Register) *area {
	a := &area{place: Place{Name: o.Name}, rank: site, list: []catalog.Observation{o}}
	if IsCountry(o.Area) {
		a.rank, a.place.Code = country, countryCode
		return a
	}
	u, ok := unitOf(o, r)
	if !ok {
		return a
	}
	a.unit, a.rank = u, rankOf(u)
	a.place = PlaceOf(u)
	return a
}

// countryCode is that of Viet Nam in ISO 3166-1.
const countryCode = "VN"

// IsCountry reports whether a name or a slug is that of the country.
func IsCountry(s string) bool {
	switch strings.ReplaceAll(text.Fold(s), "-", " ") {
	case "viet nam", "vietnam", "vn":
		return true
	}
	return false
}

// PlaceOf is a unit as the place of a figure.
func PlaceOf(u place.Unit) Place {
	return Place{Code: u.Code, ID: u.ID, Name: u.Name, Valid: catalog.Interval{From: catalog.Date(u.From), To: catalog.Date(u.To)}}
}

// unitOf finds the unit of a value by its record, its slug, its code at the time, or its name
// at the time: codes and names were used again.
func unitOf(o catalog.Observation, r *place.Register) (place.Unit, bool) {
	if r == nil || o.Area == "" {
		return place.Unit{}, false
	}
	for _, id := range []string{o.Area, "unit/" + o.Area} {
		if u, ok := r.ByID(id); ok {
			return u, true
		}
	}
	on := extentOf(o.Period).to
	for _, name := range []string{o.Area, o.Name[text.VI], o.Name[text.EN]} {
		if units := r.Resolve(name, on); name != "" && len(units) == 1 {
			return units[0], true
		}
	}
	return place.Unit{}, false
}

func rankOf(u place.Unit) int {
	switch u.Level {
	case "country":
		return country
	case "province":
		return province
	case "district", "town", "city":
		if u.Current() {
			return presentTown
		}
		return formerTown
	}
	if u.Current() {
		return ward
	}
	return formerWard
}
