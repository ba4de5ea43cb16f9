package inspect

import (
	"hash/maphash"
	"slices"
	"strings"
)

// tally counts how the values of a column are written.
type tally struct {
	name      string
	plain     bool // a point is a decimal point
	filled    int
	empty     int
	codes     map[string]int
	is        [shapes]int
	number    [shapes]int     // of the numbers, with a unit or without
	numbers   int             // values that are any
	viet      example         // a number that is one only in Vietnamese notation
	english   example         // one that is one only in English notation
	last      [shapes]example // a value that is not written so
	yearless  example         // one of the year 0
	lateMonth bool            // a day of the month beyond 12 stands where days are
	units     map[string]int
	spelt     map[string]int // spellings of Có and Không
	examples  []string
	seen      map[uint64]struct{}
	twice     bool
	seed      maphash.Seed
}

type example struct {
	row  int
	text string
}

// maxDistinct is how many values of a column are told apart; of more it is not
// known whether they are unique.
const maxDistinct = 200_000

// maxExamples is how many values of a column are shown.
const maxExamples = 3

func newTally(name string, plain bool, seed maphash.Seed) *tally {
	return &tally{name: name, plain: plain, codes: map[string]int{}, units: map[string]int{}, spelt: map[string]int{}, seen: map[uint64]struct{}{}, seed: seed}
}

func (t *tally) add(row int, cell []byte) {
	s := strings.TrimSpace(string(cell))
	switch {
	case s == "":
		t.empty++
		return
	case missingCode(s):
		t.codes[s]++
		return
	}
	t.filled++
	if t.yearless.row == 0 && strings.HasPrefix(s, "0000-") {
		t.yearless = example{row, clip(s)}
	}
	if len(t.examples) < maxExamples && !slices.Contains(t.examples, clip(s)) {
		t.examples = append(t.examples, clip(s))
	}
	t.distinct(s)
	is, number, unit := look(s)
	t.notation(row, s, number)
	for sh, yes := range is {
		if yes {
			t.is[sh]++
		} else if t.last[sh].row == 0 {
			t.last[sh] = example{row, clip(s)}
		}
	}
	if unit != "" && (t.units[unit] > 0 || len(t.units) < 20) {
		t.units[unit]++
	}
	if is[coKhong] && len(t.spelt) < 20 {
		t.spelt[s]++
	}
	if (is[slashDay] || is[dashDay] || is[dotDay]) && t.after12(s) {
		t.lateMonth = true
	}
}

// notation counts how the number in a value is written.
func (t *tally) notation(row int, s string, number [shapes]bool) {
	for sh, yes := range number {
		if yes {
			t.number[sh]++
		}
	}
	v, e := number[vietnamese], number[english] || number[pointed]
	if v || e {
		t.numbers++
	}
	switch {
	case v && !e && t.viet.row == 0:
		t.viet = example{row, clip(s)}
	case e && !v && t.english.row == 0:
		t.english = example{row, clip(s)}
	}
}

// after12 reports whether the first number of a day is none of a month.
func (t *tally) after12(s string) bool {
	head := s[:strings.IndexAny(s, "/-.")]
	return len(head) == 2 && head > "12"
}

func (t *tally) distinct(s string) {
	if t.twice || len(t.seen) > maxDistinct {
		return
	}
	key := maphash.String(t.seed, s)
	if _, known := t.seen[key]; known {
		t.twice, t.seen = true, nil
		return
	}
	t.seen[key] = struct{}{}
}

// all reports whether every value is written in one of the shapes.
func (t *tally) all(sh ...shape) bool {
	n := 0
	for _, s := range sh {
		n += t.is[s]
	}
	return t.filled > 0 && n == t.filled
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
