package analysis

import (
	"errors"
	"fmt"
	"slices"
)

// Concept is one entry of a thesaurus: a thing with its names in each language ("vi", "en")
// and its neighbours, by id.
type Concept struct {
	ID, Domain                 string
	Pref                       map[string]string   // the name to show
	Alt                        map[string][]string // other names
	Abbr                       map[string][]string // abbreviations: KCN, IP
	Broader, Narrower, Related []string
}

// Label is one name of a concept.
type Label struct {
	Lang, Text string
	Weight     float64 // how well it stands for the concept
}

// The weights of the names of a concept.
const (
	weightPref = 1.0
	weightAlt  = 0.8
	weightAbbr = 0.7
)

// maxLabelTokens bounds a name: the longest titles of sectors have about that many words.
const maxLabelTokens = 24

// Thesaurus finds concepts by their names in either language. It is read only and may be
// shared between goroutines.
type Thesaurus struct {
	concepts     []Concept
	byID         map[string]int
	vi, en, abbr *node // for queries: keyed by folded terms, by stems, by folded terms
	// written and stemmed hold the same names for documents: Vietnamese ones and
	// abbreviations as written, English ones by their stems.
	written, stemmed *nameTrie
}

// node is a step in a name, term by term.
type node struct {
	next map[string]*node
	ends []ending
}

// ending is a name that ends at a node.
type ending struct {
	concept, label int // the label by its place among all names of the concept
	toned          []string
}

// NewThesaurus makes a thesaurus. The error names the concepts that are wrong: without an
// id or with one already taken, a name that is empty or too long, a broader concept that
// does not exist.
func NewThesaurus(concepts []Concept) (*Thesaurus, error) {
	t := &Thesaurus{
		concepts: slices.Clone(concepts), byID: make(map[string]int, len(concepts)),
		vi: &node{}, en: &node{}, abbr: &node{}, written: newNameTrie(), stemmed: newNameTrie(),
	}
	var faults []error
	for i, c := range t.concepts {
		if _, taken := t.byID[c.ID]; taken || c.ID == "" {
			faults = append(faults, fmt.Errorf("concept %d: id %q is empty or taken", i+1, c.ID))
			continue
		}
		t.byID[c.ID] = i
		for k, l := range labels(c) {
			if err := t.add(i, k, l); err != nil {
				faults = append(faults, fmt.Errorf("concept %q: %w", c.ID, err))
			}
		}
	}
	faults = append(faults, t.checkLinks()...)
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	t.written.freeze()
	t.stemmed.freeze()
	return t, nil
}

func (t *Thesaurus) checkLinks() []error {
	var faults []error
	for _, c := range t.concepts {
		for _, id := range slices.Concat(c.Broader, c.Narrower, c.Related) {
			if _, ok := t.byID[id]; !ok {
				faults = append(faults, fmt.Errorf("concept %q: linked concept %q does not exist", c.ID, id))
			}
		}
	}
	return faults
}

// labels are all names of a concept, Vietnamese first, best first.
func labels(c Concept) []Label {
	var out []Label
	for _, lang := range []string{"vi", "en"} {
		if name := c.Pref[lang]; name != "" {
			out = append(out, Label{lang, name, weightPref})
		}
		for _, name := range c.Alt[lang] {
			out = append(out, Label{lang, name, weightAlt})
		}
		for _, name := range c.Abbr[lang] {
			out = append(out, Label{lang, name, weightAbbr})
		}
	}
	return out
}

func (t *Thesaurus) add(concept, label int, l Label) error {
	tokens := tokensIn(l.Text, l.Lang)
	if len(tokens) == 0 || len(tokens) > maxLabelTokens {
		return fmt.Errorf("name %q has %d words, 1 to %d are possible", l.Text, len(tokens), maxLabelTokens)
	}
	root := t.vi
	switch {
	case l.Weight == weightAbbr:
		root = t.abbr
	case l.Lang == "en":
		root = t.en
	}
	end := ending{concept: concept, label: label}
	var keys []string
	for _, tok := range tokens {
		key := tok.Fold
		if root == t.en {
			key = EnglishStem(tok.Fold)
		}
		keys = append(keys, key)
		end.toned = append(end.toned, tok.Text)
	}
	t.write(root, keys, end)
	for _, key := range keys {
		root = root.step(key)
	}
	root.ends = append(root.ends, end)
	return nil
}

// write adds a name to those for documents. One unmarked syllable is a Vietnamese name in
// Vietnamese text only.
func (t *Thesaurus) write(root *node, keys []string, end ending) {
	name := nameEnd{concept: int32(end.concept)}
	switch {
	case root == t.en:
		t.stemmed.add(keys, name)
	case root == t.vi:
		if len(keys) == 1 && keys[0] == end.toned[0] {
			name.only = "vi"
		}
		t.written.add(end.toned, name)
	case len(keys) > 1 || !ValidFolded(keys[0]):
		t.written.add(end.toned, name)
		t.written.add(keys, name)
	}
}

func (n *node) step(key string) *node {
	if n.next == nil {
		n.next = make(map[string]*node)
	}
	next := n.next[key]
	if next == nil {
		next = &node{}
		n.next[key] = next
	}
	return next
}

// Concept gives the concept with an id.
func (t *Thesaurus) Concept(id string) (Concept, bool) {
	i, ok := t.byID[id]
	if !ok {
		return Concept{}, false
	}
	return t.concepts[i], true
}

// Expand gives all names of a concept in both languages, best first within a language.
func (t *Thesaurus) Expand(id string) []Label {
	i, ok := t.byID[id]
	if !ok {
		return nil
	}
	return labels(t.concepts[i])
}

// Broader gives the concepts above one, nearest first, for a search that found nothing.
// Circles in the data end where they began.
func (t *Thesaurus) Broader(id string) []Concept {
	seen := map[string]bool{id: true}
	var out []Concept
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		c, _ := t.Concept(queue[0])
		for _, up := range c.Broader {
			if !seen[up] {
				seen[up] = true
				above, _ := t.Concept(up)
				out, queue = append(out, above), append(queue, up)
			}
		}
	}
	return out
}
