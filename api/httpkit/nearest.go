package httpkit

// Nearest returns the known name closest to name by Damerau-Levenshtein
// distance (optimal string alignment, over bytes), or "" when none is closer than half
// of the longer name: a guess further off misleads. Ties go to the earlier name.
func Nearest(name string, known []string) string {
	if len(name) > maxName {
		return ""
	}
	best, bestDistance := "", maxName
	for _, k := range known {
		d := distance(name, k)
		if d < bestDistance && 2*d <= max(len(name), len(k)) {
			best, bestDistance = k, d
		}
	}
	return best
}

// maxName bounds the quadratic comparison; no known name is half as long.
const maxName = 64

// distance counts insertions, deletions, substitutions and swaps of neighbours
// that turn a into b (optimal string alignment).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
