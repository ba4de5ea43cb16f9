package ogc

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Media types of the answers.
const (
	mediaJSON    = httpkit.JSONMedia
	mediaGeoJSON = "application/geo+json"
	mediaHTML    = "text/html"
	mediaSchema  = "application/schema+json"
	mediaOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
	mediaCatalog = "application/ogc-catalog+json"
	mediaTile    = "application/vnd.mapbox-vector-tile"
)

// link is a web link as the OGC APIs write it.
type link struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Hreflang  string `json:"hreflang,omitempty"`
	Title     string `json:"title,omitempty"`
	Templated bool   `json:"templated,omitempty"`
	Profile   string `json:"profile,omitempty"`
}

// form is one representation of a page.
type form struct {
	name  string // value of f
	media string
}

func pageForms(media string) []form { return []form{{"json", media}, {"html", mediaHTML}} }

// selfAndAlternates links the page in the form asked for and in every other, in the same language and with the same parameters.
func (f *Face) selfAndAlternates(r *http.Request, now form, forms []form, lang text.Lang) []link {
	rels := func(o form) string {
		if o.name == now.name {
			return "self"
		}
		return "alternate"
	}
	var out []link
	for _, o := range forms {
		out = append(out, link{Href: f.again(r, "f", o.name), Rel: rels(o), Type: o.media, Hreflang: string(lang), Title: formTitle(o, lang)})
	}
	slices.SortStableFunc(out, func(a, b link) int { return strings.Compare(b.Rel, a.Rel) }) // "self" before "alternate"
	return out
}

func formTitle(o form, lang text.Lang) string {
	s, _ := text.New("Trang này dạng "+strings.ToUpper(o.name), "This page as "+strings.ToUpper(o.name)).Best(lang)
	return s
}

// again is the address of the request with one parameter changed.
func (f *Face) again(r *http.Request, name, value string) string {
	q := r.URL.Query()
	q.Set(name, value)
	return f.kit.Self(r, q)
}

// href joins a path below the landing page with a query.
func (f *Face) href(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return f.url(path)
	}
	return f.url(path) + "?" + q.Encode()
}

// answer is a document ready to be sent in any form.
type answer struct {
	title    string
	media    string // of the JSON form
	body     any    // what marshals to the document; or raw
	raw      []byte
	etag     []any // what the document depends on besides address and form; nil hashes the body
	modified time.Time
	// path leads from the landing page to the parent of this page, for people.
	trail []crumb
}

// crumb is a step of the way to a page.
type crumb struct{ Title, Href string }

// respond writes the document as JSON or HTML.
func (f *Face) respond(w http.ResponseWriter, r *http.Request, now form, lang text.Lang, a answer) error {
	h := w.Header()
	h.Set("Content-Language", string(lang))
	httpkit.AddVary(h, "Accept-Language")
	body := a.raw
	if body == nil {
		b, err := httpkit.Marshal(a.body)
		if err != nil {
			return err
		}
		body = append(b, '\n')
	}
	media := a.media
	if now.name == "html" {
		page, err := f.page(r, lang, a, body)
		if err != nil {
			return err
		}
		h.Set("Content-Security-Policy", pagePolicy)
		body, media = page, mediaHTML+"; charset=utf-8"
	}
	v := httpkit.Validator{Modified: a.modified}
	return httpkit.WriteBytes(w, r, media, body, v)
}

// pagePolicy lets a page load its stylesheet and show the map that is in it, and nothing else.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// choose picks the form of the answer by f or Accept. JSON media types stand for each other: a client that accepts application/json gets GeoJSON.
func (f *Face) choose(w http.ResponseWriter, r *http.Request, forms []form) (form, text.Lang, error) {
	offers := make([]httpkit.Format, 0, 2*len(forms))
	for _, o := range forms {
		offers = append(offers, httpkit.Format{Name: o.name, Media: o.media})
	}
	offers = append(offers, httpkit.Format{Name: "json", Media: mediaJSON}, httpkit.Format{Name: "json", Media: "application/vnd.oai.openapi+json"})
	got, err := httpkit.Negotiate(w, r, offers)
	if err != nil {
		return form{}, "", err
	}
	for _, o := range forms {
		if o.name == got.Name {
			return o, httpkit.Lang(r), nil
		}
	}
	return forms[0], httpkit.Lang(r), nil
}

// opening is what the answer of a page begins with: the form and the language that were asked for,
// and links to the page in each form.
type opening struct {
	now   form
	lang  text.Lang
	links []link
}

// begin checks the parameters of a page that takes none but its form and language, in a media
// type and HTML, and chooses these.
func (f *Face) begin(w http.ResponseWriter, r *http.Request, media string) (opening, error) {
	if _, err := check(r, pageParameters(media)); err != nil {
		return opening{}, err
	}
	forms := pageForms(media)
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return opening{}, err
	}
	return opening{now, lang, f.selfAndAlternates(r, now, forms, lang)}, nil
}

func best(t text.Text, l text.Lang) string {
	s, _ := t.Best(l)
	return s
}

// say is a sentence in the reader's language.
func say(l text.Lang, vi, en string) string {
	if l == text.EN {
		return en
	}
	return vi
}
