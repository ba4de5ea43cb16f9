package dcat_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/dcat"
	"honglinh/indexer/harvest/harvesttest"
)

// catalogue is a page of one dataset, which is a blank node under another name at each
// visit, with its table in three forms. Its verbs are the link to the next page, the
// number of the dataset and its day.
var catalogue = map[string]string{
	"JSON-LD": `{"@context":{"dcat":"http://www.w3.org/ns/dcat#","dct":"http://purl.org/dc/terms/","foaf":"http://xmlns.com/foaf/0.1/","hydra":"http://www.w3.org/ns/hydra/core#"},"@graph":[
{"@id":"/catalog","@type":"dcat:Catalog"%[1]s},
{"@id":"_:b%[2]d","@type":"dcat:Dataset","dct:identifier":"bo-%[2]d","dct:title":[{"@language":"vi","@value":"Bộ %[2]d"},{"@language":"en","@value":"Set %[2]d"}],"dct:modified":"2026-01-%02[3]d",
"dct:publisher":{"@type":"foaf:Agent","foaf:name":"Sở"},"dcat:keyword":["đất"],"dct:license":{"@id":"https://creativecommons.org/licenses/by/4.0/"},
"dcat:distribution":[{"@type":"dcat:Distribution","dcat:downloadURL":{"@id":"/t/%[2]d.csv"},"dct:format":{"@id":"http://publications.europa.eu/resource/authority/file-type/CSV"}},
{"@type":"dcat:Distribution","dcat:downloadURL":{"@id":"/t/%[2]d.xlsx"},"dcat:mediaType":"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
{"@type":"dcat:Distribution","dcat:accessURL":{"@id":"/t/%[2]d.html"}}]}]}`,
	"Turtle": `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> .
</catalog> a dcat:Catalog %[1]s .
[] a dcat:Dataset ; dct:identifier "bo-%[2]d" ; dct:title "Bộ %[2]d"@vi, "Set %[2]d"@en ; dct:modified "2026-01-%02[3]d" ; dct:publisher [ a foaf:Agent ; foaf:name "Sở" ] ;
dcat:keyword "đất" ; dct:license <https://creativecommons.org/licenses/by/4.0/> ;
dcat:distribution [ a dcat:Distribution ; dcat:downloadURL </t/%[2]d.csv> ; dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ], [ a dcat:Distribution ; dcat:accessURL </t/%[2]d.html> ] .`,
	"RDF/XML": `<?xml version="1.0" encoding="utf-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:hydra="http://www.w3.org/ns/hydra/core#">
<dcat:Catalog rdf:about="/catalog">%[1]s<dcat:dataset><dcat:Dataset><dct:identifier>bo-%[2]d</dct:identifier><dct:title xml:lang="vi">Bộ %[2]d</dct:title><dct:title xml:lang="en">Set %[2]d</dct:title><dct:modified>2026-01-%02[3]d</dct:modified>
<dct:publisher><foaf:Agent foaf:name="Sở"/></dct:publisher><dcat:keyword>đất</dcat:keyword><dct:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>
<dcat:distribution><dcat:Distribution><dcat:downloadURL rdf:resource="/t/%[2]d.csv"/><dct:format rdf:resource="http://publications.europa.eu/resource/authority/file-type/CSV"/></dcat:Distribution></dcat:distribution></dcat:Dataset></dcat:dataset></dcat:Catalog></rdf:RDF>`,
}

var next = map[string]string{"JSON-LD": `,"hydra:next":{"@id":"/catalog?page=2"}`, "Turtle": `; hydra:next </catalog?page=2>`, "RDF/XML": `<hydra:next rdf:resource="/catalog?page=2"/>`}

func portal(form string, version *int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, ".csv"):
			fmt.Fprintf(w, "xa,so\nA,%s %d\n", r.URL.Path, *version)
		case r.URL.Path != "/catalog":
			http.NotFound(w, r)
		case r.URL.Query().Get("page") == "":
			fmt.Fprintf(w, catalogue[form], next[form], 1, *version)
		default:
			fmt.Fprintf(w, catalogue[form], "", 2, 2)
		}
	})
}

func TestDCATPassesTheSuite(t *testing.T) {
	for form := range catalogue {
		t.Run(form, func(t *testing.T) {
			harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
				version := 1
				return harvesttest.Rig{Protocol: dcat.Protocol{}, Items: 2, Source: harvest.Source{Protocol: "dcat", Address: "/catalog"}, Change: func() { version++ }, Portal: portal(form, &version)}
			})
		})
	}
}

func TestTheFormsOfACatalogueGiveTheSamePackages(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for form := range catalogue {
		version := 1
		s := harvesttest.New(t, harvesttest.Rig{Protocol: dcat.Protocol{}, Source: harvest.Source{Protocol: "dcat", Address: "/catalog"}, Portal: portal(form, &version)})
		if rep := s.Run(t, 0); rep.Items != 2 || rep.RefusedCount != 0 {
			t.Fatalf("%s: got %+v", form, rep)
		}
		got[form] = strings.ReplaceAll(fmt.Sprint(s.Files(t)), strings.TrimSuffix(s.Source.Address, "/catalog"), "")
	}
	if got["Turtle"] != got["JSON-LD"] || got["RDF/XML"] != got["JSON-LD"] {
		t.Errorf("got %v", got)
	}
}

func TestAContextThatIsElsewhereIsNotAskedFor(t *testing.T) {
	t.Parallel()
	s := harvesttest.New(t, harvesttest.Rig{Protocol: dcat.Protocol{}, Source: harvest.Source{Protocol: "dcat", Address: "/catalog"},
		Portal: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/catalog" {
				t.Errorf("%s was asked for", r.URL)
			}
			fmt.Fprintf(w, `{"@context":"http://%s/context","@type":"http://www.w3.org/ns/dcat#Catalog"}`, r.Host)
		})})
	if rep := s.Run(t, 0); rep.Stopped == "" {
		t.Errorf("got %+v", rep)
	}
}
