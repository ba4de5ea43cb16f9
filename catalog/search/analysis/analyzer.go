package analysis

import "github.com/kljensen/snowball/english"

// Analyzer prepares texts and remembers English stems between them. The zero value works.
// It is not safe for use by several goroutines: give each its own.
type Analyzer struct {
	stems map[string]string
}

// maxStems bounds the memory of an Analyzer: English text of any length keeps coming back
// to some tens of thousands of words; beyond that the memory starts afresh.
const maxStems = 1 << 16

// maxStemWord bounds a word worth stemming, in bytes: longer ones are no English.
const maxStemWord = 40

// Prepare is the function [Prepare] with the memory of a.
func (a *Analyzer) Prepare(s, lang string) Prepared {
	r := newReel(len(s))
	sc := scanner{s: s}
	for p, ok := sc.next(); ok; p, ok = sc.next() {
		r.add(s, p, lang)
	}
	var out Prepared
	out.Toned, out.Folded, out.TonedBigrams, out.FoldedBigrams = r.terms()
	out.Codes = r.codes(s)
	out.Extra = r.alternates
	if lang == "en" {
		out.Stems = a.stemAll(out.Folded)
	}
	return out
}

func (a *Analyzer) stemAll(words []string) []string {
	if a.stems == nil || len(a.stems) > maxStems {
		a.stems = make(map[string]string)
	}
	out := make([]string, len(words))
	for i, w := range words {
		stem, ok := a.stems[w]
		if !ok {
			stem = EnglishStem(w)
			a.stems[clone(w)] = stem
		}
		out[i] = stem
	}
	return out
}

// clone copies a word so that the memory does not hold on to the text it came from.
func clone(s string) string { return string([]byte(s)) }

// EnglishStem gives the Snowball (Porter 2) stem of one folded, lower-case word. Words that
// are not plain letters come back as they are.
func EnglishStem(word string) string {
	if len(word) < 3 || len(word) > maxStemWord || !isLowerable(word) {
		return clone(word)
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return clone(word)
		}
	}
	return clone(english.Stem(word, true))
}
