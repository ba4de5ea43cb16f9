package facts

import (
	"cmp"
	"embed"
	"io/fs"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Templates print cards and sheets of records.
func Templates() fs.FS { return files }

// Card is a record in a list: the facts that decide, not a teaser.
type Card struct {
	ID       string
	URL      string
	Title    []frame.Span
	Lang     string // of the title, where it is not the page's
	Tag      string
	Kind     string
	Status   string
	State    string // class of the status
	Facts    []frame.Fact
	Snippet  []frame.Span
	SnipLang string
	SnipTag  string // names the snippet's language to people, where it is not the page's
	Why      []string
	Trust    Trust
	Short    string // adds it to a shortlist
	Compare  bool   // an opportunity can be compared
	Number   int    // of the pin, beside a map
	Unplaced bool   // beside a map: no coordinates are recorded
	InUnit   string // beside a map: the units by which it is shown then
}

// CardOf is the card of a record that nothing is asked of: an indicator has a figure for each
// chief area.
func CardOf(s *frame.Frame, l *frame.Locale, rec *catalog.Record) Card {
	p := l.Pick(rec.Title)
	c := Card{ID: rec.ID, URL: s.RecordPath(l.Lang, rec.ID), Title: []frame.Span{{Text: p.Text}}, Lang: p.Lang, Tag: p.Tag,
		Kind: l.Label(vocab.Kinds().Label(string(rec.Kind)), ""), Trust: TrustOf(s, l, rec), Compare: rec.Kind == vocab.Opportunity, Short: s.ShortlistPath(l.Lang, rec.ID)}
	c.Status, c.State = StatusOf(l, rec, rec.Status)
	c.Facts = deciding(s, l, rec)
	sum := l.Pick(rec.Summary)
	c.Snippet, c.SnipLang, c.SnipTag = []frame.Span{{Text: frame.ClipText(sum.Text, snippetRunes)}}, sum.Lang, sum.Tag
	if sum.Text == "" {
		c.Snippet = nil
	}
	return c
}

// snippetRunes is about two lines of a result.
const snippetRunes = 200

// Status returns the label of a status and its class of the style sheet; both are empty where it is
// unknown.
func Status(l *frame.Locale, code string) (label, state string) {
	if code == "" || code == "unknown" {
		return "", ""
	}
	return l.Label(vocab.Statuses().Label(code), code), "s-" + code
}

// StatusOf is the status of a record, its own or that on a day. A call for investment that no source is sure
// still stands says of when it is.
func StatusOf(l *frame.Locale, rec *catalog.Record, code string) (label, state string) {
	label, state = Status(l, code)
	sure := Scalar(rec.Attributes["status_confidence"], nil)
	if code != "calling" || sure != "low" && sure != "medium" {
		return label, state
	}
	if len(rec.Provenance) > 0 && rec.Provenance[0].Date != "" {
		return l.T("status.unsure.since", label, l.Date(rec.Provenance[0].Date)), state
	}
	return l.T("status.unsure", label), state
}

// deciding are the facts by which a reader of a list chooses.
func deciding(s *frame.Frame, l *frame.Locale, rec *catalog.Record) []frame.Fact {
	var out []frame.Fact
	add := func(key, value string) {
		if value != "" {
			out = append(out, frame.Fact{Key: key, Label: l.T("fact." + key), Items: frame.Words(value)})
		}
	}
	unknown := func(key string) { out = append(out, frame.Fact{Key: key, Label: l.T("fact." + key)}) }
	invest := rec.Kind == vocab.Opportunity
	out = append(out, figuresOf(s, l, rec, answer.Of(rec, s.Places(), answer.Asked{}).Lines)...)
	switch {
	case rec.Area != nil:
		add("area", l.Area(*rec.Area))
	case invest:
		unknown("area")
	}
	switch {
	case rec.Capital != nil:
		add("capital", l.Money(*rec.Capital))
	case invest:
		unknown("capital")
	}
	if rec.Kind == vocab.Procedure {
		add("time_limit", Attr(l, rec.Attributes, "time_limit").Text)
		add("fee", Attr(l, rec.Attributes, "fee").Text)
	}
	if rec.Kind != vocab.Unit && rec.Kind != vocab.Indicator && len(rec.Places) > 0 {
		add("place", placeOf(s, l, rec))
	}
	add("date", l.Date(rec.Date))
	if rec.Kind == vocab.Plan { // whose days are those of its period
		add("period", l.Interval(rec.Valid))
	} else {
		add("valid", l.Interval(rec.Valid))
	}
	return out
}

// placeOf is the first place of a record, of a dissolved unit with its end and the ward that holds it today.
func placeOf(s *frame.Frame, l *frame.Locale, rec *catalog.Record) string {
	ref := rec.Places[0]
	name := l.Label(ref.Name, ref.Code)
	u, _ := s.Places().ByID(ref.ID)
	if u.Current() {
		return name
	}
	name += endOf(l, ref, u)
	if ward, ok := Ward(s, rec); ok {
		link := s.UnitLink(l, ward)
		name += "; " + l.T("place.today", link.Text, link.Note)
	}
	return name
}

// HitCard is the card of a found record with what matched marked.
func HitCard(s *frame.Frame, l *frame.Locale, h *search.Hit) Card {
	c := CardOf(s, l, &h.Record)
	c.figures(s, l, &h.Record, h.Figures)
	c.Why = reasons(l, h.Matched)
	if h.DistanceKM != nil {
		c.Facts = append(c.Facts, frame.Fact{Key: "distance", Label: l.T("fact.distance"), Items: frame.Words(l.T("format.km", l.Num(*h.DistanceKM)))})
	}
	_, lang := h.Record.Title.Best(l.Lang)
	if hl, ok := h.Highlights["title."+string(lang)]; ok && hl.Text == h.Record.Title.In(lang) {
		c.Title = spansOf(hl, 0)
	}
	if spans, lang := snippet(l, h); spans != nil {
		c.Snippet, c.SnipLang, c.SnipTag = spans, lang, l.TagOf(lang)
	}
	return c
}

// figures shows the figures that were asked for before the other facts.
func (c *Card) figures(s *frame.Frame, l *frame.Locale, rec *catalog.Record, list []answer.Figure) {
	c.Facts = slices.DeleteFunc(c.Facts, func(f frame.Fact) bool { return f.Key == "figure" })
	c.Facts = append(figuresOf(s, l, rec, list), c.Facts...)
	if len(list) > 0 { // the source of the figure, not of whatever the record begins with
		of := *rec
		of.Provenance = []catalog.Provenance{list[0].Provenance}
		c.Trust = TrustOf(s, l, &of)
	}
}

// figuresOf is the fact that tells the figures of an indicator, not known where there is none of
// what was asked; nothing of another record.
func figuresOf(s *frame.Frame, l *frame.Locale, rec *catalog.Record, list []answer.Figure) []frame.Fact {
	if len(rec.Observations) == 0 {
		return nil
	}
	items := Figures(s, l, rec, list)
	if len(list) == 0 {
		items = printedOf(s, l, rec)
	}
	return []frame.Fact{{Key: "figure", Label: l.T("fact.figure"), Items: items}}
}

// printedOf are the values of an indicator that has no number at all, as their sources print them:
// a class, a region. Where it has numbers, one that is not there for what was asked stays unknown.
func printedOf(s *frame.Frame, l *frame.Locale, rec *catalog.Record) []frame.Item {
	if slices.ContainsFunc(rec.Observations, func(o catalog.Observation) bool { return o.Value != nil }) {
		return nil
	}
	var out []frame.Item
	for _, o := range Readable(s, l, rec) {
		if o.Printed != "" {
			out = append(out, frame.Words(l.T("indicator.latest", l.T("printed", o.Printed), o.Unit, cmp.Or(l.Period(o.Period), l.T("figure.undated")), boundaries(l, o)))...)
		}
	}
	return out
}

// reasons says in the page's language why a record was found.
func reasons(l *frame.Locale, matched []search.Reason) []string {
	var out []string
	for _, m := range matched {
		out = append(out, l.T("why."+string(m.Kind), m.Text()))
	}
	return out
}

// snippet picks the passage that matched: the reader's language first, the
// summary before the body.
func snippet(l *frame.Locale, h *search.Hit) ([]frame.Span, string) {
	for _, lang := range []text.Lang{l.Lang, l.Lang.Other()} {
		for _, field := range []string{"summary.", "body."} {
			hl, ok := h.Highlights[field+string(lang)]
			if !ok || len(hl.Spans) == 0 {
				continue
			}
			foreign := ""
			if lang != l.Lang {
				foreign = string(lang)
			}
			return spansOf(hl, hl.Start), foreign
		}
	}
	return nil, ""
}

// spansOf cuts a highlight into marked and plain runs; offsets outside of the
// text are left out.
func spansOf(hl search.Highlight, start int) []frame.Span {
	var out []frame.Span
	add := func(s string, mark bool) {
		if s != "" {
			out = append(out, frame.Span{Text: s, Mark: mark})
		}
	}
	if start > 0 {
		add("… ", false)
	}
	at := 0
	for _, sp := range hl.Spans {
		if sp[0] < at || sp[1] < sp[0] || sp[1] > len(hl.Text) {
			continue
		}
		add(hl.Text[at:sp[0]], false)
		add(hl.Text[sp[0]:sp[1]], true)
		at = sp[1]
	}
	add(hl.Text[at:], false)
	return out
}
