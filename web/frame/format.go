package frame

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Num writes a number as the locale does, with at most three decimals
// (four below one, so that a small share does not round to nothing).
func (l *Locale) Num(x float64) string {
	decimals := 3
	if math.Abs(x) < 1 {
		decimals = 4
	}
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		s = "0"
	}
	return text.Number(s, l.Lang)
}

// Money writes billions of dong: "1.234,5 tỷ đồng", "VND 1,234.5 billion".
func (l *Locale) Money(billion float64) string { return l.T("format.money", l.Num(billion)) }

// Area writes hectares.
func (l *Locale) Area(ha float64) string { return l.T("format.area", l.Num(ha)) }

// Date writes a date in the precision it has: "8/11/2022", "8 November 2022".
func (l *Locale) Date(d catalog.Date) string {
	t := d.Start()
	if t.IsZero() {
		return string(d)
	}
	month := l.T("month." + strconv.Itoa(int(t.Month())))
	switch len(d) {
	case 4:
		return strconv.Itoa(t.Year())
	case 7:
		return l.T("format.month", month, t.Year())
	}
	return l.T("format.day", t.Day(), month, t.Year())
}

// Day writes the day of an instant.
func (l *Locale) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Date(catalog.Date(t.Format("2006-01-02")))
}

// Interval writes a validity: from … to …, an open end in words.
func (l *Locale) Interval(i catalog.Interval) string {
	switch {
	case i.IsZero():
		return ""
	case i.To == "":
		return l.T("format.since", l.Date(i.From))
	case i.From == "":
		return l.T("format.until", l.Date(i.To))
	}
	return l.T("format.between", l.Date(i.From), l.Date(i.To))
}

// Bytes writes a size in the units people read.
func (l *Locale) Bytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%s kB", l.Num(float64((n*10+512)/1024)/10))
	}
	return fmt.Sprintf("%s MB", l.Num(float64(n*10/(1<<20))/10))
}

// Exact writes a number with all its digits; five digits and more are grouped,
// so that years and short codes stay as they are.
func (l *Locale) Exact(value any) string {
	s := ""
	switch x := value.(type) {
	case int64:
		s = strconv.FormatInt(x, 10)
	case int:
		s = strconv.Itoa(x)
	case float64:
		s = strconv.FormatFloat(x, 'f', -1, 64)
	case *big.Int:
		s = x.String()
	default:
		return fmt.Sprint(x)
	}
	return text.Code(s, l.Lang)
}

// Unit names a unit of measurement, by its code where it has no name.
func (l *Locale) Unit(u string) string { return vocab.Measure(u, l.Lang) }

// Round rounds half away from zero to so many decimals.
func Round(f float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(f*p) / p
}
