package search

import (
	"slices"
	"strings"
	"sync"

	"honglinh/catalog/search/analysis"
)

// Completer completes what is being typed, from the start of any word of its entries.
// Its entries never change: they are folded once, the starts of all words are sorted, and a
// completion is a binary search and a walk over what begins the same. It is safe for
// concurrent use.
type Completer struct {
	entries []Suggestion
	folded  []string
	starts  []start
	// common keeps the completions of beginnings that very many words have.
	common sync.Map // asked -> []start
}

// asked is a beginning with the number of completions wanted.
type asked struct {
	prefix string
	limit  int
}

// start is one word start of an entry. key is the first eight bytes from there, so that
// sorting and searching seldom look at the text.
type start struct {
	key   uint64
	entry uint32
	at    uint16
	rank  uint16 // lower is better
}

// maxCompleted bounds what is folded of an entry, in bytes: nobody types more.
const maxCompleted = 200

// NewCompleter returns a Completer of the entries. Of equal texts of one kind the first
// is kept, and Count tells how many there were.
func NewCompleter(entries []Suggestion) *Completer {
	c := &Completer{entries: make([]Suggestion, 0, len(entries))}
	type same struct{ kind, text string }
	seen := make(map[same]int, len(entries))
	for _, s := range entries {
		folded := FoldTerms(s.Text)
		if folded == "" {
			continue
		}
		if len(folded) > maxCompleted {
			folded = folded[:maxCompleted]
		}
		key := same{s.Kind, folded}
		if at, ok := seen[key]; ok {
			c.entries[at].Count += max(1, s.Count)
			continue
		}
		seen[key] = len(c.entries)
		s.Count = max(1, s.Count)
		c.entries, c.folded = append(c.entries, s), append(c.folded, folded)
	}
	c.sort()
	return c
}

// FoldTerms gives the folded terms of a text with one space between them.
func FoldTerms(s string) string {
	var b strings.Builder
	for i, t := range analysis.Tokens(s) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Fold)
	}
	return b.String()
}

func (c *Completer) sort() {
	words := 0
	for _, f := range c.folded {
		words += strings.Count(f, " ") + 1
	}
	c.starts = make([]start, 0, words)
	for e, f := range c.folded {
		place := 0
		for at := 0; at >= 0; {
			c.starts = append(c.starts, start{key: head(f[at:]), entry: uint32(e), at: uint16(at), rank: rankOf(place, len(f))})
			place++
			next := strings.IndexByte(f[at:], ' ')
			if next < 0 {
				break
			}
			at += next + 1
		}
	}
	slices.SortFunc(c.starts, func(a, b start) int {
		if a.key != b.key {
			if a.key < b.key {
				return -1
			}
			return 1
		}
		if d := strings.Compare(c.rest(a), c.rest(b)); d != 0 {
			return d
		}
		return int(a.entry) - int(b.entry)
	})
}

func (c *Completer) rest(s start) string { return c.folded[s.entry][s.at:] }

// rankOf prefers entries that begin with what is typed, then early words, then short ones.
func rankOf(place, length int) uint16 {
	return uint16(min(place, 15)<<8 | min(length, 255))
}

// head packs the first eight bytes so that numbers compare as the texts do.
func head(s string) uint64 {
	var k uint64
	for i := range 8 {
		k <<= 8
		if i < len(s) {
			k |= uint64(s[i])
		}
	}
	return k
}

// Complete returns the best entries in which some word starts with the folded prefix,
// or, where the words do not stand together, which hold all words and the beginning of
// the last. keep may refuse entries; nil takes all.
func (c *Completer) Complete(prefix string, limit int, keep func(Suggestion) bool) []Suggestion {
	if prefix == "" || limit <= 0 {
		return nil
	}
	from, to := c.span(prefix)
	found := c.most(from, to, asked{prefix, limit}, keep)
	if words := strings.Fields(prefix); len(found) < limit && len(words) > 1 {
		for _, s := range c.apart(words, limit, keep) {
			if len(found) < limit && !slices.ContainsFunc(found, func(f start) bool { return f.entry == s.entry }) {
				found = append(found, s)
			}
		}
	}
	out := make([]Suggestion, len(found))
	for i, s := range found {
		out[i] = c.entries[s.entry]
	}
	return out
}

// maxCommon is the longest beginning in bytes whose completions are kept: one or two letters
// begin thousands of words, and there are some hundreds of such beginnings.
const maxCommon = 2

// most gives the best of the word starts that begin with what is asked.
func (c *Completer) most(from, to int, q asked, keep func(Suggestion) bool) []start {
	common := keep == nil && len(q.prefix) <= maxCommon
	if common {
		if kept, ok := c.common.Load(q); ok {
			return slices.Clone(kept.([]start))
		}
	}
	found := c.best(from, min(to, from+maxScan), q.limit, func(entry uint32) bool { return keep == nil || keep(c.entries[entry]) })
	if common && q.limit <= 3*MaxSuggestions {
		c.common.Store(q, slices.Clone(found))
	}
	return found
}

// Bounds of the word starts looked at for one completion. One letter begins a tenth of all
// words, and a walk over 200,000 starts takes about half a millisecond; words that stand
// apart need a look at each text, ten times as dear.
const (
	maxScan  = 200_000
	maxApart = 4_000
)

// apart finds entries that hold the words anywhere, the last one perhaps unfinished. It
// walks over the rarest of the words.
func (c *Completer) apart(words []string, limit int, keep func(Suggestion) bool) []start {
	from, to := c.span(words[len(words)-1])
	for _, w := range words[:len(words)-1] {
		if f, t := c.span(w); t-f < to-from {
			from, to = f, t
		}
	}
	return c.best(from, min(to, from+maxApart), limit, func(entry uint32) bool {
		for i, w := range words {
			if !holds(c.folded[entry], w, i < len(words)-1) {
				return false
			}
		}
		return keep == nil || keep(c.entries[entry])
	})
}

// holds reports whether a word of text is w, or begins with it.
func holds(text, w string, whole bool) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], w)
		if i < 0 {
			return false
		}
		i += at
		end := i + len(w)
		if (i == 0 || text[i-1] == ' ') && (!whole || end == len(text) || text[end] == ' ') {
			return true
		}
		at = i + 1
	}
}

// span gives the word starts that begin with prefix.
func (c *Completer) span(prefix string) (from, to int) {
	from, _ = slices.BinarySearchFunc(c.starts, prefix, func(s start, p string) int { return strings.Compare(c.rest(s), p) })
	n, _ := slices.BinarySearchFunc(c.starts[from:], prefix, func(s start, p string) int {
		if c.begins(s, p) {
			return -1
		}
		return 1
	})
	return from, from + n
}

// best walks over some starts and keeps the best ranked entries that pass, each once.
func (c *Completer) best(from, to, limit int, pass func(entry uint32) bool) []start {
	var top []start
	for _, s := range c.starts[from:to] {
		if len(top) == limit && !better(s, top[limit-1]) || !pass(s.entry) {
			continue
		}
		top = insert(top, s, limit)
	}
	return top
}

func (c *Completer) begins(s start, prefix string) bool {
	if len(prefix) <= 8 {
		shift := 64 - 8*uint(len(prefix))
		return s.key>>shift == head(prefix)>>shift
	}
	return strings.HasPrefix(c.rest(s), prefix)
}

func better(a, b start) bool {
	if a.rank != b.rank {
		return a.rank < b.rank
	}
	return a.entry < b.entry
}

// insert puts s in its place among the best, once per entry.
func insert(top []start, s start, limit int) []start {
	for i, t := range top {
		if t.entry == s.entry {
			if !better(s, t) {
				return top
			}
			top = slices.Delete(top, i, i+1)
			break
		}
	}
	at, _ := slices.BinarySearchFunc(top, s, func(t, s start) int {
		if better(t, s) {
			return -1
		}
		return 1
	})
	top = slices.Insert(top, at, s)
	return top[:min(len(top), limit)]
}

// Len is the number of entries.
func (c *Completer) Len() int { return len(c.entries) }
