package analysis

import (
	"cmp"
	"math"
	"slices"
)

// Restorer puts the marks back on Vietnamese typed without them, or with some of them. It
// has counted the syllables and the pairs of neighbours of a collection, and picks for a
// query the sequence of marked forms that is most likely (a Viterbi search). It is read
// only and may be shared between goroutines.
type Restorer struct {
	terms  []term // sorted by written form
	byFold map[string][]uint16
	pairs  []uint32 // sorted; the numbers of two neighbours
	counts []uint32
	total  float64
	pairOf []uint64 // by term: occurrences as the left one of a pair
}

type term struct {
	text  string
	count uint64
}

const (
	// maxTerms bounds the syllables; Vietnamese has about 7,000 in use, 15,000 with rare ones
	// and errors, and a number must fit 16 bits.
	maxTerms = 1<<16 - 1
	// maxPairs bounds the pairs that are kept: 100,000 documents of 100 syllables have 1 to
	// 2 million; beyond it, the pairs seen once go.
	maxPairs = 3 << 20
	// pendingPairs is how many pairs a builder collects before it sorts them in.
	pendingPairs = 1 << 20
	// maxRestored bounds the terms of a query that are looked at.
	maxRestored = 64
	// maxForms bounds the marked forms of one syllable that compete; the most ambiguous
	// ones have about twenty, of which the rare ones never win.
	maxForms = 16
	// ownCount is what one occurrence counts beside one of the base: what a collection writes is
	// likelier asked for than what others write.
	ownCount = 8
	// pairWeight is the share of the pair in the likelihood, the rest is that of the syllable.
	pairWeight = 0.9
)

// RestorerBuilder counts a collection, text by text.
type RestorerBuilder struct {
	number  map[string]uint16
	terms   []term
	pairs   []uint32
	counts  []uint32
	pending []uint32
	each    uint32 // what an occurrence counts
}

// NewRestorerBuilder makes a builder that has seen nothing but what base was built of; nil is
// nothing at all.
func NewRestorerBuilder(base *Restorer) *RestorerBuilder {
	b := &RestorerBuilder{number: make(map[string]uint16), each: 1}
	if base == nil {
		return b
	}
	b.each = ownCount
	b.terms, b.pairs, b.counts = slices.Clone(base.terms), slices.Clone(base.pairs), slices.Clone(base.counts)
	for i, t := range b.terms {
		b.number[t.text] = uint16(i)
	}
	return b
}

// Add counts the toned terms of one text, as [Prepare] gives them. Terms that are no
// Vietnamese syllables only separate their neighbours.
func (b *RestorerBuilder) Add(tokens []string) *RestorerBuilder {
	left, after := uint16(0), false
	for _, t := range tokens {
		n, ok := b.count(t)
		if ok && after {
			b.pending = append(b.pending, uint32(left)<<16|uint32(n))
		}
		left, after = n, ok
	}
	if len(b.pending) >= pendingPairs {
		b.merge()
	}
	return b
}

func (b *RestorerBuilder) count(t string) (uint16, bool) {
	n, ok := b.number[t]
	if !ok {
		if len(b.terms) == maxTerms || !ValidSyllable(t) && !ValidFolded(t) {
			return 0, false
		}
		t = clone(t)
		n = uint16(len(b.terms))
		b.number[t] = n
		b.terms = append(b.terms, term{text: t})
	}
	b.terms[n].count += uint64(b.each)
	return n, true
}

// merge sorts the pending pairs into the counted ones.
func (b *RestorerBuilder) merge() {
	slices.Sort(b.pending)
	pairs := make([]uint32, 0, len(b.pairs)+len(b.pending)/2)
	counts := make([]uint32, 0, cap(pairs))
	add := func(pair, n uint32) {
		if last := len(pairs) - 1; last >= 0 && pairs[last] == pair {
			counts[last] += n
			return
		}
		pairs, counts = append(pairs, pair), append(counts, n)
	}
	i := 0
	for _, p := range b.pending {
		for ; i < len(b.pairs) && b.pairs[i] <= p; i++ {
			add(b.pairs[i], b.counts[i])
		}
		add(p, b.each)
	}
	for ; i < len(b.pairs); i++ {
		add(b.pairs[i], b.counts[i])
	}
	b.pairs, b.counts, b.pending = pairs, counts, b.pending[:0]
	if len(b.pairs) > maxPairs {
		b.forgetOnce()
	}
}

// forgetOnce drops the pairs that the collection has once, and what is as rare in the base.
func (b *RestorerBuilder) forgetOnce() {
	kept := 0
	for i, n := range b.counts {
		if n > b.each {
			b.pairs[kept], b.counts[kept] = b.pairs[i], n
			kept++
		}
	}
	b.pairs, b.counts = b.pairs[:kept], b.counts[:kept]
}

// Build makes the restorer of what was added. The builder may go on counting. Equal
// collections give equal restorers.
func (b *RestorerBuilder) Build() *Restorer {
	b.merge()
	order := make([]int, len(b.terms))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(b.terms[i].text, b.terms[j].text) })
	r := &Restorer{terms: make([]term, len(order))}
	renamed := make([]uint32, len(order))
	for to, from := range order {
		r.terms[to], renamed[from] = b.terms[from], uint32(to)
	}
	type row struct{ pair, count uint32 }
	all := make([]row, len(b.pairs))
	for i, p := range b.pairs {
		all[i] = row{renamed[p>>16]<<16 | renamed[p&0xFFFF], b.counts[i]}
	}
	slices.SortFunc(all, func(x, y row) int { return cmp.Compare(x.pair, y.pair) })
	r.pairs, r.counts = make([]uint32, len(all)), make([]uint32, len(all))
	for i, x := range all {
		r.pairs[i], r.counts[i] = x.pair, x.count
	}
	r.finish()
	return r
}

// finish fills what follows from terms and pairs.
func (r *Restorer) finish() {
	r.byFold = make(map[string][]uint16)
	r.total = 1
	for i, t := range r.terms {
		f := Fold(t.text)
		r.byFold[f] = append(r.byFold[f], uint16(i))
		r.total += float64(t.count)
	}
	for f, forms := range r.byFold {
		slices.SortFunc(forms, func(a, b uint16) int {
			return cmp.Or(cmp.Compare(r.terms[b].count, r.terms[a].count), cmp.Compare(a, b))
		})
		r.byFold[f] = slices.Clip(forms)
	}
	r.pairOf = make([]uint64, len(r.terms))
	for i, p := range r.pairs {
		r.pairOf[p>>16] += uint64(r.counts[i])
	}
}

// Known reports whether the collection has a syllable that folds to folded.
func (r *Restorer) Known(folded string) bool { return len(r.byFold[folded]) > 0 }

// Restore gives the most likely marked form of every token, in order. A token keeps every
// mark the user typed; one that the collection does not know stays as it is.
func (r *Restorer) Restore(tokens []Token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.Text
	}
	for start := 0; start < min(len(tokens), maxRestored); {
		end := start
		lattice := [][]uint16{}
		for end < min(len(tokens), maxRestored) {
			forms := r.forms(tokens[end])
			if len(forms) == 0 {
				break
			}
			lattice = append(lattice, forms)
			end++
		}
		for i, n := range r.best(lattice) {
			out[start+i] = r.terms[n].text
		}
		start = max(end, start) + 1
	}
	return out
}

// forms are the marked forms that agree with what the user typed, most frequent first.
func (r *Restorer) forms(t Token) []uint16 {
	if t.Kind != Word {
		return nil
	}
	all := r.byFold[t.Fold]
	if !t.HasMarks {
		return all[:min(len(all), maxForms)]
	}
	var out []uint16
	for _, n := range all {
		if r.terms[n].text == t.Text {
			return []uint16{n}
		}
		if len(out) < maxForms && keepsMarks(t.Text, r.terms[n].text) {
			out = append(out, n)
		}
	}
	return out
}

// keepsMarks reports whether form has every mark of typed: đuong agrees with đường, not
// with dương.
func keepsMarks(typed, form string) bool {
	a, ok := readWord(typed)
	b, okForm := readWord(form)
	if !ok || !okForm || a.n != b.n {
		return false
	}
	var had, has tone
	for i := range a.n {
		if a.code[i] != b.code[i] && a.code[i] != plain(b.code[i]) {
			return false
		}
		had, has = max(had, a.tone[i]), max(has, b.tone[i])
	}
	return had == level || had == has
}

// best walks the lattice of forms and gives the likeliest path.
func (r *Restorer) best(lattice [][]uint16) []uint16 {
	if len(lattice) == 0 {
		return nil
	}
	scores := make([][]float64, len(lattice))
	back := make([][]int, len(lattice))
	for i, forms := range lattice {
		scores[i], back[i] = make([]float64, len(forms)), make([]int, len(forms))
		for k, n := range forms {
			single := float64(r.terms[n].count) / r.total
			if i == 0 {
				scores[i][k] = math.Log(single)
				continue
			}
			scores[i][k] = math.Inf(-1)
			for j, left := range lattice[i-1] {
				p := pairWeight*r.follows(left, n) + (1-pairWeight)*single
				if s := scores[i-1][j] + math.Log(p); s > scores[i][k] {
					scores[i][k], back[i][k] = s, j
				}
			}
		}
	}
	return trace(lattice, scores, back)
}

func trace(lattice [][]uint16, scores [][]float64, back [][]int) []uint16 {
	last := len(lattice) - 1
	at := 0
	for k, s := range scores[last] {
		if s > scores[last][at] {
			at = k
		}
	}
	out := make([]uint16, len(lattice))
	for i := last; i >= 0; i-- {
		out[i] = lattice[i][at]
		at = back[i][at]
	}
	return out
}

// follows is the share of right among what follows left in the collection.
func (r *Restorer) follows(left, right uint16) float64 {
	i, ok := slices.BinarySearch(r.pairs, uint32(left)<<16|uint32(right))
	if !ok {
		return 0
	}
	return float64(r.counts[i]) / float64(r.pairOf[left])
}
