package web

import (
	"net/http"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
)

// APIPage shows how programs ask the catalogue.
type APIPage struct {
	Page
	Base     string
	Examples []Example
	Params   []ParamRow
	OpenAPI  string
}

// Example is a request that can be tried at once.
type Example struct{ Title, Text, Code, URL string }

// ParamRow documents a parameter of the search.
type ParamRow struct{ Name, Help, Example string }

func (s *site) apiHelp(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	p := APIPage{Page: s.frame(r, l.t("api.title"), l.t("api.lead"), s.fixed(routeAPI)), Base: s.BaseURL + apiBase, OpenAPI: apiBase + "/openapi.json"}
	for _, e := range []struct{ key, path string }{
		{"search", withQuery(apiSearch, search.Query{Text: l.t("home.example.1"), Kinds: []string{string(vocab.Opportunity)}, Lang: lang}.Values())},
		{"suggest", withQuery(apiSuggest, search.Query{Text: "cum cong", Lang: lang}.Values())},
		{"changes", apiBase + "/changes?since=0"},
		{"datasets", apiDatasets},
		{"units", apiBase + "/units?as_of=2025-06-30"},
	} {
		p.Examples = append(p.Examples, Example{Title: l.t("api.example." + e.key), Text: l.t("api.example." + e.key + ".text"), Code: "curl '" + s.BaseURL + e.path + "'", URL: e.path})
	}
	for _, param := range search.Params() {
		p.Params = append(p.Params, ParamRow{param.Name, l.label(param.Help, ""), param.Example})
	}
	return s.show(w, r, "api", lang, p)
}

// WidgetPage offers the search box to other sites.
type WidgetPage struct {
	Page
	Script     string
	Snippet    string
	Style      string
	Attributes []ParamRow
	Properties []ParamRow
	Map        MapWidget
}

func (s *site) widgetHelp(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	p := WidgetPage{Page: s.frame(r, l.t("widget.title"), l.t("widget.lead"), s.fixed(routeWidget)), Script: s.path(routeScript)}
	p.Snippet = "<script type=\"module\" src=\"" + s.BaseURL + p.Script + "\"></script>\n<honglinh-search lang=\"" + string(lang) + "\" kind=\"opportunity\"></honglinh-search>"
	p.Style = "honglinh-search {\n  --honglinh-primary: #0B5D4E;\n  --honglinh-radius: 6px;\n  --honglinh-font: Georgia, serif;\n}"
	for _, name := range []string{"lang", "kind", "place", "topic", "limit", "placeholder", "label", "theme"} {
		p.Attributes = append(p.Attributes, ParamRow{Name: name, Help: l.t("widget.attr." + name)})
	}
	for _, name := range strings.Fields("--honglinh-primary --honglinh-text --honglinh-muted --honglinh-ground --honglinh-line --honglinh-radius --honglinh-font") {
		p.Properties = append(p.Properties, ParamRow{Name: name, Help: l.t("widget.prop." + strings.TrimPrefix(name, "--honglinh-"))})
	}
	p.Map = s.mapWidgetHelp(lang)
	return s.show(w, r, "widget", lang, p)
}

// AboutPage says what the catalogue is and is not.
type AboutPage struct {
	Page
	Sections []Section
}

// Section is a heading with its paragraphs.
type Section struct {
	ID, Title  string
	Paragraphs []string
}

func (s *site) about(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	p := AboutPage{Page: s.frame(r, l.t("about.title"), l.t("about.lead"), s.fixed(routeAbout))}
	for _, id := range []string{"what", "not", "sure", "language", "reuse", "privacy", "access", "contact"} {
		sec := Section{ID: id, Title: l.t("about." + id)}
		for _, n := range []string{".1", ".2", ".3"} {
			if key := "about." + id + n; l.has(key) {
				sec.Paragraphs = append(sec.Paragraphs, l.t(key))
			}
		}
		p.Sections = append(p.Sections, sec)
	}
	return s.show(w, r, "about", lang, p)
}

// ErrorPage says what happened and what to do, in both languages.
type ErrorPage struct {
	Page
	Code      int
	Head      string
	Detail    Phrase
	Parameter string
	Nearest   string
	Help      string
	Last      Link // the last version of a record that was removed
	Request   string
	Other     ErrorOther
}

// ErrorOther is the same in the other language, in short.
type ErrorOther struct{ Lang, Title, Help string }

// problem renders a fault as a page; it is the kit's renderer.
func (s *site) problem(w http.ResponseWriter, r *http.Request, p httpkit.Problem) {
	lang := pathLang(r)
	l := s.locales[lang]
	kind := httpkit.FindKind(p.Kind)
	page := ErrorPage{Code: p.Status, Head: l.label(kind.Title, p.Title), Parameter: p.Parameter, Nearest: p.Nearest, Request: p.RequestID}
	page.Page = s.frame(r, page.Head, "", s.fixed(routeHome))
	page.NoIndex, page.Feed, page.Box.Head = true, "", false
	page.Detail = l.phrase(p.DetailVI, "vi")
	if p.DetailEN != "" && (lang == "en" || p.DetailVI == "") {
		page.Detail = l.phrase(p.DetailEN, "en")
	}
	page.Help = l.t("error.help." + string(p.Kind))
	other := s.locales[lang.Other()]
	page.Other = ErrorOther{string(lang.Other()), other.label(kind.Title, ""), other.t("error.help." + string(p.Kind))}
	if p.Kind == catalog.Gone {
		page.Last = s.lastVersion(r, l)
	}
	body, err := s.views.render("error", lang, page)
	if err != nil {
		s.log.Error("error page", "op", "web.problem", "err", err)
		httpkit.WriteProblem(w, r, p)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(lang))
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader has gone if this fails
	}
}
