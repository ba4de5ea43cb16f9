package text

import (
	"fmt"
	"strings"
)

// maxNearest bounds a name worth comparing, in runes: no known name is longer.
const maxNearest = 100

// Nearest returns the candidate that looks most like s, both folded, or "" if none is near:
// one edit in three letters at most, or one begins with the other. Of equals it is the first.
func Nearest(s string, candidates []string) string {
	folded := strings.TrimSpace(Fold(s))
	want := []rune(folded)
	if len(want) == 0 || len(want) > maxNearest {
		return ""
	}
	best, least := "", 2*max(1, len(want)/3)+1 // in halves of an edit
	for _, c := range candidates {
		have := Fold(c)
		d := 2 * distance(want, []rune(have))
		if len(want) >= 3 && have != "" && (strings.HasPrefix(have, folded) || strings.HasPrefix(folded, have)) {
			d = min(d, 3) // behind one edit, before two
		}
		if d < least {
			best, least = c, d
		}
	}
	return best
}

// Distance is the number of edits between a and b, folded, that Nearest counts.
func Distance(a, b string) int { return distance([]rune(Fold(a)), []rune(Fold(b))) }

// Edits is the optimal string alignment distance of two texts as they stand, in runes:
// insertions, deletions, substitutions and swaps of neighbours count one each.
func Edits(a, b string) int { return distance([]rune(a), []rune(b)) }

func distance(a, b []rune) int {
	before, last, now := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}

// Nearly says which of the known names was probably meant, in Vietnamese and in
// English, to be put behind a sentence; it says nothing where none is near.
func Nearly(s string, known []string) (vi, en string) {
	near := Nearest(s, known)
	if near == "" {
		return "", ""
	}
	return fmt.Sprintf("; gần nhất: %q", near), fmt.Sprintf("; nearest: %q", near)
}
