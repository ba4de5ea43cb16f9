package inspect

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog/text"
)

// shape is a way in which a value can be written; a value can have several.
type shape int

const (
	whole       shape = iota // 12, -7
	pointed                  // 12.5, 12
	dotGroups                // 102.345: groups of three behind points
	manyDots                 // 1.234.567: which no decimal number is
	vietnamese               // 1.234,5 and 12,5 and 12
	commaTail                // 12,5 and 1,25: a comma that parts no groups
	english                  // 1,234.5 and 12
	commas                   // 1,234: groups of three behind commas
	englishSure              // 1,234.5 and 1,234,567
	measured                 // 1,2 tỷ; 12,5 ha; 30%
	fourDigits               // a year
	isoDay                   // 2025-07-05
	isoMonth                 // 2025-07
	slashDay                 // 05/07/2025
	dashDay                  // 05-07-2025
	dotDay                   // 05.07.2025
	moment                   // 2025-07-05T08:30:00
	clock                    // 08:30
	logic                    // true, false
	coKhong                  // Có, Không
	zeroLed                  // 00123
	longDigits               // more digits than a number keeps
	email
	uri
	shapes // how many there are
)

var (
	plainNumber   = regexp.MustCompile(`^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$`)
	dottedNumber  = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}(\.\d{3})+$`)
	vietNumber    = regexp.MustCompile(`^[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?$`)
	englishNumber = regexp.MustCompile(`^[+-]?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?$`)
	commaNumber   = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}(,\d{3})+$`)
	withUnit      = regexp.MustCompile(`^([+-]?\d[\d.,]*)\s*(%|‰|\p{L}[\p{L}0-9²³/.]*( \p{L}+)?)$`)
	address       = regexp.MustCompile(`^[^\s@<>]+@[^\s@<>]+\.[a-zA-Z]{2,}$`)
)

// look returns the shapes of a value, those of the number in it and the unit behind
// that.
func look(s string) (is, number [shapes]bool, unit string) {
	first := s[0]
	if first >= '0' && first <= '9' || first == '+' || first == '-' {
		numbers(s, &is)
		times(s, &is)
		number = is
		if m := withUnit.FindStringSubmatch(s); m != nil && (vietNumber.MatchString(m[1]) || englishNumber.MatchString(m[1])) {
			is[measured], unit, number = true, m[2], [shapes]bool{}
			numbers(m[1], &number)
		}
		return is, number, unit
	}
	switch text.Fold(s) {
	case "true", "false":
		is[logic] = true
	case "co", "khong", "yes", "no":
		is[coKhong] = true
	}
	is[email] = address.MatchString(s)
	is[uri] = strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
	return is, number, ""
}

// numbers tells the notations of a number.
func numbers(s string, is *[shapes]bool) {
	digits := strings.TrimLeft(s, "+-")
	if strings.Trim(digits, "0123456789") == "" {
		is[zeroLed] = len(digits) > 1 && digits[0] == '0'
		is[longDigits] = len(digits) > 15
		year, err := strconv.Atoi(s)
		is[fourDigits] = err == nil && year >= 1800 && year <= 2200
		is[whole] = !is[zeroLed] && !is[longDigits]
		is[pointed], is[vietnamese], is[english] = is[whole], is[whole], is[whole]
		return
	}
	is[pointed] = plainNumber.MatchString(s)
	is[dotGroups] = dottedNumber.MatchString(s)
	is[manyDots] = is[dotGroups] && strings.Count(s, ".") > 1
	is[vietnamese] = vietNumber.MatchString(s)
	is[english] = englishNumber.MatchString(s)
	is[commas] = commaNumber.MatchString(s)
	is[commaTail] = is[vietnamese] && strings.Contains(s, ",") && !is[commas]
	is[englishSure] = is[english] && strings.Contains(s, ",") && (strings.Contains(s, ".") || strings.Count(s, ",") > 1)
}

// times tells the notations of a day, a moment or a time of day.
func times(s string, is *[shapes]bool) {
	if len(s) > 40 || !strings.ContainsAny(s, "-/.:") {
		return
	}
	for layout, sh := range map[string]shape{time.DateOnly: isoDay, "2006-01": isoMonth, "2/1/2006": slashDay, "2-1-2006": dashDay, "2.1.2006": dotDay,
		"2006-01-02T15:04:05": moment, "2006-01-02 15:04:05": moment, time.RFC3339: moment, "15:04": clock, time.TimeOnly: clock} {
		if t, err := time.Parse(layout, s); err == nil && (t.Year() > 0 || sh == clock) { // no calendar has a year 0
			is[sh] = true
		}
	}
}

// missingCode reports whether a value is one with which people say that there is
// none.
func missingCode(s string) bool {
	switch strings.ToLower(s) {
	case "-", "–", "—", "--", "…", "...", "..", "n/a", "na", "#n/a", "null", "none", "nan", "?", "không có số liệu", "chưa có số liệu", "chưa có", "không rõ", "kxđ":
		return true
	}
	return false
}
