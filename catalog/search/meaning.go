package search

import (
	"slices"
	"strings"

	"honglinh/catalog/place"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
)

// Weights of what a word means beside itself.
const (
	conceptWeight = 0.6 // another name of the same thing in a Vietnamese question
	crossWeight   = 1.0 // in an English one, where most texts are Vietnamese and have no other way
	placeWeight   = 0.5 // another unit on the same territory
	senseWeight   = 0.7 // a word of the other language with the same sense
)

// meanings are the readings of word i that come from concepts, abbreviations and places
// that it is a part of. Each word of a name gets the reading, so that a document that has
// the meaning by another name has all the words.
func (p *planner) meanings(i int) []Reading {
	var out []Reading
	weight := conceptWeight
	if p.parsed.Lang == "en" {
		weight = crossWeight
	}
	for _, c := range p.parsed.Concepts {
		if i >= c.First && i <= c.Last {
			out = append(out, Reading{Forms: []Form{{Field: Keys, Term: ConceptKey(c.ID), Weight: weight * c.Weight}}, Label: p.label(p.conceptReason(c)), Spare: true})
		}
	}
	out = append(out, p.translations(i)...)
	for _, a := range p.parsed.Abbreviations {
		if i >= a.First && i <= a.Last {
			for _, s := range a.Senses {
				r := Reading{All: true, Forms: phraseForms(s), Spare: true}
				if !p.wroteOut(a.First) {
					r.Label = p.label(Reason{AbbreviationReason, p.typed(a.First, a.Last), s.Text})
				}
				out = append(out, r)
			}
		}
	}
	for _, n := range p.placesNamed() {
		if i >= n.first && i <= n.last {
			out = append(out, n.readings...)
		}
	}
	return out
}

// translations are the readings of word i in texts of the other language. In its own, the
// words near in sense were measured to bring more noise than answers. A name of several
// words counts once: each of them has its share.
func (p *planner) translations(i int) []Reading {
	other := text.VI
	if p.parsed.Lang == "vi" {
		other = text.EN
	}
	var out []Reading
	for _, c := range p.senses {
		if i >= c.First && i <= c.Last {
			out = append(out, Reading{Forms: []Form{{Field: Senses, Term: SenseKey(c.ID, other), Weight: senseWeight * c.Weight / float64(c.Last-c.First+1)}}, Label: p.label(p.translationReason(c, other)), Spare: true})
		}
	}
	return out
}

// translationReason is the reason "translation: headquarters = trụ sở". A single word has other
// senses than the one meant more often than not (left = bên trái), so that it is no reason.
func (p *planner) translationReason(c analysis.ConceptMatch, other text.Lang) Reason {
	if c.First == c.Last {
		return Reason{}
	}
	sense, ok := p.snap.Lexicon.Concept(c.ID)
	if !ok {
		return Reason{}
	}
	return Reason{TranslationReason, p.typed(c.First, c.Last), sense.Pref[string(other)]}
}

// phraseForms are the forms of a phrase as a whole: its pairs, or its only word.
func phraseForms(s analysis.Sense) []Form {
	if len(s.Folded) == 1 {
		return []Form{{Field: Folded, Term: s.Folded[0], Weight: s.Weight}}
	}
	var out []Form
	for k := 1; k < len(s.Folded); k++ {
		out = append(out, Form{Field: Pairs, Term: s.Folded[k-1] + " " + s.Folded[k], Weight: s.Weight / float64(len(s.Folded)-1)})
	}
	return out
}

// wroteOut reports whether word i is of an abbreviation that was written out: who typed it need
// not be told that it stands for itself.
func (p *planner) wroteOut(i int) bool {
	return slices.ContainsFunc(p.parsed.Spelt, func(s analysis.Spelt) bool { return i >= s.First && i < s.First+s.Words })
}

// typed is the text of some words as typed.
func (p *planner) typed(first, last int) string {
	return p.parsed.Text[p.words[first].Start:p.words[last].End]
}

// conceptReason is the reason "concept: industrial cluster = cụm công nghiệp".
func (p *planner) conceptReason(c analysis.ConceptMatch) Reason {
	concept, ok := p.snap.Thesaurus.Concept(c.ID)
	if !ok {
		return Reason{}
	}
	vi, en := concept.Pref["vi"], concept.Pref["en"]
	if c.First == c.Last && (p.parsed.Lang == "vi" || !strings.Contains(vi, " ")) {
		return Reason{} // a syllable stands in many names: the gold of Hạ Vàng is no gold
	}
	if p.parsed.Lang == "vi" {
		vi, en = en, vi
	}
	return Reason{ConceptReason, en, vi}
}

// named is a place that words of the query name.
type named struct {
	first, last int
	readings    []Reading // one per unit: being filed under many counts no more than under one
}

// Names of places have two to maxPlaceWords words: a single syllable names too much.
const maxPlaceWords = 5

// placesNamed finds the longest names of units among the words and reads each as all units
// that were or are on the same territory.
func (p *planner) placesNamed() []named {
	if p.snap.Places == nil || p.places != nil {
		return p.places
	}
	p.places = []named{}
	for i := 0; i < len(p.words); i++ {
		for n := min(maxPlaceWords, len(p.words)-i); n >= 2; n-- {
			span := p.typed(i, i+n-1)
			if strings.ContainsAny(span, ",;()/") {
				continue // an address is read name by name: what stands before it is words
			}
			units := meant(p.snap.Places, span, "")
			if len(units) == 0 {
				continue
			}
			p.places = append(p.places, named{i, i + n - 1, p.placeReadings(units)})
			i += n - 1
			break
		}
	}
	return p.places
}

func (p *planner) placeReadings(units []place.Unit) []Reading {
	var out []Reading
	var shown []string
	for _, u := range units {
		for _, member := range p.snap.Places.Family(u.ID) {
			out = append(out, Reading{Forms: []Form{{Field: Keys, Term: PlaceKey(member.ID), Weight: placeWeight}}})
		}
		for _, now := range p.snap.Places.Current(u.ID) {
			if name, _ := now.Name.Best(p.reader()); name != "" && len(shown) < 3 {
				shown = append(shown, name)
			}
		}
	}
	for i := range out {
		out[i].Label = p.label(Reason{Kind: PlaceReason, Means: strings.Join(shown, ", ")})
	}
	return out
}

// reader is the language in which the reader is told something: that of the question where none
// was chosen.
func (p *planner) reader() text.Lang {
	if p.lang != "" {
		return p.lang
	}
	return text.Lang(p.parsed.Lang)
}

// noteRestored tells a reader with which marks words typed without them were found.
func (p *planner) noteRestored() {
	note := Reading{All: true}
	var words []string
	for i := range p.words {
		w := &p.words[i]
		if w.not {
			continue
		}
		if w.restored == "" {
			words = append(words, w.Text)
			continue
		}
		words = append(words, analysis.Usual(w.restored))
		note.Forms = append(note.Forms, Form{Field: Toned, Term: w.restored})
	}
	if len(note.Forms) > 0 {
		note.Label = p.label(Reason{Kind: RestoredReason, Means: strings.Join(words, " ")})
		p.plan.Notes = append(p.plan.Notes, note)
	}
}

// noteSpelt tells a reader what an abbreviation was read as.
func (p *planner) noteSpelt() {
	for _, s := range p.parsed.Spelt {
		note := Reading{All: true, Label: p.label(Reason{AbbreviationReason, s.Short, s.Long})}
		folds := p.words[s.First : s.First+s.Words]
		for k := 1; k < len(folds); k++ {
			note.Forms = append(note.Forms, Form{Field: Pairs, Term: folds[k-1].Fold + " " + folds[k].Fold})
		}
		p.plan.Notes = append(p.plan.Notes, note)
	}
}

// broader are the names of concepts above those of the query, to try when nothing was found.
func (p *planner) broader() []text.Text {
	var out []text.Text
	for _, c := range p.parsed.Concepts {
		for _, up := range p.snap.Thesaurus.Broader(c.ID) {
			if len(out) < 5 {
				out = append(out, text.New(up.Pref["vi"], up.Pref["en"]))
			}
		}
	}
	return out
}
