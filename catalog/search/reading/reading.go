package reading

import (
	"cmp"
	"slices"
	"strings"

	"honglinh/catalog/search/analysis"
)

// Cue is the sort of answer that words ask for.
type Cue string

// The cues. A value is asked for by naming a figure, so that it has no words of its own.
const (
	None      Cue = ""
	Value     Cue = "value"     // how many, how much
	Contact   Cue = "contact"   // telephone, address, whom to ask
	Limit     Cue = "limit"     // how long it takes
	Successor Cue = "successor" // what it is now
	Status    Cue = "status"    // is it still in force
)

// Reading is one parameter read from words.
type Reading struct {
	// Param and Value are a parameter of the search API as it is written there. Near has the
	// name of the neighbour for its value: who knows the places makes a point of it.
	Param, Value string
	// Text is the words it was read from.
	Text string
	// Sure says that nothing else can be meant, so that it may filter.
	Sure bool
	// from and to are the bytes of the words.
	from, to int
}

// Near is the parameter whose value is a name.
const Near = "near"

// Read is what was understood of a text.
type Read struct {
	Readings []Reading
	Cue      Cue
	// Subject is the text without the words of the cue.
	Subject string
	text    string
	words   []span // of the cue
}

type span struct{ from, to int }

// Rest is the text without the words of the readings that keep says, the rest in order.
func (r Read) Rest(keep func(Reading) bool) string {
	var gone []span
	for _, one := range r.Readings {
		if keep(one) {
			gone = append(gone, span{one.from, one.to})
		}
	}
	return without(r.text, gone)
}

// maxText bounds a text worth reading, in bytes: what is longer is no question.
const maxText = 400

// Of reads a text; lang is the language of the reader, for how numbers are written. A text in
// quotation marks is meant as it stands.
func Of(s, lang string) Read {
	out := Read{Subject: s, text: s}
	if len(s) > maxText || strings.ContainsAny(s, "\"“”„«»") {
		return out
	}
	r := &reader{text: s, tokens: analysis.Tokens(s), lang: lang}
	for _, t := range r.tokens {
		if t.HasMarks {
			r.lang = "vi" // who types marks writes numbers as Vietnamese are written
		}
	}
	out.Cue, out.words = r.cue()
	out.Subject = without(s, out.words)
	r.amounts()
	r.days()
	r.neighbours()
	r.states(out.Cue)
	r.kinds()
	r.uses()
	slices.SortStableFunc(r.out, func(a, b Reading) int { return cmp.Compare(a.from, b.from) })
	out.Readings = r.out
	return out
}

// reader walks the tokens of one text.
type reader struct {
	text   string
	tokens []analysis.Token
	lang   string
	out    []Reading
	taken  []span // tokens that were read already
}

// put keeps a reading of the tokens from to up to before end; extra bytes before them belong
// to it too.
func (r *reader) put(param, value string, from, end, extra int, sure bool) {
	a, b := r.tokens[from].Start-extra, r.tokens[end-1].End
	r.out = append(r.out, Reading{Param: param, Value: value, Text: strings.TrimSpace(r.text[a:b]), Sure: sure, from: a, to: b})
	r.taken = append(r.taken, span{from, end})
}

func (r *reader) free(from, end int) bool {
	return !slices.ContainsFunc(r.taken, func(s span) bool { return from < s.to && s.from < end })
}

func (r *reader) has(param string) bool {
	return slices.ContainsFunc(r.out, func(one Reading) bool { return one.Param == param })
}

// find gives the first place where one of the phrases stands.
func (r *reader) find(list []phrase) (from, end int, ok bool) {
	for i := range r.tokens {
		if n := r.longest(i, list); n > 0 && r.free(i, i+n) {
			return i, i + n, true
		}
	}
	return 0, 0, false
}

// longest is how many tokens the longest of the phrases that stands at i has.
func (r *reader) longest(i int, list []phrase) int {
	best := 0
	for _, p := range list {
		if len(p) > best && r.at(i, p) {
			best = len(p)
		}
	}
	return best
}

// before is how many tokens the longest of the phrases that ends before i has.
func (r *reader) before(i int, list []phrase) int {
	best := 0
	for _, p := range list {
		if len(p) > best && r.at(i-len(p), p) {
			best = len(p)
		}
	}
	return best
}

// at reports whether a phrase stands at token i: a word typed with marks must have those of
// the phrase, one typed without may have any.
func (r *reader) at(i int, p phrase) bool {
	if i < 0 || i+len(p) > len(r.tokens) {
		return false
	}
	for k, w := range p {
		t := r.tokens[i+k]
		if t.HasMarks && t.Text != w.toned || !t.HasMarks && t.Fold != w.folded {
			return false
		}
	}
	return true
}

// gap is what stands between token i and the one before it.
func (r *reader) gap(i int) string {
	from := 0
	if i > 0 {
		from = r.tokens[i-1].End
	}
	if i >= len(r.tokens) {
		return r.text[from:]
	}
	return r.text[from:r.tokens[i].Start]
}

// phrase is words that stand in a row.
type phrase []word

type word struct{ toned, folded string }

// phrases makes phrases of texts written with their marks.
func phrases(list ...string) []phrase {
	out := make([]phrase, len(list))
	for i, s := range list {
		for _, t := range analysis.Tokens(s) {
			out[i] = append(out[i], word{t.Text, t.Fold})
		}
	}
	return out
}

// without cuts spans out of a text and joins the words anew.
func without(s string, gone []span) string {
	slices.SortFunc(gone, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	at := 0
	for _, g := range gone {
		if g.from > at {
			b.WriteString(s[at:g.from])
			b.WriteByte(' ')
		}
		at = max(at, g.to)
	}
	if at < len(s) {
		b.WriteString(s[at:])
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
