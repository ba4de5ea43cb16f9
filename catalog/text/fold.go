package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s in lower case without marks, with đ as d, white space
// collapsed: the form in which names are compared when marks are optional.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\u200b' || r == '\ufeff' || r == '\u00ad':
			continue
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(foldRune(unicode.ToLower(r)))
	}
	return b.String()
}

// foldRune maps the letters that have no decomposition; eth is what broken
// fonts and foreign keyboards give for đ.
func foldRune(r rune) rune {
	switch r {
	case 'đ', 'ð', 'ɖ':
		return 'd'
	}
	return r
}

// Slug returns s folded to lower-case ASCII letters and digits joined by '-',
// at most max bytes, cut at a word.
func Slug(s string, max int) string {
	var b strings.Builder
	dash := false
	for _, r := range Fold(s) {
		if r < 'a' && (r < '0' || r > '9') || r > 'z' {
			dash = b.Len() > 0
			continue
		}
		if dash {
			b.WriteByte('-')
			dash = false
		}
		b.WriteRune(r)
	}
	out := b.String()
	if len(out) <= max {
		return out
	}
	if i := strings.LastIndexByte(out[:max+1], '-'); i > 0 {
		return out[:i]
	}
	return out[:max]
}
