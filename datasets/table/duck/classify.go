package duck

import (
	"bytes"
	"honglinh/datasets/table"
	"strconv"
	"time"
)

// tally is what one pass over all rows counts of a column's raw text.
type tally struct {
	rows, missing, ints, numbers, commas, dates, times, locals, bools, zeros, long int
	// points and commaGroups count values that look like groups of three digits,
	// small the whole numbers of three digits and less, which may stand among them.
	points, commaGroups, small int
	// odd counts the values that print differently once typed as what they look
	// like: "1.50", "+5". coded counts missing values that are written as a code.
	odd, coded int
	// breaks counts values that the spool has to escape.
	breaks int
	// trims counts the odd values whose zeros behind the point are all that is
	// odd, while trim says that the column may be one of numbers.
	trims int
	trim  bool
	// notated says that the descriptor gives a notation of its own, so that no
	// value is what it looks like.
	notated bool
	// days says that the descriptor declares dates as papers write them, partial
	// counts those that are a year or a month only.
	days    bool
	partial int
	// plain says that numbers come from a format that has numbers.
	plain bool
	// mixed says that the column holds times with and without a zone, as text.
	mixed bool
	has   table.Folding // what some value has; the column lacks the rest
}

// printing is how a value prints once it is typed, as far as the first pass
// can tell.
type printing uint8

const (
	asWritten printing = iota
	withoutZeros
	asNothing // a code for a missing value
)

// The classes of a raw value; a value is in one class.
const (
	isGone = iota
	isInt
	isZeros // a whole number that begins with 0
	isLong  // a whole number of more than 15 digits
	isNumber
	isComma
	isDate
	isTime  // with a zone
	isLocal // without one
	isBool
	isOther
)

// maxExact is how many decimal digits a float64 always gives back.
const maxExact = 15

// class reads a value that is not missing. odd reports that it prints
// differently once it is typed.
func class(b []byte) (class int, odd bool) {
	switch c := b[0]; {
	case c >= '1' && c <= '9':
		// The common case first: a whole number.
		if n := digits(b); n == len(b) {
			if n > maxExact {
				return isLong, false
			}
			return isInt, false
		}
	case c == '0' && digits(b) == len(b):
		if len(b) > maxExact {
			return isLong, false
		}
		if len(b) > 1 {
			return isZeros, true
		}
		return isInt, false
	case c < '+' || c > '9':
		return word(b)
	}
	if len(b) >= 10 && b[4] == '-' && b[7] == '-' {
		return instant(b)
	}
	return decimal(b)
}

func digits(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}

func word(b []byte) (int, bool) {
	switch len(b) {
	case 4:
		if bytes.EqualFold(b, []byte("true")) {
			return isBool, string(b) != "true"
		}
	case 5:
		if bytes.EqualFold(b, []byte("false")) {
			return isBool, string(b) != "false"
		}
	}
	return isOther, false
}

// instant reads dates and date-times as ISO 8601 writes them.
func instant(b []byte) (int, bool) {
	if digits(b[:4]) != 4 || digits(b[5:7]) != 2 || digits(b[8:10]) != 2 {
		return isOther, false
	}
	if len(b) == 10 {
		if validDay(int(b[0]-'0')*1000+int(b[1]-'0')*100+int(b[2]-'0')*10+int(b[3]-'0'), int(b[5]-'0')*10+int(b[6]-'0'), int(b[8]-'0')*10+int(b[9]-'0')) {
			return isDate, false
		}
		return isOther, false
	}
	if len(b) < 19 || b[10] != 'T' {
		return isOther, false
	}
	if _, err := time.Parse(time.RFC3339Nano, string(b)); err == nil {
		return isTime, true // typed by the engine, which also reads offsets
	}
	if _, err := time.Parse("2006-01-02T15:04:05.999999999", string(b)); err == nil {
		return isLocal, true
	}
	return isOther, false
}

func validDay(year, month, day int) bool {
	if year < 1 || month < 1 || month > 12 || day < 1 {
		return false
	}
	if day <= 28 {
		return true
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() == day
}

// decimal reads numbers that are not plain digits.
func decimal(b []byte) (int, bool) {
	var comma, point, other bool
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9' || c == '+' || c == '-':
		case c == ',':
			comma = true
		case c == '.':
			point = true
		case c == 'e' || c == 'E':
			other = true
		default:
			return isOther, false
		}
	}
	switch {
	case comma:
		if !commaDecimal(b) {
			return isOther, false
		}
		return isComma, true
	case point || other:
		if !other && plainDecimal(b) {
			return isNumber, false
		}
		if !other && trimmable(b) {
			return isNumber, true
		}
		if _, err := strconv.ParseFloat(string(b), 64); err != nil {
			return isOther, false
		}
		return isNumber, true
	}
	if b[0] == '-' && len(b) > 1 && b[1] != '0' && digits(b[1:]) == len(b)-1 && len(b) <= maxExact+1 {
		return isInt, false
	}
	if _, err := strconv.ParseInt(string(b), 10, 64); err != nil {
		return isOther, false
	}
	return isInt, true
}

// commaDecimal reports whether b is a number with a decimal comma, its thousands, if
// they are parted, in groups of three behind points.
func commaDecimal(b []byte) bool {
	whole, fraction, _ := bytes.Cut(b, []byte{','})
	if len(whole) > 0 && (whole[0] == '-' || whole[0] == '+') {
		whole = whole[1:]
	}
	return digits(fraction) == len(fraction) && len(whole)+len(fraction) > 0 && (digits(whole) == len(whole) || groups(whole, '.'))
}

// plainDecimal reports whether b is a decimal fraction that a float64 prints
// as it is written: no needless zeros, few enough digits, not so small that it
// would be printed with an exponent.
func plainDecimal(b []byte) bool {
	if b[0] == '-' {
		b = b[1:]
	}
	n := digits(b)
	if n == 0 || n == len(b) || b[n] != '.' || b[0] == '0' && n > 1 {
		return false
	}
	fraction := b[n+1:]
	if len(fraction) == 0 || digits(fraction) != len(fraction) || fraction[len(fraction)-1] == '0' || n+len(fraction) > maxExact {
		return false
	}
	return b[0] != '0' || len(fraction) < 4 || string(fraction[:3]) != "000"
}

// trimmable reports whether b is a decimal fraction that prints without its
// last zeros and is otherwise plain.
func trimmable(b []byte) bool {
	if b[len(b)-1] != '0' || bytes.IndexByte(b, '.') < 1 {
		return false
	}
	b = trimZeros(b)
	if bytes.IndexByte(b, '.') >= 0 {
		return plainDecimal(b)
	}
	if b[0] == '-' {
		b = b[1:]
		if len(b) > 0 && b[0] == '0' {
			return false // -0 prints as 0
		}
	}
	return len(b) > 0 && len(b) <= maxExact && digits(b) == len(b) && (b[0] != '0' || len(b) == 1)
}

// trimZeros takes the zeros at the end of a decimal fraction, and its point
// where nothing else is behind it.
func trimZeros(b []byte) []byte {
	b = bytes.TrimRight(b, "0")
	return bytes.TrimSuffix(b, []byte{'.'})
}

// add counts a value and returns how it prints.
func (t *tally) add(b []byte, missing []string) printing {
	t.rows++
	if len(b) == 0 {
		t.missing++
		return asWritten
	}
	if broken(b) {
		t.breaks++
	}
	for _, m := range missing {
		if string(b) == m {
			t.missing++
			t.coded++
			return asNothing
		}
	}
	if t.days && len(b) < len("1/2/2006") {
		t.partial++
	}
	kind, odd := class(b)
	if kind == isNumber || kind == isComma || kind == isOther {
		t.grouped(b)
	}
	if odd {
		t.odd++
		if kind == isNumber && t.trim && trimmable(b) {
			t.trims++
			t.numbers++
			return withoutZeros
		}
	}
	switch kind {
	case isInt, isZeros, isLong:
		t.ints++
		t.numbers++
		if kind == isZeros {
			t.zeros++
		} else if kind == isLong {
			t.long++
		} else if len(b) <= 3 || len(b) == 4 && b[0] == '-' {
			t.small++
		}
		return asWritten
	case isNumber:
		t.numbers++
		return asWritten
	case isComma:
		t.commas++
	case isDate:
		t.dates++
	case isTime:
		t.times++
	case isLocal:
		t.locals++
	case isBool:
		t.bools++
	default:
		if t.has != table.NoMarks|table.NoY|table.NoGaps {
			t.has |= (table.NoMarks | table.NoY | table.NoGaps) &^ lacks(b)
		}
	}
	t.trim = false
	return asWritten
}

// join adds what was counted of other rows of the column.
func (t *tally) join(o tally) {
	for _, n := range []struct {
		to *int
		n  int
	}{{&t.rows, o.rows}, {&t.missing, o.missing}, {&t.ints, o.ints}, {&t.numbers, o.numbers}, {&t.commas, o.commas}, {&t.dates, o.dates}, {&t.times, o.times}, {&t.locals, o.locals},
		{&t.bools, o.bools}, {&t.zeros, o.zeros}, {&t.long, o.long}, {&t.odd, o.odd}, {&t.coded, o.coded}, {&t.trims, o.trims}, {&t.breaks, o.breaks}, {&t.points, o.points},
		{&t.commaGroups, o.commaGroups}, {&t.small, o.small}, {&t.partial, o.partial}} {
		*n.to += n.n
	}
	t.has |= o.has
	t.notated = t.notated || o.notated
}

// grouped counts a value that looks like groups of three digits.
func (t *tally) grouped(b []byte) {
	switch {
	case t.plain:
	case groups(b, '.'):
		t.points++
	case groups(b, ','):
		t.commaGroups++
	}
}

// groups reports whether b is one to three digits and groups of three behind
// sep: 102.345 is such, 1234.567, 0.345 and 12.5 are not.
func groups(b []byte, sep byte) bool {
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		b = b[1:]
	}
	n := digits(b)
	if n == 0 || n > 3 || n == len(b) || b[0] == '0' {
		return false
	}
	for b = b[n:]; len(b) > 0; b = b[4:] {
		if len(b) < 4 || b[0] != sep || digits(b[1:4]) != 3 {
			return false
		}
	}
	return true
}

// printed reports whether every value of the column, typed as typ, prints as
// add said.
func (t *tally) printed(typ table.Type) bool {
	n := t.rows - t.missing
	if t.mixed || t.partial > 0 || t.notated && typ != table.Text {
		return n == 0
	}
	switch typ {
	case table.Text:
		return t.trims == 0
	case table.Integer:
		return t.ints == n && t.long == 0 && t.zeros == 0 && t.odd == 0
	case table.Number:
		return t.numbers == n && t.long == 0 && t.zeros == 0 && t.odd == t.trims
	case table.Boolean:
		return t.bools == n && t.odd == 0
	case table.Date:
		return t.dates == n
	}
	return n == 0
}

// direct reports whether every value of the column is one that the engine
// reads as type typ by itself and prints again as it was written.
func (t *tally) direct(typ table.Type) bool { return t.coded == 0 && t.trims == 0 && t.printed(typ) }
