package datapackage

import (
	"strconv"
	"time"

	"honglinh/datasets"
)

// alike is a value that is written in several ways: two are the same where their keys are.
type alike struct{ shown, key string }

// String is the value as it was written.
func (a alike) String() string { return a.shown }

// same is the value that a key of columns holds against others: an instant and a length
// of time count, and not how they are written. A moment without a zone is no instant.
func same(f datasets.Field, v any) any {
	s, ok := v.(string)
	if !ok {
		return v
	}
	switch f.Type {
	case "datetime", "time":
		if t, zoned, ok := momentOf(s); ok && zoned {
			return alike{s, t.UTC().Format("2006-01-02T15:04:05.999999999Z")}
		} else if ok {
			return alike{s, t.Format("2006-01-02T15:04:05.999999999")}
		}
	case "duration":
		if l, ok := lengthOf(s); ok {
			return alike{s, strconv.FormatFloat(l.months, 'g', -1, 64) + "M" + strconv.FormatFloat(l.seconds, 'g', -1, 64)}
		}
	}
	return v
}

// momentOf reads a moment as parseMoment leaves it; zoned says that it has a zone.
func momentOf(s string) (t time.Time, zoned, ok bool) {
	for _, l := range []struct {
		layout string
		zoned  bool
	}{{time.RFC3339, true}, {"2006-01-02T15:04:05", false}, {"2006-01-02 15:04:05", false}, {"15:04:05Z07:00", true}, {"15:04:05", false}, {"15:04", false}} {
		if t, err := time.Parse(l.layout, s); err == nil {
			return t, l.zoned, true
		}
	}
	return time.Time{}, false, false
}

// span is a length of time: months have no fixed number of seconds.
type span struct{ months, seconds float64 }

const day = 24 * 60 * 60

// lengthOf reads a duration of ISO 8601.
func lengthOf(s string) (span, bool) {
	m := duration.FindStringSubmatch(s)
	if m == nil {
		return span{}, false
	}
	n := func(i int) float64 {
		x, _ := strconv.ParseFloat(m[i][:max(len(m[i])-1, 0)], 64) // "" for none
		return x
	}
	l := span{12*n(1) + n(3), 7*day*n(5) + day*n(7) + 60*60*n(10) + 60*n(12) + n(14)}
	if s[0] == '-' {
		l.months, l.seconds = -l.months, -l.seconds
	}
	return l, true
}

// shortest and longest are the length in seconds, of the months of the calendar.
func (l span) shortest() float64 { return l.within(365, 28) }

func (l span) longest() float64 { return l.within(366, 31) }

func (l span) within(year, month float64) float64 {
	years := float64(int64(l.months) / 12)
	return day*(years*year+(l.months-12*years)*month) + l.seconds
}

// lessTime reports whether a moment is before another, or a length surely shorter than
// another, whatever months it has; false as its second value says that f is neither.
func lessTime(f datasets.Field, a, b any) (less, known bool) {
	s, ok1 := a.(string)
	t, ok2 := b.(string)
	if !ok1 || !ok2 {
		return false, false
	}
	switch f.Type {
	case "datetime", "time":
		x, _, ok1 := momentOf(s)
		y, _, ok2 := momentOf(t)
		return x.Before(y), ok1 && ok2
	case "duration":
		x, ok1 := lengthOf(s)
		y, ok2 := lengthOf(t)
		return x.shortest() < y.shortest() && x.longest() < y.longest(), ok1 && ok2
	}
	return false, false
}
