package enquiry

import (
	"slices"
	"time"

	"honglinh/catalog"
)

// WorkingDays is the time to answer in working days: Decree 96/2026/NĐ-CP, art. 8.2,
// of questions about investment (read as OCR of the signed copy). We hold every
// question to it.
const WorkingDays = 5

// Holiday is a day on which offices are closed, or, with Works, a Saturday or Sunday
// that is worked in exchange.
type Holiday struct {
	Day catalog.Date `json:"date"`
	// Decision names the act that sets it, as the operator read it.
	Decision string `json:"decision"`
	Works    bool   `json:"works,omitempty"`
}

// Zone is the time of Viet Nam, which has no summer time: dates of the clock are of
// there, whatever the zone of the machine.
func Zone() *time.Location { return time.FixedZone("+07", 7*60*60) }

// Calendar knows working days. The zero Calendar knows of no holiday.
type Calendar struct{ days []Holiday }

// NewCalendar returns a calendar with the holidays. Fault: Invalid for one that is no
// whole day, stands twice, or names no decision.
func NewCalendar(list []Holiday) (Calendar, error) {
	c := Calendar{days: slices.Clone(list)}
	slices.SortStableFunc(c.days, func(a, b Holiday) int { return a.Day.Start().Compare(b.Day.Start()) })
	for i, h := range c.days {
		switch {
		case len(h.Day) != len("2026-01-01"):
			return c, catalog.NewFault(catalog.Invalid, "holidays", "“"+string(h.Day)+"” không phải một ngày; hãy viết YYYY-MM-DD", "“"+string(h.Day)+"” is no day; write YYYY-MM-DD")
		case h.Decision == "":
			return c, catalog.NewFault(catalog.Invalid, "holidays", string(h.Day)+": thiếu decision, văn bản quy định ngày nghỉ", string(h.Day)+": decision is missing, the act that sets the holiday")
		case i > 0 && c.days[i-1].Day == h.Day:
			return c, catalog.NewFault(catalog.Invalid, "holidays", string(h.Day)+" có hai lần", string(h.Day)+" stands twice")
		}
	}
	return c, nil
}

// Working reports whether offices work on a day.
func (c Calendar) Working(day time.Time) bool {
	on := catalog.Date(day.Format(time.DateOnly))
	for _, h := range c.days {
		if h.Day == on {
			return h.Works
		}
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// Due returns the day by whose end the answer is due: the n-th working day after the
// one of the question. sure is false where the calendar knows no holiday of a year
// on the way: then only weekends were left out.
func (c Calendar) Due(asked time.Time, n int) (due catalog.Date, sure bool) {
	day, sure := asked.In(Zone()), true
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		sure = sure && c.Knows(day.Year())
		if c.Working(day) {
			n--
		}
	}
	return catalog.Date(day.Format(time.DateOnly)), sure
}

// Knows reports whether the calendar has a day of the year: without one nobody wrote its
// holidays down.
func (c Calendar) Knows(year int) bool {
	return slices.ContainsFunc(c.days, func(h Holiday) bool { return h.Day.Start().Year() == year })
}
