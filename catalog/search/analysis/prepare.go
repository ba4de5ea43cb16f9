package analysis

import (
	"strings"
	"sync"
)

// Token is one term of a text.
type Token struct {
	Text     string // normal spelling with marks, lower case; numbers without grouping
	Fold     string // the same without marks
	Start    int    // byte offsets in the original text
	End      int
	HasMarks bool // the writer put Vietnamese marks on it
	Kind     TokenKind
	Case     LetterCase
}

// span is where a token lies in the two buffers of a reel.
type span struct {
	toned, tonedEnd, folded, foldedEnd int
	piece                              piece
}

// reel holds the terms of a text in two strings with one space between terms, so that a
// term and a pair of neighbours are both plain pieces of a string and cost no memory.
type reel struct {
	toned, folded []byte
	spans         []span
	alternates    []string // other readings of numbers
}

// averageTerm is the bytes a term takes in running text with its space, seen on Vietnamese
// and English prose; it only sizes buffers.
const averageTerm = 6

// maxTermBytes bounds a term; no word or number of either language is longer, and base64 or
// a run of underlining must not become a term of megabytes. The rest of it is left out.
const maxTermBytes = 128

func newReel(size int) *reel {
	return &reel{
		toned:  make([]byte, 0, size+8),
		folded: make([]byte, 0, size+8),
		spans:  make([]span, 0, size/averageTerm+1),
	}
}

// add appends the term of one piece and tells whether it carries marks.
func (r *reel) add(s string, p piece, lang string) bool {
	if len(r.spans) > 0 {
		r.toned, r.folded = append(r.toned, ' '), append(r.folded, ' ')
	}
	sp := span{toned: len(r.toned), folded: len(r.folded), piece: p}
	marks := false
	text := cut(s[p.start:p.end], maxTermBytes)
	if p.kind == Number && isLowerable(text) {
		usual, also := readings(text, lang)
		r.toned, r.folded = append(r.toned, usual...), append(r.folded, usual...)
		if also != "" {
			r.alternates = append(r.alternates, also)
		}
	} else {
		r.toned, r.folded, marks = appendWord(r.toned, r.folded, text)
	}
	sp.tonedEnd, sp.foldedEnd = len(r.toned), len(r.folded)
	r.spans = append(r.spans, sp)
	return marks
}

// Tokens splits text into terms, in order, with their places in the original. Numbers are
// read the Vietnamese way (1.500 is 1500); [Prepare] takes the language into account.
func Tokens(s string) []Token { return tokensIn(s, "vi") }

// maxReel bounds a reel that is kept, in bytes of text: the longest that is searched for a
// fragment at once is a quarter.
const maxReel = 32 << 10

// reels are used again: a page of hits takes a hundred texts apart to mark them.
var reels = sync.Pool{New: func() any { return new(reel) }}

func tokensIn(s, lang string) []Token {
	r := reels.Get().(*reel)
	defer func() {
		if cap(r.toned) <= maxReel {
			reels.Put(r)
		}
	}()
	r.toned, r.folded, r.spans, r.alternates = r.toned[:0], r.folded[:0], r.spans[:0], nil
	out := make([]Token, 0, len(s)/averageTerm+1)
	sc := scanner{s: s}
	for p, ok := sc.next(); ok; p, ok = sc.next() {
		out = append(out, Token{Start: p.start, End: p.end, Kind: p.kind, HasMarks: r.add(s, p, lang), Case: caseOf(s[p.start:p.end])})
	}
	toned, folded := string(r.toned), string(r.folded)
	for i, sp := range r.spans {
		out[i].Text, out[i].Fold = toned[sp.toned:sp.tonedEnd], folded[sp.folded:sp.foldedEnd]
	}
	return out
}

// Prepared is a text made ready for an index. The strings share memory; keep the whole or
// copy what you keep.
type Prepared struct {
	// Toned and Folded are the terms of the text in order, with and without marks.
	Toned, Folded []string
	// TonedBigrams and FoldedBigrams are the pairs of neighbours, "a b": they do for
	// Vietnamese words of two syllables what a dictionary of words would do.
	TonedBigrams, FoldedBigrams []string
	// Stems are the English stems of the terms, for text in English only.
	Stems []string
	// Codes are the numbers of documents in the text, folded, without separators: 312021ndcp.
	Codes []string
	// Extra are further folded terms that belong to the text but have no place in its
	// order: the other reading of a number. Index them with Folded.
	Extra []string
}

// Prepare makes a text in lang ("vi" or "en") ready for an index.
func Prepare(s, lang string) Prepared {
	var a Analyzer
	return a.Prepare(s, lang)
}

func (r *reel) terms() (toned, folded, tonedPairs, foldedPairs []string) {
	n := len(r.spans)
	if n == 0 {
		return nil, nil, nil, nil
	}
	all := make([]string, 4*n)
	toned, folded = all[:n:n], all[n:2*n:2*n]
	tonedPairs, foldedPairs = all[2*n:3*n-1:3*n-1], all[3*n:4*n-1:4*n-1]
	t, f := string(r.toned), string(r.folded)
	for i, sp := range r.spans {
		toned[i], folded[i] = t[sp.toned:sp.tonedEnd], f[sp.folded:sp.foldedEnd]
		if i > 0 {
			tonedPairs[i-1] = t[r.spans[i-1].toned:sp.tonedEnd]
			foldedPairs[i-1] = f[r.spans[i-1].folded:sp.foldedEnd]
		}
	}
	return toned, folded, tonedPairs, foldedPairs
}

// codes are the whole document numbers of the text. The folded buffer serves as it is, so
// that only texts with a slash pay for the search.
func (r *reel) codes(s string) []string {
	if strings.IndexByte(s, '/') < 0 {
		return nil
	}
	reader := codeReader{s: s, tokens: len(r.spans), at: func(i int) (piece, string) {
		sp := r.spans[i]
		return sp.piece, string(r.folded[sp.folded:sp.foldedEnd])
	}}
	var out []string
	for _, c := range reader.all() {
		out = append(out, c.Text)
	}
	return out
}
