package catalog

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Date is a calendar date that keeps the precision it was given: "2025",
// "2025-07" or "2025-07-01" (ISO 8601). The empty Date is unknown.
type Date string

// ParseDate reads a year, a month or a day in ISO 8601, or a day written
// D/M/YYYY as in Vietnamese documents. The fault says what would be right.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	layouts := []struct{ in, out string }{
		{"2006", "2006"}, {"2006-01", "2006-01"}, {"2006-01-02", "2006-01-02"},
		{"2/1/2006", "2006-01-02"}, {"1/2006", "2006-01"},
	}
	for _, l := range layouts {
		if t, err := time.Parse(l.in, s); err == nil && t.Year() > 0 { // there was no year 0
			return Date(t.Format(l.out)), nil
		}
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil && t.Year() > 0 {
		return Date(t.Format("2006-01-02")), nil
	}
	return "", Invalidf("date", "date %q does not exist or is not written YYYY, YYYY-MM, YYYY-MM-DD or DD/MM/YYYY", clip(s))
}

// Start returns the first instant of the date in UTC; the zero time if unknown.
func (d Date) Start() time.Time {
	for _, l := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(l, string(d)); err == nil {
			return t
		}
	}
	return time.Time{}
}

// End returns the last instant of the date in UTC; the zero time if unknown.
func (d Date) End() time.Time {
	t := d.Start()
	if t.IsZero() {
		return t
	}
	switch len(d) {
	case 4:
		t = t.AddDate(1, 0, 0)
	case 7:
		t = t.AddDate(0, 1, 0)
	default:
		t = t.AddDate(0, 0, 1)
	}
	return t.Add(-time.Nanosecond)
}

// AddMonths returns the date that many months later, at the precision it was
// given; a year becomes a month where the months are no whole years. A day past
// the end of its month becomes the last of it. The unknown date stays unknown.
func (d Date) AddMonths(months int) Date {
	t := d.Start()
	switch {
	case t.IsZero():
		return ""
	case len(d) == 4 && months%12 == 0:
		return Date(t.AddDate(0, months, 0).Format("2006"))
	case len(d) == 4:
		return Date(t.AddDate(0, 11+months, 0).Format("2006-01"))
	case len(d) == 7:
		return Date(t.AddDate(0, months, 0).Format("2006-01"))
	}
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.AddDate(0, 0, min(t.Day(), last)-1).Format("2006-01-02"))
}

var duration = regexp.MustCompile(`^P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?$`)

// ParseMonths reads an ISO 8601 duration of years and months, such as "P12M" or
// "P1Y6M", as months.
func ParseMonths(s string) (int, error) {
	m := duration.FindStringSubmatch(s)
	if m == nil || m[1] == "" && m[2] == "" {
		return 0, Invalidf("duration", "%q is no duration of years and months; write P12M or P2Y", clip(s))
	}
	years, _ := strconv.Atoi("0" + m[1]) // at most three digits
	months, _ := strconv.Atoi("0" + m[2])
	if years+months == 0 {
		return 0, Invalidf("duration", "%q is no time at all; write P12M or P2Y", clip(s))
	}
	return 12*years + months, nil
}

// Year returns the year, or 0 if unknown.
func (d Date) Year() int {
	if d == "" {
		return 0
	}
	return d.Start().Year()
}

// Interval is the time in which something holds, both ends included. An empty
// end is open: From unknown or since ever, To until further notice.
type Interval struct {
	From Date `json:"from,omitempty"`
	To   Date `json:"to,omitempty"`
}

// IsZero reports whether both ends are open.
func (i Interval) IsZero() bool { return i.From == "" && i.To == "" }

// Holds reports whether the interval covers any moment of the date d; an
// unknown d is covered.
func (i Interval) Holds(d Date) bool {
	if d == "" {
		return true
	}
	if i.From != "" && d.End().Before(i.From.Start()) {
		return false
	}
	return i.To == "" || !d.Start().After(i.To.End())
}

// Check returns an Invalid fault if the interval ends before it begins.
func (i Interval) Check() error {
	if i.From != "" && i.To != "" && i.To.End().Before(i.From.Start()) {
		return Invalidf("valid", "validity ends on %s before it begins on %s", i.To, i.From)
	}
	return nil
}

// String writes the interval as ISO 8601, ".." for an open end.
func (i Interval) String() string {
	open := func(d Date) string {
		if d == "" {
			return ".."
		}
		return string(d)
	}
	return fmt.Sprintf("%s/%s", open(i.From), open(i.To))
}
