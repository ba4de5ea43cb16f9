package facts

import (
	"regexp"
	"slices"
	"strings"

	"honglinh/web/frame"
)

// SameText reports whether two facts read the same.
func SameText(a, b []frame.Item) bool { return Joined(a) == Joined(b) }

var plainFigure = regexp.MustCompile(`^[\d.,\x{a0} ]+(ha|m²|tỷ|tỷ đồng|billion VND|VND billion)?$`)

// SameFigure reports whether a text is a number with its unit and nothing more, and one of the items is that
// number: 35.66 ha beside 35,66 ha.
func SameFigure(s string, items []frame.Item) bool {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s)
	}
	printed := digits(s)
	return plainFigure.MatchString(s) && slices.ContainsFunc(items, func(i frame.Item) bool { // to three decimals, as numbers are shown
		shown := digits(i.Text)
		return shown == printed || len(shown) > 3 && len(printed) == len(shown)+1 && strings.HasPrefix(printed, shown[:len(shown)-1])
	})
}

// Joined is the items as one line.
func Joined(items []frame.Item) string {
	var parts []string
	for _, i := range items {
		parts = append(parts, i.Text)
	}
	return strings.Join(parts, "; ")
}
