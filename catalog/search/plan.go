package search

import (
	"strings"

	"honglinh/catalog/search/analysis"
)

// Weights of the ways in which a word of a query can match, relative to the word exactly
// as typed. They follow from measurements on Vietnamese test sets.
const (
	exactWeight    = 1.0 // the word with the marks that were typed
	foldedWeight   = 0.3 // the same letters with other marks
	plainWeight    = 0.6 // each of both, for a word without marks among words with marks
	bareWeight     = 1.0 // folded, when nothing in the query has marks
	decodedWeight  = 0.9 // typed in Telex or VNI with the input method off
	restoredWeight = 0.5 // with the marks that were lost
	typoWeight     = 0.5 // one letter off
	stemWeight     = 0.4 // the English stem
	pairWeight     = 0.6 // two neighbours found as neighbours
	titleWeight    = 0.35
	wholeTitle     = 2.0 // the query is a title
	codeWeight     = 3.0 // the number of a document
)

// planner makes a plan of one text. It holds what was learnt on the way for highlights,
// reasons and suggestions.
type planner struct {
	speller Speller
	text    string
	lang    string
	words   []queryWord
	plan    Plan
	// marks says that some word was typed with marks.
	marks bool
	// unknown is how many words no document has; mended how many of them got a stand-in.
	unknown, mended int
	codes           []string
}

// queryWord is one word as typed with what it may mean.
type queryWord struct {
	analysis.Token
	known bool
	// decoded is the word as it was meant when typed without the input method, folded in
	// decodedFold.
	decoded, decodedFold string
	// restored is the word with the marks it most likely lost, "" when none are missing.
	restored string
	// near are known words one typing error away.
	near []WordCount
	// phrase numbers the quoted phrase the word belongs to; 0 for none.
	phrase int
	not    bool
}

// fold is the folded form the word most likely has in documents.
func (w *queryWord) fold() string {
	switch {
	case w.known:
		return w.Fold
	case w.decodedFold != "":
		return w.decodedFold
	case len(w.near) > 0:
		return w.near[0].Word
	}
	return w.Fold
}

func newPlanner(snap *Snapshot, s string) *planner {
	p := &planner{speller: snap.Engine, text: s}
	p.lang, _ = analysis.GuessLang(s)
	p.read(s)
	p.decode()
	p.spell()
	p.restore(snap.Restorer)
	return p
}

// restore puts marks back on the words that have none, in the light of their neighbours.
func (p *planner) restore(r *analysis.Restorer) {
	if r == nil || len(p.words) == 0 {
		return
	}
	tokens := make([]analysis.Token, len(p.words))
	for i, w := range p.words {
		tokens[i] = w.Token
		if !w.known && w.decoded != "" {
			tokens[i].Text, tokens[i].Fold, tokens[i].HasMarks = w.decoded, w.decodedFold, true
		}
	}
	for i, s := range r.Restore(tokens) {
		w := &p.words[i]
		if w.Kind == analysis.Word && w.known && s != w.Text {
			w.restored = s
		}
	}
}

// read splits the text into words, quoted phrases and excluded words. A quotation mark
// without its partner is no operator.
func (p *planner) read(s string) {
	s = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`).Replace(s)
	parts := strings.Split(s, `"`)
	if len(parts)%2 == 0 { // an odd number of marks: the last one is text
		last := len(parts) - 1
		parts[last-1] += " " + parts[last]
		parts = parts[:last]
	}
	phrase := 0
	for i, part := range parts {
		if i%2 == 1 {
			phrase++
			p.take(part, phrase, i > 0 && excludes(parts[i-1]))
			continue
		}
		p.take(part, 0, false)
	}
}

// excludes reports whether the text before a quotation mark ends in a minus sign.
func excludes(before string) bool {
	return before == "-" || strings.HasSuffix(before, " -")
}

func (p *planner) take(part string, phrase int, not bool) {
	for _, t := range analysis.Tokens(part) {
		minus := phrase == 0 && t.Start > 0 && part[t.Start-1] == '-' && (t.Start == 1 || part[t.Start-2] == ' ')
		p.marks = p.marks || t.HasMarks
		p.words = append(p.words, queryWord{Token: t, phrase: phrase, not: not || minus})
	}
	if phrase == 0 {
		p.codes = append(p.codes, analysis.Codes(part)...)
	}
}

// decode reads words that were typed in Telex or VNI with the input method off. English
// words decode too, so that it takes a word that no document has to believe it.
func (p *planner) decode() {
	believed := 0
	for i := range p.words {
		w := &p.words[i]
		w.known = p.speller.Frequency(w.Fold) > 0
		if w.HasMarks {
			continue
		}
		for _, read := range []func(string) (string, bool){analysis.DecodeTelex, analysis.DecodeVNI} {
			if s, ok := read(w.Text); ok && s != w.Text && p.speller.Frequency(analysis.Fold(s)) > 0 {
				w.decoded, w.decodedFold = analysis.Canon(s), analysis.Fold(s)
				if !w.known {
					believed++
				}
				break
			}
		}
	}
	if believed >= 2 || believed == 1 && len(p.words) <= 2 {
		return
	}
	for i := range p.words {
		p.words[i].decoded, p.words[i].decodedFold = "", ""
	}
}

// maxNear is how many stand-ins a misspelt word gets.
const maxNear = 3

func (p *planner) spell() {
	for i := range p.words {
		w := &p.words[i]
		if w.known || w.Kind != analysis.Word {
			continue
		}
		p.unknown++
		if w.decodedFold == "" {
			w.near = p.speller.Similar(w.Fold, maxNear)
		}
		if w.decodedFold != "" || len(w.near) > 0 {
			p.mended++
		}
	}
}

// build makes the plan, or nil for a text without words.
func (p *planner) build() *Plan {
	i := 0
	for i < len(p.words) {
		w := &p.words[i]
		switch {
		case w.not:
			p.plan.Without = append(p.plan.Without, Form{Folded, w.Fold, 1})
			i++
		case w.phrase > 0:
			i = p.addPhrase(i)
		default:
			if n := p.addCode(i); n > 0 {
				i += n
				continue
			}
			p.plan.Clauses = append(p.plan.Clauses, Clause{Readings: p.readings(w)})
			i++
		}
	}
	p.addBoosts()
	if len(p.plan.Clauses) == 0 && len(p.plan.Without) == 0 {
		return nil
	}
	return &p.plan
}

// addPhrase makes one clause of a quoted phrase and returns where it ends.
func (p *planner) addPhrase(from int) int {
	to := from
	for to < len(p.words) && p.words[to].phrase == p.words[from].phrase && !p.words[to].not {
		to++
	}
	r := Reading{All: true}
	for i := from; i < to; i++ {
		r.Forms = append(r.Forms, p.exact(&p.words[i]))
		if i > from {
			r.Forms = append(r.Forms, Form{Pairs, p.words[i-1].Fold + " " + p.words[i].Fold, pairWeight})
		}
	}
	p.plan.Clauses = append(p.plan.Clauses, Clause{Readings: []Reading{r}, Must: true})
	return to
}

// exact is the form of a word as typed.
func (p *planner) exact(w *queryWord) Form {
	if w.HasMarks {
		return Form{Toned, w.Text, exactWeight}
	}
	return Form{Folded, w.Fold, bareWeight}
}

// addCode makes one clause of the words that spell the number of a document and returns
// how many they are.
func (p *planner) addCode(from int) int {
	for _, code := range p.codes {
		joined := ""
		for i := from; i < len(p.words) && len(joined) < len(code); i++ {
			joined += strings.TrimLeft(p.words[i].Fold, "0")
			if joined != code {
				continue
			}
			all := Reading{All: true}
			for _, w := range p.words[from : i+1] {
				all.Forms = append(all.Forms, Form{Folded, w.Fold, bareWeight / 2})
			}
			p.plan.Clauses = append(p.plan.Clauses, Clause{Readings: []Reading{
				{Forms: []Form{{Keys, CodeKey(code), codeWeight}}, Label: "code"}, all}})
			return i + 1 - from
		}
	}
	return 0
}

// readings are the ways in which a word can be meant.
func (p *planner) readings(w *queryWord) []Reading {
	out := []Reading{{Forms: p.forms(w)}}
	if w.decoded != "" {
		out = append(out, Reading{Forms: []Form{{Toned, w.decoded, decodedWeight * exactWeight}, {Folded, w.decodedFold, decodedWeight * foldedWeight}}})
	}
	for i, n := range w.near {
		out = append(out, Reading{Forms: []Form{{Folded, n.Word, typoWeight / float64(1+i)}}})
	}
	return out
}

func (p *planner) forms(w *queryWord) []Form {
	var out []Form
	switch {
	case w.HasMarks:
		out = []Form{{Toned, w.Text, exactWeight}, {Folded, w.Fold, foldedWeight}}
	case p.marks:
		out = []Form{{Toned, w.Text, plainWeight}, {Folded, w.Fold, plainWeight}}
	default:
		out = []Form{{Folded, w.Fold, bareWeight}}
	}
	if w.restored != "" {
		out = append(out, Form{Toned, w.restored, restoredWeight})
	}
	if p.lang == "en" && !w.HasMarks && w.Kind == analysis.Word {
		out = append(out, Form{Stems, analysis.EnglishStem(w.Fold), stemWeight})
	}
	return out
}

// addBoosts raises neighbours found as neighbours, words in titles and whole titles.
func (p *planner) addBoosts() {
	var folds []string
	for i := range p.words {
		w := &p.words[i]
		if w.not {
			folds = append(folds, "")
			continue
		}
		folds = append(folds, w.fold())
	}
	for i, f := range folds {
		if f == "" {
			continue
		}
		p.plan.Boosts = append(p.plan.Boosts, Form{Titles, f, titleWeight})
		if i > 0 && folds[i-1] != "" {
			p.plan.Boosts = append(p.plan.Boosts, Form{Pairs, folds[i-1] + " " + f, pairWeight})
		}
	}
	if len(folds) > 0 {
		p.plan.Boosts = append(p.plan.Boosts, Form{Keys, TitleKey(strings.Join(folds, " ")), wholeTitle})
	}
}

// suggestion is the text with its misspelt words mended, or "" when nothing was mended.
func (p *planner) suggestion() string {
	if p.mended == 0 {
		return ""
	}
	var out []string
	for i := range p.words {
		w := &p.words[i]
		switch {
		case w.known:
			out = append(out, w.Text)
		case w.decoded != "":
			out = append(out, w.decoded)
		default:
			out = append(out, w.fold())
		}
	}
	return strings.Join(out, " ")
}
