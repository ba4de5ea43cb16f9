package duck

import (
	"unicode"

	"honglinh/datasets/table"
)

// foldSQL returns the expression that folds a text column.
func foldSQL(c table.Column) string {
	s := quote(c.Name)
	if c.Folding&table.NoMarks != 0 {
		s = `lower(` + s + `)`
	} else {
		s = `unmarked(` + s + `)`
	}
	if c.Folding&table.NoGaps == 0 {
		s = `spaced(` + s + `)`
	}
	if c.Folding&table.NoY == 0 {
		s = `opened(` + s + `)`
	}
	return s
}

// lacks looks a value through for what Folding is about.
func lacks(b []byte) table.Folding {
	out := table.NoMarks | table.NoY | table.NoGaps
	if b[0] == ' ' || b[len(b)-1] == ' ' {
		out &^= table.NoGaps
	}
	for i, c := range b {
		switch {
		case c == 'y' || c == 'Y':
			out &^= table.NoY
		case c == ' ':
			if i > 0 && b[i-1] == ' ' {
				out &^= table.NoGaps
			}
		case c >= 9 && c <= 13:
			out &^= table.NoGaps
		case c >= 0x80:
			out &^= table.NoMarks
			if c >= 0xc0 {
				out &^= beyond(b[i:])
			}
		}
	}
	return out
}

// beyond looks at a letter beyond ASCII: y with marks, and the white space and
// invisible characters of Unicode.
func beyond(b []byte) table.Folding {
	if len(b) < 2 {
		return 0
	}
	switch b[0] {
	case 0xc2: // no-break space, next line, soft hyphen
		if b[1] == 0xa0 || b[1] == 0x85 || b[1] == 0xad {
			return table.NoGaps
		}
	case 0xc3, 0xc5: // Ý ý ÿ, Ÿ Ŷ ŷ
		if b[1] == 0x9d || b[1] == 0xbd || b[1] == 0xbf || b[0] == 0xc5 {
			return table.NoY
		}
	case 0xe1: // Ỳ to ỹ, and the Mongolian and Ogham spaces
		if b[1] == 0xbb {
			return table.NoY
		}
		if b[1] == 0x9a || b[1] == 0xa0 {
			return table.NoGaps
		}
	case 0xe2, 0xe3, 0xef: // spaces of all widths, zero-width marks, full-width letters
		return table.NoGaps | table.NoY
	}
	return 0
}

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
