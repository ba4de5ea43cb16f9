package analysis

// ConceptMatch is a concept that a query names.
type ConceptMatch struct {
	First, Last int // the tokens that name it
	ID          string
	Weight      float64 // how likely it is meant: less when unmarked or when names are shared
	// Name is the name found, a word each with its marks, where it is Vietnamese and has several.
	Name []string
	// Labels are the other names of the concept in both languages. Their weights are their
	// own times that of the match.
	Labels []Label
}

// The likelihood that a Vietnamese name is meant, by how it was typed.
const (
	likelyExact    = 1.0
	likelyUnmarked = 0.8 // several syllables without some of their marks
	likelyOne      = 0.6 // one unmarked syllable, which may be another word
)

// Match finds the concepts that tokens name, longest names first from left to right, without
// overlap. lang is the guessed language of the text: a single unmarked syllable is no
// Vietnamese name in English text, and a word that could be a Vietnamese syllable is no
// English name in Vietnamese text. restored may be nil; else it holds the likely marked
// form of each token, as [Restorer.Restore] gives it.
func (t *Thesaurus) Match(tokens []Token, restored []string, lang string) []ConceptMatch {
	v := view{tokens: tokens, lang: lang, restored: restored}
	for _, tok := range tokens {
		v.text, v.fold = append(v.text, tok.Text), append(v.fold, tok.Fold)
		v.stem = append(v.stem, EnglishStem(tok.Fold))
	}
	var out []ConceptMatch
	t.walk(v, func(first, last int, all []found) {
		for _, f := range all {
			weight := f.weight / float64(len(all))
			m := ConceptMatch{First: first, Last: last, ID: t.concepts[f.concept].ID, Weight: weight}
			m.Labels = t.otherNames(f, weight)
			if l := labels(t.concepts[f.concept])[f.label]; l.Lang == "vi" && last > first {
				for _, tok := range Tokens(l.Text) {
					m.Name = append(m.Name, tok.Text)
				}
			}
			out = append(out, m)
		}
	})
	return out
}

// otherNames are the names of a concept but the one that was found.
func (t *Thesaurus) otherNames(f found, weight float64) []Label {
	var out []Label
	for k, l := range labels(t.concepts[f.concept]) {
		if k == f.label {
			continue
		}
		l.Weight *= weight
		out = append(out, l)
	}
	return out
}

// view is a text as the thesaurus sees it.
type view struct {
	text, fold, stem []string
	tokens           []Token
	restored         []string // may be nil
	lang             string
}

// found is a name that stands at a place of a text.
type found struct {
	concept, label int
	weight         float64
	length         int
}

// walk calls f with the longest names at each place, from left to right.
func (t *Thesaurus) walk(v view, f func(first, last int, all []found)) {
	var buf []found
	for i := 0; i < len(v.fold); i++ {
		buf = t.at(v, i, buf[:0])
		if len(buf) == 0 {
			continue
		}
		last := i + buf[0].length - 1
		f(i, last, buf)
		i = last
	}
}

// at gives the longest names that begin at token i, each concept once.
func (t *Thesaurus) at(v view, i int, out []found) []found {
	out = v.follow(t.vi, v.fold, i, "vi", out)
	out = v.follow(t.abbr, v.fold, i, "", out)
	if v.stem != nil {
		out = v.follow(t.en, v.stem, i, "en", out)
	}
	return out
}

// follow walks one tree from token i and keeps what is longer than or as long as out.
func (v *view) follow(n *node, keys []string, i int, lang string, out []found) []found {
	for k := i; k < len(keys); k++ {
		if n = n.next[keys[k]]; n == nil {
			break
		}
		length := k - i + 1
		if len(out) > 0 && length < out[0].length {
			continue
		}
		for _, e := range n.ends {
			weight := v.likely(lang, i, e.toned)
			if weight == 0 {
				continue
			}
			if len(out) > 0 && length > out[0].length {
				out = out[:0]
			}
			out = keep(out, found{e.concept, e.label, weight, length})
		}
	}
	return out
}

// keep adds f unless its concept is there already, in which case the likelier name stays.
func keep(out []found, f found) []found {
	for i := range out {
		if out[i].concept == f.concept {
			if f.weight > out[i].weight {
				out[i] = f
			}
			return out
		}
	}
	return append(out, f)
}

// likely weighs a name that begins at token i and fits when marks are left aside.
func (v *view) likely(lang string, i int, name []string) float64 {
	switch lang {
	case "vi":
		return v.likelyVietnamese(i, name)
	case "en":
		return v.likelyEnglish(i, len(name))
	}
	return v.likelyAbbreviation(i, name)
}

func (v *view) likelyVietnamese(i int, name []string) float64 {
	exact, marks := true, false
	for k, want := range name {
		exact = exact && v.text[i+k] == want
		marks = marks || v.text[i+k] != v.fold[i+k]
		if v.text[i+k] != v.fold[i+k] && !keepsMarks(v.text[i+k], want) {
			return 0
		}
	}
	switch {
	case exact && (marks || len(name) > 1 || v.lang == "vi"):
		return likelyExact
	case exact:
		return 0
	case len(name) > 1:
		return likelyUnmarked
	case v.lang != "vi":
		return 0
	case v.restored != nil && v.restored[i] != name[0]:
		return 0
	}
	return likelyOne
}

func (v *view) likelyEnglish(i, length int) float64 {
	for k := i; k < i+length; k++ {
		if v.text[k] != v.fold[k] {
			return 0
		}
	}
	if length == 1 && v.lang == "vi" && ValidFolded(v.fold[i]) {
		return 0
	}
	return likelyExact
}

// likelyAbbreviation takes an abbreviation that could be a word only in capitals.
func (v *view) likelyAbbreviation(i int, name []string) float64 {
	for k, want := range name {
		if v.text[i+k] != v.fold[i+k] && v.text[i+k] != want {
			return 0
		}
	}
	if len(name) == 1 && ValidFolded(v.fold[i]) && v.tokens[i].Case != Upper {
		return 0
	}
	return likelyExact
}
