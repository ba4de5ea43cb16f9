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
// visit, with its table in three forms.
const catalogue = `{"@context":{"dcat":"http://www.w3.org/ns/dcat#","dct":"http://purl.org/dc/terms/","foaf":"http://xmlns.com/foaf/0.1/","hydra":"http://www.w3.org/ns/hydra/core#"},"@graph":[
{"@id":"/catalog","@type":"dcat:Catalog"%s},
{"@id":"_:b%d","@type":"dcat:Dataset","dct:identifier":"bo-%d","dct:title":[{"@language":"vi","@value":"Bộ %d"},{"@language":"en","@value":"Set %d"}],"dct:modified":"2026-01-%02d",
"dct:publisher":{"@type":"foaf:Agent","foaf:name":"Sở"},"dcat:keyword":["đất"],"dct:license":{"@id":"https://creativecommons.org/licenses/by/4.0/"},
"dcat:distribution":[{"@type":"dcat:Distribution","dcat:downloadURL":{"@id":"/t/%d.csv"},"dct:format":{"@id":"http://publications.europa.eu/resource/authority/file-type/CSV"}},
{"@type":"dcat:Distribution","dcat:downloadURL":{"@id":"/t/%d.xlsx"},"dcat:mediaType":"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
{"@type":"dcat:Distribution","dcat:accessURL":{"@id":"/t/%d.html"}}]}]}`

func TestDCATPassesTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
		version := 1
		return harvesttest.Rig{Protocol: dcat.Protocol{}, Items: 2, Source: harvest.Source{Protocol: "dcat", Address: "/catalog"}, Change: func() { version++ },
			Portal: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case strings.HasSuffix(r.URL.Path, ".csv"):
					fmt.Fprintf(w, "xa,so\nA,%s %d\n", r.URL.Path, version)
				case r.URL.Path != "/catalog":
					http.NotFound(w, r)
				case r.URL.Query().Get("page") == "":
					fmt.Fprintf(w, catalogue, `,"hydra:next":{"@id":"/catalog?page=2"}`, 1, 1, 1, 1, version, 1, 1, 1)
				default:
					fmt.Fprintf(w, catalogue, "", 1, 2, 2, 2, 1, 2, 2, 2)
				}
			})}
	})
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
