package analysis

import "strings"

// Spelt is an abbreviation of a query that was written out.
type Spelt struct {
	Short string // as typed
	Long  string // with its marks, unless the query has none
	First int    // the first token of the long form
	Words int    // how many tokens it has
}

// dominant is the share of use from which a short form is taken for its commonest meaning.
const dominant = 0.6

// spellOut writes the abbreviations of a Vietnamese query out, so that it finds what their
// long forms find, in the same order. The numbers of documents, quotations and what has
// several equal meanings stay as they are.
func (p *Parsed) spellOut() (string, []Spelt) {
	var b strings.Builder
	var out []Spelt
	at, words := 0, 0
	for i := 0; i < len(p.Tokens); i++ {
		x, ok := lengthen(p.Text, p.Tokens, i)
		if !ok {
			words++
			continue
		}
		if !p.spellable(x) {
			words, i = words+x.Last-x.First+1, x.Last
			continue
		}
		from, to := p.Tokens[x.First].Start, p.Tokens[x.Last].End
		long := x.Senses[0].Text
		if !p.HasMarks && len(p.Tokens) > x.Last-x.First+1 {
			long = strings.Join(x.Senses[0].Folded, " ")
		}
		b.WriteString(p.Text[at:from] + long)
		n := len(x.Senses[0].Folded)
		out = append(out, Spelt{Short: p.Text[from:to], Long: long, First: words, Words: n})
		at, words, i = to, words+n, x.Last
	}
	b.WriteString(p.Text[at:])
	return b.String(), out
}

// onlyShort reports whether the query has nothing but abbreviations, which are of no language.
func (p *Parsed) onlyShort() bool {
	for i := 0; i < len(p.Tokens); i++ {
		x, ok := lengthen(p.Text, p.Tokens, i)
		if !ok {
			return false
		}
		i = x.Last
	}
	return len(p.Tokens) > 0
}

// spellable reports whether an abbreviation has one meaning and stands for itself.
func (p *Parsed) spellable(x Expansion) bool {
	if !x.mutual || x.Senses[0].Weight < dominant*expansionWeight {
		return false
	}
	for _, c := range p.Codes {
		if c.first <= x.Last && x.First <= c.last {
			return false
		}
	}
	for _, q := range p.Phrases {
		if q.First <= x.Last && x.First <= q.Last {
			return false
		}
	}
	start := p.Tokens[x.First].Start
	return start == 0 || p.Text[start-1] != '-' && p.Text[start-1] != '/'
}

// SpellOut writes the abbreviations of a title in a language out as those of a query are.
func SpellOut(title, lang string) string {
	if lang != "vi" {
		return title
	}
	p := Parsed{Text: title, Tokens: Tokens(title), Lang: lang, HasMarks: true}
	p.Codes = docCodes(title, p.Tokens)
	long, _ := p.spellOut()
	return long
}
