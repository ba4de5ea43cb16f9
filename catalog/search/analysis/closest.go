package analysis

import (
	"cmp"
	"iter"
	"slices"
	"unicode/utf8"
)

// Near is a word of a dictionary that is close to a given one.
type Near struct {
	Term     string
	Distance int    // letters inserted, dropped, changed or swapped
	Count    uint64 // as the dictionary gave it
}

// maxNear is how many suggestions are worth comparing.
const maxNear = 8

// MaxDistance is how many letters of a folded word may be wrong: none up to three letters,
// one up to seven, then two. Vietnamese syllables are short: one letter off is another word.
func MaxDistance(term string) int {
	switch n := utf8.RuneCountInString(term); {
	case n <= 3:
		return 0
	case n <= 7:
		return 1
	}
	return 2
}

// Closest finds the words of a dictionary (words and how often they occur) that are at most
// maxDist letters from term and not term itself, best first: nearest, then most frequent. A negative maxDist
// stands for [MaxDistance].
func Closest(term string, dict iter.Seq2[string, uint64], maxDist int) []Near {
	if maxDist < 0 {
		maxDist = MaxDistance(term)
	}
	if maxDist == 0 {
		return nil
	}
	want := []rune(term)
	var out []Near
	var work distance
	for word, count := range dict {
		if d := work.within(want, word, maxDist); d > 0 && d <= maxDist {
			out = append(out, Near{word, d, count})
		}
		if len(out) > 16*maxNear {
			out = best(out)
		}
	}
	return best(out)
}

func best(near []Near) []Near {
	slices.SortFunc(near, func(a, b Near) int {
		return cmp.Or(a.Distance-b.Distance, cmp.Compare(b.Count, a.Count), cmp.Compare(a.Term, b.Term))
	})
	return near[:min(len(near), maxNear)]
}

// distance keeps the rows of the edit distance table from word to word.
type distance struct {
	word           []rune
	two, one, this []int
}

// within is the edit distance (optimal string alignment) of a and b by letters, or limit+1
// when it is larger than limit.
func (w *distance) within(a []rune, b string, limit int) int {
	w.word = w.word[:0]
	for _, r := range b {
		w.word = append(w.word, r)
	}
	if d := len(a) - len(w.word); d > limit || -d > limit {
		return limit + 1
	}
	w.start(len(w.word))
	for i := 1; i <= len(a); i++ {
		w.two, w.one, w.this = w.one, w.this, w.two
		if w.row(a, i) > limit {
			return limit + 1
		}
	}
	return w.this[len(w.word)]
}

func (w *distance) start(n int) {
	w.two, w.one, w.this = w.two[:0], w.one[:0], w.this[:0]
	for j := 0; j <= n; j++ {
		w.two, w.one, w.this = append(w.two, j), append(w.one, j), append(w.this, j)
	}
}

// row fills the row of a[i-1] and gives its least value.
func (w *distance) row(a []rune, i int) int {
	w.this[0] = i
	least := i
	for j := 1; j <= len(w.word); j++ {
		cost := 1
		if a[i-1] == w.word[j-1] {
			cost = 0
		}
		d := min(w.one[j]+1, w.this[j-1]+1, w.one[j-1]+cost)
		if i > 1 && j > 1 && a[i-1] == w.word[j-2] && a[i-2] == w.word[j-1] {
			d = min(d, w.two[j-2]+1)
		}
		w.this[j] = d
		least = min(least, d)
	}
	return least
}
