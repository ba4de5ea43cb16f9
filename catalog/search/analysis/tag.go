package analysis

import (
	"cmp"
	"slices"
	"sync"
)

// Tagged is a concept found in a text and how often.
type Tagged struct {
	ID    string
	Count int
}

// nameTrie finds names in texts as they are written. Words are numbers, so that a step in a
// name compares no letters, and the first step, which each word of a text takes, is a look
// into a list. Node 0 is the root, which no step leads back to.
type nameTrie struct {
	words map[string]int32
	first []int32          // by word: the node after the root
	next  map[stride]int32 // the further steps
	ends  [][]nameEnd      // by node
}

type stride struct{ node, word int32 }

// nameEnd is a name that ends at a node.
type nameEnd struct {
	concept int32
	only    string // the language that a text must have, "" for any
}

func newNameTrie() *nameTrie {
	return &nameTrie{words: map[string]int32{}, first: []int32{0}, next: map[stride]int32{}, ends: make([][]nameEnd, 1)}
}

func (p *nameTrie) add(name []string, end nameEnd) {
	node := int32(0)
	for i, s := range name {
		word, ok := p.words[s]
		if !ok {
			word = int32(len(p.first)) // 0 is for words of no name
			p.words[s] = word
			p.first = append(p.first, 0)
		}
		at := p.first[word]
		if i > 0 {
			at = p.next[stride{node, word}]
		}
		if at == 0 {
			at = int32(len(p.ends))
			p.ends = append(p.ends, nil)
			if i == 0 {
				p.first[word] = at
			} else {
				p.next[stride{node, word}] = at
			}
		}
		node = at
	}
	if !slices.Contains(p.ends[node], end) {
		p.ends[node] = append(p.ends[node], end)
	}
}

// longest gives the length of the longest names that begin at word i, and their node.
func (p *nameTrie) longest(words []int32, i int, fits func(node int32, length int) bool) (length int, node int32) {
	for at, k := p.first[words[i]], i+1; at != 0; k++ {
		if len(p.ends[at]) > 0 && fits(at, k-i) {
			length, node = k-i, at
		}
		if k == len(words) {
			break
		}
		at = p.next[stride{at, words[k]}]
	}
	return length, node
}

// tagger is what tagging one text needs.
type tagger struct {
	written, stems []int32
	counts         []int32 // by concept
	seen           []int32 // the concepts counted
	here           []int32 // those at one place
}

var taggers = sync.Pool{New: func() any { return new(tagger) }}

// Tag finds the concepts of a document, most frequent first: the longest names at each
// place, from left to right, without overlap. Marks have to be as they should be, and an
// abbreviation that could be a word counts for none. Prepared must come from [Prepare]
// with the same lang.
func (t *Thesaurus) Tag(p Prepared, lang string) []Tagged {
	w := taggers.Get().(*tagger)
	defer taggers.Put(w)
	w.read(t, p)
	for i := 0; i < len(w.written); i++ {
		i += max(w.count(t, p, lang, i)-1, 0)
	}
	out := make([]Tagged, 0, len(w.seen))
	for _, c := range w.seen {
		out = append(out, Tagged{t.concepts[c].ID, int(w.counts[c])})
		w.counts[c] = 0
	}
	slices.SortFunc(out, func(a, b Tagged) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.ID, b.ID))
	})
	return out
}

// read turns the words of a text into those of the names.
func (w *tagger) read(t *Thesaurus, p Prepared) {
	w.written, w.stems, w.seen = w.written[:0], w.stems[:0], w.seen[:0]
	for _, s := range p.Toned {
		w.written = append(w.written, t.written.words[s])
	}
	for _, s := range p.Stems {
		w.stems = append(w.stems, t.stemmed.words[s])
	}
	if len(w.counts) < len(t.concepts) {
		w.counts = make([]int32, len(t.concepts))
	}
}

// count counts the concepts with the longest names at word i, each once, and gives the length.
func (w *tagger) count(t *Thesaurus, p Prepared, lang string, i int) int {
	length, node := t.written.longest(w.written, i, func(node int32, _ int) bool {
		return slices.ContainsFunc(t.written.ends[node], func(e nameEnd) bool { return e.only == "" || e.only == lang })
	})
	w.here = w.here[:0]
	if len(w.stems) > 0 {
		// An English name has no Vietnamese marks.
		n, at := t.stemmed.longest(w.stems, i, func(_ int32, length int) bool {
			return slices.Equal(p.Toned[i:i+length], p.Folded[i:i+length])
		})
		if n >= length && n > 0 {
			w.take(t.stemmed.ends[at], lang)
		}
		if n > length {
			length, node = n, 0
		}
	}
	w.take(t.written.ends[node], lang)
	return length
}

func (w *tagger) take(ends []nameEnd, lang string) {
	for _, e := range ends {
		if e.only != "" && e.only != lang || slices.Contains(w.here, e.concept) {
			continue
		}
		w.here = append(w.here, e.concept)
		if w.counts[e.concept] == 0 {
			w.seen = append(w.seen, e.concept)
		}
		w.counts[e.concept]++
	}
}
