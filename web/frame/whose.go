package frame

import (
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// Brand is the catalogue's short name, for the head of every page.
func (s *Frame) Brand(l *Locale) string { return l.Label(s.Site().ShortName, "") }

// Publisher is who publishes the catalogue.
func (s *Frame) Publisher(l *Locale) string { return l.Label(s.Site().Publisher.Name, "") }

// Home is the unit that the catalogue is about, as its register has it.
func (s *Frame) Home() (place.Unit, bool) {
	if s.Site().HomeUnit == "" {
		return place.Unit{}, false
	}
	found := s.Places().Resolve(s.Site().HomeUnit, "")
	if len(found) == 0 {
		return place.Unit{}, false
	}
	return found[0], true
}

// HomeProvince is the name of the province of the home unit, "" where the
// catalogue states none.
func (s *Frame) HomeProvince() string {
	home, ok := s.Home()
	if !ok {
		return ""
	}
	for _, u := range append([]place.Unit{home}, s.Places().Ancestors(home.ID)...) {
		if u.Level == "province" {
			return u.Name.In(text.VI)
		}
	}
	return ""
}

// worldwide is the system of coordinates where no local one is known.
const worldwide = "OGC:CRS84"

// Reference is the system in which local papers print coordinates: as the site
// states it, else the zone of the home province where there is one only.
func (s *Frame) Reference() string {
	if stated := s.Site().Reference; stated != "" {
		return stated
	}
	if zones := crs.ZonesOf(s.HomeProvince()); len(zones) == 1 {
		return zones[0].CRS.Code
	}
	return worldwide
}
