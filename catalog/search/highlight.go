package search

import (
	"strings"
	"unicode/utf8"

	"honglinh/catalog"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
)

// Lengths of what is shown of a text, in bytes: a summary is shown whole up to the first,
// and a fragment of a body is cut to the second, about two lines on a page.
const (
	maxWhole    = 600
	maxFragment = 280
	// maxSearched bounds the body that is searched for the best fragment.
	maxSearched = 200_000
	stretch     = 8_000
)

// marker knows the words to mark.
type marker struct {
	toned  map[string]bool // words typed with marks: only texts with the same marks
	folded map[string]bool
	stems  map[string]bool
	// heads are the first letters of stems: a word that begins otherwise has none of them.
	heads map[string]bool
	// phrases are sequences of folded terms that stand for a concept, by first term.
	phrases map[string][][]string
	terms   *tokenCache
}

func newMarker(p *planner, terms *tokenCache) *marker {
	m := &marker{terms: terms, toned: map[string]bool{}, folded: map[string]bool{}, stems: map[string]bool{}, heads: map[string]bool{}, phrases: map[string][][]string{}}
	for i := range p.words {
		w := &p.words[i]
		if w.not {
			continue
		}
		switch {
		case w.HasMarks:
			m.toned[w.Text] = true
		case w.decoded != "" && !w.known:
			m.toned[w.decoded] = true
		default:
			m.folded[w.Fold] = true
		}
		if !w.known {
			m.folded[w.fold()] = true
		}
		if p.parsed.Lang == "en" && w.Kind == analysis.Word && len(w.Fold) > 2 {
			stem := analysis.EnglishStem(w.Fold)
			m.stems[stem], m.heads[stemHead(stem)] = true, true
		}
	}
	for _, c := range p.parsed.Concepts {
		for _, l := range c.Labels {
			m.addPhrase(strings.Fields(FoldTerms(l.Text)))
		}
	}
	for _, a := range p.parsed.Abbreviations {
		for _, s := range a.Senses {
			m.addPhrase(s.Folded)
		}
	}
	return m
}

// addPhrase marks a sequence of folded terms wherever it stands.
func (m *marker) addPhrase(terms []string) {
	if len(terms) > 0 {
		m.phrases[terms[0]] = append(m.phrases[terms[0]], terms)
	}
}

// spans gives the byte spans to mark in s, joined where only spaces part them.
func (m *marker) spans(s string, lang text.Lang) [][2]int {
	tokens := m.terms.of(s)
	hit := make([]bool, len(tokens))
	for i, t := range tokens {
		// A text without marks may be meant as typed; one with other marks is another word.
		if m.toned[t.Text] || m.folded[t.Fold] || lang == text.EN && m.heads[stemHead(t.Fold)] && m.stems[analysis.EnglishStem(t.Fold)] {
			hit[i] = true
		}
		for _, phrase := range m.phrases[t.Fold] {
			if follows(tokens[i:], phrase) {
				for j := range phrase {
					hit[i+j] = true
				}
			}
		}
	}
	var out [][2]int
	for i, t := range tokens {
		if !hit[i] {
			continue
		}
		if n := len(out); n > 0 && i > 0 && hit[i-1] && blank(s[out[n-1][1]:t.Start]) {
			out[n-1][1] = t.End
			continue
		}
		out = append(out, [2]int{t.Start, t.End})
	}
	return out
}

// stemHead returns the first two bytes of a term, which stemming leaves alone.
func stemHead(term string) string { return term[:min(2, len(term))] }

func follows(tokens []analysis.Token, phrase []string) bool {
	if len(tokens) < len(phrase) {
		return false
	}
	for i, term := range phrase {
		if tokens[i].Fold != term {
			return false
		}
	}
	return true
}

func blank(s string) bool {
	for i := range len(s) {
		if s[i] != ' ' {
			return false
		}
	}
	return true
}

// highlights marks the texts of a record: titles and summaries whole, bodies by their best
// fragment. A text without a match is left out.
func (m *marker) highlights(rec *catalog.Record) map[string]Highlight {
	out := map[string]Highlight{}
	for _, lang := range text.Langs() {
		for _, field := range []struct {
			name string
			text text.Text
		}{{"title", rec.Title}, {"summary", rec.Summary}, {"body", rec.Body}} {
			if h, ok := m.find(field.text[lang], lang); ok {
				out[field.name+"."+string(lang)] = h
			}
		}
	}
	return out
}

// find gives the fragment of the first stretch of s that has a match: a long text is
// read stretch by stretch, since a hit near its head costs nothing more.
func (m *marker) find(s string, lang text.Lang) (Highlight, bool) {
	for from := 0; from < len(s) && from < maxSearched; {
		piece := clip(s[from:], stretch)
		if len(piece) < len(s)-from {
			if cut := strings.LastIndexByte(piece, ' '); cut > 0 {
				piece = piece[:cut+1]
			}
		}
		if spans := m.spans(piece, lang); len(spans) > 0 {
			h := fragment(piece, spans)
			h.Start += from
			return h, true
		}
		from += max(1, len(piece))
	}
	return Highlight{}, false
}

// clip cuts s to at most n bytes between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// fragment gives the whole of a short text, else the piece with the most marked bytes.
func fragment(s string, spans [][2]int) Highlight {
	if len(s) <= maxWhole {
		return Highlight{Text: s, Spans: spans}
	}
	best, bestWeight := 0, -1
	for i := range spans {
		weight := 0
		for j := i; j < len(spans) && spans[j][1] <= spans[i][0]+maxFragment*3/4; j++ {
			weight += spans[j][1] - spans[j][0]
		}
		if weight > bestWeight {
			best, bestWeight = i, weight
		}
	}
	from := wordStart(s, max(0, spans[best][0]-maxFragment/4))
	to := wordEnd(s, min(len(s), max(from+maxFragment, spans[best][1])))
	h := Highlight{Text: s[from:to], Start: from}
	for _, sp := range spans {
		if sp[0] >= from && sp[1] <= to {
			h.Spans = append(h.Spans, [2]int{sp[0] - from, sp[1] - from})
		}
	}
	return h
}

// wordStart moves back to the start of a word, at most some letters.
func wordStart(s string, at int) int {
	for steps := 0; at > 0 && steps < 24; steps++ {
		if s[at-1] == ' ' || s[at-1] == '\n' {
			return at
		}
		at--
	}
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

// wordEnd moves forward to the end of a word, at most some letters.
func wordEnd(s string, at int) int {
	for steps := 0; at < len(s) && steps < 24; steps++ {
		if s[at] == ' ' || s[at] == '\n' {
			return at
		}
		at++
	}
	for at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return at
}
