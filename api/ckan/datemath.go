package ckan

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dateMath matches one step of Solr's date arithmetic: NOW-7DAYS, NOW/DAY.
var dateMath = regexp.MustCompile(`^(?:([+-])(\d{1,5})|/)(YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)S?`)

// bound resolves NOW with its arithmetic; anything else stays as it is.
func bound(s string, now time.Time) string {
	rest, ok := strings.CutPrefix(s, "NOW")
	if !ok {
		return s
	}
	t := now.UTC()
	for rest != "" {
		m := dateMath.FindStringSubmatch(rest)
		if m == nil {
			return s
		}
		rest = rest[len(m[0]):]
		if m[1] == "" {
			t = floor(t, m[3])
			continue
		}
		n, _ := strconv.Atoi(m[1] + m[2]) // five digits at the most
		t = shift(t, n, m[3])
	}
	return t.Format("2006-01-02T15:04:05.000000Z")
}

func shift(t time.Time, n int, unit string) time.Time {
	switch unit {
	case "YEAR":
		return t.AddDate(n, 0, 0)
	case "MONTH":
		return t.AddDate(0, n, 0)
	case "DAY":
		return t.AddDate(0, 0, n)
	case "HOUR":
		return t.Add(time.Duration(n) * time.Hour)
	case "MINUTE":
		return t.Add(time.Duration(n) * time.Minute)
	}
	return t.Add(time.Duration(n) * time.Second)
}

func floor(t time.Time, unit string) time.Time {
	y, m, d := t.Date()
	switch unit {
	case "YEAR":
		return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
	case "MONTH":
		return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	case "DAY":
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	case "HOUR":
		return t.Truncate(time.Hour)
	case "MINUTE":
		return t.Truncate(time.Minute)
	}
	return t.Truncate(time.Second)
}
