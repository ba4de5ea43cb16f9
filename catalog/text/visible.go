package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unseen reports whether a character acts on what is shown instead of being shown:
// control characters but tab and line end, and the marks that turn the direction
// of writing (Unicode Standard Annex 9), with which a text can look like another.
// The joiners that some scripts need are none of them.
func Unseen(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case unicode.Is(unicode.Cc, r):
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
		return true // embeddings, overrides, isolates, marks
	case r == 0x200b, r == 0x2060, r == 0xfeff:
		return true // spaces of no width
	case r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
		return true // annotations, tags
	}
	return r == 0x2028 || r == 0x2029 // line ends that scripts take for such
}

// Shown returns a text without the characters that are Unseen, and how many they
// were. Bytes that are no UTF-8 become U+FFFD.
func Shown(s string) (string, int) {
	n := 0
	out := strings.Map(func(r rune) rune {
		if Unseen(r) {
			n++
			return -1
		}
		return r
	}, s)
	if n == 0 && utf8.ValidString(s) {
		return s, 0
	}
	return out, n
}

// Visible writes what would act on a terminal or break its line as an escape, so
// that a refusal which quotes a file cannot steer the terminal of whoever reads it.
func Visible(s string) string {
	if strings.IndexFunc(s, acts) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if acts(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func acts(r rune) bool { return r == '\n' || r == '\t' || Unseen(r) }
