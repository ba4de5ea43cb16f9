package place

import "honglinh/catalog/text"

// Unit is an administrative unit during the time in which it existed.
type Unit struct {
	// ID is the record id, "unit/<slug>".
	ID string
	// Code is the code of the General Statistics Office; reused over time.
	Code  string
	Level string // province, district, town, city, ward, commune, township
	Name  text.Text
	// Aliases are further names in any language.
	Aliases []string
	Parent  string // id of the unit above, "" if unknown
	// From and To are ISO dates (year, month or day), both included; "" is open.
	From, To     string
	Predecessors []string // ids
	Successors   []string // ids
	// Lon and Lat are WGS 84 degrees of a point in the unit, where HasPoint.
	Lon, Lat float64
	HasPoint bool
}

// Current reports whether the unit has no known end.
func (u Unit) Current() bool { return u.To == "" }

// At reports whether the unit existed on any day of the ISO date on (a year, a
// month or a day); "" always holds. ISO dates compare as text once padded.
func (u Unit) At(on string) bool {
	if on == "" {
		return true
	}
	if u.From != "" && pad(on, "-12-31") < pad(u.From, "-01-01") {
		return false
	}
	return u.To == "" || pad(on, "-01-01") <= pad(u.To, "-12-31")
}

// pad completes a year or a month to a day: fill is "-01-01" or "-12-31".
func pad(date, fill string) string {
	switch len(date) {
	case 4:
		return date + fill
	case 7:
		return date + fill[3:]
	}
	return date
}
