package survey

import (
	"fmt"

	"honglinh/catalog/geo/check"
	"honglinh/catalog/text"
)

// remedy says what would be right.
func (s *Survey) remedy(f check.Finding, st station) string {
	switch f.Code {
	case check.MetresForDegrees, check.DegreesForMetres:
		return s.fits(st)
	case check.TooLarge:
		return "generalise it, or split it into several features"
	case check.TooDeep:
		return "write the members of nested collections side by side"
	case check.NotFinite:
		return "write finite numbers; leave the geometry empty where it is not known"
	case check.RingShort, check.RingFlat:
		return "give the ring at least three corners that are not in a line"
	case check.LineShort:
		return "give the line two different points"
	}
	return "see RFC 7946, section 3.1"
}

// fits names the system that the numbers of one row would fit.
func (s *Survey) fits(st station) string {
	one := *s
	one.with = 1
	ev := one.evidence([]station{st})
	s.look(&ev)
	gs := guesses(ev)
	if len(gs) > 0 && gs[0].Inside >= 0.95 {
		return fmt.Sprintf("the numbers fit %s (%s), which puts %d%% of them into %s; convert the row, or declare the crs if all rows are of that system",
			gs[0].CRS.Code, gs[0].CRS.Name, int(100*gs[0].Inside), ev.where[text.EN])
	}
	return `write the row in the system of the others, or declare the system in the descriptor, such as "crs":"EPSG:9209"`
}
