package web

import (
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Card is a record in a list: the facts that decide, not a teaser.
type Card struct {
	ID       string
	URL      string
	Title    []Span
	Lang     string // of the title, where it is not the page's
	Tag      string
	Kind     string
	Status   string
	State    string // class of the status
	Facts    []Fact
	Snippet  []Span
	SnipLang string
	SnipTag  string // names the snippet's language to people, where it is not the page's
	Why      []string
	Trust    Trust
	Compare  bool   // an opportunity can be compared
	Number   int    // of the pin, beside a map
	Unplaced bool   // beside a map: no coordinates are recorded
	InUnit   string // beside a map: the units by which it is shown then
}

func (s *site) card(l *locale, rec *catalog.Record) Card {
	p := l.pick(rec.Title)
	c := Card{ID: rec.ID, URL: s.recordPath(l.lang, rec.ID), Title: []Span{{Text: p.Text}}, Lang: p.Lang, Tag: p.Tag,
		Kind: l.label(vocab.Kinds().Label(string(rec.Kind)), ""), Trust: s.trust(l, rec), Compare: rec.Kind == vocab.Opportunity}
	c.Status, c.State = l.status(rec.Status)
	c.Facts = s.deciding(l, rec)
	sum := l.pick(rec.Summary)
	c.Snippet, c.SnipLang, c.SnipTag = []Span{{Text: clipText(sum.Text, snippetRunes)}}, sum.Lang, sum.Tag
	if sum.Text == "" {
		c.Snippet = nil
	}
	return c
}

// snippetRunes is about two lines of a result.
const snippetRunes = 200

func (l *locale) status(code string) (label, state string) {
	if code == "" || code == "unknown" {
		return "", ""
	}
	return l.label(vocab.Statuses().Label(code), code), "s-" + code
}

// deciding are the facts by which a reader of a list chooses.
func (s *site) deciding(l *locale, rec *catalog.Record) []Fact {
	var out []Fact
	add := func(key, value string) {
		if value != "" {
			out = append(out, Fact{Key: key, Label: l.t("fact." + key), Items: text1(value)})
		}
	}
	unknown := func(key string) { out = append(out, Fact{Key: key, Label: l.t("fact." + key)}) }
	invest := rec.Kind == vocab.Opportunity
	switch {
	case rec.Area != nil:
		add("area", l.area(*rec.Area))
	case invest:
		unknown("area")
	}
	switch {
	case rec.Capital != nil:
		add("capital", l.money(*rec.Capital))
	case invest:
		unknown("capital")
	}
	if rec.Kind == vocab.Procedure {
		add("time_limit", l.attr(rec.Attributes, "time_limit").Text)
		add("fee", l.attr(rec.Attributes, "fee").Text)
	}
	if n := len(rec.Observations); n > 0 {
		add("latest", l.latest(s.readable(l, rec)))
	}
	if rec.Kind != vocab.Unit && rec.Kind != vocab.Indicator && len(rec.Places) > 0 {
		add("place", l.label(rec.Places[0].Name, rec.Places[0].Code))
	}
	add("date", l.date(rec.Date))
	add("valid", l.interval(rec.Valid))
	return out
}

// hitCard is the card of a found record with what matched marked.
func (s *site) hitCard(l *locale, h *search.Hit) Card {
	c := s.card(l, &h.Record)
	c.Why = l.reasons(h.Matched)
	if h.DistanceKM != nil {
		c.Facts = append(c.Facts, Fact{Key: "distance", Label: l.t("fact.distance"), Items: text1(l.t("format.km", l.num(*h.DistanceKM)))})
	}
	_, lang := h.Record.Title.Best(l.lang)
	if hl, ok := h.Highlights["title."+string(lang)]; ok && hl.Text == h.Record.Title.In(lang) {
		c.Title = spansOf(hl, 0)
	}
	if spans, lang := snippet(l, h); spans != nil {
		c.Snippet, c.SnipLang, c.SnipTag = spans, lang, l.tagOf(lang)
	}
	return c
}

// reasons says in the page's language why a record was found.
func (l *locale) reasons(matched []search.Reason) []string {
	var out []string
	for _, m := range matched {
		out = append(out, l.t("why."+string(m.Kind), m.Text()))
	}
	return out
}

// snippet picks the passage that matched: the reader's language first, the
// summary before the body.
func snippet(l *locale, h *search.Hit) ([]Span, string) {
	for _, lang := range []text.Lang{l.lang, l.lang.Other()} {
		for _, field := range []string{"summary.", "body."} {
			hl, ok := h.Highlights[field+string(lang)]
			if !ok || len(hl.Spans) == 0 {
				continue
			}
			foreign := ""
			if lang != l.lang {
				foreign = string(lang)
			}
			return spansOf(hl, hl.Start), foreign
		}
	}
	return nil, ""
}

// spansOf cuts a highlight into marked and plain runs; offsets outside of the
// text are left out.
func spansOf(hl search.Highlight, start int) []Span {
	var out []Span
	add := func(s string, mark bool) {
		if s != "" {
			out = append(out, Span{s, mark})
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
