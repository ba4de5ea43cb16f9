package search

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// wordList is folded words with the number of records that hold each, in byte order. It
// never changes.
type wordList struct {
	text   string   // the words, one after the other
	ends   []uint32 // where each ends in text
	counts []uint32
}

func (l *wordList) len() int { return len(l.ends) }

func (l *wordList) word(i int) string {
	start := uint32(0)
	if i > 0 {
		start = l.ends[i-1]
	}
	return l.text[start:l.ends[i]]
}

// find is the place of the first word that is not before w.
func (l *wordList) find(w string) int {
	return sort.Search(l.len(), func(i int) bool { return l.word(i) >= w })
}

// frequency is the number of records that hold w.
func (l *wordList) frequency(w string) int {
	if i := l.find(w); i < l.len() && l.word(i) == w {
		return int(l.counts[i])
	}
	return 0
}

// merged is the list with the counts changed; a word that no record holds any more is left out.
func (l *wordList) merged(changes map[string]int) *wordList {
	var b strings.Builder
	b.Grow(len(l.text))
	out := &wordList{ends: make([]uint32, 0, l.len()+len(changes)), counts: make([]uint32, 0, l.len()+len(changes))}
	put := func(w string, count int) {
		if count > 0 {
			b.WriteString(w)
			out.ends, out.counts = append(out.ends, uint32(b.Len())), append(out.counts, uint32(count))
		}
	}
	i := 0
	for _, w := range slices.Sorted(maps.Keys(changes)) {
		for ; i < l.len() && l.word(i) < w; i++ {
			put(l.word(i), int(l.counts[i]))
		}
		count := changes[w]
		if i < l.len() && l.word(i) == w {
			count += int(l.counts[i])
			i++
		}
		put(w, count)
	}
	for ; i < l.len(); i++ {
		put(l.word(i), int(l.counts[i]))
	}
	out.text = b.String()
	return out
}

// Edits allowed in a word by its letters. Vietnamese syllables are so short that one edit
// turns most of them into another one, so short words are left alone. Longer ones than any
// of either language are no misspelt words.
const (
	oneEditFrom  = 4
	twoEditsFrom = 9
	maxSpeltLen  = 30
)

// similar are the words near w, the nearest first and of these the most frequent; the first
// letter has to be right.
func (l *wordList) similar(w string, limit int) []WordCount {
	letters := utf8.RuneCountInString(w)
	if letters < oneEditFrom || letters > maxSpeltLen {
		return nil
	}
	allowed := 1
	if letters >= twoEditsFrom {
		allowed = 2
	}
	type near struct {
		WordCount
		edits int
	}
	var found []near
	_, first := utf8.DecodeRuneInString(w)
	for i := l.find(w[:first]); i < l.len(); i++ {
		other := l.word(i)
		if !strings.HasPrefix(other, w[:first]) {
			break
		}
		if n := editsWithin(w, other, allowed); n > 0 && n <= allowed {
			found = append(found, near{WordCount{strings.Clone(other), int(l.counts[i])}, n})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.Count, a.Count))
	})
	out := make([]WordCount, 0, limit)
	for _, n := range found[:min(limit, len(found))] {
		out = append(out, n.WordCount)
	}
	return out
}

// editsWithin is the number of edits between two words (insertions, deletions, substitutions
// and swaps of neighbours count one each), or more than allowed where it is more. allowed is
// at most 2, and a at most maxSpeltLen letters long.
func editsWithin(a, b string, allowed int) int {
	if d := len(a) - len(b); d > 4*allowed || -d > 4*allowed { // bytes; a letter has four at most
		return allowed + 1
	}
	var x, y [maxSpeltLen + 3]rune
	n, m := letters(a, x[:]), letters(b, y[:])
	if d := n - m; d > allowed || -d > allowed {
		return allowed + 1
	}
	var rows [3][maxSpeltLen + 4]int
	before, last, now := rows[0][:], rows[1][:], rows[2][:]
	for j := 0; j <= m; j++ {
		last[j] = j
	}
	for i := 1; i <= n; i++ {
		now[0] = i
		least := i
		for j := 1; j <= m; j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d := min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, before[j-2]+1)
			}
			now[j], least = d, min(least, d)
		}
		if least > allowed {
			return allowed + 1
		}
		before, last, now = last, now, before
	}
	return last[m]
}

// letters puts the letters of s into out, as many as have room, and returns how many.
func letters(s string, out []rune) int {
	n := 0
	for _, r := range s {
		if n == len(out) {
			break
		}
		out[n] = r
		n++
	}
	return n
}
