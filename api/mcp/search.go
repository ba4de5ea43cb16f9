package mcp

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

type searchIn struct {
	texted
	Query      string   `json:"query,omitempty" jsonschema:"words in Vietnamese (with or without marks) or English; a phrase in quotation marks; -word excludes"`
	Q          string   `json:"q,omitempty" jsonschema:"the same as query, as the search API calls it"`
	Lang       string   `json:"lang,omitempty" jsonschema:"language of titles and labels, English if absent"`
	Kind       []string `json:"kind,omitempty" jsonschema:"kinds of record"`
	Topic      []string `json:"topic,omitempty" jsonschema:"topic codes such as investment, land, industry, tourism"`
	Place      []string `json:"place,omitempty" jsonschema:"administrative units by code, name or id; old names find new units"`
	Status     []string `json:"status,omitempty"`
	Sector     []string `json:"sector,omitempty" jsonschema:"VSIC section letter or code"`
	Dataset    []string `json:"dataset,omitempty" jsonschema:"dataset slugs"`
	Year       []int    `json:"year,omitempty"`
	MinCapital *float64 `json:"min_capital,omitempty" jsonschema:"billion VND"`
	MaxCapital *float64 `json:"max_capital,omitempty" jsonschema:"billion VND"`
	MinArea    *float64 `json:"min_area,omitempty" jsonschema:"hectares"`
	MaxArea    *float64 `json:"max_area,omitempty" jsonschema:"hectares"`
	Near       string   `json:"near,omitempty" jsonschema:"longitude,latitude in WGS 84"`
	RadiusKM   *float64 `json:"radius_km,omitempty" jsonschema:"with near"`
	AsOf       string   `json:"as_of,omitempty" jsonschema:"what was valid on this day, YYYY-MM-DD"`
	Reading    string   `json:"reading,omitempty" jsonschema:"off takes the words as words; otherwise amounts, days and kinds in them are read as parameters"`
	Sort       string   `json:"sort,omitempty" jsonschema:"relevance if absent"`
	Limit      int      `json:"limit,omitempty" jsonschema:"1 to 50, default 10; fewer are given where they would be too long, next has the others"`
	Cursor     string   `json:"cursor,omitempty" jsonschema:"next of the page before"`
}

// maxHits is what a model can read at once.
const maxHits = 50

// values prints the call as the query string of the search API, whose codec then
// checks it: what one can filter by, all can.
func (in searchIn) values() url.Values {
	v := url.Values{}
	put := func(name string, list ...string) {
		for _, s := range list {
			if s != "" {
				v.Add(name, s)
			}
		}
	}
	number := func(name string, f *float64) {
		if f != nil {
			put(name, strconv.FormatFloat(*f, 'f', -1, 64))
		}
	}
	put("q", cmp.Or(in.Query, in.Q))
	put("lang", in.Lang)
	put("kind", in.Kind...)
	put("topic", in.Topic...)
	put("place", in.Place...)
	put("status", in.Status...)
	put("sector", in.Sector...)
	put("dataset", in.Dataset...)
	for _, y := range in.Year {
		put("year", strconv.Itoa(y))
	}
	number("min_capital", in.MinCapital)
	number("max_capital", in.MaxCapital)
	number("min_area", in.MinArea)
	number("max_area", in.MaxArea)
	put("near", in.Near)
	number("radius", in.RadiusKM)
	put("as_of", in.AsOf)
	put("reading", in.Reading)
	put("sort", in.Sort)
	put("cursor", in.Cursor)
	return v
}

type searchOut struct {
	Total   int   `json:"total"`
	Results []hit `json:"results"`
	// Answers are the facts that answer by themselves.
	Answers []fact `json:"answers,omitempty"`
	// Understood is what was read from the words as parameters, a question mark behind what
	// was not sure and not applied.
	Understood []string `json:"understood,omitempty"`
	Suggestion string   `json:"suggestion,omitempty"`
	Relaxed    bool     `json:"relaxed,omitempty"`
	Next       string   `json:"next,omitempty"`
	Links      linkset  `json:"links"`
}

// says names the first results.
func (out searchOut) says() string {
	words := fmt.Sprintf("%d found", out.Total)
	for _, a := range out.Answers {
		return words + "; " + cut(a.Text, 300)
	}
	for i, r := range out.Results[:min(3, len(out.Results))] {
		words += fmt.Sprintf("; %d. %s (%s)", i+1, cut(r.Title, summaryRunes), r.ID)
	}
	return words
}

// fact is a card of the answer in a few words.
type fact struct {
	Text   string `json:"text"`
	Record string `json:"record"`
	Value  any    `json:"value,omitempty"`
	Unit   string `json:"unit,omitempty"`
	Source string `json:"source,omitempty"`
}

type hit struct {
	ID       string       `json:"id"`
	Title    string       `json:"title"`
	URL      string       `json:"url"`
	Summary  string       `json:"summary,omitempty"`
	Date     catalog.Date `json:"date,omitempty"`
	Status   string       `json:"status,omitempty"`
	Capital  *float64     `json:"capital_billion_vnd,omitempty"`
	Area     *float64     `json:"area_ha,omitempty"`
	Distance *float64     `json:"distance_km,omitempty"`
	// Figure is that for the place and time asked, Figures are lines that say whose.
	Figure  string   `json:"figure,omitempty"`
	Figures []string `json:"figures,omitempty"`
	Source  string   `json:"source,omitempty"`
}

// sourceOfText is where a record comes from.
type sourceOfText struct {
	Title      string       `json:"title,omitempty"`
	URL        string       `json:"url,omitempty"`
	Date       catalog.Date `json:"date,omitempty"`
	Retrieved  catalog.Date `json:"retrieved,omitempty"`
	Confidence string       `json:"confidence,omitempty"`
}

type linkset struct {
	Page   string `json:"page,omitempty"`
	PageVI string `json:"page_vi,omitempty"`
	PageEN string `json:"page_en,omitempty"`
	API    string `json:"api,omitempty"`
	CSV    string `json:"csv,omitempty"`
}

// Limits of a hit in a list, which a model reads whole: get_record has everything.
const (
	maxSources   = 5 // of a dataset
	summaryRunes = 60
	sourceRunes  = 40
	maxFigures   = 4
)

func (f *Face) search(ctx context.Context, in searchIn) (searchOut, error) {
	if in.Query != "" && in.Q != "" && in.Query != in.Q {
		return searchOut{}, catalog.Invalidf("q", "is the same as query: give one of them")
	}
	if in.Limit < 0 || in.Limit > maxHits {
		return searchOut{}, catalog.Invalidf("limit", "want 1 to %d", maxHits)
	}
	values := in.values()
	q, err := search.ParseQuery(values, f.Now())
	if err != nil {
		return searchOut{}, err
	}
	q.Lang = langOf(in.Lang)
	if q.Limit = in.Limit; q.Limit == 0 {
		q.Limit = 10
	}
	values.Del("cursor")
	return fit(q.Limit, func(n int) (searchOut, error) {
		q.Limit = n
		a, err := f.Finder.Search(ctx, q)
		return f.found(a, q.Lang, values), err
	})
}

// found is an answer in short.
func (f *Face) found(a search.Answer, lang text.Lang, values url.Values) searchOut {
	out := searchOut{Total: a.Total, Results: []hit{}, Suggestion: a.Suggestion, Relaxed: a.Relaxed, Next: a.Next}
	out.Links = linkset{API: f.address("/api/v1/search", values), Page: f.address("/"+string(lang)+"/search", values)}
	for _, c := range a.Cards {
		out.Answers = append(out.Answers, fact{c.Text, c.Record.ID, c.Value, c.Unit, sourceLine(c.Provenance)})
	}
	for _, u := range a.Understood {
		s := u.Param + "=" + u.Value
		if !u.Sure {
			s += "?"
		}
		out.Understood = append(out.Understood, s)
	}
	for _, h := range a.Hits {
		r := h.Record
		one := hit{ID: r.ID, Title: best(r.Title, lang), URL: f.Kit.URL("/" + string(lang) + "/" + r.ID), Summary: cut(best(r.Summary, lang), summaryRunes), Date: r.Date, Status: r.Status,
			Capital: r.Capital, Area: r.Area, Distance: h.DistanceKM, Figures: linesOf(h.Figures[:min(maxFigures, len(h.Figures))], lang)}
		if h.Figure != nil {
			one.Figure = h.Figure.Line(lang)
		}
		if len(r.Provenance) > 0 {
			one.Source = sourceLine(r.Provenance[0])
		}
		out.Results = append(out.Results, one)
	}
	return out
}

// fit asks for items until the answer is within its budget: for the number wanted first, then
// for as many as went into it. One item is given at whatever length.
func fit[Out any](items int, ask func(int) (Out, error)) (Out, error) {
	most := budget(items)
	for {
		out, err := ask(items)
		if err != nil || items == 1 {
			return out, err
		}
		raw, err := json.Marshal(out)
		if err != nil || len(raw)+room <= most {
			return out, err
		}
		items = max(1, min(items-1, items*(most-room)/len(raw)))
	}
}

// room is what an answer needs beside its content: the line of text and the envelope.
const room = 800

// sourceLine is where something comes from, in a few words: get_record has the whole.
func sourceLine(p catalog.Provenance) string {
	s := cut(cmp.Or(p.Title, p.URL), sourceRunes)
	if p.Date != "" {
		s += ", " + string(p.Date)
	}
	if p.Confidence == "low" {
		s += " (low confidence)"
	}
	return s
}

// cut is the beginning of a text.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// linesOf writes figures with their relation to the question.
func linesOf(list []answer.Figure, lang text.Lang) []string {
	var out []string
	for _, f := range list {
		out = append(out, string(f.Relation)+": "+f.Line(lang))
	}
	return out
}

func (f *Face) address(path string, v url.Values) string {
	if len(v) == 0 {
		return f.Kit.URL(path)
	}
	return f.Kit.URL(path) + "?" + v.Encode()
}

func (f *Face) recordLinks(id string) linkset {
	return linkset{PageVI: f.Kit.URL("/vi/" + id), PageEN: f.Kit.URL("/en/" + id), API: f.Kit.URL("/api/v1/records/" + id)}
}

func sourcesOf(list []catalog.Provenance, most int) []sourceOfText {
	out := []sourceOfText{}
	for _, p := range list[:min(most, len(list))] {
		out = append(out, sourceOfText{p.Title, p.URL, p.Date, p.Retrieved, p.Confidence})
	}
	return out
}
