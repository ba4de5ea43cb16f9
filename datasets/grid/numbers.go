package grid

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxColumns is the most columns that a table may have: with each of them the engine
// keeps buffers in memory, and what is wider wants to be long.
const MaxColumns = 1600

// Numbers reports whether cells number the columns of a table, as the row under a
// header does in forms: "(1) (2) (3)", "A B 1 2 3", "1 2 3 4=2+3"; marked tells of
// brackets or sums, without which a row of data can look so.
func Numbers(cells []string) (numbered, marked bool) {
	n, letter := 0, 'A'-1
	for _, s := range cells {
		s = strings.TrimSpace(s)
		bare := strings.Trim(s, "()[]")
		marked = marked || bare != s
		bare, _, sum := strings.Cut(bare, "=")
		bare = strings.TrimSpace(bare)
		marked = marked || sum
		if at, err := strconv.Atoi(bare); err == nil {
			if at != n+1 {
				return false, false
			}
			n = at
			continue
		}
		l, size := utf8.DecodeRuneInString(bare)
		if size != len(bare) || n > 0 || l != letter+1 {
			return false, false
		}
		letter = l
	}
	return len(cells) >= 4 || marked && len(cells) >= 2, marked
}
