package facts

import (
	"honglinh/datasets/rulebook"
	"honglinh/web/frame"
)

// Days are what the steps of a journey come to, working and calendar days apart; of none
// nothing is said.
func Days(l *frame.Locale, t rulebook.Totals) string {
	span := func(key string, r rulebook.Range) string {
		switch {
		case r.Max == 0:
			return ""
		case r.Min == r.Max && r.Max == 1:
			return l.T(key+".one", l.Num(1))
		case r.Min == r.Max:
			return l.T(key, l.Num(float64(r.Max)))
		}
		return l.T(key, l.Num(float64(r.Min))+"–"+l.Num(float64(r.Max)))
	}
	working, calendar := span("journeys.working", t.WorkingDays), span("journeys.calendar", t.CalendarDays)
	if working != "" && calendar != "" {
		return l.T("journeys.apart", working, calendar)
	}
	return working + calendar
}
