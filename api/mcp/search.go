package mcp

import (
	"context"
	"net/url"
	"strconv"

	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

type searchIn struct {
	Q          string   `json:"q,omitempty" jsonschema:"words in Vietnamese (with or without marks) or English; a phrase in quotation marks; -word excludes"`
	Lang       string   `json:"lang,omitempty" jsonschema:"vi or en: language of labels"`
	Kind       []string `json:"kind,omitempty" jsonschema:"kinds of record: opportunity, project, plan, place, procedure, document, organisation, article, unit, indicator, dataset"`
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
	Sort       string   `json:"sort,omitempty" jsonschema:"relevance, date, capital, area, distance or title"`
	Limit      int      `json:"limit,omitempty" jsonschema:"1 to 50, default 10"`
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
	put("q", in.Q)
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
	Total      int    `json:"total"`
	Items      []hit  `json:"items"`
	Suggestion string `json:"suggestion,omitempty"`
	// Answers are the facts that answer by themselves.
	Answers []answer.Card `json:"answers,omitempty"`
	// Understood is what was read from the words as parameters.
	Understood []search.Understood `json:"understood,omitempty"`
	Relaxed    bool                `json:"relaxed,omitempty"`
	Next       string              `json:"next,omitempty"`
	Links      linkset             `json:"links"`
}

type hit struct {
	ID        string       `json:"id"`
	Title     string       `json:"title"`
	Summary   string       `json:"summary,omitempty"`
	Date      catalog.Date `json:"date,omitempty"`
	Status    string       `json:"status,omitempty"`
	Capital   *float64     `json:"capital_billion_vnd,omitempty"`
	Area      *float64     `json:"area_ha,omitempty"`
	ReviewDue catalog.Date `json:"review_due,omitempty"`
	Matched   []string     `json:"matched,omitempty"`
	Distance  *float64     `json:"distance_km,omitempty"`
	// Answer is the figure for the place and time asked; Figures are lines that say whose.
	Answer  *answer.Figure `json:"answer,omitempty"`
	Figures []string       `json:"figures,omitempty"`
	Source  *sourceOfText  `json:"source,omitempty"`
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
	Record string `json:"record,omitempty"`
	PageVI string `json:"page_vi,omitempty"`
	PageEN string `json:"page_en,omitempty"`
	API    string `json:"api,omitempty"`
	CSV    string `json:"csv,omitempty"`
}

// Limits of a hit in a list, which a model reads whole: get_record has everything.
const (
	maxSources   = 5 // of a dataset
	hitReasons   = 1
	summaryRunes = 60
)

func (f *Face) search(ctx context.Context, in searchIn) (any, error) {
	if in.Limit < 0 || in.Limit > maxHits {
		return nil, catalog.Invalidf("limit", "want 1 to %d", maxHits)
	}
	values := in.values()
	q, err := search.ParseQuery(values, f.Now())
	if err != nil {
		return nil, err
	}
	if q.Limit = in.Limit; q.Limit == 0 {
		q.Limit = 10
	}
	a, err := f.Finder.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	values.Del("cursor")
	out := searchOut{Total: a.Total, Items: []hit{}, Suggestion: a.Suggestion, Answers: a.Cards, Understood: a.Understood, Relaxed: a.Relaxed, Next: a.Next}
	out.Links = linkset{Record: f.Kit.URL("/api/v1/records/") + "{id}", API: f.address("/api/v1/search", values), PageVI: f.address("/vi/search", values), PageEN: f.address("/en/search", values)}
	for _, h := range a.Hits {
		r := h.Record
		title, _ := r.Title.Best(q.Lang)
		out.Items = append(out.Items, hit{ID: r.ID, Title: title, Summary: brief(r.Summary, q.Lang), Date: r.Date, Status: r.Status, Capital: r.Capital,
			Area: r.Area, ReviewDue: r.ReviewDue, Matched: search.PrintReasons(h.Matched[:min(hitReasons, len(h.Matched))]), Distance: h.DistanceKM,
			Answer: h.Figure, Figures: linesOf(h.Figures, q.Lang), Source: firstSource(r.Provenance)})
	}
	return out, nil
}

// brief is the beginning of a text in the language asked for.
func brief(t text.Text, lang text.Lang) string {
	s, _ := t.Best(lang)
	if r := []rune(s); len(r) > summaryRunes {
		return string(r[:summaryRunes]) + "…"
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

// firstSource is where a record comes from, short: its title is in get_record.
func firstSource(list []catalog.Provenance) *sourceOfText {
	if len(list) == 0 {
		return nil
	}
	p := list[0]
	if p.URL != "" {
		p.Title = ""
	}
	return &sourceOfText{Title: p.Title, URL: p.URL, Date: p.Date, Confidence: p.Confidence}
}

func sourcesOf(list []catalog.Provenance, most int) []sourceOfText {
	out := []sourceOfText{}
	for _, p := range list[:min(most, len(list))] {
		out = append(out, sourceOfText{p.Title, p.URL, p.Date, p.Retrieved, p.Confidence})
	}
	return out
}

type recordIn struct {
	ID   string `json:"id" jsonschema:"kind/slug, as search returns it"`
	AsOf string `json:"as_of,omitempty" jsonschema:"the version that was published on this day, YYYY-MM-DD"`
}

type recordOut struct {
	Record  catalog.Record `json:"record"`
	Sources []sourceOfText `json:"sources"`
	Links   linkset        `json:"links"`
}

func (f *Face) record(ctx context.Context, in recordIn) (any, error) {
	if _, _, ok := catalog.SplitID(in.ID); !ok {
		return nil, catalog.Invalidf("id", "want kind/slug, such as unit/thi-xa-hong-linh")
	}
	var rec catalog.Record
	var err error
	if in.AsOf == "" {
		rec, err = f.Records.Record(ctx, in.ID)
	} else {
		var day catalog.Date
		if day, err = catalog.ParseDate(in.AsOf); err != nil {
			return nil, catalog.Invalidf("as_of", "want YYYY-MM-DD")
		}
		rec, err = f.Records.RecordAsOf(ctx, in.ID, day)
	}
	if err != nil {
		return nil, err
	}
	return recordOut{rec, sourcesOf(rec.Provenance, len(rec.Provenance)), f.recordLinks(rec.ID)}, nil
}
