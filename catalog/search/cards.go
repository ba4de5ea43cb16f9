package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/place"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/reading"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Limits of cards: they answer, a list follows anyway.
const (
	maxCards    = 3
	cardHits    = 20 // records looked at for a card: "area" stands in the titles of many figures
	maxSubject  = 8  // words of a subject; a longer one is no question of one fact
	maxOneTopic = 6  // words of the name of a figure
)

// cards gives the facts that answer the words by themselves; p is the planner of the subject. A
// card is given only where one record is meant without doubt; a wrong one is worse than none.
func (f *Finder) cards(ctx context.Context, s *Snapshot, q Query, m meaning, p *planner) ([]answer.Card, error) {
	if q.Literal || len(p.words) == 0 || len(p.words) > 2*maxSubject {
		return nil, nil
	}
	c := carder{f, s, m, p, q.Lang}
	switch m.cue {
	case reading.Contact:
		return c.records(ctx, answer.OfContact, vocab.Organisation)
	case reading.Limit:
		return c.records(ctx, answer.OfLimit, vocab.Procedure)
	case reading.Status:
		return c.records(ctx, answer.OfStatus, vocab.Document, vocab.Procedure)
	case reading.Successor:
		return c.successors(ctx)
	}
	return c.values(ctx)
}

// carder makes the cards of one search; p is the plan of its subject.
type carder struct {
	f    *Finder
	s    *Snapshot
	m    meaning
	p    *planner
	lang text.Lang
}

// find gives the first records of some kinds that have all of some words.
func (c carder) find(ctx context.Context, words string, kinds ...vocab.Kind) ([]catalog.Record, error) {
	var codes []string
	for _, k := range kinds {
		codes = append(codes, string(k))
	}
	p, err := newPlanner(ctx, c.s, words, c.lang)
	if err != nil {
		return nil, err
	}
	plan := p.build()
	if plan == nil {
		return nil, nil
	}
	res, err := c.s.Engine.Search(ctx, Request{Text: plan, Lang: c.lang, Limit: cardHits, Filter: Filter{Codes: map[Column][]string{KindColumn: codes}}})
	if err != nil {
		return nil, fmt.Errorf("search for a card: %w", err)
	}
	if res.Strict == 0 {
		return nil, nil
	}
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	records, err := c.f.records.Records(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("records of cards: %w", err)
	}
	return records, nil
}

// records are the cards of the records that the subject names: by the number of an act, or by
// all words of their title. What is in force stands before what has ended.
func (c carder) records(ctx context.Context, of func(*catalog.Record, *place.Register, text.Lang) answer.Card, kinds ...vocab.Kind) ([]answer.Card, error) {
	found, err := c.find(ctx, c.m.subject, kinds...)
	if err != nil {
		return nil, err
	}
	subject := c.plain(c.p.parsed.Text)
	if coded := c.p.parsed.Codes; len(coded) > 0 {
		found = slices.DeleteFunc(found, func(r catalog.Record) bool { return !numbered(&r, coded[0].Text) })
	} else {
		found = slices.DeleteFunc(found, func(r catalog.Record) bool { return subject == "" || !bears(&r, subject) })
		slices.SortStableFunc(found, func(a, b catalog.Record) int {
			return cmp.Or(cmp.Compare(ended(&a), ended(&b)), cmp.Compare(later(&a), later(&b)), cmp.Compare(length(&a), length(&b)))
		})
	}
	var out []answer.Card
	for i := range found {
		if len(out) == maxCards || len(out) > 0 && (ended(&found[i]) > 0 || later(&found[i]) > later(&found[0])) {
			break
		}
		out = append(out, of(&found[i], c.s.Places, c.lang))
	}
	return out, nil
}

// numbered reports whether a number is the record's own.
func numbered(rec *catalog.Record, code string) bool {
	for _, name := range []string{"number", "symbol", "doc_number", "so_ky_hieu", "code"} {
		if s, ok := rec.Attributes[name].(string); ok && slices.Contains(analysis.Codes(s), code) {
			return true
		}
	}
	return false
}

func ended(rec *catalog.Record) int {
	if vocab.Ended(rec.Status) {
		return 1
	}
	return 0
}

// later is 1 for a procedure that changes or ends what another one gives: who asks how long a
// certificate takes does not ask for its second copy.
func later(rec *catalog.Record) int {
	title := FoldTerms(rec.Title[text.VI])
	for _, act := range []string{"cap lai", "dieu chinh", "doi", "thay doi", "dang ky thay doi", "gia han", "cham dut", "tam ngung", "huy", "sua doi", "hieu dinh", "thu hoi"} {
		if strings.HasPrefix(title, act+" ") {
			return 1
		}
	}
	return 0
}

// length is how many words the shortest title of a record has.
func length(rec *catalog.Record) int {
	least := 0
	for _, lang := range text.Langs() {
		if n := len(foldsOf(rec.Title[lang])); n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}

// bywords are the words of a title that people leave out when they name the figure: that it is the whole, over what
// time it is measured, and that wages are set by region.
func bywords() []string {
	return []string{"tu", "nhien", "natural", "total", "tong", "so", "per", "month", "monthly", "theo", "thang", "hang", "regional", "vung"}
}

// called reports whether a title of an indicator is the name, but for what stands in brackets or
// behind a comma and for bywords.
func called(rec *catalog.Record, name string) bool {
	want := foldsOf(name)
	for _, lang := range text.Langs() {
		title := rec.Title[lang]
		if at := strings.IndexAny(title, ",("); at > 0 {
			title = title[:at]
		}
		has := foldsOf(title)
		missing := slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(has, w) })
		extra := slices.ContainsFunc(has, func(w string) bool {
			return !slices.Contains(want, w) && !slices.Contains(bywords(), w)
		})
		if len(has) > 0 && !missing && !extra {
			return true
		}
	}
	return false
}

// plain takes out of a subject the words that join, and those that say what sort of thing it is.
func (c carder) plain(s string) string {
	var out []string
	for _, fold := range foldsOf(s) {
		if !(c.p.parsed.Lang == "en" && isFunctionWord(fold)) && !slices.Contains([]string{"thu", "tuc", "procedure", "cua", "ve", "cho", "the", "of", "for"}, fold) {
			out = append(out, fold)
		}
	}
	if len(out) > maxSubject {
		return ""
	}
	return strings.Join(out, " ")
}

// successors are the cards of the units that the subject names.
func (c carder) successors(ctx context.Context) ([]answer.Card, error) {
	asked := c.p.asked(Query{})
	if len(asked.Units) == 0 {
		asked.Units = meant(c.s.Places, c.p.parsed.Text, "")
	}
	var out []answer.Card
	for _, u := range asked.Units {
		if len(out) == maxCards {
			break
		}
		rec, err := c.f.records.Record(ctx, u.ID)
		if catalog.KindOf(err) == catalog.NotFound {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("record of a unit: %w", err)
		}
		out = append(out, answer.OfSuccessor(&rec, u, c.s.Places, c.lang))
	}
	return out, nil
}

// values is the card of the figure that the subject names, of the place asked for. A figure
// without a place is no answer: its lines stand with its record.
func (c carder) values(ctx context.Context) ([]answer.Card, error) {
	asked := c.p.asked(c.m.query)
	if len(asked.Units) == 0 && !asked.Country {
		return nil, nil
	}
	name := c.figureName()
	words := foldsOf(name)
	if len(words) == 0 || len(words) > maxOneTopic {
		return nil, nil
	}
	found, err := c.find(ctx, name, vocab.Indicator)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(r catalog.Record) bool { return !called(&r, name) })
	slices.SortStableFunc(found, func(a, b catalog.Record) int { return cmp.Compare(length(&a), length(&b)) })
	for i := range found {
		if card, ok := answer.OfValue(&found[i], answer.Of(&found[i], c.s.Places, asked), c.lang); ok {
			return []answer.Card{card}, nil
		}
	}
	return nil, nil
}

// figureName is the subject without its places, years and joining words.
func (c carder) figureName() string {
	gone := make([]bool, len(c.p.words))
	for _, n := range c.p.placesNamed() {
		for i := n.first; i <= n.last; i++ {
			gone[i] = true
		}
	}
	years := c.p.yearsNamed()
	var out []string
	for i := range c.p.words {
		w := &c.p.words[i]
		switch {
		case gone[i] || w.not || measureOf(w) != "" || slices.Contains([]string{"cua", "nam", "o", "tai", "current", "latest", "hien", "nay"}, w.Fold) && (w.Fold != "nam" || len(years) > 0):
		case c.p.parsed.Lang == "en" && isFunctionWord(w.Fold):
		case len(w.Text) == 4 && slices.ContainsFunc(years, func(y int) bool { return fmt.Sprint(y) == w.Text }):
		case answer.IsCountry(w.Fold), i > 0 && answer.IsCountry(c.p.typed(i-1, i)), i+1 < len(c.p.words) && answer.IsCountry(c.p.typed(i, i+1)):
		default:
			out = append(out, c.p.parsed.Text[w.Start:w.End])
		}
	}
	return strings.Join(out, " ")
}
