package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The weights of the signs of a language. A marked syllable is Vietnamese for certain, but
// place names keep their marks in English sentences, so capitals count half.
const (
	weightMarked    = 2.0
	weightSyllable  = 1.0
	weightForeign   = 2.5 // no Vietnamese syllable, so English as far as we are concerned
	weightStopWord  = 2.0
	weightEitherWay = 0.5 // English stop words that are Vietnamese syllables: to, in, on
)

// maxGuess bounds the bytes that a guess looks at; language does not change later on.
const maxGuess = 4096

// GuessLang tells the language of a text, "vi" or "en", and how sure it is, from 0 (no
// sign at all, then "vi") to 1.
func GuessLang(s string) (lang string, confidence float64) {
	s = cut(s, maxGuess)
	return guess(s, Tokens(s))
}

func guess(s string, tokens []Token) (string, float64) {
	var vi, en float64
	for _, t := range tokens {
		v, e := signs(s, t)
		vi, en = vi+v, en+e
	}
	switch {
	case vi+en == 0:
		return "vi", 0
	case en > vi:
		return "en", (en - vi) / (en + vi)
	}
	return "vi", (vi - en) / (en + vi)
}

// signs weighs one token for either language.
func signs(s string, t Token) (vi, en float64) {
	if t.Kind != Word {
		return 0, 0
	}
	half := 1.0
	if r, _ := utf8.DecodeRuneInString(s[t.Start:]); unicode.IsUpper(r) {
		half = 0.5
	}
	switch {
	case t.HasMarks:
		return weightMarked * half, 0
	case isEnglishStop(t.Fold):
		return 0, weightStopWord
	case ValidFolded(t.Fold):
		if isSharedStop(t.Fold) {
			return 0, weightEitherWay
		}
		return weightSyllable * half, 0
	case !strings.ContainsAny(t.Fold, "aeiouy"):
		return 0, 0 // an abbreviation
	case len(t.Fold) < 4:
		return 0, weightEitherWay
	}
	return 0, weightForeign
}

// isEnglishStop names frequent English words that cannot be Vietnamese syllables.
func isEnglishStop(w string) bool {
	switch w {
	case "of", "for", "and", "is", "are", "with", "from", "how", "what", "where", "which", "or",
		"by", "was", "were", "be", "this", "that", "these", "its", "has", "have", "does", "near",
		"who", "when", "why", "at", "as", "it", "all", "new", "best", "will", "should":
		return true
	}
	return false
}

// isSharedStop names frequent English words that are Vietnamese syllables as well.
func isSharedStop(w string) bool {
	switch w {
	case "the", "to", "in", "on", "an", "a", "i", "can", "do", "me", "my", "mi", "no", "so", "he":
		return true
	}
	return false
}

// cut gives at most n bytes of s and never part of a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
