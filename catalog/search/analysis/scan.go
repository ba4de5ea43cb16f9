package analysis

import (
	"unicode"
	"unicode/utf8"
)

// TokenKind says what sort of term a token is.
type TokenKind uint8

// The kinds of token.
const (
	Word   TokenKind = iota // letters
	Number                  // digits, perhaps grouped, perhaps with decimals
	Code                    // digits and letters that belong together: 1A, m2, 5G
)

// LetterCase says how a token was written, which tells names and abbreviations.
type LetterCase uint8

// The cases of letters.
const (
	Lower LetterCase = iota // the first letter is small, or there is none
	Title                   // the first letter is a capital
	Upper                   // every letter is a capital
)

func caseOf(s string) LetterCase {
	first, all := false, true
	for i, r := range s {
		if i == 0 {
			first = unicode.IsUpper(r)
		}
		if unicode.IsLower(r) {
			all = false
		}
	}
	switch {
	case !first:
		return Lower
	case all:
		return Upper
	}
	return Title
}

// piece is a token before its text is made: where it lies and what it is.
type piece struct {
	start, end int
	kind       TokenKind
}

// scanner finds the pieces of a text. The rules are those of UAX #29 with the changes that
// search in Vietnamese needs: no joining over a full stop (TP.HCM), an underscore separates
// (đầu_tư), letters and digits part (QL1A, 50ha) except for a short suffix (1A) and units (m2).
type scanner struct {
	s     string
	i     int
	apart int // digits before this offset are single numbers: they made no number together
}

type runeClass uint8

const (
	other runeClass = iota
	alpha
	digit
	raised // ² and ³, which end a unit
	joiner // combining marks and invisible characters: part of the word they follow
	single // ideographs and kana: a token each
)

func classOf(r rune) runeClass {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return alpha
	case r >= '0' && r <= '9':
		return digit
	case r < utf8.RuneSelf:
		return other
	case r == '\u02BC':
		return other
	case letters.of(r).code != 0:
		return alpha
	case r == '²', r == '³':
		return raised
	case isInvisible(r), unicode.IsMark(r):
		return joiner
	case unicode.In(r, unicode.Han, unicode.Hiragana):
		return single
	case unicode.IsLetter(r):
		return alpha
	case r >= '\uFF10' && r <= '\uFF19':
		return digit
	case unicode.IsDigit(r):
		return alpha // digits of other scripts: kept as they are
	}
	return other
}

func (sc *scanner) class(at int) (runeClass, int) {
	if at >= len(sc.s) {
		return other, 0
	}
	c := sc.s[at]
	if c < utf8.RuneSelf {
		return classOf(rune(c)), 1
	}
	r, size := utf8.DecodeRuneInString(sc.s[at:])
	if r == utf8.RuneError && size == 1 {
		return other, 1
	}
	return classOf(r), size
}

// next gives the next piece; it is false at the end of the text.
func (sc *scanner) next() (piece, bool) {
	for sc.i < len(sc.s) {
		class, size := sc.class(sc.i)
		switch class {
		case alpha:
			return sc.word(), true
		case digit:
			return sc.number(), true
		case single:
			start := sc.i
			sc.i = sc.joined(start + size)
			return piece{start, sc.i, Word}, true
		}
		sc.i += size
	}
	return piece{}, false
}

// joined passes over the marks that follow at.
func (sc *scanner) joined(at int) int {
	for {
		class, size := sc.class(at)
		if class != joiner {
			return at
		}
		at += size
	}
}

// letterRun gives the end of the letters that start at at, apostrophes between letters
// included, and how many letters there are.
func (sc *scanner) letterRun(at int) (end, count int) {
	for {
		class, size := sc.class(at)
		switch class {
		case alpha:
			count++
			at += size
			continue
		case joiner:
			at += size
			continue
		}
		if over := sc.apostrophe(at); over > 0 && count > 0 {
			at += over
			continue
		}
		return at, count
	}
}

// apostrophe gives the width of an apostrophe at at that is followed by a letter, else 0.
func (sc *scanner) apostrophe(at int) int {
	if at >= len(sc.s) {
		return 0
	}
	r, size := utf8.DecodeRuneInString(sc.s[at:])
	if !isApostrophe(r) {
		return 0
	}
	if class, _ := sc.class(at + size); class != alpha {
		return 0
	}
	return size
}

func (sc *scanner) word() piece {
	start := sc.i
	end, _ := sc.letterRun(start)
	sc.i = end
	if over := sc.unitPower(start, end); over > 0 {
		sc.i = end + over
		return piece{start, sc.i, Code}
	}
	return piece{start, end, Word}
}

// unitPower gives the width of the 2 or 3 that makes a unit of the letters before it
// (m2, km², m3), else 0.
func (sc *scanner) unitPower(start, end int) int {
	switch sc.s[start:end] {
	case "m", "M", "km", "Km", "KM", "cm", "dm", "mm", "hm":
	default:
		return 0
	}
	class, size := sc.class(end)
	if class == raised {
		return size
	}
	if class != digit || sc.s[end] != '2' && sc.s[end] != '3' {
		return 0
	}
	if after, _ := sc.class(end + size); after == digit || after == alpha {
		return 0
	}
	return size
}

// number reads digits with their separators, and the single letter that may belong to them.
func (sc *scanner) number() piece {
	start := sc.i
	end := sc.digits(start)
	if whole := sc.grouped(start, end); whole > end {
		sc.i = whole
		return piece{start, whole, Number}
	}
	sc.i = end
	if suffix, count := sc.letterRun(end); count == 1 && !isUnitLetter(sc.s[end:suffix]) {
		if class, _ := sc.class(suffix); class != digit && class != raised {
			sc.i = suffix
			return piece{start, suffix, Code}
		}
	}
	return piece{start, end, Number}
}

// isUnitLetter names the one-letter units that are written against the figure: 500m, 500đ.
func isUnitLetter(s string) bool {
	switch s {
	case "m", "đ", "Đ":
		return true
	}
	return false
}

func (sc *scanner) digits(at int) int {
	for {
		class, size := sc.class(at)
		if class != digit {
			return at
		}
		at += size
	}
}

// grouped gives the end of a number with separators that starts at start and whose first
// digits end at end: 1.234.567,8 or 12,5. Things that only look like it (dates, versions)
// give end itself.
func (sc *scanner) grouped(start, end int) int {
	whole := end
	for {
		if whole >= len(sc.s) || sc.s[whole] != '.' && sc.s[whole] != ',' {
			break
		}
		after := sc.digits(whole + 1)
		if after == whole+1 {
			break
		}
		whole = after
	}
	if whole == end || start < sc.apart {
		return end
	}
	if !isGroupedNumber(sc.s[start:whole]) {
		sc.apart = whole
		return end
	}
	return whole
}
