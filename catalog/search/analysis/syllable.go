package analysis

import "strings"

// rimeLines are the rimes of Vietnamese syllables, tones aside, as the school grammars list
// them. Those of loan words in daily use (oóc, xoong, tuýp) are in.
const rimeLines = `
a ă â e ê i y o ô ơ u ư
ia ua ưa ya ai ay ao au âu ây eo êu iu oi ôi ơi ui ưi ưu
oa oe uê uy uơ oai oay oao oeo uây uôi ươi ươu iêu yêu uya uyu uêu
ac ăc âc ec oc ôc uc ưc iêc uôc ươc oac oăc ooc
ach êch ich oach uêch uych ych
am ăm âm em êm im om ôm ơm um ưm iêm yêm uôm ươm oam oăm oem uym
an ăn ân en ên in on ôn ơn un ưn iên yên uôn ươn oan oăn oen uân uyên uyn yn
ang ăng âng eng êng ong ông ung ưng iêng yêng uông ương oang oăng uâng oong
anh ênh inh oanh uênh uynh ynh
ap ăp âp ep êp ip op ôp ơp up ưp iêp uôp ươp oap oăp uyp uâp yp
at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uyêt uyt uêt yt
`

// rimes holds the rimes in letter codes, with and without their hats and horns.
type rimes struct {
	full, folded map[string]bool
}

var knownRimes = newRimes()

func newRimes() rimes {
	out := rimes{map[string]bool{}, map[string]bool{}}
	for _, rime := range strings.Fields(rimeLines) {
		w, _ := readWord(rime)
		out.full[string(w.code[:w.n])] = true
		out.folded[string(w.appendFolded(nil))] = true
	}
	return out
}

// ValidSyllable reports whether s can be a Vietnamese syllable as written, marks and all:
// an onset, a rime that goes with it, and a tone that the final consonant allows.
func ValidSyllable(s string) bool {
	w, ok := readWord(s)
	if !ok {
		if w, ok = readWord(tidy(s)); !ok {
			return false
		}
	}
	return w.valid(false)
}

// ValidFolded reports whether s, marks aside, can be a Vietnamese syllable: dat for đất.
func ValidFolded(s string) bool {
	w, ok := readWord(s)
	if !ok {
		return false
	}
	for i := range w.n {
		w.code[i], w.tone[i] = plain(w.code[i]), level
	}
	return w.valid(true)
}

func (w word) valid(folded bool) bool {
	mark, count := level, 0
	for i := range w.n {
		if w.tone[i] != level {
			mark = w.tone[i]
			count++
		}
	}
	start, end, ok := w.nucleus()
	if !ok || count > 1 {
		return false
	}
	onset, coda := string(w.code[:start]), string(w.code[end:w.n])
	if !isOnset(w.code[:start]) || !agrees(onset, w.code[start]) {
		return false
	}
	if !folded && !toneFits(coda, mark) {
		return false
	}
	known := knownRimes.full
	if folded {
		known = knownRimes.folded
	}
	return rimeFits(onset, string(w.code[start:w.n]), known)
}

// agrees holds the spelling rules for the consonants written in two ways.
func agrees(onset string, vowel byte) bool {
	front := vowel == 'i' || vowel == 'e' || vowel == codeECirc
	switch onset {
	case "c":
		return !front && vowel != 'y'
	case "g":
		return vowel != 'e' && vowel != codeECirc && vowel != 'y'
	case "ng":
		return !front && vowel != 'y'
	case "gh", "ngh":
		return front
	case "qu":
		return vowel != 'u' && vowel != codeUHorn
	}
	return true
}

// rimeFits reports whether the rime is known and may follow the onset. The i of giêng and
// the y of quyên belong to the onset in writing and to the rime in sound.
func rimeFits(onset, rime string, known map[string]bool) bool {
	switch onset {
	case "gi":
		if known["i"+rime] && (rime[0] == codeECirc || rime[0] == 'e') {
			return true
		}
		return known[rime] && rime[0] != 'y'
	case "":
		return known[rime]
	case "qu":
		return known[rime] && rime[0] != 'i' || known["u"+rime]
	}
	switch rime {
	case "y", "ych", "yn", "ynh", "yp", "yt", "ya":
		return rime == "y" && len(onset) == 1 && strings.Contains("hklmstvn", onset)
	}
	return known[rime] && !strings.HasPrefix(rime, "y")
}

// toneFits: a syllable that ends in a stop has the sắc or the nặng tone.
func toneFits(coda string, mark tone) bool {
	switch coda {
	case "c", "ch", "p", "t":
		return mark == sac || mark == nang
	}
	return true
}
