package survey

import (
	"honglinh/catalog/geo/check"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// remedy says what would be right.
func (s *Survey) remedy(f check.Finding, st station) text.Text {
	switch f.Code {
	case check.MetresForDegrees, check.DegreesForMetres:
		return s.fits(st)
	case check.TooLarge:
		return notice.Of("advice.generalise").Remedy
	case check.TooDeep:
		return notice.Of("advice.nested").Remedy
	case check.NotFinite:
		return notice.Of("advice.finite").Remedy
	case check.RingShort, check.RingFlat:
		return notice.Of("advice.ring").Remedy
	case check.LineShort:
		return notice.Of("advice.line").Remedy
	}
	return notice.Of("advice.rfc7946").Remedy
}

// fits names the system that the numbers of one row would fit.
func (s *Survey) fits(st station) text.Text {
	one := *s
	one.with = 1
	ev := one.evidence([]station{st})
	s.look(&ev)
	gs := guesses(ev)
	if len(gs) > 0 && gs[0].Inside >= 0.95 {
		return notice.Of("advice.fits", gs[0].CRS.Code, gs[0].CRS.Name, int(100*gs[0].Inside), ev.where).Remedy
	}
	return notice.Of("advice.crs").Remedy
}
