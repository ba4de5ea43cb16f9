package frame

import (
	"regexp"
	"strings"

	"honglinh/catalog"
)

// The ways in which datasets write a part of a year: a half, a quarter, and the
// months from January on or between two.
var (
	halfForm    = regexp.MustCompile(`^(\d{4})-H([12])$`)
	quarterForm = regexp.MustCompile(`^(\d{4})-?Q([1-4])$`)
	monthsForm  = regexp.MustCompile(`^(\d{4})-M(\d{2})/M(\d{2})$`)
)

// Period writes a period as people do; one of an unknown form stays as it is.
func (l *Locale) Period(s string) string {
	if m := halfForm.FindStringSubmatch(s); m != nil {
		return l.T("period.half."+m[2], m[1])
	}
	if m := quarterForm.FindStringSubmatch(s); m != nil {
		return l.T("period.quarter", m[2], m[1])
	}
	if m := monthsForm.FindStringSubmatch(s); m != nil {
		return l.T("period.months", l.month(m[2]), l.month(m[3]), m[1])
	}
	if d := catalog.Date(s); !d.Start().IsZero() {
		return l.Date(d)
	}
	return s
}

func (l *Locale) month(number string) string {
	if key := "month." + strings.TrimPrefix(number, "0"); l.Has(key) {
		return l.T(key)
	}
	return number
}
