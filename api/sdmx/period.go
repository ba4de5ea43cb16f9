package sdmx

import (
	"fmt"
	"regexp"
	"time"

	"honglinh/catalog"
)

// period is a TIME_PERIOD with the days it covers.
type period struct {
	id         string
	start, end time.Time // first and last instant
}

var (
	yearHalf  = regexp.MustCompile(`^(\d{4})-[HS]([12])$`)
	yearPart  = regexp.MustCompile(`^(\d{4})-Q([1-4])$`)
	yearMonth = regexp.MustCompile(`^(\d{4})-M(\d{2})$`)
	yearsSpan = regexp.MustCompile(`^(\d{4})\s?[-–/]\s?(\d{4})$`)
)

// periodOf reads a period: by the days from and to where the table has them, else
// by its printed form. False if neither says when.
func periodOf(printed, from, to string) (period, bool) {
	if start, err := catalog.ParseDate(from); err == nil && start != "" {
		if end, err := catalog.ParseDate(to); err == nil && end != "" && !end.End().Before(start.Start()) {
			return interval(start.Start(), end.End()), true
		}
	}
	if m := yearHalf.FindStringSubmatch(printed); m != nil {
		return months(m[1], 6*int(m[2][0]-'1'), 6), true
	}
	if m := yearPart.FindStringSubmatch(printed); m != nil {
		return months(m[1], 3*int(m[2][0]-'1'), 3), true
	}
	if m := yearMonth.FindStringSubmatch(printed); m != nil {
		printed = m[1] + "-" + m[2]
	}
	if m := yearsSpan.FindStringSubmatch(printed); m != nil && m[1] <= m[2] {
		return interval(catalog.Date(m[1]).Start(), catalog.Date(m[2]).End()), true
	}
	if day, err := catalog.ParseDate(printed); err == nil && day != "" {
		return interval(day.Start(), day.End()), true
	}
	return period{}, false
}

func months(year string, from, count int) period {
	start := catalog.Date(year).Start().AddDate(0, from, 0)
	return interval(start, start.AddDate(0, count, 0).Add(-time.Nanosecond))
}

// interval names what lies between two instants as SDMX does: a year, half-year,
// quarter, month or day where it is one, else a start with a duration.
func interval(start, end time.Time) period {
	p := period{start: start, end: end}
	after := end.Add(time.Second).UTC().Truncate(24 * time.Hour)
	whole := start.Day() == 1 && after.Day() == 1
	n := (after.Year()-start.Year())*12 + int(after.Month()) - int(start.Month())
	m := int(start.Month()) - 1
	switch {
	case whole && n == 12 && m == 0:
		p.id = start.Format("2006")
	case whole && n == 6 && m%6 == 0:
		p.id = fmt.Sprintf("%s-S%d", start.Format("2006"), m/6+1)
	case whole && n == 3 && m%3 == 0:
		p.id = fmt.Sprintf("%s-Q%d", start.Format("2006"), m/3+1)
	case whole && n == 1:
		p.id = start.Format("2006-01")
	case whole && n%12 == 0 && m == 0:
		p.id = fmt.Sprintf("%s/P%dY", start.Format("2006-01-02"), n/12)
	case whole:
		p.id = fmt.Sprintf("%s/P%dM", start.Format("2006-01-02"), n)
	default:
		days := int(after.Sub(start).Hours()/24 + 0.5)
		if p.id = start.Format("2006-01-02"); days != 1 {
			p.id += fmt.Sprintf("/P%dD", days)
		}
	}
	return p
}
