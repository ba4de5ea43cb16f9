package web

import (
	"bytes"
	"encoding/csv"
	"html/template"
	"net/http"
	"strconv"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
)

// plotAsked is the one chart that a file or a frame shows.
func (s *site) plotAsked(r *http.Request, lang text.Lang, also ...string) (Plot, exploreAsk, error) {
	a, values, err := s.exploreQuery(r, append([]string{"n"}, also...)...)
	if err != nil {
		return Plot{}, a, err
	}
	e, err := s.exploration(r.Context(), s.locales[lang], a)
	if err != nil {
		return Plot{}, a, err
	}
	n := 1
	if v := values.Get("n"); v != "" {
		if n, err = strconv.Atoi(v); err != nil || n < 1 {
			return Plot{}, a, catalog.NewFault(catalog.Invalid, "n", "n là số thứ tự của biểu đồ: 1, 2, 3…", "n is the number of a chart: 1, 2, 3…")
		}
	}
	if n > len(e.plots) {
		return Plot{}, a, catalog.NewFault(catalog.NotFound, "n", "Với lựa chọn này không có biểu đồ đó; hãy chọn chỉ tiêu và khu vực có số theo năm.", "This choice has no such chart; choose an indicator and areas with figures by year.")
	}
	return e.plots[n-1], a, nil
}

// signed adds to the captions where the chart comes from.
func (s *site) signed(l *locale, p Plot, a exploreAsk) Plot {
	p.Caption = append(p.Caption, l.t("explore_from", l.label(s.Name, ""), l.day(s.Now()), s.BaseURL+s.explorePath(l.lang, a)))
	return p.alone()
}

func (s *site) exploreSVG(w http.ResponseWriter, r *http.Request) error {
	lang := pathLang(r)
	p, a, err := s.plotAsked(r, lang)
	if err != nil {
		return err
	}
	svg, err := s.svg(s.signed(s.locales[lang], p, a))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="honglinh-chart.svg"`)
	return httpkit.WriteBytes(w, r, "image/svg+xml", []byte(svg), httpkit.Validator{})
}

func (s *site) explorePNG(w http.ResponseWriter, r *http.Request) error {
	lang := pathLang(r)
	p, a, err := s.plotAsked(r, lang)
	if err != nil {
		return err
	}
	body, err := s.signed(s.locales[lang], p, a).png()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="honglinh-chart.png"`)
	return httpkit.WriteBytes(w, r, "image/png", body, httpkit.Validator{})
}

// exploreCSV is the values shown with their sources, one a line.
func (s *site) exploreCSV(w http.ResponseWriter, r *http.Request) error {
	lang := pathLang(r)
	a, _, err := s.exploreQuery(r)
	if err != nil {
		return err
	}
	l := s.locales[lang]
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
		if v.o.Value != nil {
			value = strconv.FormatFloat(*v.o.Value, 'f', -1, 64)
		}
		p := v.o.Provenance
		lines = append(lines, []string{v.id, v.figure.Text, v.o.Area, l.areaName(v.o), v.o.Period, value, v.o.Printed, v.o.Unit, v.o.Vintage, v.o.Basis, v.o.Method, p.Confidence, p.Title, p.URL, string(p.Date), l.label(v.o.Note, "")})
	}
	if err := out.WriteAll(lines); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="honglinh-figures.csv"`)
	return httpkit.WriteBytes(w, r, "text/csv; charset=utf-8; header=present", b.Bytes(), httpkit.Validator{})
}

// EmbedPage is a chart alone, for frames on other sites.
type EmbedPage struct {
	Page
	SVG     template.HTML
	Unit    string
	Caption []string
	Link    Link
}

// framePolicy lets any site frame the page; it takes nothing and remembers nothing.
const framePolicy = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

func (s *site) embed(w http.ResponseWriter, r *http.Request) error {
	lang, ok := text.ParseLang(r.URL.Query().Get("lang"))
	if !ok {
		lang = text.VI
	}
	p, a, err := s.plotAsked(r, lang, "lang")
	if err != nil {
		return err
	}
	l := s.locales[lang]
	svg, err := s.svg(p)
	if err != nil {
		return err
	}
	page := EmbedPage{SVG: svg, Unit: p.Unit, Caption: p.Caption, Link: Link{Text: l.label(s.Name, ""), URL: s.BaseURL + s.explorePath(lang, a)}}
	page.Page = Page{Lang: lang, Title: p.Title, Site: page.Link.Text, Canonical: page.Link.URL, NoIndex: true}
	w.Header().Set("Content-Security-Policy", framePolicy)
	w.Header().Del("X-Frame-Options")
	return s.show(w, r, "embed", lang, page)
}
