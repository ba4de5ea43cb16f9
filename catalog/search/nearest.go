package search

import (
	"strings"
	"unicode/utf8"

	"honglinh/catalog/text"
)

// maxNearest bounds a name worth comparing, in bytes: no known name is longer.
const maxNearest = 64

// Nearest returns the one of known that looks most like name, or "" if none is near:
// one edit in three letters at most, or one holds the other.
func Nearest(name string, known []string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" || len(name) > maxNearest {
		return ""
	}
	best, bestCost := "", 1+max(1, utf8.RuneCountInString(name)/3)
	for _, k := range known {
		low := strings.ToLower(k)
		cost := text.Edits(name, low)
		if len(name) >= 3 && (strings.HasPrefix(low, name) || strings.HasPrefix(name, low)) {
			cost = min(cost, 1)
		}
		if cost < bestCost {
			best, bestCost = k, cost
		}
	}
	return best
}
