package datasets

import (
	"regexp"
	"strings"
)

// Marks returns what stands before the decimals of a number column and what parts
// its thousands; group is empty where nothing does.
func (f Field) Marks() (decimal, group string) {
	decimal, group = f.DecimalChar, f.GroupChar
	switch {
	case decimal == "" && group == ".":
		decimal = ","
	case decimal == "":
		decimal = "."
	}
	return decimal, group
}

// Notated reports whether the column's numbers are written in a notation of its own.
func (f Field) Notated() bool {
	return f.GroupChar != "" || f.DecimalChar != "" && f.DecimalChar != "." || f.BareNumber != nil && !*f.BareNumber
}

// NumberPattern is the regular expression, in the syntax of RE2, of the whole cells
// that are numbers in the notation of a column of type number or integer; its one
// group is the number. Groups have exactly three digits behind one to three that do not
// begin with 0, and stand before the decimals only: with any other, the notation is not
// the declared one, and a decimal read as thousands would be a thousand times too large.
func (f Field) NumberPattern() string {
	decimal, group := f.Marks()
	number := `\d+`
	if group != "" {
		number = `(?:\d+|[1-9]\d{0,2}(?:` + regexp.QuoteMeta(group) + `\d{3})+)`
	}
	if d := regexp.QuoteMeta(decimal); f.Type != "integer" {
		number = `(?:` + number + `(?:` + d + `\d*)?|` + d + `\d+)(?:[eE][+-]?\d+)?`
	}
	before, behind := `[\s\p{Z}]*`, `[\s\p{Z}]*`
	if f.BareNumber != nil && !*f.BareNumber {
		before, behind = `[^0-9+.,-]*`, `(?:[^0-9+.,-][^0-9]*)?`
	}
	return `^` + before + `([+-]?` + number + `)` + behind + `$`
}

// PlainNumber writes a cell that is a number in the column's notation as Table Schema
// writes numbers by default; false where it is none.
func (f Field) PlainNumber(s string) (string, bool) {
	re := f.Number
	if re == nil {
		re = regexp.MustCompile(f.NumberPattern())
	}
	m := re.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	decimal, group := f.Marks()
	plain := m[1]
	if group != "" {
		plain = strings.ReplaceAll(plain, group, "")
	}
	return strings.Replace(plain, decimal, ".", 1), true
}
