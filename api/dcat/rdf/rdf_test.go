package rdf

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func prefixes() []Prefix {
	return []Prefix{{"ex", "http://ex.example/v#"}, {"xsd", "http://www.w3.org/2001/XMLSchema#"}}
}

func sample() *Graph {
	g := &Graph{}
	g.Add("http://a.example/1", TypeIRI, IRI("http://ex.example/v#Thing"))
	g.Add("http://a.example/1", "http://ex.example/v#title", Tagged("Xin \"chào\"\n<b>&", "vi"))
	g.Add("http://a.example/1", "http://ex.example/v#title", Tagged("Hi", "en"))
	g.Add("http://a.example/1", "http://ex.example/v#size", Typed("5", "http://www.w3.org/2001/XMLSchema#integer"))
	g.Add("http://a.example/1", "http://ex.example/v#size", Typed("5", "http://www.w3.org/2001/XMLSchema#integer"))
	g.Add("http://a.example/1", "http://other.example/p/see", IRI("http://b.example/x y"))
	g.Add("http://a.example/1", "http://ex.example/v#nothing", Literal(""))
	g.Add("http://a.example/1", "http://ex.example/v#nothing", Term{})
	return g
}

func TestSyntaxes(t *testing.T) {
	g := sample()
	rdfXML, err := g.RDFXML(prefixes())
	if err != nil {
		t.Fatal(err)
	}
	jsonLD, err := g.JSONLD(prefixes())
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, got, want string }{
		{"N-Triples", string(g.NTriples()), `<http://a.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://ex.example/v#Thing> .
<http://a.example/1> <http://ex.example/v#title> "Xin \"chào\"\n<b>&"@vi .
<http://a.example/1> <http://ex.example/v#title> "Hi"@en .
<http://a.example/1> <http://ex.example/v#size> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://a.example/1> <http://other.example/p/see> <http://b.example/x%20y> .
`},
		{"Turtle", string(g.Turtle(prefixes())), `@prefix ex: <http://ex.example/v#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<http://a.example/1> a ex:Thing ;
    ex:title "Xin \"chào\"\n<b>&"@vi, "Hi"@en ;
    ex:size "5"^^xsd:integer ;
    <http://other.example/p/see> <http://b.example/x%20y> .
`},
		{"TriG", string(g.TriG(prefixes())), `@prefix ex: <http://ex.example/v#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

{
  <http://a.example/1> a ex:Thing ;
      ex:title "Xin \"chào\"\n<b>&"@vi, "Hi"@en ;
      ex:size "5"^^xsd:integer ;
      <http://other.example/p/see> <http://b.example/x%20y> .
}
`},
		{"RDF/XML", string(rdfXML), `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:ex="http://ex.example/v#"
    xmlns:xsd="http://www.w3.org/2001/XMLSchema#"
    xmlns:ns2="http://other.example/p/">
  <rdf:Description rdf:about="http://a.example/1">
    <rdf:type rdf:resource="http://ex.example/v#Thing"/>
    <ex:title xml:lang="vi">Xin &#34;chào&#34;&#xA;&lt;b&gt;&amp;</ex:title>
    <ex:title xml:lang="en">Hi</ex:title>
    <ex:size rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">5</ex:size>
    <ns2:see rdf:resource="http://b.example/x%20y"/>
  </rdf:Description>
</rdf:RDF>
`},
	} {
		if diff := cmp.Diff(tc.want, tc.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	var doc struct {
		Graph []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(jsonLD, &doc); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{{"@id": "http://a.example/1", "@type": []any{"ex:Thing"},
		"ex:title":                   []any{map[string]any{"@language": "vi", "@value": "Xin \"chào\"\n<b>&"}, map[string]any{"@language": "en", "@value": "Hi"}},
		"ex:size":                    []any{map[string]any{"@type": "xsd:integer", "@value": "5"}},
		"http://other.example/p/see": []any{map[string]any{"@id": "http://b.example/x%20y"}}}}
	if diff := cmp.Diff(want, doc.Graph); diff != "" {
		t.Errorf("JSON-LD (-want +got):\n%s", diff)
	}
}

func FuzzAnyTextStaysInItsPlace(f *testing.F) {
	for _, s := range []string{"", "a", "\"@en . <x> <y> <z", "\\", "\r\n\t", "]]></x>", "\x00\x7f\u0085\u2028\ufffe", "\xff\xfe", "http://a/<>\"{}|\\^`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := &Graph{}
		g.Add(s, "http://ex.example/v#p", Tagged(s, "vi"))
		g.Add(s, "http://ex.example/v#p", Literal(s))
		g.Add("http://a.example/", "http://ex.example/v#p", IRI(s))
		if lines := strings.Count(string(g.NTriples()), "\n"); lines != g.Len() {
			t.Errorf("%q: %d lines for %d statements", s, lines, g.Len())
		}
		b, err := g.JSONLD(prefixes())
		if err != nil || !json.Valid(b) {
			t.Errorf("%q: JSON-LD %v", s, err)
		}
		x, err := g.RDFXML(prefixes())
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(strings.NewReader(string(x)))
		properties := 0
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v\n%s", s, err, x)
			}
			if e, ok := token.(xml.StartElement); ok && e.Name.Local == "p" {
				properties++
			}
		}
		if properties != g.Len() {
			t.Errorf("%q: %d properties for %d statements", s, properties, g.Len())
		}
	})
}
