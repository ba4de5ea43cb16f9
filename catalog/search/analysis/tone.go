package analysis

// placeTone moves the tone of a syllable to the vowel where the new style writes it
// (hoà, thuý, khoẻ). A word that cannot be one Vietnamese syllable is left alone, which
// keeps the accents of foreign names (Díaz, Gdańsk).
func (w *word) placeTone() {
	at, mark, count := 0, level, 0
	for i := range w.n {
		if w.tone[i] != level {
			at, mark = i, w.tone[i]
			count++
		}
	}
	if count != 1 {
		return
	}
	start, end, ok := w.nucleus()
	if !ok || !isOnset(w.code[:start]) || !isCoda(w.code[end:w.n]) {
		return
	}
	w.tone[at] = level
	w.tone[w.toneVowel(start, end)] = mark
}

// nucleus gives the bounds of the vowels that make the rime. It is false when there are
// none or when vowels come back after the final consonant.
func (w *word) nucleus() (start, end int, ok bool) {
	for start < w.n && !isVowel(w.code[start]) {
		start++
	}
	if start == w.n {
		return 0, 0, false
	}
	start = w.glideOnset(start)
	end = start
	for end < w.n && isVowel(w.code[end]) {
		end++
	}
	for i := end; i < w.n; i++ {
		if isVowel(w.code[i]) {
			return 0, 0, false
		}
	}
	return start, end, true
}

// glideOnset counts the u of qu and the i of gi to the onset when a vowel follows.
func (w *word) glideOnset(start int) int {
	if start != 1 || w.n < 3 || !isVowel(w.code[2]) {
		return start
	}
	first, second := w.code[0], w.code[1]
	if first == 'q' && second == 'u' || first == 'g' && second == 'i' {
		return 2
	}
	return start
}

// toneVowel is the index of the vowel that carries the tone.
func (w *word) toneVowel(start, end int) int {
	for i := end - 1; i >= start; i-- {
		if hatted(w.code[i]) {
			return i
		}
	}
	switch {
	case end-start == 1:
		return start
	case end < w.n:
		return end - 1
	case end-start == 3:
		return start + 1
	}
	switch string(w.code[start:end]) {
	case "oa", "oe", "uy":
		return start + 1
	}
	return start
}

func isOnset(c []byte) bool {
	switch string(c) {
	case "", "b", "c", "ch", "d", "D", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng",
		"ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x":
		return true
	}
	return false
}

func isCoda(c []byte) bool {
	switch string(c) {
	case "", "c", "ch", "m", "n", "ng", "nh", "p", "t":
		return true
	}
	return false
}
