package frame

import (
	"encoding/json"
	"encoding/xml"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
)

// The routes of what tells programs whose catalogue this is.
const (
	routeBrand      = "web.brand"
	routeOpenSearch = "web.opensearch"
	routeManifest   = "web.manifest"
)

// branding are the addresses of the site's colour, of its search for browsers and of its
// manifest; the last two in the first language of the site and in each.
func (s *Frame) branding() []Route {
	return []Route{
		{Name: routeBrand, Path: "/brand.css", Bare: true, Handle: s.brand},
		{Path: "/opensearch.xml", Bare: true, Handle: s.openSearch},
		{Name: routeOpenSearch, Path: "/opensearch.xml", Use: httpkit.UseNone, Handle: s.openSearch},
		{Path: "/manifest.webmanifest", Bare: true, Handle: s.manifest},
		{Name: routeManifest, Path: "/manifest.webmanifest", Use: httpkit.UseNone, Handle: s.manifest},
	}
}

// brand is the style sheet with the site's colour. On the dark background a light tint of it
// stands in: two thirds of white keep any colour that white text is readable on above 4.5:1.
func (s *Frame) brand(w http.ResponseWriter, r *http.Request) error {
	colour := s.Site().Colour
	if colour == "" {
		return catalog.NewFault(catalog.NotFound, "", "Danh mục này không có màu riêng.", "This catalogue has no colour of its own.")
	}
	css := ":root{--primary:" + colour + "}\n@media (prefers-color-scheme:dark){:root{--primary:color-mix(in srgb," + colour + " 34%,white)}}\n"
	return httpkit.WriteBytes(w, r, "text/css; charset=utf-8", []byte(css), httpkit.Validator{})
}

// addressed is the language in the path, else the first of the site.
func (s *Frame) addressed(r *http.Request) text.Lang {
	if v, ok := httpkit.PathVar(r, "lang"); ok {
		if lang, ok := text.ParseLang(v); ok {
			return lang
		}
	}
	return s.Site().Languages[0]
}

// searchForm is an OpenSearch 1.1 description document.
type searchForm struct {
	XMLName     xml.Name    `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string      `xml:"ShortName"`
	Description string      `xml:"Description"`
	Contact     string      `xml:"Contact,omitempty"`
	Image       searchImage `xml:"Image"`
	URL         []searchURL `xml:"Url"`
	Language    string      `xml:"Language"`
	Input       string      `xml:"InputEncoding"`
}

type searchImage struct {
	Type string `xml:"type,attr"`
	URL  string `xml:",chardata"`
}

type searchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Template string `xml:"template,attr"`
}

// Lengths that OpenSearch 1.1 allows, in characters.
const shortNameRunes, aboutRunes = 16, 1024

// openSearch lets a browser search the catalogue from its address bar.
func (s *Frame) openSearch(w http.ResponseWriter, r *http.Request) error {
	lang := s.addressed(r)
	l, whose := s.Locale(lang), s.Site()
	name := []rune(s.Brand(l))
	page := s.BaseURL + s.Local(RouteSearch, lang) + "?q={searchTerms}"
	doc := searchForm{ShortName: string(name[:min(len(name), shortNameRunes)]), Description: ClipText(l.Label(whose.Description, ""), aboutRunes), Contact: whose.Contact.Email,
		Image: searchImage{"image/svg+xml", s.BaseURL + s.icons()}, Language: string(lang), Input: "UTF-8",
		URL: []searchURL{{Type: "text/html", Template: page}, {Type: "application/atom+xml", Template: s.BaseURL + APIBase + "/search.atom?lang=" + string(lang) + "&q={searchTerms}"},
			{Type: "application/opensearchdescription+xml", Rel: "self", Template: s.BaseURL + s.Local(routeOpenSearch, lang)}}}
	body, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, "application/opensearchdescription+xml; charset=utf-8", append([]byte(xml.Header), body...), httpkit.Validator{})
}

// icons is the address of the picture that stands for the catalogue.
func (s *Frame) icons() string {
	if s.Site().Picture != nil {
		return APIBase + "/site/logo"
	}
	return "/favicon.ico"
}

// manifest is the web app manifest: what a phone calls the catalogue on its first screen.
func (s *Frame) manifest(w http.ResponseWriter, r *http.Request) error {
	lang := s.addressed(r)
	l, whose := s.Locale(lang), s.Site()
	doc := map[string]any{"name": l.Label(whose.Name, ""), "short_name": s.Brand(l), "lang": string(lang), "start_url": s.Local(RouteHome, lang), "scope": "/",
		"id": "/", "display": "minimal-ui", "background_color": "#FBFAF6", "icons": []map[string]string{{"src": s.icons(), "sizes": "any"}}}
	if about := l.Label(whose.Description, ""); about != "" {
		doc["description"] = about
	}
	if whose.Colour != "" {
		doc["theme_color"] = whose.Colour
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, "application/manifest+json; charset=utf-8", body, httpkit.Validator{})
}
