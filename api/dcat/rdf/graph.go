package rdf

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Term is an IRI or a literal. The zero Term is neither.
type Term struct {
	IRI   string
	Value string
	// Lang is the language tag of a literal, Datatype its datatype; "" and "" is a string.
	Lang     string
	Datatype string
	literal  bool
}

// IRI returns an IRI term. What may not stand in an IRI is percent-encoded.
func IRI(s string) Term { return Term{IRI: cleanIRI(s)} }

// Literal returns a plain string.
func Literal(s string) Term { return Term{Value: clean(s), literal: true} }

// Tagged returns a string in a language.
func Tagged(s, lang string) Term { return Term{Value: clean(s), Lang: lang, literal: true} }

// Typed returns a literal of a datatype.
func Typed(s, datatype string) Term { return Term{Value: clean(s), Datatype: datatype, literal: true} }

// cleanIRI escapes what RFC 3987 and the syntaxes do not allow in an IRI, so that
// nothing from a descriptor can end it early.
func cleanIRI(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c == 0x7f || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			b.WriteByte('%')
			b.WriteByte("0123456789ABCDEF"[c>>4])
			b.WriteByte("0123456789ABCDEF"[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return strings.ToValidUTF8(b.String(), "%EF%BF%BD")
}

// clean leaves out what XML 1.0 cannot carry, so that all syntaxes say the same.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		if r == '\r' {
			return '\n'
		}
		return r
	}, s)
}

// Triple is a statement.
type Triple struct {
	Subject   string
	Predicate string
	Object    Term
}

// Graph is a set of triples in the order in which they were added.
type Graph struct {
	triples []Triple
	seen    map[Triple]bool
}

// Add adds a statement; an empty object adds nothing.
func (g *Graph) Add(subject, predicate string, object Term) {
	t := Triple{cleanIRI(subject), predicate, object}
	if object.IRI == "" && !object.literal || object.literal && object.Value == "" || g.seen[t] {
		return
	}
	if g.seen == nil {
		g.seen = map[Triple]bool{}
	}
	g.seen[t] = true
	g.triples = append(g.triples, t)
}

// Len returns the number of statements.
func (g *Graph) Len() int { return len(g.triples) }

// Triples returns the statements; do not change them.
func (g *Graph) Triples() []Triple { return g.triples }

// subject is what is said of one IRI.
type subject struct {
	iri   string
	types []string
	// properties in the order of their first statement.
	properties []property
}

type property struct {
	predicate string
	objects   []Term
}

// TypeIRI is rdf:type.
const TypeIRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

// subjects groups the statements by subject and predicate, in order.
func (g *Graph) subjects() []subject {
	var out []subject
	at := map[string]int{}
	for _, t := range g.triples {
		i, ok := at[t.Subject]
		if !ok {
			i = len(out)
			at[t.Subject] = i
			out = append(out, subject{iri: t.Subject})
		}
		out[i].add(t)
	}
	return out
}

func (s *subject) add(t Triple) {
	if t.Predicate == TypeIRI {
		s.types = append(s.types, t.Object.IRI)
		return
	}
	for i := range s.properties {
		if s.properties[i].predicate == t.Predicate {
			s.properties[i].objects = append(s.properties[i].objects, t.Object)
			return
		}
	}
	s.properties = append(s.properties, property{t.Predicate, []Term{t.Object}})
}

// Prefix is a short name of a namespace.
type Prefix struct{ Name, Namespace string }

// shorten splits an IRI into a prefix and a local name that every syntax takes
// as it is; false if no prefix fits.
func shorten(prefixes []Prefix, iri string) (prefix, local string, ok bool) {
	for _, p := range prefixes {
		rest, found := strings.CutPrefix(iri, p.Namespace)
		if found && plainName(rest) {
			return p.Name, rest, true
		}
	}
	return "", "", false
}

// plainName reports whether s is a name in XML, Turtle and JSON-LD alike.
func plainName(s string) bool {
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '-') {
			return false
		}
	}
	return s != ""
}

// used returns the prefixes that shorten anything in the graph, sorted.
func (g *Graph) used(prefixes []Prefix) []Prefix {
	names := map[string]bool{}
	mark := func(iri string) {
		if p, _, ok := shorten(prefixes, iri); ok {
			names[p] = true
		}
	}
	for _, t := range g.triples {
		mark(t.Predicate)
		mark(t.Object.IRI)
		mark(t.Object.Datatype)
	}
	var out []Prefix
	for _, p := range prefixes {
		if names[p.Name] {
			out = append(out, p)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}
