package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"

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
	// leaders are the best standings of each block of starts: a walk over what very many
	// words begin with passes over the blocks that have nothing better than was found.
	leaders []standing
	// signs tell of most entries, without a look at the text, that they lack a word.
	signs []sign
}

// sign is a set of words, a bit for each, which several words share.
type sign uint64

func signOf(word string) sign {
	h := uint32(2166136261) // FNV-1a
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return 1 << (h >> 26)
}

// block is how many starts have one leader.
const block = 64

// standing orders completions, lower before higher: by rank, then by entry.
type standing uint64

func (s start) standing() standing { return standing(s.rank)<<32 | standing(s.entry) }

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
	c.signs = make([]sign, len(c.folded))
	for e, f := range c.folded {
		for word := range strings.SplitSeq(f, " ") {
			c.signs[e] |= signOf(word)
		}
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
	for starts := range slices.Chunk(c.starts, block) {
		leader := starts[0].standing()
		for _, s := range starts[1:] {
			leader = min(leader, s.standing())
		}
		c.leaders = append(c.leaders, leader)
	}
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
	found := c.best(from, to, limit, func(entry uint32) bool { return keep == nil || keep(c.entries[entry]) })
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

// maxApart bounds the texts that are looked at for words that stand apart.
const maxApart = 4_000

// apart finds entries that hold the words anywhere, the last one perhaps unfinished. It
// walks over the rarest of the words and looks for the next rarest first.
func (c *Completer) apart(words []string, limit int, keep func(Suggestion) bool) []start {
	type sought struct {
		word     string
		whole    bool
		from, to int
	}
	list := make([]sought, len(words))
	var signs sign // of all words but the unfinished one
	for i, w := range words {
		from, to := c.span(w)
		if i < len(words)-1 {
			signs |= signOf(w)
		}
		list[i] = sought{w, i < len(words)-1, from, to}
	}
	slices.SortStableFunc(list, func(a, b sought) int { return (a.to - a.from) - (b.to - b.from) })
	from, to := list[0].from, list[0].to
	return c.best(from, min(to, from+maxApart), limit, func(entry uint32) bool {
		if c.signs[entry]&signs != signs {
			return false
		}
		for i := 1; i <= len(list); i++ {
			if one := list[i%len(list)]; !holds(c.folded[entry], one.word, one.whole) {
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
	n := len(c.starts)
	from = sort.Search(n, func(i int) bool { return c.against(i, prefix) >= 0 })
	return from, from + sort.Search(n-from, func(i int) bool { return c.against(from+i, prefix) > 0 })
}

// against compares a word start with a prefix: 0 when it begins so. Only longer prefixes
// take a look at the text.
func (c *Completer) against(i int, prefix string) int {
	s := &c.starts[i]
	shift := 64 - 8*uint(min(len(prefix), 8))
	if d := cmp.Compare(s.key>>shift, head(prefix)>>shift); d != 0 || len(prefix) <= 8 {
		return d
	}
	rest := c.rest(*s)
	return strings.Compare(rest[:min(len(rest), len(prefix))], prefix)
}

// best walks over some starts and keeps the best ranked entries that pass, each once.
func (c *Completer) best(from, to, limit int, pass func(entry uint32) bool) []start {
	var top []start
	for at := from; at < to; {
		next := min((at/block+1)*block, to)
		if len(top) == limit && c.leaders[at/block] >= top[limit-1].standing() {
			at = next
			continue
		}
		for _, s := range c.starts[at:next] {
			if len(top) == limit && s.standing() >= top[limit-1].standing() || !pass(s.entry) {
				continue
			}
			top = insert(top, s, limit)
		}
		at = next
	}
	return top
}

// insert puts s in its place among the best, once per entry.
func insert(top []start, s start, limit int) []start {
	for i, t := range top {
		if t.entry == s.entry {
			if s.standing() >= t.standing() {
				return top
			}
			top = slices.Delete(top, i, i+1)
			break
		}
	}
	at, _ := slices.BinarySearchFunc(top, s.standing(), func(t start, new standing) int { return cmp.Compare(t.standing(), new) })
	top = slices.Insert(top, at, s)
	return top[:min(len(top), limit)]
}

// Len is the number of entries.
func (c *Completer) Len() int { return len(c.entries) }
