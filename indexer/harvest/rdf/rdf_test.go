package rdf_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"honglinh/indexer/harvest/rdf"
)

const at = "https://data.example/catalog"

// canonical writes a graph as sorted N-Quads, whatever its blank nodes are called.
func canonical(t testing.TB, d *ld.RDFDataset) string {
	t.Helper()
	o := ld.NewJsonLdOptions("")
	o.Format, o.Algorithm = "application/n-quads", "URDNA2015"
	out, err := ld.NewJsonLdApi().Normalize(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return out.(string)
}

// TestTheFormsSayTheSame reads one catalogue in both forms and as JSON-LD.
func TestTheFormsSayTheSame(t *testing.T) {
	t.Parallel()
	turtle := `# a catalogue
@base <https://data.example/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
PREFIX dct: <http://purl.org/dc/terms/>
<catalog> a dcat:Catalog ; dcat:dataset <d/1>, [ a dcat:Dataset ; dct:title "B\u1ED9 hai"@vi, '''Set "two"'''@en ; ] .
<d/1> dct:issued "2026-01-02"^^<http://www.w3.org/2001/XMLSchema#date> ; dct:extent 12, 1.5, -3e2, true ;
  dct:subject ( <#a> dcat:theme ) ; dct:publisher _:sở .
_:sở dct:title """Sở
Tài chính""" .`
	xml := `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/" xml:base="https://data.example/">
<dcat:Catalog rdf:about="catalog"><dcat:dataset><rdf:Description rdf:about="d/1" ><dct:issued rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2026-01-02</dct:issued>
<dct:extent rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">12</dct:extent><dct:extent rdf:datatype="http://www.w3.org/2001/XMLSchema#decimal">1.5</dct:extent>
<dct:extent rdf:datatype="http://www.w3.org/2001/XMLSchema#double">-3e2</dct:extent><dct:extent rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</dct:extent>
<dct:subject rdf:parseType="Collection"><rdf:Description rdf:about="#a"/><rdf:Description rdf:about="http://www.w3.org/ns/dcat#theme"/></dct:subject><dct:publisher rdf:nodeID="so"/></rdf:Description></dcat:dataset>
<dcat:dataset xml:lang="vi"><dcat:Dataset dct:title="Bộ hai"><dct:title xml:lang="en">Set "two"</dct:title></dcat:Dataset></dcat:dataset></dcat:Catalog>
<rdf:Description rdf:nodeID="so"><dct:title>Sở
Tài chính</dct:title></rdf:Description></rdf:RDF>`
	one, err := rdf.Turtle(turtle, at)
	if err != nil {
		t.Fatal(err)
	}
	two, err := rdf.XML(xml, at)
	if err != nil {
		t.Fatal(err)
	}
	a, b := canonical(t, one), canonical(t, two)
	if a != b {
		t.Errorf("Turtle:\n%s\nRDF/XML:\n%s", a, b)
	}
	for _, want := range []string{`"Bộ hai"@vi`, `"Sở\nTài chính"`, `<https://data.example/#a>`, `"-3e2"^^<http://www.w3.org/2001/XMLSchema#double>`} {
		if !strings.Contains(a, want) {
			t.Errorf("%s lacks %s", a, want)
		}
	}
	whole, err := ld.NewJsonLdApi().FromRDF(one, ld.NewJsonLdOptions(at))
	if err != nil || len(whole) == 0 {
		t.Error(whole, err)
	}
	if text, err := json.Marshal(whole); err != nil || !strings.Contains(string(text), "Bộ hai") {
		t.Errorf("%s, %v", text, err)
	}
}

func TestFaultsSayWhere(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]string{
		"<a> <b>\n<c>":       "line 2: want a '.'",
		"<a> dct:title 1 .":  `the prefix "dct:" is not declared`,
		"\n<a> <b> \"x .":    "line 2: want the end of a text",
		"<a b> <c> <d> .":    "want an address",
		`<a> <b> "\uD800" .`: "stands for no letter",
		"<a> <b> \xff .":     "not in UTF-8",
		strings.Repeat("<a> <b> [", 1) + strings.Repeat("<b> [", 200): "nested more than 100 deep",
		"<a> <b> " + strings.Repeat("(", 200):                         "nested more than 100 deep",
	} {
		if _, err := rdf.Turtle(doc, at); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: got %v, want %s", doc, err, want)
		}
	}
	root := `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">`
	for doc, want := range map[string]string{
		root + "\n<rdf:li/></rdf:RDF>":                                                                "line 2: <li> is no node",
		root + `<rdf:Description rdf:about="a" rdf:ID="b"/></rdf:RDF>`:                                "two of rdf:about, rdf:ID",
		root + `<rdf:Description rdf:ID="b"/><rdf:Description rdf:ID="b"/></rdf:RDF>`:                 "stands twice",
		root + `<rdf:Description><e:p rdf:resource="a"><e:q/></e:p></rdf:Description></rdf:RDF>`:      "has its value already",
		root + `<rdf:Description><e:p><e:A/>text</e:p></rdf:Description></rdf:RDF>`:                   "both a text and a node",
		root + strings.Repeat("<e:A><e:p>", 101) + strings.Repeat("</e:p></e:A>", 101) + "</rdf:RDF>": "nested more than 100 deep",
		root: "EOF",
	} {
		if _, err := rdf.XML(doc, at); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.120q: got %v, want %s", doc, err, want)
		}
	}
}

func FuzzTurtle(f *testing.F) {
	f.Add("@prefix a: <b#> .\n<a> a:b ( 1 2.0 \"x\"@vi ) ; a:c [ a:d _:e ] .")
	f.Fuzz(func(_ *testing.T, doc string) { _, _ = rdf.Turtle(doc, at) })
}

func FuzzXML(f *testing.F) {
	f.Add(`<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><e:A r:ID="a" e:b="c"><e:p r:parseType="Collection"><e:A/></e:p></e:A></r:RDF>`)
	f.Fuzz(func(_ *testing.T, doc string) { _, _ = rdf.XML(doc, at) })
}
