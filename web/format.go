package web

import (
	"math"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// num writes a number as the locale does, with at most three decimals
// (four below one, so that a small share does not round to nothing).
func (l *locale) num(x float64) string {
	decimals := 3
	if math.Abs(x) < 1 {
		decimals = 4
	}
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	whole, frac, hasFrac := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	point, group := ",", "."
	if l.lang == text.EN {
		point, group = ".", ","
	}
	out := grouped(whole, group)
	if hasFrac {
		out += point + frac
	}
	if strings.HasPrefix(s, "-") && s != "-0" {
		return "−" + out
	}
	return out
}

func grouped(digits, sep string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// money writes billions of dong: "1.234,5 tỷ đồng", "VND 1,234.5 billion".
func (l *locale) money(billion float64) string { return l.t("format.money", l.num(billion)) }

// area writes hectares.
func (l *locale) area(ha float64) string { return l.t("format.area", l.num(ha)) }

// date writes a date in the precision it has: "8/11/2022", "8 November 2022".
func (l *locale) date(d catalog.Date) string {
	t := d.Start()
	if t.IsZero() {
		return string(d)
	}
	month := l.t("month." + strconv.Itoa(int(t.Month())))
	switch len(d) {
	case 4:
		return strconv.Itoa(t.Year())
	case 7:
		return l.t("format.month", month, t.Year())
	}
	return l.t("format.day", t.Day(), month, t.Year())
}

// day writes the day of an instant.
func (l *locale) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.date(catalog.Date(t.Format("2006-01-02")))
}

// interval writes a validity: from … to …, an open end in words.
func (l *locale) interval(i catalog.Interval) string {
	switch {
	case i.IsZero():
		return ""
	case i.To == "":
		return l.t("format.since", l.date(i.From))
	case i.From == "":
		return l.t("format.until", l.date(i.To))
	}
	return l.t("format.between", l.date(i.From), l.date(i.To))
}
