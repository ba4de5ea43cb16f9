package desk

import (
	"net/http"
	"slices"
	"strconv"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/indexer/enrich"
	"honglinh/indexer/suggest"
	"honglinh/indexer/suggested"
	"honglinh/web/frame"
)

// suggestions shows the records of harvested texts that suggest something.
func (p *pages) suggestions(w http.ResponseWriter, r *http.Request, v *visit) error {
	list, next, err := p.suggestedList(r, v, r.URL.Query().Get("after"), workRows)
	if err != nil {
		return err
	}
	page := workPage{base: p.newBase(r, v, "desk.suggestions", v.l.T("desk.list.suggestions")), Count: list.Count, Rows: list.Rows, Lead: v.l.T("desk.suggestions.lead")}
	if next != "" {
		on := r.URL.Query()
		on.Set("after", next)
		page.Next = frame.WithQuery(r.URL.Path, on)
	}
	return p.show(w, v, "desk-work", http.StatusOK, page)
}

// suggestedList is a part of the list, empty for who may not see it.
func (p *pages) suggestedList(r *http.Request, v *visit, after string, limit int) (list workList, next string, err error) {
	if p.Suggested == nil || !account.Permitted("desk.suggestions").Allows(v.Actor) {
		return list, "", nil
	}
	n, err := p.Suggested.Count(r.Context(), homeMost)
	if err != nil {
		return list, "", err
	}
	all, next, err := p.Suggested.List(r.Context(), after, limit)
	if err != nil {
		return list, "", err
	}
	list = workList{ID: "suggestions", Title: v.l.T("desk.list.suggestions"), All: p.at("desk.suggestions", v.l.Lang), Count: v.l.Num(float64(min(n, homeMost-1)))}
	if n >= homeMost {
		list.Count += "+"
	}
	for _, t := range all {
		kind, slug, _ := catalog.SplitID(t.Record)
		list.Rows = append(list.Rows, workRow{URL: p.at("desk.suggestion", v.l.Lang, "kind", string(kind), "slug", slug), Title: v.l.Label(t.Title, t.Record), Kind: v.l.Label(vocab.Kinds().Label(string(kind)), ""),
			Unit: t.Source.Title, State: v.l.T("desk.suggestions.open", v.l.Num(float64(len(t.Open)))), Since: when(v.l, t.At)})
	}
	return list, next, nil
}

// suggestionPage is what the text of a record suggests, each thing with its sentence.
type suggestionPage struct {
	base
	Record, Public, Source, Address, Decide string
	Rows                                    []suggestionRow
}

type suggestionRow struct {
	Key, ID, Field, Value    string
	Before, Printed, After   string // the sentence around what is printed
	Lang                     string // of the sentence
	Target                   string // record that it is of
	Document, Where, Missing string // what a number leads to, or why it leads nowhere
}

func (p *pages) suggestion(w http.ResponseWriter, r *http.Request, v *visit) error {
	if p.Suggested == nil {
		return catalog.NewFault(catalog.NotFound, "record", "Bàn biên tập này không có đề xuất.", "This desk has no suggestions.")
	}
	t, err := p.Suggested.Find(r.Context(), pathRecord(r))
	if err != nil {
		return err
	}
	page, err := p.suggestionPage(r, v, t)
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-suggestion", http.StatusOK, page)
}

func (p *pages) suggestionPage(r *http.Request, v *visit, t suggested.Text) (suggestionPage, error) {
	kind, slug, _ := catalog.SplitID(t.Record)
	page := suggestionPage{base: p.newBase(r, v, "desk.suggestion", v.l.Label(t.Title, t.Record), "kind", string(kind), "slug", slug), Record: t.Record, Public: p.RecordPath(v.l.Lang, t.Record),
		Source: t.Source.Title, Address: t.Source.URL, Decide: p.at("desk.suggestion.decide", v.l.Lang, "kind", string(kind), "slug", slug)}
	for i, s := range t.Open {
		row := suggestionRow{Key: s.Key(), ID: "s" + strconv.Itoa(i+1), Field: p.suggestedField(v.l, s), Value: p.suggestedValue(v.l, s), Before: s.Sentence[:s.From], Printed: s.Printed(), After: s.Sentence[s.To:], Lang: s.Lang, Target: t.Record}
		if s.About != "" {
			of, err := p.numbered(r, s.Sentence, s.About)
			if err != nil {
				return page, err
			}
			if row.Target = of; of == "" {
				row.Missing = v.l.T("desk.suggestions.nodocument")
			}
		}
		if s.What == suggest.Document {
			to, err := p.numbered(r, s.Sentence, s.Value)
			switch {
			case err != nil:
				return page, err
			case to == "":
				row.Missing = v.l.T("desk.suggestions.nodocument")
			default:
				row.Document, row.Where = p.titleOf(r, v, to), p.RecordPath(v.l.Lang, to)
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

// suggestedField is what people call the field of a suggestion.
func (p *pages) suggestedField(l *frame.Locale, s suggest.Suggestion) string {
	switch s.Field {
	case suggest.FieldBasis:
		return l.T("rel.legal_basis")
	case suggest.FieldLink:
		return l.T("rel.document")
	}
	return fieldLabel(l, s.Field)
}

// suggestedValue is a value as people write it.
func (p *pages) suggestedValue(l *frame.Locale, s suggest.Suggestion) string {
	switch s.What {
	case suggest.Day:
		return l.Date(catalog.Date(s.Value))
	case suggest.Place:
		if u, ok := p.Places().ByID(s.Value); ok {
			return l.Label(u.Name, s.Value)
		}
	case suggest.Area, suggest.Money:
		if n, err := strconv.ParseFloat(s.Value, 64); err == nil {
			return l.Num(n) // the name of the field tells its unit
		}
	case suggest.Document:
		return s.Printed()
	}
	return s.Value
}

// numbered is the one document of a number that a sentence names; "" where there is none, or
// several.
func (p *pages) numbered(r *http.Request, sentence, number string) (string, error) {
	printed := number
	for _, n := range analysis.DocNumbers(sentence) {
		if n.Text == number {
			printed = sentence[n.Start:n.End]
		}
	}
	found, err := p.Finder.Search(r.Context(), search.Query{Text: printed, Literal: true, Kinds: []string{string(vocab.Document)}, Lang: text.VI, Limit: 20})
	if err != nil {
		return "", err
	}
	id := ""
	for _, h := range found.Hits {
		switch {
		case !slices.Contains(enrich.Numbers(&h.Record), number): // it is only like it
		case id != "":
			return "", nil
		default:
			id = h.Record.ID
		}
	}
	return id, nil
}

func (p *pages) titleOf(r *http.Request, v *visit, id string) string {
	rec, err := p.Store.Record(r.Context(), id)
	if err != nil {
		return id
	}
	return v.l.Label(rec.Title, id)
}
