package dcat

import (
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/dcat/rdf"
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// formats are the syntaxes, the default first.
func formats() []httpkit.Format {
	return []httpkit.Format{
		{Name: "jsonld", Media: "application/ld+json"},
		{Name: "ttl", Media: "text/turtle; charset=utf-8"},
		{Name: "rdf", Media: "application/rdf+xml"},
		{Name: "nt", Media: "application/n-triples"},
		{Name: "trig", Media: "application/trig"},
	}
}

func names() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, f.Name)
	}
	return out
}

func answers() []httpkit.Answer {
	var out []httpkit.Answer
	for _, f := range formats() {
		a := httpkit.Answer{Media: f.Media, Help: text.New("Đồ thị RDF.", "An RDF graph.")}
		if f.Name == "jsonld" {
			a.Schema = "LinkedData"
		}
		out = append(out, a)
	}
	return out
}

// write answers with the graph in the form of the path's extension, of ?format
// or of Accept.
func (f *Face) write(w http.ResponseWriter, r *http.Request, g *rdf.Graph, modified time.Time) error {
	form, err := chosen(w, r)
	if err != nil {
		return err
	}
	body, err := encode(g, form.Name)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, form.Media, body, httpkit.Validator{Modified: modified})
}

func chosen(w http.ResponseWriter, r *http.Request) (httpkit.Format, error) {
	ext := mux.Vars(r)["ext"]
	for _, f := range formats() {
		if f.Name == ext {
			return f, nil
		}
	}
	return httpkit.Negotiate(w, r, formats())
}

func encode(g *rdf.Graph, name string) ([]byte, error) {
	switch name {
	case "ttl":
		return g.Turtle(prefixes()), nil
	case "rdf":
		return g.RDFXML(prefixes())
	case "nt":
		return g.NTriples(), nil
	case "trig":
		return g.TriG(prefixes()), nil
	}
	return g.JSONLD(prefixes())
}
