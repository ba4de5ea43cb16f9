package explore

import (
	"bytes"
	"encoding/csv"
	"html/template"
	"net/http"
	"strconv"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// plotAsked is the one chart that a file or a frame shows.
func (s *pages) plotAsked(r *http.Request, lang text.Lang, also ...string) (charts.Plot, exploreAsk, error) {
	a, values, err := s.exploreQuery(r, append([]string{"n"}, also...)...)
	if err != nil {
		return charts.Plot{}, a, err
	}
	e, err := s.exploration(r.Context(), s.Locale(lang), a)
	if err != nil {
		return charts.Plot{}, a, err
	}
	n := 1
	if v := values.Get("n"); v != "" {
		if n, err = strconv.Atoi(v); err != nil || n < 1 {
			return charts.Plot{}, a, catalog.NewFault(catalog.Invalid, "n", "n là số thứ tự của biểu đồ: 1, 2, 3…", "n is the number of a chart: 1, 2, 3…")
		}
	}
	if n > len(e.plots) {
		return charts.Plot{}, a, catalog.NewFault(catalog.NotFound, "n", "Với lựa chọn này không có biểu đồ đó; hãy chọn chỉ tiêu và khu vực có số theo năm.", "This choice has no such chart; choose an indicator and areas with figures by year.")
	}
	return e.plots[n-1], a, nil
}

// signed adds to the captions where the chart comes from.
func (s *pages) signed(l *frame.Locale, p charts.Plot, a exploreAsk) charts.Plot {
	p.Caption = append(p.Caption, l.T("explore_from", s.Brand(l), l.Day(s.Now()), s.BaseURL+s.statePath(l.Lang, a)))
	return p.Alone()
}

func (s *pages) exploreSVG(w http.ResponseWriter, r *http.Request) error {
	lang := frame.PathLang(r)
	p, a, err := s.plotAsked(r, lang)
	if err != nil {
		return err
	}
	svg, err := s.signed(s.Locale(lang), p, a).SVG()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="honglinh-chart.svg"`)
	return httpkit.WriteBytes(w, r, "image/svg+xml", []byte(svg), httpkit.Validator{})
}

func (s *pages) explorePNG(w http.ResponseWriter, r *http.Request) error {
	lang := frame.PathLang(r)
	p, a, err := s.plotAsked(r, lang)
	if err != nil {
		return err
	}
	body, err := s.signed(s.Locale(lang), p, a).PNG()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="honglinh-chart.png"`)
	return httpkit.WriteBytes(w, r, "image/png", body, httpkit.Validator{})
}

// exploreCSV is the values shown with their sources, one a line.
func (s *pages) exploreCSV(w http.ResponseWriter, r *http.Request) error {
	lang := frame.PathLang(r)
	a, _, err := s.exploreQuery(r)
	if err != nil {
		return err
	}
	l := s.Locale(lang)
	e, err := s.exploration(r.Context(), l, a)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	lines := [][]string{{"indicator", "indicator_title", "area", "area_name", "period", "value", "value_printed", "unit", "boundary_vintage", "basis", "method", "confidence", "source_title", "source_url", "source_date", "note"}}
	for _, v := range e.rows {
		value := ""
		if v.Observation.Value != nil {
			value = strconv.FormatFloat(*v.Observation.Value, 'f', -1, 64)
		}
		p := v.Observation.Provenance
		lines = append(lines, []string{v.ID, v.Title.Text, v.Observation.Area, facts.AreaName(l, v.Observation), v.Observation.Period, value, v.Observation.Printed, v.Observation.Unit, v.Observation.Vintage, v.Observation.Basis, v.Observation.Method, p.Confidence, p.Title, p.URL, string(p.Date), l.Label(v.Observation.Note, "")})
	}
	if err := out.WriteAll(lines); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="honglinh-figures.csv"`)
	return httpkit.WriteBytes(w, r, "text/csv; charset=utf-8; header=present", b.Bytes(), httpkit.Validator{})
}

// embedPage is a chart alone, for frames on other sites.
type embedPage struct {
	frame.Page
	SVG     template.HTML
	Unit    string
	Caption []string
	Link    frame.Link
}

// framePolicy lets any site frame the page; it takes nothing and remembers nothing.
const framePolicy = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

func (s *pages) embed(w http.ResponseWriter, r *http.Request) error {
	lang, ok := text.ParseLang(r.URL.Query().Get("lang"))
	if !ok {
		lang = text.VI
	}
	p, a, err := s.plotAsked(r, lang, "lang")
	if err != nil {
		return err
	}
	l := s.Locale(lang)
	svg, err := p.SVG()
	if err != nil {
		return err
	}
	page := embedPage{SVG: svg, Unit: p.Unit, Caption: p.Caption, Link: frame.Link{Text: s.Brand(l), URL: s.BaseURL + s.statePath(lang, a)}}
	page.Page = frame.Page{Lang: lang, Title: p.Title, Site: page.Link.Text, Canonical: page.Link.URL, NoIndex: true}
	w.Header().Set("Content-Security-Policy", framePolicy)
	w.Header().Del("X-Frame-Options")
	return s.Show(w, r, "embed", lang, page)
}
