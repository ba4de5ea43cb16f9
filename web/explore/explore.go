package explore

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/census"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// Limits of a chart that can still be read.
const (
	maxFigures = 4 // indicators
	maxAreas   = 6 // as many as there are colours
	firstYear  = 1900
	lastYear   = 2100
)

// page charts indicators that the reader chooses.
type page struct {
	frame.Page
	Form    exploreForm
	Start   []topicLinks // indicators to begin with, by topic
	Plots   []charts.PlotView
	Unseen  string // why there is no chart
	Rows    []figureRow
	Count   string
	More    string
	Share   string
	Embed   string
	CSV     string
	Dataset frame.Link
}

// exploreForm chooses what is charted.
type exploreForm struct {
	Action   string
	Chosen   []frame.Chip
	Hidden   []frame.Param
	Add      []frame.Pick
	Areas    []areaGroup
	From, To string
	As       []frame.Pick
}

// areaGroup is areas of one sort: country, province, old town, new wards.
type areaGroup struct {
	Title string
	Areas []frame.Pick
}

// figureRow is a value in the table of what is shown.
type figureRow struct {
	Figure frame.Phrase
	facts.ObservationRow
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
func (s *pages) exploreQuery(r *http.Request, also ...string) (exploreAsk, url.Values, error) {
	values, err := httpkit.Params(r, append([]string{"indicator*", "area*", "from", "to", "as"}, also...)...)
	if err != nil {
		return exploreAsk{}, nil, err
	}
	a := exploreAsk{as: cmp.Or(values.Get("as"), "line")}
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
	a.areas = frame.Distinct(values["area"])
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

// exploreFigures checks the ids or slugs of the indicators asked for.
func (s *pages) exploreFigures(ctx context.Context, list []string) ([]string, error) {
	known, err := s.figures(ctx)
	if err != nil {
		return nil, err
	}
	var out, slugs []string
	for _, b := range known {
		slugs = append(slugs, strings.TrimPrefix(b.ID, "indicator/"))
	}
	for _, one := range frame.Distinct(list) {
		slug := strings.TrimPrefix(one, "indicator/")
		if !slices.Contains(slugs, slug) {
			return nil, &catalog.Fault{Kind: catalog.Invalid, Where: "indicator", Nearest: text.Nearest(slug, slugs), Detail: text.New("Không có chỉ tiêu này.", "There is no such indicator.")}
		}
		out = append(out, "indicator/"+slug)
	}
	if out = frame.Distinct(out); len(out) > maxFigures {
		return nil, catalog.NewFault(catalog.Invalid, "indicator", "Chọn nhiều nhất 4 chỉ tiêu cùng lúc.", "Choose at most 4 indicators at once.")
	}
	return out, nil
}

// figures are the indicators of the catalogue, ordered by id.
func (s *pages) figures(ctx context.Context) ([]census.Brief, error) {
	v, err := s.Census.Take(ctx)
	if err != nil {
		return nil, err
	}
	var out []census.Brief
	for _, b := range v.Briefs {
		if b.Kind == vocab.Indicator {
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

func (s *pages) explore(w http.ResponseWriter, r *http.Request) error {
	a, _, err := s.exploreQuery(r)
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	e, err := s.exploration(r.Context(), l, a)
	if err != nil {
		return err
	}
	p := page{Page: s.NewPage(r, cmp.Or(e.title, l.T("explore_title")), l.T("explore_lead"), func(lang text.Lang) string { return s.statePath(lang, a) })}
	p.Crumbs = []frame.Link{{Text: l.T("nav.home"), URL: p.Home}, {Text: l.T("explore_title"), URL: s.Local(frame.RouteExplore, lang)}}
	if p.Form, err = s.exploreForm(r.Context(), l, a, e); err != nil {
		return err
	}
	p.Dataset = frame.Link{Text: l.T("explore_dataset"), URL: s.RecordPath(lang, "dataset/indicators")}
	if len(a.figures) == 0 {
		p.Start, err = s.exploreStart(r.Context(), l)
		if err != nil {
			return err
		}
		return s.Show(w, r, "explore", lang, p)
	}
	if err := s.fillExplore(l, &p, a, e); err != nil {
		return err
	}
	return s.Show(w, r, "explore", lang, p)
}

// maxFigureRows are shown under the charts; the CSV has all.
const maxFigureRows = 300

func (s *pages) fillExplore(l *frame.Locale, p *page, a exploreAsk, e exploration) error {
	p.Share = s.BaseURL + s.statePath(l.Lang, a)
	p.CSV = frame.WithQuery(s.Local(routeExploreCSV, l.Lang), a.values())
	embed := a.values()
	embed.Set("lang", string(l.Lang))
	p.Embed = `<iframe src="` + s.BaseURL + frame.WithQuery(s.Path(routeEmbed), embed) + `" title="` + e.title + `" width="100%" height="520" loading="lazy"></iframe>`
	for i, plot := range e.plots {
		svg, err := plot.SVG()
		if err != nil {
			return err
		}
		files := a.values()
		files.Set("n", strconv.Itoa(i+1))
		p.Plots = append(p.Plots, charts.PlotView{ID: plot.ID, Title: plot.Title, Unit: plot.Unit, SVG: svg, Caption: plot.Caption, Small: plot.Width < charts.Width,
			Files: []frame.Link{{Text: "SVG", URL: frame.WithQuery(s.Local(routeExploreSVG, l.Lang), files)}, {Text: "PNG", URL: frame.WithQuery(s.Local(routeExplorePNG, l.Lang), files)}}})
	}
	if len(p.Plots) == 0 {
		p.Unseen = l.T("explore_unseen")
	}
	p.Count = l.N("count.values", len(e.rows))
	for _, row := range e.rows[:min(len(e.rows), maxFigureRows)] {
		p.Rows = append(p.Rows, figureRow{row.Title, facts.RowOf(l, row.Observation)})
	}
	if len(e.rows) > maxFigureRows {
		p.More = l.T("explore_more", maxFigureRows)
	}
	return nil
}

// topicLinks is a list of links under a heading.
type topicLinks struct {
	Title string
	Count string
	Links []frame.Link
}

// exploreStart are the indicators to begin with, by topic and by title.
func (s *pages) exploreStart(ctx context.Context, l *frame.Locale) ([]topicLinks, error) {
	known, err := s.figures(ctx)
	byTopic := map[string][]frame.Link{}
	for _, b := range known {
		p := l.Pick(b.Title)
		byTopic[b.Topic] = append(byTopic[b.Topic], frame.Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.statePath(l.Lang, exploreAsk{figures: []string{b.ID}, as: "line"})})
	}
	var out []topicLinks
	for topic, links := range byTopic {
		slices.SortFunc(links, func(a, b frame.Link) int { return strings.Compare(text.Fold(a.Text), text.Fold(b.Text)) })
		out = append(out, topicLinks{Title: l.Label(vocab.Topics().Label(topic), cmp.Or(topic, l.T("explore_other"))), Count: l.N("count.indicators", len(links)), Links: links})
	}
	slices.SortFunc(out, func(a, b topicLinks) int {
		return cmp.Or(len(b.Links)-len(a.Links), strings.Compare(text.Fold(a.Title), text.Fold(b.Title)))
	})
	return out, err
}

func (s *pages) exploreForm(ctx context.Context, l *frame.Locale, a exploreAsk, e exploration) (exploreForm, error) {
	f := exploreForm{Action: s.Local(frame.RouteExplore, l.Lang), Areas: e.areas}
	known, err := s.figures(ctx)
	if err != nil {
		return f, err
	}
	for _, b := range known {
		title, slug := l.Pick(b.Title).Text, strings.TrimPrefix(b.ID, "indicator/")
		if !slices.Contains(a.figures, b.ID) {
			f.Add = append(f.Add, frame.Pick{Value: slug, Text: title})
			continue
		}
		without := a
		without.figures = slices.DeleteFunc(slices.Clone(a.figures), func(id string) bool { return id == b.ID })
		f.Chosen = append(f.Chosen, frame.Chip{Label: l.T("explore_indicator"), Value: title, Remove: s.statePath(l.Lang, without)})
		f.Hidden = append(f.Hidden, frame.Param{Name: "indicator", Value: slug})
	}
	slices.SortFunc(f.Add, func(a, b frame.Pick) int { return strings.Compare(text.Fold(a.Text), text.Fold(b.Text)) })
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
		f.As = append(f.As, frame.Pick{Value: as, Text: l.T("explore_as." + as), On: a.as == as})
	}
	return f, nil
}

func (s *pages) statePath(lang text.Lang, a exploreAsk) string {
	return frame.WithQuery(s.Local(frame.RouteExplore, lang), a.values())
}
