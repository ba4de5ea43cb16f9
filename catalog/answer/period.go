package answer

import (
	"strconv"
	"strings"

	"honglinh/catalog"
)

// extent is the first and the last day of a period, YYYY-MM-DD; both "" for one that is not
// known.
type extent struct{ from, to string }

func (e extent) known() bool { return e.from != "" }

// year is the only year of the extent, 0 for none or several.
func (e extent) year() int {
	if !e.known() || e.from[:4] != e.to[:4] {
		return 0
	}
	y, _ := strconv.Atoi(e.from[:4]) // four digits, see extentOf
	return y
}

// extentOf reads a period as the tables write it: a year, month or day; halves 2024-H1, quarters
// 2024-Q3, months 2024-M01/M09; spans of years 2010-2014; and a year with words behind it,
// "2020 (to 15/6)", which counts whole.
func extentOf(period string) extent {
	if d := catalog.Date(period); !d.Start().IsZero() {
		return days(d, d)
	}
	year, rest := period, ""
	if len(period) > 4 {
		year, rest = period[:4], period[4:]
	}
	if catalog.Date(year).Start().IsZero() {
		return extent{}
	}
	month := func(n int) catalog.Date {
		if n < 10 {
			return catalog.Date(year + "-0" + strconv.Itoa(n))
		}
		return catalog.Date(year + "-" + strconv.Itoa(n))
	}
	part, ok := strings.CutPrefix(rest, "-")
	if !ok || part == "" {
		return days(catalog.Date(year), catalog.Date(year))
	}
	n, err := strconv.Atoi(part[1:])
	switch {
	case part[0] == 'H' && err == nil && n >= 1 && n <= 2:
		return days(month(6*n-5), month(6*n))
	case part[0] == 'Q' && err == nil && n >= 1 && n <= 4:
		return days(month(3*n-2), month(3*n))
	case part[0] == 'M':
		first, last, _ := strings.Cut(part, "/")
		return months(month, first, last)
	case len(part) == 4 && !catalog.Date(part).Start().IsZero() && part >= year:
		return days(catalog.Date(year), catalog.Date(part))
	}
	return days(catalog.Date(year), catalog.Date(year))
}

// months reads M01 and M09; without a last one the first is alone.
func months(month func(int) catalog.Date, first, last string) extent {
	if last == "" {
		last = first
	}
	a, err := strconv.Atoi(strings.TrimPrefix(first, "M"))
	b, also := strconv.Atoi(strings.TrimPrefix(last, "M"))
	if err != nil || also != nil || a < 1 || b < a || b > 12 {
		return extent{}
	}
	return days(month(a), month(b))
}

func days(from, to catalog.Date) extent {
	const day = "2006-01-02"
	return extent{from.Start().Format(day), to.End().Format(day)}
}
