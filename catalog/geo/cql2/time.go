package cql2

import (
	"fmt"
	"time"
)

// Time is a stretch of time, both ends included. An instant has equal ends; a date runs from its first to its last nanosecond; an open
// end is Earliest or Latest.
type Time struct{ Start, End time.Time }

// Earliest and Latest stand for open ends.
func Earliest() time.Time { return time.Date(-9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// Latest is the open end of an interval.
func Latest() time.Time { return time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC) }

// parseTime reads RFC 3339 timestamps, dates, months and years; a time without a zone is UTC.
func parseTime(s string) (Time, error) {
	if len(s) > 40 { // the longest timestamp has 35 characters
		return Time{}, fmt.Errorf("%.40q… is no time", s)
	}
	for _, l := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(l, s); err == nil {
			return Time{t.UTC(), t.UTC()}, nil
		}
	}
	for _, l := range []struct {
		layout              string
		years, months, days int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(l.layout, s); err == nil {
			return Time{t, t.AddDate(l.years, l.months, l.days).Add(-1)}, nil
		}
	}
	return Time{}, fmt.Errorf("%q is no time", s)
}

// parseEnd reads an end of an interval, where ".." and "" are open.
func parseEnd(s string, last bool) (Time, error) {
	if s != ".." && s != "" {
		return parseTime(s)
	}
	if last {
		return Time{Latest(), Latest()}, nil
	}
	return Time{Earliest(), Earliest()}, nil
}

// relate answers the temporal functions of the standard for two stretches of time.
func (a Time) relate(op string, b Time) bool {
	as, bs, ae, be := a.Start, b.Start, a.End, b.End
	switch op {
	case "t_after":
		return as.After(be)
	case "t_before":
		return ae.Before(bs)
	case "t_contains":
		return as.Before(bs) && ae.After(be)
	case "t_during":
		return as.After(bs) && ae.Before(be)
	case "t_disjoint":
		return as.After(be) || ae.Before(bs)
	case "t_intersects":
		return !as.After(be) && !ae.Before(bs)
	case "t_equals":
		return as.Equal(bs) && ae.Equal(be)
	case "t_finishedBy":
		return as.Before(bs) && ae.Equal(be)
	case "t_finishes":
		return as.After(bs) && ae.Equal(be)
	case "t_meets":
		return ae.Equal(bs)
	case "t_metBy":
		return as.Equal(be)
	case "t_overlappedBy":
		return as.After(bs) && as.Before(be) && ae.After(be)
	case "t_overlaps":
		return as.Before(bs) && ae.After(bs) && ae.Before(be)
	case "t_startedBy":
		return as.Equal(bs) && ae.After(be)
	case "t_starts":
		return as.Equal(bs) && ae.Before(be)
	}
	return false
}
