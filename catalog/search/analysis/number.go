package analysis

import "strings"

// isGroupedNumber reports whether digits with separators are one number: groups of three
// with one separator and perhaps decimals after the other, or one separator in all.
func isGroupedNumber(s string) bool {
	first, second, last := separators(s)
	switch {
	case first == 0:
		return false
	case second == 0 && strings.Count(s, string(first)) == 1:
		return true
	case second == 0:
		return inThrees(s, first)
	}
	return strings.Count(s, string(second)) == 1 && s[last] == second && inThrees(s[:last], first)
}

// separators gives the first separator in s, the other one if both occur, and the index of
// the last separator.
func separators(s string) (first, second byte, last int) {
	for i := range len(s) {
		c := s[i]
		if c != '.' && c != ',' {
			continue
		}
		last = i
		switch {
		case first == 0:
			first = c
		case c != first:
			second = c
		}
	}
	return first, second, last
}

// inThrees reports whether s is digits grouped in threes by sep.
func inThrees(s string, sep byte) bool {
	groups := strings.Split(s, string(sep))
	if len(groups) < 2 || len(groups[0]) == 0 || len(groups[0]) > 3 {
		return false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return true
}

// readings gives the plain forms of a number as written, a point before decimals and no
// grouping: first the one that is usual in lang, then the other one if it is possible.
// 1.500 is 1500 in Vietnamese and 1.500 in English; 1.234,5 can only be 1234.5.
func readings(s, lang string) (usual, also string) {
	first, second, last := separators(s)
	switch {
	case first == 0:
		return shortDay(s), ""
	case second != 0:
		return ungroup(s[:last], first) + decimals(s[last+1:]), ""
	case !inThrees(s, first):
		return shortDay(s[:last]) + decimals(s[last+1:]), ""
	case strings.Count(s, string(first)) > 1 || strings.HasPrefix(s, "0"):
		if strings.HasPrefix(s, "0") {
			return shortDay(s[:last]) + decimals(s[last+1:]), ""
		}
		return ungroup(s, first), ""
	}
	whole, fraction := ungroup(s, first), s[:last]+decimals(s[last+1:])
	if first == groupMark(lang) {
		return whole, fraction
	}
	return fraction, whole
}

// groupMark is the separator that groups thousands in a language.
func groupMark(lang string) byte {
	if lang == "en" {
		return ','
	}
	return '.'
}

func ungroup(s string, sep byte) string { return strings.ReplaceAll(s, string(sep), "") }

// decimals is a point and the digits, or nothing when they are all zero.
func decimals(s string) string {
	s = strings.TrimRight(s, "0")
	if s == "" {
		return ""
	}
	return "." + s
}

// shortDay drops the zero of 01 to 09, so that 01/07 and 1/7 are one day.
func shortDay(s string) string {
	if len(s) == 2 && s[0] == '0' {
		return s[1:]
	}
	return s
}
