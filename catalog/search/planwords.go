package search

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/search/analysis"
)

// queryWord is one word as typed with what it may mean.
type queryWord struct {
	analysis.Token
	known bool
	// decoded is the word as it was meant when typed without the input method, folded in
	// decodedFold.
	decoded, decodedFold string
	// restored is the word with the marks it most likely lost, "" when none are missing.
	restored string
	// near are known words one typing error away.
	near []WordCount
	// split are the syllables of a word typed without its spaces.
	split []string
	// phrase numbers the quoted phrase the word belongs to; 0 for none.
	phrase int
	not    bool
}

// fold is the folded form the word most likely has in documents.
func (w *queryWord) fold() string {
	switch {
	case w.known:
		return w.Fold
	case w.decodedFold != "":
		return w.decodedFold
	case len(w.near) > 0:
		return w.near[0].Word
	case len(w.split) > 0:
		return strings.Join(w.split, " ")
	}
	return w.Fold
}

// Words typed without their spaces have 2 to maxRunOn syllables; a shorter word or a single
// letter among them says nothing.
const (
	fewWords = 3 // of a whole query: who leaves out spaces does not write sentences
	minRunOn = 6 // letters
	// longestSyllable is in letters, folded: nghieng has 7, but none is typed into another so.
	longestSyllable = 6
	maxRunOn        = 5 // syllables
	// minAddress is from how many letters on a word that documents have is taken apart as
	// well: few English words of that length are made of Vietnamese syllables.
	minAddress = 10
)

// cutsKept is how many ways to cut a part of a word are followed.
const cutsKept = 8

// apart cuts a word into the fewest syllables that documents have, in the ways there are:
// "bachonglinh" is "bac hong linh" or "ba chong linh". None where it cannot be cut.
func apart(word string, known func(string) bool) [][]string {
	if len(word) < minRunOn || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return nil
	}
	best := make([][][]string, len(word)+1)
	best[0] = [][]string{nil}
	for end := 2; end <= len(word); end++ {
		for from := max(0, end-longestSyllable); from <= end-2; from++ {
			if len(best[from]) == 0 || len(best[from][0]) == maxRunOn {
				continue
			}
			n := len(best[from][0]) + 1
			if part := word[from:end]; len(best[end]) > 0 && len(best[end][0]) < n || !analysis.ValidFolded(part) || !known(part) {
				continue
			}
			if len(best[end]) > 0 && len(best[end][0]) > n {
				best[end] = nil
			}
			for _, cut := range best[from][:min(len(best[from]), cutsKept-len(best[end]))] {
				best[end] = append(best[end], append(slices.Clone(cut), word[from:end]))
			}
		}
	}
	if all := best[len(word)]; len(all) > 0 && len(all[0]) >= 2 {
		return all
	}
	return nil
}

// apart cuts a word typed without its spaces: of several ways that which names most of a unit.
func (p *planner) apart(word string, known func(string) bool) []string {
	var best []string
	most := -1
	for _, cut := range apart(word, known) {
		if n := p.placed(cut); n > most {
			best, most = cut, n
		}
	}
	return best
}

// placed is how many of the words the longest name of a unit among them has.
func (p *planner) placed(words []string) int {
	if p.snap.Places == nil {
		return 0
	}
	for n := min(maxPlaceWords, len(words)); n >= 2; n-- {
		for i := 0; i+n <= len(words); i++ {
			if len(meant(p.snap.Places, strings.Join(words[i:i+n], " "), "")) > 0 {
				return n
			}
		}
	}
	return 0
}

// read marks the words of quoted phrases and the excluded words.
func (p *planner) read() {
	for i, t := range p.parsed.Tokens {
		w := queryWord{Token: t, known: true}
		if p.parsed.Restored[i] != t.Text && t.Kind == analysis.Word {
			w.restored = p.parsed.Restored[i]
		}
		if name, ok := p.named(i); ok && !t.HasMarks {
			if w.restored = name; name == t.Text {
				w.restored = "" // spelt as the name of a concept is: no marks are missing
			}
		}
		w.not = excluded(p.parsed.Text, t.Start)
		p.words = append(p.words, w)
	}
	for _, i := range p.parsed.Unknown {
		p.words[i].known = false
	}
	for n, span := range p.parsed.Phrases {
		start := p.words[span.First].Start
		for start > 0 && !strings.ContainsRune("\"“”„«", lastRune(p.parsed.Text[:start])) {
			start-- // to the mark that opens the phrase
		}
		_, size := utf8.DecodeLastRuneInString(p.parsed.Text[:start])
		not := excluded(p.parsed.Text, start-size)
		for i := span.First; i <= span.Last; i++ {
			p.words[i].phrase, p.words[i].not = n+1, not
		}
	}
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// excluded reports whether a minus sign that begins a word stands before at.
func excluded(s string, at int) bool {
	return at > 0 && s[at-1] == '-' && (at == 1 || s[at-2] == ' ')
}

// decode reads words that were typed in Telex or VNI with the input method off. English
// words decode too, so that it takes a word that no document has to believe it.
func (p *planner) decode(known func(folded string) bool) {
	believed := 0
	for i := range p.words {
		w := &p.words[i]
		if w.HasMarks {
			continue
		}
		for _, read := range []func(string) (string, bool){analysis.DecodeTelex, analysis.DecodeVNI} {
			if s, ok := read(w.Text); ok && s != w.Text && known(analysis.Fold(s)) {
				w.decoded, w.decodedFold = analysis.Canon(s), analysis.Fold(s)
				if !w.known {
					believed++
				}
				break
			}
		}
	}
	if believed >= 2 || believed == 1 && len(p.words) <= 2 {
		return
	}
	for i := range p.words {
		p.words[i].decoded, p.words[i].decodedFold = "", ""
	}
}

// maxNear is how many stand-ins a misspelt word gets, maxSpelt how many words are looked
// up: each costs some milliseconds, and a text with more errors is no search.
const (
	maxNear  = 3
	maxSpelt = 6
)

// spell looks for what the misspelt words may have been. A syllable with its marks is right,
// even if no document has it: all of them may be in the other language.
func (p *planner) spell(ctx context.Context, known func(folded string) bool) error {
	looked := 0
	var words []string
	var at []int
	for i := range p.words {
		w := &p.words[i]
		if w.known && len(p.words) == 1 && !w.HasMarks && len(w.Fold) >= minAddress {
			w.split = p.apart(w.Fold, known) // documents may have it in an address only
		}
		if w.known || w.Kind != analysis.Word || p.inConcept(i) || w.HasMarks && analysis.ValidSyllable(w.Text) {
			continue
		}
		switch looked++; {
		case w.decodedFold != "":
			p.mended++
		case looked <= maxSpelt:
			words, at = append(words, w.Fold), append(at, i)
		}
	}
	if len(words) == 0 || p.snap.Words == nil {
		return nil
	}
	near, err := p.snap.Words.Similar(ctx, words, maxNear)
	if err != nil {
		return err
	}
	for n, i := range at {
		w := &p.words[i]
		if w.near = near[n]; len(w.near) == 0 && len(p.words) <= fewWords {
			w.split = p.apart(w.Fold, known)
		}
		if len(w.near) > 0 || len(w.split) > 0 {
			p.mended++
		}
	}
	return nil
}

// inConcept reports whether a word is part of the name of a concept: then it is spelt
// right, even if no document has it.
func (p *planner) inConcept(i int) bool {
	return slices.ContainsFunc(p.parsed.Concepts, func(c analysis.ConceptMatch) bool { return i >= c.First && i <= c.Last })
}

// named gives word i as the one concept has it in whose name of several words it stands: a name
// tells the marks better than its neighbours do. Names that differ in their marks tell nothing.
func (p *planner) named(i int) (string, bool) {
	name, sure := "", true
	for _, c := range p.parsed.Concepts {
		if i < c.First || i > c.Last || len(c.Name) != c.Last-c.First+1 {
			continue
		}
		word := c.Name[i-c.First]
		sure = sure && (name == "" || name == word)
		name = word
	}
	return name, sure && name != ""
}

// suggestion is the text with its misspelt words mended, or "" when nothing was mended.
func (p *planner) suggestion() string {
	if p.mended == 0 && p.retyped {
		return p.parsed.Text
	}
	if p.mended == 0 {
		return ""
	}
	var out []string
	for i := range p.words {
		w := &p.words[i]
		switch {
		case w.known:
			out = append(out, w.Text)
		case w.decoded != "":
			out = append(out, w.decoded)
		default:
			out = append(out, w.fold())
		}
	}
	return p.withMarks(strings.Join(out, " "))
}

// withMarks puts the marks on a mended Vietnamese text, whose mended words have none.
func (p *planner) withMarks(s string) string {
	cut := slices.ContainsFunc(p.words, func(w queryWord) bool { return len(w.split) > 0 }) // syllables, whatever the rest is
	if p.snap.Restorer == nil || p.parsed.Lang == "en" && !p.parsed.HasMarks && !cut {
		return s
	}
	restored := p.snap.Restorer.Restore(analysis.Tokens(s))
	for i, w := range restored {
		restored[i] = analysis.Usual(w)
	}
	return strings.Join(restored, " ")
}
