package analysis

import "bytes"

// DecodeTelex reads a word typed in Telex with the input method off: dduowngf is đường. It
// is true when the word has Telex keys and comes out as a Vietnamese syllable; otherwise
// the word comes back as it was. Many English words decode too (as, this, moon), so ask
// only about words that are not known otherwise.
func DecodeTelex(token string) (string, bool) { return decode(token, (*typist).telex) }

// DecodeVNI reads a word typed in VNI with the input method off: d9uong72 is đường.
func DecodeVNI(token string) (string, bool) { return decode(token, (*typist).vni) }

// maxKeys bounds the keys of one syllable: eight letters, a hat, a horn, a bar and a tone.
const maxKeys = maxLetters + 5

// typist is a syllable while it is being typed.
type typist struct {
	code []byte
	mark tone
	keys int // keys that made marks
}

func decode(token string, key func(*typist, byte) bool) (string, bool) {
	if len(token) > maxKeys || !isLowerable(token) {
		return token, false
	}
	var t typist
	for i := range len(token) {
		c := token[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if !key(&t, c) {
			return token, false
		}
	}
	w, ok := t.word()
	if !ok || t.keys == 0 || !w.valid(false) {
		return token, false
	}
	w.settleY()
	return string(w.appendToned(nil)), true
}

// word gives what was typed, with the tone in its place.
func (t *typist) word() (word, bool) {
	var w word
	if len(t.code) == 0 || len(t.code) > maxLetters {
		return w, false
	}
	w.n = copy(w.code[:], t.code)
	start, end, ok := w.nucleus()
	if !ok {
		return w, false
	}
	if end == w.n && string(w.code[start:end]) == "UP" {
		w.code[start] = 'u' // ươ has something after it; thuở and huơ have not
	}
	w.tone[w.toneVowel(start, end)] = t.mark
	return w, true
}

func (t *typist) hasVowel() bool { return bytes.ContainsAny(t.code, "aeiouyABEOPU") }

// letter adds a plain letter.
func (t *typist) letter(c byte) bool {
	t.code = append(t.code, c)
	return c >= 'a' && c <= 'z'
}

func (t *typist) setTone(m tone) bool {
	if t.mark != level && m != level {
		return false
	}
	t.mark = m
	t.keys++
	return true
}

func (t *typist) telex(c byte) bool {
	switch c {
	case 's', 'f', 'r', 'x', 'j', 'z':
		if t.hasVowel() {
			return t.setTone(map[byte]tone{'s': sac, 'f': huyen, 'r': hoi, 'x': nga, 'j': nang}[c])
		}
	case 'w':
		return t.horn(true)
	case 'd':
		if t.bar() {
			return true
		}
	case 'a', 'e', 'o':
		if t.canHat(c) && t.hat(string(c)) {
			return true
		}
	}
	return t.letter(c)
}

func (t *typist) vni(c byte) bool {
	switch c {
	case '0', '1', '2', '3', '4', '5':
		return t.hasVowel() && t.setTone(tone(c-'0'))
	case '6':
		return t.hat("aeo")
	case '7':
		return t.horn(false)
	case '8':
		return t.breve()
	case '9':
		return t.bar()
	}
	return t.letter(c)
}

// bar makes đ of the first d.
func (t *typist) bar() bool {
	if len(t.code) == 0 || t.code[0] != 'd' {
		return false
	}
	t.code[0] = codeDBar
	t.keys++
	return true
}

// canHat keeps the second o of oao (ngoáo) a letter.
func (t *typist) canHat(c byte) bool {
	return c != 'o' || !bytes.HasSuffix(t.code, []byte("oa"))
}

// hat puts the circumflex on the last letter that is one of which.
func (t *typist) hat(which string) bool {
	i := bytes.LastIndexAny(t.code, which)
	if i < 0 {
		return false
	}
	t.code[i] = map[byte]byte{'a': codeACirc, 'e': codeECirc, 'o': codeOCirc}[t.code[i]]
	t.keys++
	return true
}

func (t *typist) breve() bool {
	i := bytes.LastIndexByte(t.code, 'a')
	if i < 0 {
		return false
	}
	t.code[i] = codeABrev
	t.keys++
	return true
}

// horn makes ươ of uo, and ơ, ư, ă of the last vowel that can be; Telex types ư for a w
// that has no vowel to change.
func (t *typist) horn(telex bool) bool {
	t.keys++
	from := 0
	if len(t.code) > 2 && t.code[0] == 'q' {
		from = 2
	}
	code := t.code[from:]
	if i := bytes.Index(code, []byte("uo")); i >= 0 {
		code[i], code[i+1] = codeUHorn, codeOHorn
		return true
	}
	if i := bytes.Index(code, []byte("Uo")); i >= 0 {
		code[i+1] = codeOHorn
		return true
	}
	if i := bytes.Index(code, []byte("ua")); i >= 0 {
		code[i] = codeUHorn
		return true
	}
	for i := len(code) - 1; i >= 0; i-- {
		switch {
		case code[i] == 'o':
			code[i] = codeOHorn
		case code[i] == 'u' && !(i > 0 && (code[i-1] == 'o' || code[i-1] == codeUHorn)):
			code[i] = codeUHorn
		case code[i] == 'a' && telex:
			code[i] = codeABrev
		default:
			continue
		}
		return true
	}
	if telex && !t.hasVowel() {
		t.code = append(t.code, codeUHorn)
		return true
	}
	return false
}
