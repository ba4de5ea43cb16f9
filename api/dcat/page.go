package dcat

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets"
)

// Pages wraps the pages for people: a program that asks the page of a dataset,
// /{lang}/dataset/{slug}, for an RDF syntax is sent to the dataset's description
// in it (303, as W3C's "Cool URIs" has it), and the page names the descriptions
// in its Link field. What Accept does not tell apart stays a page.
func Pages(library func() *datasets.Library, people http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		slug, ok := pageOf(r)
		if ok {
			_, ok = library().Find(slug)
		}
		if !ok {
			people.ServeHTTP(w, r)
			return
		}
		description := catalogRoot + "/datasets/" + url.PathEscape(slug)
		// A page's own parameters are not ours: only Accept counts.
		asked := r.Clone(r.Context())
		asked.URL.RawQuery = ""
		form, err := httpkit.Negotiate(w, asked, append([]httpkit.Format{htmlForm()}, formats()...))
		for _, f := range formats() {
			w.Header().Add("Link", "<"+description+"."+f.Name+`>; rel="describedby"; type="`+bare(f)+`"`)
		}
		if err == nil && form.Name != htmlForm().Name {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			seeOther(w, description+"."+form.Name)
			return
		}
		people.ServeHTTP(w, r)
	})
}

const catalogRoot = "/catalog"

// htmlForm is what people read.
func htmlForm() httpkit.Format {
	return httpkit.Format{Name: "html", Media: "text/html; charset=utf-8"}
}

func bare(f httpkit.Format) string {
	media, _, _ := strings.Cut(f.Media, ";")
	return media
}

// pageOf is the slug of the dataset whose page is asked for.
func pageOf(r *http.Request) (string, bool) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return "", false
	}
	parts := strings.Split(r.URL.Path, "/")
	if len(parts) != 4 || parts[2] != "dataset" || parts[3] == "" {
		return "", false
	}
	for _, l := range text.Langs() {
		if parts[1] == string(l) {
			return parts[3], true
		}
	}
	return "", false
}

// forPeople sends browsers that came to the catalogue's public address on to the
// page that shows the same, in their language; page is its path behind the
// language. It reports whether it did.
func forPeople(w http.ResponseWriter, r *http.Request, page string) bool {
	if mux.Vars(r)["ext"] != "" || r.URL.Query().Has("format") || !strings.HasPrefix(r.URL.Path, catalogRoot) {
		return false
	}
	// Ties are the programs': curl and harvesters accept anything.
	form, err := httpkit.Negotiate(w, r, append(formats(), htmlForm()))
	if err != nil || form.Name != htmlForm().Name {
		return false
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	seeOther(w, "/"+string(httpkit.AcceptLanguage(r))+page)
	return true
}

func seeOther(w http.ResponseWriter, address string) {
	w.Header().Set("Cache-Control", "public, no-cache")
	w.Header().Set("Location", address)
	w.WriteHeader(http.StatusSeeOther)
}
