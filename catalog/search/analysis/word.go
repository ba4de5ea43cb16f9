package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func upper(r rune) rune { return unicode.ToUpper(r) }

// maxLetters bounds a word that is worth taking apart: the longest Vietnamese syllable,
// nghiêng, has seven letters; one more leaves room for a doubled tone key.
const maxLetters = 8

// word is one run of letters, taken apart.
type word struct {
	code [maxLetters]byte
	tone [maxLetters]tone
	n    int
}

// readWord takes w apart. It is false when w holds a character that is not in the alphabet
// or more letters than a syllable can have. Apostrophes are passed over (M'Nông, R'lấp).
func readWord(w string) (word, bool) {
	var out word
	for i := 0; i < len(w); {
		r, size := rune(w[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(w[i:])
		}
		i += size
		l := letters.of(r)
		if l.code == 0 {
			if isApostrophe(r) {
				continue
			}
			return word{}, false
		}
		if out.n == maxLetters {
			return word{}, false
		}
		out.code[out.n], out.tone[out.n] = l.code, l.tone
		out.n++
	}
	return out, true
}

// normal puts the tone where the new style puts it and decides between i and y.
func (w *word) normal() {
	w.placeTone()
	w.settleY()
}

// settleY writes i for a y that ends an open syllable after h k l m s t (kỹ, kĩ), and
// quy for qui: the pairs never tell two words apart. Other uy, ui, ay, ai do.
func (w *word) settleY() {
	switch {
	case w.n == 2 && w.code[1] == 'y' && strings.IndexByte("hklmst", w.code[0]) >= 0:
		w.code[1] = 'i'
	case w.n == 3 && w.code[0] == 'q' && w.code[1] == 'u' && w.code[2] == 'i':
		w.code[2] = 'y'
	}
}

// marked reports whether any letter carries a mark of either sort.
func (w *word) marked() bool {
	for i := range w.n {
		if w.tone[i] != level || w.code[i] < 'a' {
			return true
		}
	}
	return false
}

func (w *word) appendToned(dst []byte) []byte {
	for i := range w.n {
		r := letters.written[w.code[i]][w.tone[i]]
		if r < utf8.RuneSelf {
			dst = append(dst, byte(r))
			continue
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func (w *word) appendFolded(dst []byte) []byte {
	for i := range w.n {
		dst = append(dst, plain(w.code[i]))
	}
	return dst
}

// appendWord adds the toned and folded forms of one word of text to the two buffers and
// tells whether the word carries Vietnamese marks.
func appendWord(toned, folded []byte, s string) ([]byte, []byte, bool) {
	if w, ok := readWord(s); ok {
		w.normal()
		return w.appendToned(toned), w.appendFolded(folded), w.marked()
	}
	if isLowerable(s) {
		for i := range len(s) {
			c := s[i]
			if c == '\'' {
				continue
			}
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			toned, folded = append(toned, c), append(folded, c)
		}
		return toned, folded, false
	}
	return appendRareWord(toned, folded, s)
}

// isLowerable reports whether s is plain ASCII, which needs no more than lower case.
func isLowerable(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// appendRareWord is appendWord for words with combining marks, foreign letters or
// invisible characters.
func appendRareWord(toned, folded []byte, s string) ([]byte, []byte, bool) {
	clean := dropApostrophes(tidy(s))
	if w, ok := readWord(clean); ok {
		w.normal()
		return w.appendToned(toned), w.appendFolded(folded), w.marked()
	}
	return append(toned, clean...), append(folded, foldRun(clean)...), hasOurMarks(clean)
}

func hasOurMarks(s string) bool {
	for _, r := range s {
		if l := letters.of(r); l.code != 0 && (l.tone != level || l.code < 'a') {
			return true
		}
	}
	return false
}

func dropApostrophes(s string) string {
	if strings.IndexFunc(s, isApostrophe) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isApostrophe(r) {
			return -1
		}
		return r
	}, s)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '\u2019' || r == '\u02BC' }

// tidy is the part of normalising that is not about syllables: composed characters, no
// invisible ones, one đ, no full width and no ligatures, lower case.
func tidy(s string) string {
	s = norm.NFC.String(s)
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if isInvisible(r) {
			continue
		}
		if letters.of(r).code == codeDBar {
			b.WriteRune('đ')
			continue
		}
		if isCompatible(r) {
			b.WriteString(strings.ToLower(norm.NFKC.String(string(r))))
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return norm.NFC.String(b.String())
}

// isInvisible names the characters that copy and paste leaves inside words: zero-width
// space and joiners, byte order mark, soft hyphen.
func isInvisible(r rune) bool {
	return r >= '\u200B' && r <= '\u200D' || r == '\uFEFF' || r == '\u00AD'
}

// isCompatible names the compatibility forms met in real files: full width letters and
// digits, the ligatures of PDF text, and raised digits (m²).
func isCompatible(r rune) bool {
	return r >= '\uFF01' && r <= '\uFF5E' || r >= '\uFB00' && r <= '\uFB06' ||
		r == '²' || r == '³' || r == '¹'
}

// foldRun strips every mark from a tidied run of letters.
func foldRun(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		if r >= 0x0300 && r <= 0x036F {
			continue
		}
		b.WriteString(foldLetter(r))
	}
	out := norm.NFC.String(b.String())
	if w, ok := readWord(out); ok {
		w.settleY()
		return string(w.appendFolded(nil))
	}
	return out
}

// foldLetter folds the Latin letters whose bar or joint is no combining mark.
func foldLetter(r rune) string {
	switch r {
	case 'đ':
		return "d"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ı':
		return "i"
	}
	return string(r)
}
