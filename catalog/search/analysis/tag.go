package analysis

import (
	"cmp"
	"maps"
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
// into a list. Node 0 is the root, which no step leads back to. Names are added first; then
// freeze makes the trie ready for texts.
type nameTrie struct {
	words map[string]int32
	first []int32          // by word: the node after the root
	next  map[stride]int32 // the further steps, until they are frozen
	nodes []nameNode
	steps []step // of all nodes, by node and word
}

type stride struct{ node, word int32 }

// nameNode is where a beginning of names leads.
type nameNode struct {
	// next are the words that go on, as a set of bits by the last six bits of the word:
	// most words of a text go on from nowhere, and one look tells.
	next     uint64
	from, to int32 // its steps
	ends     []nameEnd
	anyLang  bool // a name ends here whatever the language of the text
	viOnly   bool // one ends here in Vietnamese text
}

type step struct{ word, node int32 }

// nameEnd is a name that ends at a node.
type nameEnd struct {
	concept int32
	only    string // the language that a text must have, "" for any
}

func newNameTrie() *nameTrie {
	return &nameTrie{words: map[string]int32{}, first: []int32{0}, next: map[stride]int32{}, nodes: make([]nameNode, 1)}
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
			at = int32(len(p.nodes))
			p.nodes = append(p.nodes, nameNode{})
			if i == 0 {
				p.first[word] = at
			} else {
				p.next[stride{node, word}] = at
			}
		}
		node = at
	}
	n := &p.nodes[node]
	if !slices.Contains(n.ends, end) {
		n.ends = append(n.ends, end)
	}
	n.anyLang = n.anyLang || end.only == ""
	n.viOnly = n.viOnly || end.only == "vi"
}

// freeze lays the steps out for reading.
func (p *nameTrie) freeze() {
	strides := slices.SortedFunc(maps.Keys(p.next), func(a, b stride) int {
		return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.word, b.word))
	})
	for _, s := range strides {
		n := &p.nodes[s.node]
		if n.next == 0 {
			n.from = int32(len(p.steps))
		}
		n.next |= 1 << (s.word & 63)
		p.steps = append(p.steps, step{s.word, p.next[s]})
		n.to = int32(len(p.steps))
	}
	p.next = nil
}

// step gives the node after a word, 0 for none.
func (p *nameTrie) step(n *nameNode, word int32) int32 {
	if n.next>>(word&63)&1 == 0 {
		return 0
	}
	from, to := n.from, n.to
	for from < to {
		switch mid := (from + to) / 2; {
		case p.steps[mid].word == word:
			return p.steps[mid].node
		case p.steps[mid].word < word:
			from = mid + 1
		default:
			to = mid
		}
	}
	return 0
}

// longest gives the length of the longest names of at most limit words that begin at word i
// of a text in the language, and their node.
func (p *nameTrie) longest(words []int32, i, limit int, lang string) (length int, node int32) {
	at := p.first[words[i]]
	for k := i + 1; at != 0 && limit > 0; k++ {
		n := &p.nodes[at]
		if n.anyLang || n.viOnly && lang == "vi" {
			length, node = k-i, at
		}
		if k-i >= limit || k == len(words) {
			break
		}
		at = p.step(n, words[k])
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
	var out []Tagged
	t.Tally(p, lang, func(concept, count int) { out = append(out, Tagged{t.concepts[concept].ID, count}) })
	slices.SortFunc(out, func(a, b Tagged) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Tally is Tag for who keeps his own books: it gives each concept by its place in [Thesaurus.All],
// in the order in which the text names them.
func (t *Thesaurus) Tally(p Prepared, lang string, yield func(concept, count int)) {
	w := taggers.Get().(*tagger)
	defer taggers.Put(w)
	w.read(t, p)
	for i := 0; i < len(w.written); i++ {
		if w.written[i] != 0 || len(w.stems) > 0 && w.stems[i] != 0 {
			i += max(w.count(t, p, lang, i)-1, 0)
		}
	}
	for _, c := range w.seen {
		yield(int(c), int(w.counts[c]))
		w.counts[c] = 0
	}
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
	length, node := t.written.longest(w.written, i, maxLabelTokens, lang)
	w.here = w.here[:0]
	if len(w.stems) > 0 && w.stems[i] != 0 {
		n, at := t.stemmed.longest(w.stems, i, unmarked(p, i), lang)
		if n >= length && n > 0 {
			w.take(t.stemmed.nodes[at].ends, lang)
		}
		if n > length {
			length, node = n, 0
		}
	}
	w.take(t.written.nodes[node].ends, lang)
	return length
}

// unmarked counts the words from i on without Vietnamese marks: an English name has none.
func unmarked(p Prepared, i int) int {
	k := i
	for k < len(p.Toned) && k-i < maxLabelTokens && p.Toned[k] == p.Folded[k] {
		k++
	}
	return k - i
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
