package office

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// numeric is how a number format shows a number.
type numeric uint8

const (
	plain numeric = iota
	percent
	year
	month
	day
	dayTime
	clock
	elapsed
	padded
)

// numberFormat is a number format: how it shows a number, and of padded ones where the
// digits go, "0" for each, between what stands there as it is.
type numberFormat struct {
	as      numeric
	pattern string
}

// formatCode reads the code of a number format.
func formatCode(code string) numberFormat {
	as := coded(code)
	if as == plain {
		if p, ok := padding(code); ok {
			return numberFormat{padded, p}
		}
	}
	return numberFormat{as: as}
}

// padding reads a code that shows a whole number with zeros before it, as codes of
// units, plots and telephones are: "000", "0000 000 000", "\"HL-\"000". Letters behind the
// digits are a unit and make it none.
func padding(code string) (pattern string, ok bool) {
	var b strings.Builder
	zeros := 0
	literal := func(s string) bool {
		b.WriteString(s)
		return !strings.ContainsAny(s, "0123456789") && (zeros == 0 || !strings.ContainsFunc(s, unicode.IsLetter))
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == ';':
			return b.String(), zeros > 1
		case c == '0':
			b.WriteByte(c)
			zeros++
		case c == '"':
			j := strings.IndexByte(code[i+1:], '"')
			if j < 0 || !literal(code[i+1:i+1+j]) {
				return "", false
			}
			i += j + 1
		case c == '\\' && i+1 < len(code):
			if i++; !literal(code[i : i+1]) {
				return "", false
			}
		case c == '[' && i+1 < len(code) && !strings.ContainsRune("<>=", rune(code[i+1])): // a colour or a language
			j := strings.IndexByte(code[i:], ']')
			if j < 0 {
				return "", false
			}
			i += j
		case strings.IndexByte(" -()/", c) >= 0:
			b.WriteByte(c)
		default:
			return "", false
		}
	}
	return b.String(), zeros > 1
}

// pad writes a whole number into a pattern; false for numbers that are none, or that
// no zero is put before.
func pad(v float64, pattern string) (string, bool) {
	if v != math.Trunc(v) || math.Abs(v) >= 1e15 {
		return "", false
	}
	digits := strconv.FormatInt(int64(math.Abs(v)), 10)
	ahead := strings.Count(pattern, "0") - len(digits)
	var b strings.Builder
	if v < 0 {
		b.WriteByte('-')
	}
	for _, c := range pattern {
		switch {
		case c != '0':
			b.WriteRune(c)
		case ahead > 0:
			b.WriteByte('0')
			ahead--
		default:
			n := 1 - ahead // the first place takes what the pattern has no places for
			b.WriteString(digits[:n])
			digits, ahead = digits[n:], 0
		}
	}
	return b.String(), true
}

// builtin is what the number formats that need no code show (ECMA-376 part 1,
// 18.8.30; 27 to 36 and 50 to 58 are dates in the Asian editions).
func builtin(id int) numeric {
	switch {
	case id == 9 || id == 10:
		return percent
	case id == 17:
		return month
	case id >= 14 && id <= 16, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return day
	case id == 22:
		return dayTime
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return clock
	case id == 46:
		return elapsed
	}
	return plain
}

// coded is what a number format with a code shows: its first section counts.
func coded(code string) numeric {
	code, _, _ = strings.Cut(bareCode(code), ";")
	has := func(letters string) bool { return strings.ContainsAny(code, letters) }
	switch {
	case strings.Contains(code, "[h") || strings.Contains(code, "[m") || strings.Contains(code, "[s"):
		return elapsed
	case has("d") && has("h"), has("y") && has("h"):
		return dayTime
	case has("d"):
		return day
	case has("y") && has("m"):
		return month
	case has("y"):
		return year
	case has("hs"):
		return clock
	case has("%"):
		return percent
	}
	return plain
}

// bareCode drops what a code shows as it stands: quoted text, escaped letters,
// colours, currencies and conditions in brackets.
func bareCode(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			j := strings.IndexByte(code[i+1:], '"')
			if j < 0 {
				return b.String()
			}
			i += j + 1
		case '\\', '_', '*':
			i++
		case '[':
			j := strings.IndexByte(code[i:], ']')
			if j < 0 {
				return b.String()
			}
			if inside := strings.ToLower(code[i+1 : i+j]); inside != "" && strings.Trim(inside, "hms") == "" {
				b.WriteString("[" + inside + "]")
			}
			i += j
		default:
			b.WriteString(strings.ToLower(code[i : i+1]))
		}
	}
	return strings.ReplaceAll(b.String(), "general", "")
}

// valued writes a stored number as its format shows it. Spreadsheets keep 15
// digits; what a float has beyond them is an artefact.
func valued(raw string, f numberFormat, from1904 bool) Cell {
	v, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return Cell{Text: raw, Kind: Text}
	}
	switch as := f.as; as {
	case padded:
		if s, ok := pad(v, f.pattern); ok {
			return Cell{Text: s, Kind: Padded}
		}
	case percent:
		return Cell{Text: decimal(v * 100), Kind: Percent}
	case year, month, day, dayTime, clock:
		if c, ok := dated(v, as, from1904); ok {
			return c
		}
	case elapsed:
		return Cell{Text: "PT" + decimal(math.Round(v*86400)) + "S", Kind: Length}
	}
	return Cell{Text: decimal(v), Kind: Number}
}

// decimal prints a number to 15 digits, never with an exponent.
func decimal(v float64) string {
	v, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return "0"
	}
	if v == 0 {
		v = 0 // no negative zero
		return "0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// lastSerial is 31 December 9999, the last date of spreadsheets.
const lastSerial = 2958466

// dated reads a serial number of days. Day 60 of the 1900 system is the 29
// February 1900 that never was (ECMA-376 part 1, 18.17.4.1).
func dated(v float64, as numeric, from1904 bool) (Cell, bool) {
	if v < 0 || v >= lastSerial {
		return Cell{}, false
	}
	days := math.Floor(v)
	seconds := math.Round((v - days) * 86400)
	if seconds == 86400 {
		days, seconds = days+1, 0
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 60:
		return Cell{}, false
	case days < 60:
		start = start.AddDate(0, 0, 1)
	}
	t := start.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	switch {
	case as == clock || days == 0 && as == dayTime:
		return Cell{Text: t.Format("15:04:05"), Kind: Clock}, true
	case as == dayTime && seconds != 0, as == day && seconds != 0:
		return Cell{Text: t.Format("2006-01-02T15:04:05"), Kind: Moment}, true
	case as == year:
		return Cell{Text: t.Format("2006"), Kind: Date}, true
	case as == month:
		return Cell{Text: t.Format("2006-01"), Kind: Date}, true
	case days == 0:
		return Cell{}, false
	}
	return Cell{Text: t.Format("2006-01-02"), Kind: Date}, true
}
