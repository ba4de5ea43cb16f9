package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// The names of the routes of the explorer.
const (
	routeExplore    = "web.explore"
	routeExploreCSV = "web.explore-csv"
	routeExploreSVG = "web.explore-svg"
	routeExplorePNG = "web.explore-png"
	routeEmbed      = "web.embed"
)

// Limits of a chart that can still be read.
const (
	maxFigures = 4 // indicators
	maxAreas   = 6 // as many as there are colours
	firstYear  = 1900
	lastYear   = 2100
)

// ExplorePage charts indicators that the reader chooses.
type ExplorePage struct {
	Page
	Form    ExploreForm
	Start   []TopicLinks // indicators to begin with, by topic
	Plots   []PlotView
	Unseen  string // why there is no chart
	Rows    []FigureRow
	Count   string
	More    string
	Share   string
	Embed   string
	CSV     string
	Dataset Link
}

// ExploreForm chooses what is charted.
type ExploreForm struct {
	Action   string
	Chosen   []Chip
	Hidden   []Param
	Add      []Pick
	Areas    []AreaGroup
	From, To string
	As       []Pick
}

// AreaGroup is areas of one sort: country, province, old town, new wards.
type AreaGroup struct {
	Title string
	Areas []Pick
}

// PlotView is a chart with its files.
type PlotView struct {
	ID, Title, Unit string
	SVG             template.HTML
	Caption         []string
	Files           []Link
	Small           bool
}

// FigureRow is a value in the table of what is shown.
type FigureRow struct {
	Figure Phrase
	ObservationRow
}

// exploreAsk is the state of the explorer, all of it in the address.
type exploreAsk struct {
	figures  []string // record ids
	areas    []string
	from, to int
	as       string
}

func exploreKinds() []string { return []string{"line", "bar", "multiples"} }

// exploreQuery reads the state; empty fields of the form count as not given.
func (s *site) exploreQuery(r *http.Request, also ...string) (exploreAsk, url.Values, error) {
	values, err := httpkit.Params(r, append([]string{"indicator*", "area*", "from", "to", "as"}, also...)...)
	if err != nil {
		return exploreAsk{}, nil, err
	}
	a := exploreAsk{as: firstOf(values.Get("as"), "line")}
	if !slices.Contains(exploreKinds(), a.as) {
		return a, nil, &catalog.Fault{Kind: catalog.Invalid, Where: "as", Nearest: text.Nearest(a.as, exploreKinds()), Detail: text.New("as là line, bar hoặc multiples.", "as is line, bar or multiples.")}
	}
	for _, p := range []struct {
		name string
		year *int
	}{{"from", &a.from}, {"to", &a.to}} {
		if err := readYear(p.name, values.Get(p.name), p.year); err != nil {
			return a, nil, err
		}
	}
	if a.from > 0 && a.to > 0 && a.from > a.to {
		return a, nil, catalog.NewFault(catalog.Invalid, "from", "Năm đầu phải trước năm cuối.", "The first year must come before the last.")
	}
	if a.figures, err = s.exploreFigures(r.Context(), values["indicator"]); err != nil {
		return a, nil, err
	}
	a.areas = distinct(values["area"])
	if len(a.areas) > maxAreas {
		return a, nil, catalog.NewFault(catalog.Invalid, "area", "Chọn nhiều nhất 6 khu vực; nhiều hơn thì không phân biệt được trên biểu đồ.", "Choose at most 6 areas; more cannot be told apart in a chart.")
	}
	return a, values, nil
}

func readYear(name, s string, to *int) error {
	if s == "" {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < firstYear || n > lastYear {
		return catalog.NewFault(catalog.Invalid, name, "Năm là số từ 1900 đến 2100.", "A year is a number from 1900 to 2100.")
	}
	*to = n
	return nil
}

func distinct(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// exploreFigures checks the ids or slugs of the indicators asked for.
func (s *site) exploreFigures(ctx context.Context, list []string) ([]string, error) {
	known, err := s.figures(ctx)
	if err != nil {
		return nil, err
	}
	var out, slugs []string
	for _, b := range known {
		slugs = append(slugs, strings.TrimPrefix(b.id, "indicator/"))
	}
	for _, one := range distinct(list) {
		slug := strings.TrimPrefix(one, "indicator/")
		if !slices.Contains(slugs, slug) {
			return nil, &catalog.Fault{Kind: catalog.Invalid, Where: "indicator", Nearest: text.Nearest(slug, slugs), Detail: text.New("Không có chỉ tiêu này.", "There is no such indicator.")}
		}
		out = append(out, "indicator/"+slug)
	}
	if out = distinct(out); len(out) > maxFigures {
		return nil, catalog.NewFault(catalog.Invalid, "indicator", "Chọn nhiều nhất 4 chỉ tiêu cùng lúc.", "Choose at most 4 indicators at once.")
	}
	return out, nil
}

// figures are the indicators of the catalogue, ordered by id.
func (s *site) figures(ctx context.Context) ([]brief, error) {
	v, err := s.overview(ctx)
	if err != nil {
		return nil, err
	}
	var out []brief
	for _, b := range v.briefs {
		if b.kind == vocab.Indicator {
			out = append(out, b)
		}
	}
	return out, nil
}

// values print the state as the address holds it.
func (a exploreAsk) values() url.Values {
	v := url.Values{}
	for _, id := range a.figures {
		v.Add("indicator", strings.TrimPrefix(id, "indicator/"))
	}
	for _, area := range a.areas {
		v.Add("area", area)
	}
	for name, n := range map[string]int{"from": a.from, "to": a.to} {
		if n > 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	if a.as != "line" {
		v.Set("as", a.as)
	}
	return v
}

func (s *site) explorePath(lang text.Lang, a exploreAsk) string {
	return withQuery(s.local(routeExplore, lang), a.values())
}

func (s *site) explore(w http.ResponseWriter, r *http.Request) error {
	a, _, err := s.exploreQuery(r)
	if err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	e, err := s.exploration(r.Context(), l, a)
	if err != nil {
		return err
	}
	p := ExplorePage{Page: s.frame(r, firstOf(e.title, l.t("explore_title")), l.t("explore_lead"), func(lang text.Lang) string { return s.explorePath(lang, a) })}
	p.Crumbs = []Link{{Text: l.t("nav.home"), URL: p.Home}, {Text: l.t("explore_title"), URL: s.local(routeExplore, lang)}}
	if p.Form, err = s.exploreForm(r.Context(), l, a, e); err != nil {
		return err
	}
	p.Dataset = Link{Text: l.t("explore_dataset"), URL: s.recordPath(lang, "dataset/indicators")}
	if len(a.figures) == 0 {
		p.Start, err = s.exploreStart(r.Context(), l)
		if err != nil {
			return err
		}
		return s.show(w, r, "explore", lang, p)
	}
	if err := s.fillExplore(l, &p, a, e); err != nil {
		return err
	}
	return s.show(w, r, "explore", lang, p)
}

// maxFigureRows are shown under the charts; the CSV has all.
const maxFigureRows = 300

func (s *site) fillExplore(l *locale, p *ExplorePage, a exploreAsk, e exploration) error {
	p.Share = s.BaseURL + s.explorePath(l.lang, a)
	p.CSV = withQuery(s.local(routeExploreCSV, l.lang), a.values())
	embed := a.values()
	embed.Set("lang", string(l.lang))
	p.Embed = `<iframe src="` + s.BaseURL + withQuery(s.path(routeEmbed), embed) + `" title="` + e.title + `" width="100%" height="520" loading="lazy"></iframe>`
	for i, plot := range e.plots {
		svg, err := s.svg(plot)
		if err != nil {
			return err
		}
		files := a.values()
		files.Set("n", strconv.Itoa(i+1))
		p.Plots = append(p.Plots, PlotView{ID: plot.ID, Title: plot.Title, Unit: plot.Unit, SVG: svg, Caption: plot.Caption, Small: plot.Width < plotWidth,
			Files: []Link{{Text: "SVG", URL: withQuery(s.local(routeExploreSVG, l.lang), files)}, {Text: "PNG", URL: withQuery(s.local(routeExplorePNG, l.lang), files)}}})
	}
	if len(p.Plots) == 0 {
		p.Unseen = l.t("explore_unseen")
	}
	p.Count = l.n("count.values", len(e.rows))
	for _, row := range e.rows[:min(len(e.rows), maxFigureRows)] {
		p.Rows = append(p.Rows, FigureRow{row.figure, l.observationRow(row.o)})
	}
	if len(e.rows) > maxFigureRows {
		p.More = l.t("explore_more", maxFigureRows)
	}
	return nil
}

// TopicLinks is a list of links under a heading.
type TopicLinks struct {
	Title string
	Count string
	Links []Link
}

// exploreStart are the indicators to begin with, by topic and by title.
func (s *site) exploreStart(ctx context.Context, l *locale) ([]TopicLinks, error) {
	known, err := s.figures(ctx)
	byTopic := map[string][]Link{}
	for _, b := range known {
		p := l.pick(b.title)
		byTopic[b.topic] = append(byTopic[b.topic], Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.explorePath(l.lang, exploreAsk{figures: []string{b.id}, as: "line"})})
	}
	var out []TopicLinks
	for topic, links := range byTopic {
		slices.SortFunc(links, func(a, b Link) int { return strings.Compare(text.Fold(a.Text), text.Fold(b.Text)) })
		out = append(out, TopicLinks{Title: l.label(vocab.Topics().Label(topic), firstOf(topic, l.t("explore_other"))), Count: l.n("count.indicators", len(links)), Links: links})
	}
	slices.SortFunc(out, func(a, b TopicLinks) int {
		return cmp.Or(len(b.Links)-len(a.Links), strings.Compare(text.Fold(a.Title), text.Fold(b.Title)))
	})
	return out, err
}

func (s *site) exploreForm(ctx context.Context, l *locale, a exploreAsk, e exploration) (ExploreForm, error) {
	f := ExploreForm{Action: s.local(routeExplore, l.lang), Areas: e.areas}
	known, err := s.figures(ctx)
	if err != nil {
		return f, err
	}
	for _, b := range known {
		title, slug := l.pick(b.title).Text, strings.TrimPrefix(b.id, "indicator/")
		if !slices.Contains(a.figures, b.id) {
			f.Add = append(f.Add, Pick{Value: slug, Text: title})
			continue
		}
		without := a
		without.figures = slices.DeleteFunc(slices.Clone(a.figures), func(id string) bool { return id == b.id })
		f.Chosen = append(f.Chosen, Chip{Label: l.t("explore_indicator"), Value: title, Remove: s.explorePath(l.lang, without)})
		f.Hidden = append(f.Hidden, Param{"indicator", slug})
	}
	slices.SortFunc(f.Add, func(a, b Pick) int { return strings.Compare(text.Fold(a.Text), text.Fold(b.Text)) })
	if len(a.figures) == maxFigures {
		f.Add = nil
	}
	if a.from > 0 {
		f.From = strconv.Itoa(a.from)
	}
	if a.to > 0 {
		f.To = strconv.Itoa(a.to)
	}
	for _, as := range exploreKinds() {
		f.As = append(f.As, Pick{Value: as, Text: l.t("explore_as." + as), On: a.as == as})
	}
	return f, nil
}
