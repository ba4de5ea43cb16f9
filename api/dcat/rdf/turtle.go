package rdf

import (
	"fmt"
	"strings"
)

// NTriples writes the graph as N-Triples.
func (g *Graph) NTriples() []byte {
	var b strings.Builder
	for _, t := range g.triples {
		b.WriteString("<" + t.Subject + "> <" + t.Predicate + "> " + long(t.Object) + " .\n")
	}
	return []byte(b.String())
}

// long prints a term with its full addresses.
func long(t Term) string {
	if !t.literal {
		return "<" + t.IRI + ">"
	}
	s := quoted(t.Value)
	if t.Lang != "" {
		return s + "@" + t.Lang
	}
	if t.Datatype != "" {
		return s + "^^<" + t.Datatype + ">"
	}
	return s
}

// quoted prints a string as Turtle and N-Triples quote it.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case 0x7f, 0x85, 0x2028, 0x2029:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Turtle writes the graph as Turtle.
func (g *Graph) Turtle(prefixes []Prefix) []byte {
	var b strings.Builder
	used := g.header(&b, prefixes)
	g.body(&b, used, "")
	return []byte(b.String())
}

// TriG writes the graph as TriG, as its default graph.
func (g *Graph) TriG(prefixes []Prefix) []byte {
	var b strings.Builder
	used := g.header(&b, prefixes)
	b.WriteString("\n{")
	g.body(&b, used, "  ")
	b.WriteString("}\n")
	return []byte(b.String())
}

func (g *Graph) header(b *strings.Builder, prefixes []Prefix) []Prefix {
	used := g.used(prefixes)
	for _, p := range used {
		fmt.Fprintf(b, "@prefix %s: <%s> .\n", p.Name, p.Namespace)
	}
	return used
}

func (g *Graph) body(b *strings.Builder, prefixes []Prefix, indent string) {
	for _, s := range g.subjects() {
		var lines []string
		if len(s.types) > 0 {
			var types []string
			for _, t := range s.types {
				types = append(types, short(prefixes, Term{IRI: t}))
			}
			lines = append(lines, "a "+strings.Join(types, ", "))
		}
		for _, p := range s.properties {
			var objects []string
			for _, o := range p.objects {
				objects = append(objects, short(prefixes, o))
			}
			lines = append(lines, short(prefixes, Term{IRI: p.predicate})+" "+strings.Join(objects, ", "))
		}
		b.WriteString("\n" + indent + "<" + s.iri + "> " + strings.Join(lines, " ;\n"+indent+"    ") + " .\n")
	}
}

func short(prefixes []Prefix, t Term) string {
	if !t.literal {
		if p, local, ok := shorten(prefixes, t.IRI); ok {
			return p + ":" + local
		}
		return "<" + t.IRI + ">"
	}
	if t.Datatype != "" && t.Lang == "" {
		return quoted(t.Value) + "^^" + short(prefixes, Term{IRI: t.Datatype})
	}
	return long(t)
}
