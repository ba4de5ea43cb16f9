package rdf

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// RDFXML writes the graph as RDF/XML. A predicate that no prefix shortens gets a
// namespace of its own, cut before its last name.
func (g *Graph) RDFXML(prefixes []Prefix) ([]byte, error) {
	prefixes, err := g.naming(prefixes)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString(xml.Header + `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"`)
	for _, p := range prefixes {
		if p.Name != "rdf" {
			fmt.Fprintf(&b, "\n    xmlns:%s=\"%s\"", p.Name, escape(p.Namespace))
		}
	}
	b.WriteString(">\n")
	for _, s := range g.subjects() {
		fmt.Fprintf(&b, "  <rdf:Description rdf:about=\"%s\">\n", escape(s.iri))
		for _, t := range s.types {
			fmt.Fprintf(&b, "    <rdf:type rdf:resource=\"%s\"/>\n", escape(t))
		}
		for _, p := range s.properties {
			prefix, local, _ := shorten(prefixes, p.predicate)
			for _, o := range p.objects {
				b.WriteString("    " + element(prefix+":"+local, o) + "\n")
			}
		}
		b.WriteString("  </rdf:Description>\n")
	}
	b.WriteString("</rdf:RDF>\n")
	return []byte(b.String()), nil
}

// naming adds a prefix for every predicate that has none.
func (g *Graph) naming(prefixes []Prefix) ([]Prefix, error) {
	out := g.used(prefixes)
	for _, t := range g.triples {
		if _, _, ok := shorten(out, t.Predicate); ok || t.Predicate == TypeIRI {
			continue
		}
		cut := strings.LastIndexAny(t.Predicate, "/#") + 1
		if cut == 0 || !plainName(t.Predicate[cut:]) {
			return nil, fmt.Errorf("rdf: RDF/XML cannot name the property %s", t.Predicate)
		}
		out = append(out, Prefix{fmt.Sprintf("ns%d", len(out)), t.Predicate[:cut]})
	}
	return out, nil
}

func element(name string, o Term) string {
	switch {
	case !o.literal:
		return fmt.Sprintf(`<%s rdf:resource="%s"/>`, name, escape(o.IRI))
	case o.Lang != "":
		return fmt.Sprintf(`<%s xml:lang="%s">%s</%s>`, name, escape(o.Lang), escape(o.Value), name)
	case o.Datatype != "":
		return fmt.Sprintf(`<%s rdf:datatype="%s">%s</%s>`, name, escape(o.Datatype), escape(o.Value), name)
	}
	return fmt.Sprintf(`<%s>%s</%s>`, name, escape(o.Value), name)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}
