package text

import "fmt"

// Nearest returns the candidate with the smallest edit distance to s, folded,
// or "" if none is within half of its length: what was probably meant.
func Nearest(s string, candidates []string) string {
	best, least := "", -1
	want := []rune(Fold(s))
	if len(want) > 100 { // longer than any name we have
		return ""
	}
	for _, c := range candidates {
		have := []rune(Fold(c))
		d := distance(want, have)
		if d <= max(len(have), 2)/2 && (least < 0 || d < least) {
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
