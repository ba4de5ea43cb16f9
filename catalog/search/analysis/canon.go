package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Canon gives text in its one normal spelling with all its marks: NFC, lower case, đ for
// Ð and its other look-alikes, tones in the new style, i for y where the two never differ.
// It works on a word or on a whole text, keeps everything between words, and changes
// nothing when applied again.
func Canon(s string) string {
	s = tidyIfRare(s)
	dst := make([]byte, 0, len(s))
	forRuns(s, func(run string, isWord bool) {
		if !isWord {
			dst = append(dst, run...)
			return
		}
		if w, ok := readWord(run); ok && strings.IndexFunc(run, isApostrophe) < 0 {
			w.normal()
			dst = w.appendToned(dst)
			return
		}
		for _, r := range run {
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	})
	return string(dst)
}

// Fold is [Canon] without any marks and with d for đ. Two spellings that differ only in
// marks, case or tone placement fold to the same text.
func Fold(s string) string {
	s = Canon(s)
	var b strings.Builder
	b.Grow(len(s))
	forRuns(s, func(run string, isWord bool) {
		if isWord {
			b.WriteString(foldRun(run))
			return
		}
		b.WriteString(run)
	})
	return norm.NFC.String(b.String())
}

// Unmark strips the marks of text and keeps its letters, case aside: "ky anh" for Kỳ Anh,
// where [Fold] gives "ki anh". Use it for addresses people read, never for matching.
func Unmark(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(tidy(s)) {
		if r < 0x0300 || r > 0x036F {
			b.WriteString(foldLetter(r))
		}
	}
	return norm.NFC.String(b.String())
}

// tidyIfRare tidies s only when it holds something other than ASCII and our alphabet.
func tidyIfRare(s string) string {
	for _, r := range s {
		if r >= utf8.RuneSelf && letters.of(r).code == 0 {
			return tidy(s)
		}
	}
	return s
}

// forRuns calls f with the runs of letters in s and with what lies between them.
func forRuns(s string, f func(run string, isWord bool)) {
	start, inWord := 0, false
	for i, r := range s {
		now := isWordRune(r)
		if now != inWord && i > start {
			f(s[start:i], inWord)
			start = i
		}
		inWord = now
	}
	if start < len(s) {
		f(s[start:], inWord)
	}
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return letters.of(r).code != 0 || unicode.IsLetter(r) || unicode.IsMark(r)
}

// Usual gives a canonical syllable with the y that official texts write where both are right:
// đăng ký, quản lý, kỹ thuật, thẩm mỹ, tỷ lệ. Others stay as they are.
func Usual(syllable string) string {
	switch syllable {
	case "kí", "kì", "kỉ", "kĩ", "kị", "lí", "mĩ", "tỉ":
		i := strings.LastIndexAny(syllable, "íìỉĩị")
		return syllable[:i] + map[string]string{"í": "ý", "ì": "ỳ", "ỉ": "ỷ", "ĩ": "ỹ", "ị": "ỵ"}[syllable[i:]]
	}
	return syllable
}
