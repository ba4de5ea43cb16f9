package search

import (
	"strings"
	"unicode/utf8"
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
		cost := edits(name, low)
		if len(name) >= 3 && (strings.HasPrefix(low, name) || strings.HasPrefix(name, low)) {
			cost = min(cost, 1)
		}
		if cost < bestCost {
			best, bestCost = k, cost
		}
	}
	return best
}

// edits is the Damerau-Levenshtein distance (optimal string alignment) of two words in runes.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	older, prev, cur := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				cur[j] = min(cur[j], older[j-2]+1)
			}
		}
		older, prev, cur = prev, cur, older
	}
	return prev[len(y)]
}
