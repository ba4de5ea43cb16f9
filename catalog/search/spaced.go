package search

import (
	"slices"
	"strings"

	"honglinh/catalog/search/analysis"
)

// maxSpaced bounds the ways in which a word is read as several: each is looked up.
const maxSpaced = 16

// spaced gives the ways to read what is being typed without its spaces, the fewest syllables
// first: "namhongl" is "nam hong l". Only the last word is cut, and its last syllable may be
// unfinished. None for what is too short to be several words.
func spaced(prefix string) []string {
	at := strings.LastIndexByte(prefix, ' ') + 1
	word := prefix[at:]
	if len(word) < minRunOn || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return nil
	}
	var out []string
	cuts := [][]string{nil} // of the word up to a syllable, all of the same number
	for n := 1; n <= maxRunOn && len(cuts) > 0 && len(out) < maxSpaced; n++ {
		var longer [][]string
		for _, cut := range cuts {
			rest := word[len(strings.Join(cut, "")):]
			if n > 1 && len(rest) <= longestSyllable {
				out = append(out, prefix[:at]+strings.Join(append(slices.Clone(cut), rest), " "))
			}
			for end := min(longestSyllable, len(rest)-1); end >= 2; end-- {
				if analysis.ValidFolded(rest[:end]) {
					longer = append(longer, append(slices.Clone(cut), rest[:end]))
				}
			}
		}
		cuts = longer
	}
	return out[:min(len(out), maxSpaced)]
}
