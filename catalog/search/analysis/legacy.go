package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Repair tells what was wrong with a text and how sure the cure is.
type Repair struct {
	Encoding      string  // what it really was: "tcvn3", "vni" or "utf-8 as windows-1252"
	Before, After float64 // share of words that are Vietnamese syllables, from 0 to 1
	Words         int     // how many words that was judged by
}

const (
	// A text is taken for a legacy one when it is poor Vietnamese as it stands and good
	// Vietnamese once decoded; between the two nothing is guessed.
	goodShare = 0.85
	poorShare = 0.40
	// minWords is how many words it takes to judge single-byte encodings; misread UTF-8
	// proves itself by its byte pattern and needs fewer.
	minWords        = 8
	minMojibake     = 2
	maxJudgedBytes  = 1 << 16
	maxRestoreBytes = 16 // a syllable in TCVN3 that lost its ư, in bytes
)

// SafeText repairs text that was written in a Vietnamese encoding from before Unicode
// (TCVN3 or ABC, VNI) and read as windows-1252, and UTF-8 that was read as windows-1252.
// Bytes that are no UTF-8 are taken for windows-1252 first. It changes nothing, and gives no
// evidence, unless the text is poor Vietnamese before and good Vietnamese after. Capitals of
// TCVN3 come out small where only the font made them capitals.
func SafeText(s string) (fixed string, evidence *Repair) {
	seen := s
	if !utf8.ValidString(s) {
		seen = fromWindows(s)
	}
	if !hasLegacySigns(seen) {
		return s, nil
	}
	judged := cut(seen, maxJudgedBytes)
	before, words := syllableShare(judged)
	if before >= poorShare {
		return s, nil
	}
	for _, c := range []struct {
		name   string
		least  int
		decode func(string) string
	}{
		{"utf-8 as windows-1252", minMojibake, fromMojibake},
		{"tcvn3", minWords, fromTCVN3},
		{"vni", minWords, fromVNI},
	} {
		after, n := syllableShare(c.decode(judged))
		if n < c.least || after < goodShare || evidence != nil && after <= evidence.After {
			continue
		}
		fixed, evidence = c.decode(seen), &Repair{c.name, before, after, max(words, n)}
	}
	if evidence == nil {
		return s, nil
	}
	return fixed, evidence
}

// Again decodes another text of the same origin, which alone may be too short to be judged.
// What already is Unicode Vietnamese, or has no sign of the wrong reading, stays as it is.
func (r *Repair) Again(s string) string {
	if r == nil {
		return s
	}
	seen := s
	if !utf8.ValidString(s) {
		seen = fromWindows(s)
	}
	if !hasLegacySigns(seen) || strings.ContainsFunc(seen, beyondWindows) {
		return s
	}
	switch r.Encoding {
	case "tcvn3":
		return fromTCVN3(seen)
	case "vni":
		return fromVNI(seen)
	}
	return fromMojibake(seen)
}

// beyondWindows reports whether r cannot have been read as windows-1252.
func beyondWindows(r rune) bool {
	_, ok := windowsByte(r)
	return !ok && r >= utf8.RuneSelf
}

// hasLegacySigns reports whether s has characters that the wrong reading leaves behind.
func hasLegacySigns(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return r >= 0xA1 && r <= 0xFF || r == '\uFFFD'
	}) >= 0
}

// syllableShare gives the share of the words of s that are Vietnamese syllables, and how
// many words there are. Words are what spaces and dashes part, without the signs around
// them, since legacy letters may look like signs.
func syllableShare(s string) (share float64, words int) {
	valid := 0
	for _, w := range strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) && r != 0xA0 || strings.ContainsRune("-–/()[],.;:\"“”", r)
	}) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
		if w == "" || !strings.ContainsFunc(w, unicode.IsLetter) {
			continue
		}
		words++
		if ValidSyllable(w) || isLowerable(w) && ValidFolded(w) {
			valid++
		}
	}
	if words == 0 {
		return 0, 0
	}
	return float64(valid) / float64(words), words
}

// fromWindows reads bytes as windows-1252, with the five free places as control characters.
func fromWindows(s string) string {
	var b strings.Builder
	b.Grow(2 * len(s))
	for i := range len(s) {
		r := charmap.Windows1252.DecodeByte(s[i])
		if r == utf8.RuneError {
			r = rune(s[i])
		}
		b.WriteRune(r)
	}
	return b.String()
}

// windowsByte is the inverse of fromWindows for one character.
func windowsByte(r rune) (byte, bool) {
	if b, ok := charmap.Windows1252.EncodeRune(r); ok {
		return b, true
	}
	if r >= 0x80 && r < 0xA0 {
		return byte(r), true
	}
	return 0, false
}

// fromMojibake turns runs of windows-1252 characters back into bytes and keeps those runs
// that are UTF-8.
func fromMojibake(s string) string {
	var out, run []byte
	var raw strings.Builder
	flush := func() {
		if utf8.Valid(run) {
			out = append(out, run...)
		} else {
			out = append(out, raw.String()...)
		}
		run = run[:0]
		raw.Reset()
	}
	for _, r := range s {
		b, ok := windowsByte(r)
		if !ok || b < utf8.RuneSelf {
			flush()
			out = utf8.AppendRune(out, r)
			continue
		}
		run = append(run, b)
		raw.WriteRune(r)
	}
	flush()
	return norm.NFC.String(string(out))
}

// tcvn3 are the letters of TCVN3 from byte A1 on; a full stop stands for a free place. The
// bytes are those of TCVN 5712:1993, VN3.
const tcvn3 = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."

const tcvn3First = 0xA1

var tcvn3Letters = []rune(tcvn3)

// fromTCVN3 reads windows-1252 characters as TCVN3. A capital vowel is a plain capital and
// the small letter with the tone; ư, a soft hyphen in other hands, is put back where it is
// missing.
func fromTCVN3(s string) string {
	var out []rune
	for _, r := range s {
		b, ok := windowsByte(r)
		if ok && b >= tcvn3First {
			if l := tcvn3Letters[b-tcvn3First]; l != '.' {
				r = l
			}
		}
		if last := len(out) - 1; last >= 0 && isToneOf(out[last], r) {
			out[last] = unicode.ToUpper(r)
			continue
		}
		out = append(out, r)
	}
	return restoreLostHorn(string(out))
}

// isToneOf reports whether small is the small letter with a tone of the toneless capital.
func isToneOf(capital, small rune) bool {
	if !unicode.IsUpper(capital) || !unicode.IsLower(small) {
		return false
	}
	a, b := letters.of(capital), letters.of(small)
	return a.code == b.code && a.code != 0 && a.tone == level && b.tone != level
}

// restoreLostHorn puts ư into words that are no syllables when exactly one place for it
// makes one.
func restoreLostHorn(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	forRuns(s, func(run string, isWord bool) {
		if isWord && mayLackHorn(run) {
			run = withHorn(run)
		}
		b.WriteString(run)
	})
	return b.String()
}

// mayLackHorn reports whether run is no syllable and no abbreviation either. A lone t is
// tư, which is frequent; other lone letters are what they are.
func mayLackHorn(run string) bool {
	if len(run) > maxRestoreBytes || utf8.RuneCountInString(run) < 2 && run != "t" {
		return false
	}
	_, size := utf8.DecodeRuneInString(run)
	if strings.ContainsFunc(run[size:], unicode.IsUpper) {
		return false
	}
	return !ValidSyllable(run) && !(isLowerable(run) && ValidFolded(run))
}

func withHorn(run string) string {
	rs := []rune(run)
	found := ""
	for i := range len(rs) + 1 {
		try := string(slices.Insert(slices.Clone(rs), i, 'ư'))
		if !ValidSyllable(try) {
			continue
		}
		if found != "" {
			return run
		}
		found = try
	}
	if found == "" {
		return run
	}
	return found
}

// vniMark is what a mark letter of VNI adds to the letter before it.
type vniMark struct {
	hat  bool
	bow  bool // breve
	tone tone
}

// vniMarks reads a small mark letter.
func vniMarks(r rune) (vniMark, bool) {
	switch r {
	case 'ù':
		return vniMark{tone: sac}, true
	case 'ø':
		return vniMark{tone: huyen}, true
	case 'û':
		return vniMark{tone: hoi}, true
	case 'õ':
		return vniMark{tone: nga}, true
	case 'ï':
		return vniMark{tone: nang}, true
	}
	if i := slices.Index([]rune("âáàåãä"), r); i >= 0 {
		return vniMark{hat: true, tone: tone(i)}, true
	}
	if i := slices.Index([]rune("êéèúüë"), r); i >= 0 {
		return vniMark{bow: true, tone: tone(i)}, true
	}
	return vniMark{}, false
}

// vniSingle reads the letters that VNI writes with one byte of their own.
func vniSingle(r rune) (rune, bool) {
	singles := map[rune]rune{'ô': 'ơ', 'ö': 'ư', 'ñ': 'đ', 'í': 'í', 'ì': 'ì', 'æ': 'ỉ', 'ó': 'ĩ', 'ò': 'ị', 'î': 'ỵ'}
	out, ok := singles[unicode.ToLower(r)]
	if ok && unicode.IsUpper(r) {
		out = unicode.ToUpper(out)
	}
	return out, ok
}

// fromVNI reads windows-1252 characters as VNI-Windows: a letter, then perhaps its mark.
func fromVNI(s string) string {
	rs := []rune(s)
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(rs); i++ {
		base := rs[i]
		if l, ok := vniSingle(base); ok {
			base = l
		}
		if i+1 < len(rs) {
			if m, ok := vniMarks(unicode.ToLower(rs[i+1])); ok {
				if l := m.on(base); l != 0 {
					base = l
					i++
				}
			}
		}
		b.WriteRune(base)
	}
	return b.String()
}

// on gives the letter with the mark, or 0 when the letter cannot carry it.
func (m vniMark) on(base rune) rune {
	l := letters.of(base)
	if l.code == 0 || l.tone != level || !isVowel(l.code) {
		return 0
	}
	switch {
	case m.hat && l.code == 'a':
		l.code = codeACirc
	case m.hat && l.code == 'e':
		l.code = codeECirc
	case m.hat && l.code == 'o':
		l.code = codeOCirc
	case m.bow && l.code == 'a':
		l.code = codeABrev
	case m.hat || m.bow || l.code == 'i':
		return 0
	}
	out := letters.written[l.code][m.tone]
	if unicode.IsUpper(base) {
		out = unicode.ToUpper(out)
	}
	return out
}
