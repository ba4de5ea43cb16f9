package search

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
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
	runWeight      = 0.4 // three words in a row
	titleWeight    = 0.35
	wholeTitle     = 2.0 // the query is a title
	coreTitle      = 1.0 // the query is a title but for what that has in brackets
	codeWeight     = 3.0 // the number of a document
)

// planner makes a plan of one text. It holds what was learnt on the way for highlights,
// reasons and suggestions.
type planner struct {
	snap   *Snapshot
	asking string    // the text as typed
	lang   text.Lang // that the reader chose; "" for none
	parsed analysis.Parsed
	words  []queryWord
	plan   Plan
	// mended is how many words that no document has got a stand-in.
	mended int
	// retyped says that the text was typed in VNI with the input method off and is read as it
	// was meant. Its digits part words, so that this cannot be told word by word.
	retyped bool
	places  []named // nil until looked for
	senses  []analysis.ConceptMatch
	reasons []Reason // by the number that is their label in the plan
}

func newPlanner(ctx context.Context, snap *Snapshot, s string, lang text.Lang) (*planner, error) {
	p := &planner{snap: snap, asking: s, lang: lang}
	words := newLookup(snap.Words)
	words.ask(ctx, foldsOf(s)...)
	opt := analysis.Options{Restorer: snap.Restorer, Thesaurus: snap.Thesaurus, Lang: string(lang),
		Known: func(folded string) bool { return words.known(ctx, folded) }}
	p.parsed = analysis.ParseQuery(s, opt)
	if t := p.parsed.Typing; t != nil && t.Method == "vni" && t.Sure {
		p.parsed, p.retyped = analysis.ParseQuery(t.Text, opt), true
	}
	if snap.Lexicon != nil {
		restored := p.parsed.Restored
		if snap.Restorer == nil {
			restored = nil
		}
		p.senses = snap.Lexicon.Match(p.parsed.Tokens, restored, p.parsed.Lang)
	}
	p.read()
	p.decode(func(folded string) bool { return words.known(ctx, folded) })
	if words.err == nil {
		words.err = p.spell(ctx, func(folded string) bool { return words.known(ctx, folded) })
	}
	if words.err != nil {
		return nil, fmt.Errorf("look words up: %w", words.err)
	}
	return p, nil
}

// build makes the plan, or nil for a text without words.
func (p *planner) build() *Plan {
	i := 0
	for i < len(p.words) {
		w := &p.words[i]
		switch {
		case w.not:
			p.plan.Without = append(p.plan.Without, Form{Field: Folded, Term: w.Fold, Weight: 1})
			i++
		case w.phrase > 0:
			i = p.addPhrase(i)
		default:
			if n := p.addCode(i); n > 0 {
				i += n
				continue
			}
			if !p.idle(w) {
				p.plan.Clauses = append(p.plan.Clauses, Clause{Readings: append(p.readings(w), p.meanings(i)...)})
			}
			i++
		}
	}
	p.addBoosts()
	p.noteRestored()
	p.noteSpelt()
	if len(p.plan.Clauses) == 0 && len(p.plan.Without) == 0 {
		return nil
	}
	return &p.plan
}

// wishWeight is that of a word that raises what is found, beside one that is asked for.
const wishWeight = 0.5

// wished adds words to a plan that raise what it finds. A plan of nothing finds everything.
func wished(ctx context.Context, snap *Snapshot, plan *Plan, words string, lang text.Lang) (*Plan, error) {
	if words == "" {
		return plan, nil
	}
	p, err := newPlanner(ctx, snap, words, lang)
	if err != nil {
		return nil, err
	}
	wish := p.build()
	if wish == nil {
		return plan, nil
	}
	out := Plan{}
	if plan != nil {
		out = *plan
	}
	out.Boosts = slices.Clone(out.Boosts)
	for _, c := range wish.Clauses {
		for _, r := range c.Readings {
			for _, form := range r.Forms {
				form.Weight *= wishWeight
				out.Boosts = append(out.Boosts, form)
			}
		}
	}
	return &out, nil
}

// label is how the plan names a reason to the engine; the same one has one name.
func (p *planner) label(r Reason) string {
	if r == (Reason{}) {
		return ""
	}
	at := slices.Index(p.reasons, r)
	if at < 0 {
		at, p.reasons = len(p.reasons), append(p.reasons, r)
	}
	return strconv.Itoa(at)
}

// matched gives the reasons that the labels of a match name.
func (p *planner) matched(labels []string) []Reason {
	var out []Reason
	for _, label := range labels {
		if at, err := strconv.Atoi(label); err == nil && at >= 0 && at < len(p.reasons) {
			out = append(out, p.reasons[at])
		}
	}
	return out
}

// idle reports whether a word of an English question says nothing about what is looked
// for. Several of these (to, in, an, do) are Vietnamese syllables and would find any text.
// Vietnamese words are never idle: leaving any out was measured to find less.
func (p *planner) idle(w *queryWord) bool {
	if p.parsed.Lang != "en" || w.phrase > 0 || w.HasMarks || !isFunctionWord(w.Fold) {
		return false
	}
	for i := range p.words {
		if o := &p.words[i]; !o.not && !isFunctionWord(o.Fold) {
			return true
		}
	}
	return false
}

// isFunctionWord names the English words that ask and join.
func isFunctionWord(s string) bool {
	switch s {
	case "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "as", "is", "are", "was", "were",
		"be", "been", "do", "does", "did", "has", "have", "had", "it", "its", "this", "that", "these", "those", "there", "what", "which",
		"who", "whom", "whose", "when", "where", "why", "how", "can", "could", "will", "would", "may", "must", "should", "i", "you",
		"we", "they", "he", "she", "his", "her", "their", "my", "your", "our", "me", "many", "much", "about", "into", "than", "then", "not":
		return true
	}
	return false
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
			r.Forms = append(r.Forms, Form{Field: Pairs, Term: p.words[i-1].Fold + " " + p.words[i].Fold, Weight: pairWeight})
		}
	}
	p.plan.Clauses = append(p.plan.Clauses, Clause{Readings: []Reading{r}, Must: true})
	return to
}

// exact is the form of a word as typed.
func (p *planner) exact(w *queryWord) Form {
	if w.HasMarks {
		return Form{Field: Toned, Term: w.Text, Weight: exactWeight}
	}
	return Form{Field: Folded, Term: w.Fold, Weight: bareWeight}
}

// addCode makes one clause of the words that spell the number of a document and returns
// how many they are. A number of which only the beginning is known matches by it.
func (p *planner) addCode(from int) int {
	for _, code := range p.parsed.Codes {
		joined := ""
		for i := from; i < len(p.words) && len(joined) < len(code.Text); i++ {
			joined += strings.TrimLeft(p.words[i].Fold, "0")
			if joined != code.Text {
				continue
			}
			all := Reading{All: true}
			for _, w := range p.words[from : i+1] {
				all.Forms = append(all.Forms, Form{Field: Folded, Term: w.Fold, Weight: bareWeight / 2})
			}
			typed := p.parsed.Text[p.words[from].Start:p.words[i].End]
			p.plan.Clauses = append(p.plan.Clauses, Clause{Readings: []Reading{
				{Forms: []Form{{Field: Keys, Term: CodeKey(code.Text), Weight: codeWeight, Prefix: code.Prefix}}, Label: p.label(Reason{Kind: CodeReason, Asked: typed})}, all}})
			return i + 1 - from
		}
	}
	return 0
}

// readings are the ways in which a word can be meant.
func (p *planner) readings(w *queryWord) []Reading {
	out := []Reading{{Forms: p.forms(w)}}
	if w.decoded != "" {
		out = append(out, Reading{Forms: []Form{{Field: Toned, Term: w.decoded, Weight: decodedWeight * exactWeight}, {Field: Folded, Term: w.decodedFold, Weight: decodedWeight * foldedWeight}}})
	}
	if len(w.split) > 0 {
		all := Reading{All: true}
		for k, part := range w.split {
			all.Forms = append(all.Forms, Form{Field: Folded, Term: part, Weight: bareWeight / float64(len(w.split))})
			if k > 0 {
				all.Forms = append(all.Forms, Form{Field: Pairs, Term: w.split[k-1] + " " + part, Weight: pairWeight})
			}
		}
		out = append(out, all)
	}
	for i, n := range w.near {
		out = append(out, Reading{Forms: []Form{{Field: Folded, Term: n.Word, Weight: typoWeight / float64(1+i)}}})
	}
	return out
}

func (p *planner) forms(w *queryWord) []Form {
	var out []Form
	switch {
	case w.HasMarks:
		out = []Form{{Field: Toned, Term: w.Text, Weight: exactWeight}, {Field: Folded, Term: w.Fold, Weight: foldedWeight, Aside: true}}
	case p.parsed.HasMarks:
		out = []Form{{Field: Toned, Term: w.Text, Weight: plainWeight}, {Field: Folded, Term: w.Fold, Weight: plainWeight}}
	default:
		out = []Form{{Field: Folded, Term: w.Fold, Weight: bareWeight}}
	}
	if w.restored != "" {
		out = append(out, Form{Field: Toned, Term: w.restored, Weight: restoredWeight})
	}
	if p.parsed.Lang == "en" && !w.HasMarks && w.Kind == analysis.Word {
		out = append(out, Form{Field: Stems, Term: analysis.EnglishStem(w.Fold), Weight: stemWeight})
	}
	return out
}

// addBoosts raises neighbours found as neighbours, words in a row, words in titles and whole
// titles.
func (p *planner) addBoosts() {
	var folds []string
	for i := range p.words {
		w := &p.words[i]
		if w.not || p.idle(w) {
			folds = append(folds, "")
			continue
		}
		folds = append(folds, w.fold())
	}
	var last *Form // the pair before
	for i, f := range folds {
		if f == "" {
			last = nil
			continue
		}
		p.plan.Boosts = append(p.plan.Boosts, Form{Field: Titles, Term: f, Weight: titleWeight})
		if i == 0 || folds[i-1] == "" {
			continue
		}
		pair := Form{Field: Pairs, Term: folds[i-1] + " " + f, Weight: pairWeight}
		p.plan.Boosts = append(p.plan.Boosts, pair, Form{Field: Titles, Term: pair.Term, Weight: titleWeight})
		if last != nil {
			p.plan.Runs = append(p.plan.Runs, Run{Forms: []Form{*last, pair}, Weight: runWeight})
		}
		last = &pair
	}
	if len(folds) > 0 {
		whole := strings.Join(folds, " ")
		p.plan.Boosts = append(p.plan.Boosts, Form{Field: Keys, Term: TitleKey(p.title(whole)), Weight: wholeTitle})
		p.plan.Boosts = append(p.plan.Boosts, Form{Field: Keys, Term: CoreKey(whole), Weight: coreTitle})
		p.addNames(whole)
		if len(p.parsed.Spelt) > 0 { // a title may have the abbreviation
			p.plan.Boosts = append(p.plan.Boosts, Form{Field: Keys, Term: TitleKey(FoldTerms(p.asking)), Weight: wholeTitle})
		}
	}
}

// title is the whole text as a title: with its marks where all were typed, since Bến Đò is no
// answer to Bến Đỗ.
func (p *planner) title(folded string) string {
	if !p.parsed.HasMarks || slices.ContainsFunc(p.words, func(w queryWord) bool { return w.restored != "" || !w.known || w.not }) {
		return folded
	}
	var toned []string
	for i := range p.words {
		toned = append(toned, p.words[i].Text)
	}
	return strings.Join(toned, " ")
}

// addNames raises the titles that are another name of what the whole text names: who asks
// for PCI wants the index that is called so, before its parts, whose titles say PCI too.
func (p *planner) addNames(whole string) {
	asked := map[string]bool{whole: true}
	for _, c := range p.parsed.Concepts {
		if c.First != 0 || c.Last != len(p.words)-1 {
			continue
		}
		for _, l := range c.Labels {
			if name := FoldTerms(l.Text); !asked[name] {
				asked[name] = true
				p.plan.Boosts = append(p.plan.Boosts, Form{Field: Keys, Term: TitleKey(name), Weight: wholeTitle * l.Weight})
			}
		}
	}
}
