package table

import "unicode"

// openSyllable reads y as i in an open syllable after h k l m s t in folded
// text, as the engine's fold does: "ky" and "ki" are one spelling.
func openSyllable(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r != 'y' || i == 0 {
			continue
		}
		switch out[i-1] {
		case 'h', 'k', 'l', 'm', 's', 't':
			if (i == 1 || !wordRune(out[i-2])) && (i+1 == len(out) || !wordRune(out[i+1])) {
				out[i] = 'i'
			}
		}
	}
	return string(out)
}

// wordRune is what the engine's regular expressions call a word character.
func wordRune(r rune) bool {
	return r == '_' || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
