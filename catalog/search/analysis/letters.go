package analysis

// Vietnamese letters are handled as one byte each: the letters a–z stand for
// themselves, and the seven that carry a hat, horn, breve or bar get a capital.
const (
	codeACirc = 'A' // â
	codeABrev = 'B' // ă
	codeDBar  = 'D' // đ
	codeECirc = 'E' // ê
	codeOCirc = 'O' // ô
	codeOHorn = 'P' // ơ
	codeUHorn = 'U' // ư
)

// tone numbers follow the digits of VNI typing.
type tone uint8

const (
	level tone = iota // no mark
	sac
	huyen
	hoi
	nga
	nang
)

// tonedForms is how many written forms a vowel has, one for each tone; a vowelRow has them in
// the order of tone.
const tonedForms = 6

type vowelRow struct {
	code  byte
	forms [tonedForms]rune
}

func vowelRows() []vowelRow {
	return []vowelRow{
		{'a', [tonedForms]rune{'a', 'á', 'à', 'ả', 'ã', 'ạ'}},
		{codeABrev, [tonedForms]rune{'ă', 'ắ', 'ằ', 'ẳ', 'ẵ', 'ặ'}},
		{codeACirc, [tonedForms]rune{'â', 'ấ', 'ầ', 'ẩ', 'ẫ', 'ậ'}},
		{'e', [tonedForms]rune{'e', 'é', 'è', 'ẻ', 'ẽ', 'ẹ'}},
		{codeECirc, [tonedForms]rune{'ê', 'ế', 'ề', 'ể', 'ễ', 'ệ'}},
		{'i', [tonedForms]rune{'i', 'í', 'ì', 'ỉ', 'ĩ', 'ị'}},
		{'o', [tonedForms]rune{'o', 'ó', 'ò', 'ỏ', 'õ', 'ọ'}},
		{codeOCirc, [tonedForms]rune{'ô', 'ố', 'ồ', 'ổ', 'ỗ', 'ộ'}},
		{codeOHorn, [tonedForms]rune{'ơ', 'ớ', 'ờ', 'ở', 'ỡ', 'ợ'}},
		{'u', [tonedForms]rune{'u', 'ú', 'ù', 'ủ', 'ũ', 'ụ'}},
		{codeUHorn, [tonedForms]rune{'ư', 'ứ', 'ừ', 'ử', 'ữ', 'ự'}},
		{'y', [tonedForms]rune{'y', 'ý', 'ỳ', 'ỷ', 'ỹ', 'ỵ'}},
	}
}

// letter is what one written character means: its code and its tone.
type letter struct {
	code byte // 0 when the character is none of ours
	tone tone
}

const (
	lowRunes  = 0x260  // Latin letters up to U+025F, where ɖ lives
	extFirst  = 0x1EA0 // Latin Extended Additional, the Vietnamese block
	extLength = 0x60
)

// alphabet maps characters to letters and back. It is filled once and only read.
type alphabet struct {
	low     [lowRunes]letter
	ext     [extLength]letter
	written [128][tonedForms]rune
}

var letters = newAlphabet()

func newAlphabet() *alphabet {
	t := &alphabet{}
	for c := byte('a'); c <= 'z'; c++ {
		t.put(rune(c), letter{code: c})
		t.put(rune(c-'a'+'A'), letter{code: c})
		t.written[c][level] = rune(c)
	}
	for _, row := range vowelRows() {
		for i, form := range row.forms {
			t.put(form, letter{row.code, tone(i)})
			t.put(upper(form), letter{row.code, tone(i)})
		}
		t.written[row.code] = row.forms
	}
	// đ and the four letters that are typed for it by mistake: Icelandic eth and African D.
	for _, r := range []rune{'đ', 'Đ', 'Ð', 'ð', 'Ɖ', 'ɖ'} {
		t.put(r, letter{code: codeDBar})
	}
	t.written[codeDBar][level] = 'đ'
	return t
}

func (t *alphabet) put(r rune, l letter) {
	if r < lowRunes {
		t.low[r] = l
		return
	}
	t.ext[r-extFirst] = l
}

// of gives the letter of a character; its code is 0 for a character not in the alphabet.
func (t *alphabet) of(r rune) letter {
	switch {
	case r < 0:
	case r < lowRunes:
		return t.low[r]
	case r >= extFirst && r < extFirst+extLength:
		return t.ext[r-extFirst]
	}
	return letter{}
}

// plain is the letter without any mark: a for â, d for đ.
func plain(code byte) byte {
	switch code {
	case codeACirc, codeABrev:
		return 'a'
	case codeDBar:
		return 'd'
	case codeECirc:
		return 'e'
	case codeOCirc, codeOHorn:
		return 'o'
	case codeUHorn:
		return 'u'
	}
	return code
}

// hatted reports whether a vowel carries a hat, horn or breve, which draws the tone to it.
func hatted(code byte) bool {
	return code >= 'A' && code <= 'Z' && code != codeDBar
}

func isVowel(code byte) bool {
	switch code {
	case 'a', 'e', 'i', 'o', 'u', 'y', codeACirc, codeABrev, codeECirc, codeOCirc, codeOHorn, codeUHorn:
		return true
	}
	return false
}
