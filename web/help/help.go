package help

import (
	"fmt"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
	"honglinh/web/address"
	"honglinh/web/frame"
)

// apiPage shows how programs ask the catalogue.
type apiPage struct {
	frame.Page
	Base     string
	Examples []example
	Params   []frame.ParamRow
	OpenAPI  string
	// Protocols are all that programs can speak with the catalogue.
	Protocols []protocol
}

// protocol is a way for programs to ask, with where it describes itself.
type protocol struct{ Title, URL, Docs, Standard string }

// example is a request that can be tried at once.
type example struct{ Title, Text, Code, URL string }

func (s *pages) apiHelp(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := apiPage{Page: s.NewPage(r, l.T("api.title"), l.T("api.lead"), s.Fixed(frame.RouteAPI)), Base: s.BaseURL + frame.APIBase, OpenAPI: frame.APIBase + "/openapi.json"}
	for _, e := range []struct{ key, path string }{
		{"search", frame.WithQuery(frame.APISearch, search.Query{Text: l.T("home.example.1"), Kinds: []string{string(vocab.Opportunity)}, Lang: lang}.Values())},
		{"suggest", frame.WithQuery(frame.APISuggest, search.Query{Text: "cum cong", Lang: lang}.Values())},
		{"changes", frame.APIBase + "/changes?since=0"},
		{"datasets", frame.APIDatasets},
		{"units", frame.APIBase + "/units?as_of=2025-06-30"},
	} {
		p.Examples = append(p.Examples, example{Title: l.T("api.example." + e.key), Text: l.T("api.example." + e.key + ".text"), Code: "curl '" + s.BaseURL + e.path + "'", URL: e.path})
	}
	for _, param := range search.Params() {
		p.Params = append(p.Params, frame.ParamRow{Name: param.Name, Help: l.Label(param.Help, ""), Example: s.example(param)})
	}
	for _, spoken := range s.Protocols {
		if spoken.Name == "mcp" { // describes itself in calls only, which no link makes
			spoken.Docs = ""
		}
		p.Protocols = append(p.Protocols, protocol{l.Label(spoken.Title, spoken.Name), s.BaseURL + spoken.URL, spoken.Docs, spoken.Standard})
	}
	return s.Show(w, r, "api", lang, p)
}

// example is a value of a parameter on this very site: "" where there is none, since one of
// another place would find nothing.
func (s *pages) example(p search.Param) string {
	whose := s.Site()
	switch p.Name {
	case "place", "within":
		home, _ := s.Home()
		return home.Code
	case "source":
		return address.Host(whose.Publisher.URL)
	case "near", "bbox", "polygon":
		if whose.Middle == nil {
			return ""
		}
		const reach = 0.05 // degrees, about 5 km
		lon, lat := whose.Middle.Lon, whose.Middle.Lat
		west, east, south, north := lon-reach, lon+reach, lat-reach, lat+reach
		return map[string]string{"near": fmt.Sprintf("%.2f,%.2f", lon, lat), "bbox": fmt.Sprintf("%.2f,%.2f,%.2f,%.2f", west, south, east, north),
			"polygon": fmt.Sprintf("POLYGON((%.2f %.2f,%.2f %.2f,%.2f %.2f,%.2f %.2f))", west, south, east, south, east, north, west, south)}[p.Name]
	}
	return p.Example
}

// aboutPage says what the catalogue is and is not.
type aboutPage struct {
	frame.Page
	Sections []section
}

// section is a heading with its paragraphs.
type section struct {
	ID, Title  string
	Paragraphs []string
	Contact    []frame.Link
}

func (s *pages) about(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := aboutPage{Page: s.NewPage(r, l.T("about.title"), l.T("about.lead"), s.Fixed(frame.RouteAbout))}
	for _, id := range []string{"what", "not", "sure", "language", "reuse", "privacy", "access", "contact"} {
		sec := section{ID: id, Title: l.T("about." + id)}
		for _, n := range []string{".1", ".2", ".3"} {
			if key := "about." + id + n; l.Has(key) {
				sec.Paragraphs = append(sec.Paragraphs, l.T(key))
			}
		}
		if id == "privacy" && s.keep > 0 {
			sec.Paragraphs = append(sec.Paragraphs, l.T("about.privacy.kept", l.Num(float64(s.keep))))
		}
		if id == "contact" && s.keep > 0 {
			sec.Contact = append(sec.Contact, frame.Link{Text: l.T("enquiry_mistake"), URL: s.EnquiryPath(lang, "", true)})
		}
		if id == "contact" {
			sec.Contact = append(sec.Contact, s.Contact(l)...)
		}
		p.Sections = append(p.Sections, sec)
	}
	return s.Show(w, r, "about", lang, p)
}
