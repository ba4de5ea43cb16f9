package rdf

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/piprate/json-gold/ld"
)

const (
	ns  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd = "http://www.w3.org/2001/XMLSchema#"
	// maxDepth bounds the nesting of nodes in nodes; catalogues nest four deep.
	maxDepth = 100
)

// graph collects triples.
type graph struct {
	base  *url.URL
	quads []*ld.Quad
	blank int
	named map[string]ld.Node // blank nodes by the names they have in the document
}

// start begins a graph of a document at an address, to which its relative addresses relate.
func start(base string) (graph, error) {
	u, err := url.Parse(base)
	if err != nil {
		return graph{}, fmt.Errorf("base: %w", err)
	}
	return graph{base: u, named: map[string]ld.Node{}}, nil
}

func (g *graph) dataset() *ld.RDFDataset {
	d := ld.NewRDFDataset()
	d.Graphs["@default"] = g.quads
	return d
}

func (g *graph) add(s, p, o ld.Node) {
	g.quads = append(g.quads, ld.NewQuad(s, p, o, "@default"))
}

// fresh is a blank node that no other is.
func (g *graph) fresh() ld.Node {
	g.blank++
	return ld.NewBlankNode(fmt.Sprintf("_:n%d", g.blank))
}

// node is the blank node that the document calls by a name.
func (g *graph) node(name string) ld.Node {
	if _, ok := g.named[name]; !ok {
		g.named[name] = g.fresh()
	}
	return g.named[name]
}

// list writes a collection and returns its first node.
func (g *graph) list(items []ld.Node) ld.Node {
	var head ld.Node = ld.NewIRI(ns + "nil")
	for i := len(items) - 1; i >= 0; i-- {
		n := g.fresh()
		g.add(n, ld.NewIRI(ns+"first"), items[i])
		g.add(n, ld.NewIRI(ns+"rest"), head)
		head = n
	}
	return head
}

var errAddress = errors.New("it is no address")

// resolve makes an address absolute. One that is already stays as it is written.
func resolve(base *url.URL, at string) (string, error) {
	if strings.ContainsAny(at, " <>\"{}|^`\\\n\t") {
		return "", fmt.Errorf("%q: %w", at, errAddress)
	}
	u, err := url.Parse(at)
	switch {
	case err != nil:
		return "", fmt.Errorf("%q: %w", at, errAddress)
	case u.Scheme != "":
		return at, nil
	case at == "":
		plain := *base
		plain.Fragment = ""
		return plain.String(), nil
	case strings.HasPrefix(at, "#"):
		plain := *base
		plain.Fragment = ""
		return plain.String() + at, nil
	}
	s := base.ResolveReference(u).String()
	if last := at[len(at)-1:]; (last == "#" || last == "?") && !strings.HasSuffix(s, last) {
		s += last // what is empty is there nevertheless
	}
	if d, err := url.PathUnescape(s); err == nil && strings.ContainsFunc(at, func(r rune) bool { return r > 0x7e }) {
		return d, nil // an IRI keeps its letters
	}
	return s, nil
}
