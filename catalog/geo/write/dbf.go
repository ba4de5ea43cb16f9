package write

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/geo"
)

// dbfField is a column of the table.
type dbfField struct {
	name, full string
	kind       byte // C text, N number, L yes or no
	size       int
	digits     byte
	cut        int // texts that did not fit
}

// dbfFields gives the columns names of at most 10 bytes that differ without regard to case.
func dbfFields(cols []Column) []dbfField {
	out := []dbfField{{name: "id", full: "id", kind: 'C', size: mostDBFText}}
	taken := map[string]bool{"ID": true}
	for _, c := range cols {
		if c.Name == "id" {
			continue
		}
		f := dbfField{name: shortName(c.Name, taken), full: c.Name, kind: 'C', size: mostDBFText}
		switch c.Kind {
		case Bool:
			f.kind, f.size = 'L', 1
		case Int:
			f.kind, f.size = 'N', 18 // GDAL reads more digits as floating point
		case Float:
			f.kind, f.size, f.digits = 'N', 24, 9
		}
		out = append(out, f)
	}
	return out
}

func shortName(name string, taken map[string]bool) string {
	base := cutText(name, mostDBFName)
	for n := 1; ; n++ {
		short := base
		if n > 1 {
			tail := strconv.Itoa(n)
			short = cutText(base, mostDBFName-len(tail)) + tail
		}
		if !taken[strings.ToUpper(short)] {
			taken[strings.ToUpper(short)] = true
			return short
		}
	}
}

// cutText is at most n bytes of a text, without half a letter.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// value is the field of a feature, as wide as the column.
func (f *dbfField) value(x geo.Feature) []byte {
	v := x.Properties[f.full]
	if f.full == "id" {
		v = x.ID
	}
	text := ""
	switch f.kind {
	case 'L':
		text = map[any]string{true: "T", false: "F"}[v]
	case 'N':
		text = dbfNumber(v, f)
	default:
		whole := Text(v)
		if text = cutText(whole, f.size); text != whole {
			f.cut++
		}
	}
	room := bytes.Repeat([]byte{' '}, f.size)
	if f.kind == 'N' {
		copy(room[f.size-len(text):], text)
	} else {
		copy(room, text)
	}
	return room
}

// dbfNumber writes a number; one that does not fit as it is is written with an exponent.
func dbfNumber(v any, f *dbfField) string {
	switch v := v.(type) {
	case int:
		return dbfNumber(int64(v), f)
	case int64:
		if s := strconv.FormatInt(v, 10); len(s) <= f.size {
			return s
		}
		f.cut++
		return strconv.FormatFloat(float64(v), 'e', 9, 64)
	case float64:
		if s := strconv.FormatFloat(v, 'f', int(f.digits), 64); len(s) <= f.size {
			return s
		}
		return strconv.FormatFloat(v, 'e', 15, 64)
	}
	return ""
}
