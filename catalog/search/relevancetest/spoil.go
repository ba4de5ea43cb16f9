package relevancetest

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"honglinh/catalog/search/analysis"
)

// AsWritten leaves a question as it is.
func AsWritten(_ int, s string) string { return s }

// Upper writes it in capitals.
func Upper(_ int, s string) string { return strings.ToUpper(s) }

// NFD writes its marks as letters of their own.
func NFD(_ int, s string) string { return norm.NFD.String(s) }

// NoMarks takes its marks off.
func NoMarks(_ int, s string) string { return analysis.Unmark(s) }

// HalfMarks takes the marks off every other word.
func HalfMarks(i int, s string) string {
	words := strings.Fields(s)
	for j := range words {
		if (i+j*7)%2 == 0 {
			words[j] = analysis.Unmark(words[j])
		}
	}
	return strings.Join(words, " ")
}

// OldTones writes the tone on the first vowel of oa, oe and uy.
func OldTones(_ int, s string) string {
	return strings.NewReplacer("oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa", "oè", "òe", "oé", "óe", "oẻ", "ỏe",
		"uỳ", "ùy", "uý", "úy", "uỷ", "ủy", "uỹ", "ũy", "uỵ", "ụy").Replace(norm.NFC.String(s))
}

// keys are the keys of an input method for tones and for other marks.
type keys struct {
	tones  map[rune]string
	shapes map[rune]string
}

// Telex and vni type the text with the input method off: the tone key after the word.
// Telex types it in Telex with the input method off.
func Telex(_ int, s string) string {
	return keys{map[rune]string{0x0301: "s", 0x0300: "f", 0x0309: "r", 0x0303: "x", 0x0323: "j"},
		map[rune]string{'â': "aa", 'ê': "ee", 'ô': "oo", 'ă': "aw", 'ơ': "ow", 'ư': "uw", 'đ': "dd", 'Â': "Aa", 'Ê': "Ee", 'Ô': "Oo", 'Ă': "Aw", 'Ơ': "Ow", 'Ư': "Uw", 'Đ': "Dd"}}.typed(s)
}

// VNI types it in VNI with the input method off.
func VNI(_ int, s string) string {
	return keys{map[rune]string{0x0301: "1", 0x0300: "2", 0x0309: "3", 0x0303: "4", 0x0323: "5"},
		map[rune]string{'â': "a6", 'ê': "e6", 'ô': "o6", 'ă': "a8", 'ơ': "o7", 'ư': "u7", 'đ': "d9", 'Â': "A6", 'Ê': "E6", 'Ô': "O6", 'Ă': "A8", 'Ơ': "O7", 'Ư': "U7", 'Đ': "D9"}}.typed(s)
}

func (k keys) typed(s string) string {
	words := strings.Fields(norm.NFC.String(s))
	for i, w := range words {
		words[i] = k.word(w)
	}
	return strings.Join(words, " ")
}

func (k keys) word(w string) string {
	var out, tone strings.Builder
	tail := ""
	for _, r := range w {
		base := []rune(norm.NFD.String(string(r)))
		var kept []rune
		for _, c := range base {
			if key, ok := k.tones[c]; ok {
				tone.WriteString(key)
				continue
			}
			kept = append(kept, c)
		}
		letter := norm.NFC.String(string(kept))
		if s, ok := k.shapes[[]rune(letter)[0]]; ok {
			letter = s
		}
		if strings.ContainsAny(letter, "?.,;:!\"')") {
			tail += letter
			continue
		}
		out.WriteString(tail + letter)
		tail = ""
	}
	return out.String() + tone.String() + tail
}
