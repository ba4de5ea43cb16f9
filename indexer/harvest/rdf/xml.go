package rdf

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/piprate/json-gold/ld"
)

// XML reads a document in RDF/XML 1.1 (https://www.w3.org/TR/rdf-syntax-grammar/), which
// must be UTF-8 without entities of its own. base is its address. The error says in
// which line it cannot be read.
func XML(doc, base string) (*ld.RDFDataset, error) {
	g, err := start(base)
	if err != nil {
		return nil, err
	}
	d := xml.NewDecoder(strings.NewReader(doc))
	p := &rdfxml{graph: g, d: d, ids: map[string]bool{}}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return p.dataset(), nil
		}
		if e, ok := t.(xml.StartElement); ok && err == nil {
			err = p.document(e)
		}
		if err != nil {
			line, _ := d.InputPos()
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
	}
}

type rdfxml struct {
	graph
	d   *xml.Decoder
	ids map[string]bool
}

// scope is what an element inherits.
type scope struct {
	base  *url.URL
	lang  string
	depth int
}

const xmlNS = "http://www.w3.org/XML/1998/namespace"

func (s scope) below(e xml.StartElement) (scope, error) {
	if s.depth++; s.depth > maxDepth {
		return s, fmt.Errorf("elements are nested more than %d deep", maxDepth)
	}
	for _, a := range e.Attr {
		if a.Name.Space != xmlNS {
			continue
		}
		switch a.Name.Local {
		case "lang":
			s.lang = a.Value
		case "base":
			at, err := resolve(s.base, a.Value)
			if err != nil {
				return s, err
			}
			if s.base, err = url.Parse(at); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

func (p *rdfxml) document(e xml.StartElement) error {
	s, err := scope{base: p.base}.below(e)
	if err != nil {
		return err
	}
	if e.Name.Space != ns || e.Name.Local != "RDF" {
		_, err := p.nodeElement(e, scope{base: p.base})
		return err
	}
	return p.each(func(c xml.StartElement) error {
		_, err := p.nodeElement(c, s)
		return err
	})
}

// each calls do for the elements in the one that was begun, to its end.
func (p *rdfxml) each(do func(xml.StartElement) error) error {
	for {
		t, err := p.d.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := do(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				return fmt.Errorf("%q stands where an element is wanted", strings.TrimSpace(string(t)))
			}
		}
	}
}

// rdfAttr is an attribute of RDF's own.
func rdfAttr(e xml.StartElement, name string) (string, bool) {
	for _, a := range e.Attr {
		if a.Name.Space == ns && a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// identify is the address that rdf:ID makes, which a document has once.
func (p *rdfxml) identify(id string, s scope) (string, error) {
	if !isName(id) {
		return "", fmt.Errorf("rdf:ID %q is no name", id)
	}
	at, err := resolve(s.base, "#"+id)
	if err != nil {
		return "", err
	}
	if p.ids[at] {
		return "", fmt.Errorf("rdf:ID %q stands twice", id)
	}
	p.ids[at] = true
	return at, nil
}

func isName(s string) bool {
	return s != "" && !strings.ContainsAny(s, ": /#[]()<>'\"&;,!?*+=%$@") && !strings.ContainsRune("0123456789.-", rune(s[0]))
}

// subject is what a node element describes.
func (p *rdfxml) subject(e xml.StartElement, s scope) (ld.Node, error) {
	about, hasAbout := rdfAttr(e, "about")
	id, hasID := rdfAttr(e, "ID")
	name, hasName := rdfAttr(e, "nodeID")
	switch {
	case hasAbout && hasID, hasAbout && hasName, hasID && hasName:
		return nil, errors.New("a node has two of rdf:about, rdf:ID and rdf:nodeID")
	case hasAbout:
		at, err := resolve(s.base, about)
		return ld.NewIRI(at), err
	case hasID:
		at, err := p.identify(id, s)
		return ld.NewIRI(at), err
	case hasName && !isName(name):
		return nil, fmt.Errorf("rdf:nodeID %q is no name", name)
	case hasName:
		return p.node(name), nil
	}
	return p.fresh(), nil
}

// reserved are names of RDF that are neither nodes nor properties.
func reserved(n xml.Name, more ...string) bool {
	if n.Space != ns {
		return false
	}
	for _, r := range append(more, "RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "aboutEach", "aboutEachPrefix", "bagID") {
		if n.Local == r {
			return true
		}
	}
	return false
}

func (p *rdfxml) nodeElement(e xml.StartElement, outer scope) (ld.Node, error) {
	s, err := outer.below(e)
	if err != nil {
		return nil, err
	}
	if reserved(e.Name, "li") || e.Name.Space == "" {
		return nil, fmt.Errorf("<%s> is no node", e.Name.Local)
	}
	subject, err := p.subject(e, s)
	if err != nil {
		return nil, err
	}
	if e.Name != (xml.Name{Space: ns, Local: "Description"}) {
		p.add(subject, ld.NewIRI(ns+"type"), ld.NewIRI(e.Name.Space+e.Name.Local))
	}
	if err := p.attributes(subject, e, s); err != nil {
		return nil, err
	}
	n := 0
	return subject, p.each(func(c xml.StartElement) error {
		if c.Name == (xml.Name{Space: ns, Local: "li"}) {
			n++
			c.Name.Local = "_" + strconv.Itoa(n)
		}
		return p.property(subject, c, s)
	})
}

// attributes are properties that are written as attributes.
func (p *rdfxml) attributes(subject ld.Node, e xml.StartElement, s scope) error {
	for _, a := range e.Attr {
		n := a.Name
		switch {
		case n.Space == "" || n.Space == xmlNS || n.Space == "xmlns" || strings.HasPrefix(n.Local, "xml"):
		case n.Space == ns && (n.Local == "about" || n.Local == "ID" || n.Local == "nodeID" || n.Local == "resource" || n.Local == "parseType" || n.Local == "datatype"):
		case reserved(n, "li", "Description"):
			return fmt.Errorf("rdf:%s is no property", n.Local)
		case n.Space == ns && n.Local == "type":
			at, err := resolve(s.base, a.Value)
			if err != nil {
				return err
			}
			p.add(subject, ld.NewIRI(ns+"type"), ld.NewIRI(at))
		default:
			p.add(subject, ld.NewIRI(n.Space+n.Local), text(a.Value, s.lang))
		}
	}
	return nil
}

func text(s, lang string) ld.Node {
	if lang != "" {
		return ld.NewLiteral(s, ld.RDFLangString, lang)
	}
	return ld.NewLiteral(s, ld.XSDString, "")
}

// property reads a property element with its value.
func (p *rdfxml) property(subject ld.Node, e xml.StartElement, outer scope) error {
	s, err := outer.below(e)
	if err != nil {
		return err
	}
	if reserved(e.Name, "Description") || e.Name.Space == "" {
		return fmt.Errorf("<%s> is no property", e.Name.Local)
	}
	if _, ok := rdfAttr(e, "bagID"); ok {
		return errors.New("rdf:bagID is no more")
	}
	value, err := p.value(e, s)
	if err != nil {
		return err
	}
	verb := ld.NewIRI(e.Name.Space + e.Name.Local)
	p.add(subject, verb, value)
	id, ok := rdfAttr(e, "ID")
	if !ok {
		return nil
	}
	at, err := p.identify(id, s) // the statement itself is named
	if err != nil {
		return err
	}
	said := ld.NewIRI(at)
	p.add(said, ld.NewIRI(ns+"type"), ld.NewIRI(ns+"Statement"))
	p.add(said, ld.NewIRI(ns+"subject"), subject)
	p.add(said, ld.NewIRI(ns+"predicate"), verb)
	p.add(said, ld.NewIRI(ns+"object"), value)
	return nil
}

func (p *rdfxml) value(e xml.StartElement, s scope) (ld.Node, error) {
	kind, typed := rdfAttr(e, "parseType")
	at, linked := rdfAttr(e, "resource")
	name, named := rdfAttr(e, "nodeID")
	switch {
	case typed && (linked || named), linked && named:
		return nil, errors.New("a property has two of rdf:parseType, rdf:resource and rdf:nodeID")
	case typed && kind == "Resource":
		n, i := p.fresh(), 0
		return n, p.each(func(c xml.StartElement) error {
			if c.Name == (xml.Name{Space: ns, Local: "li"}) {
				i++
				c.Name.Local = "_" + strconv.Itoa(i)
			}
			return p.property(n, c, s)
		})
	case typed && kind == "Collection":
		var items []ld.Node
		err := p.each(func(c xml.StartElement) error {
			n, err := p.nodeElement(c, s)
			items = append(items, n)
			return err
		})
		return p.list(items), err
	case typed:
		return p.markup(e)
	case linked:
		at, err := resolve(s.base, at)
		if err != nil {
			return nil, err
		}
		return p.empty(ld.NewIRI(at), e, s)
	case named && !isName(name):
		return nil, fmt.Errorf("rdf:nodeID %q is no name", name)
	case named:
		return p.empty(p.node(name), e, s)
	case hasProperties(e):
		return p.empty(p.fresh(), e, s)
	}
	return p.content(e, s)
}

func hasProperties(e xml.StartElement) bool {
	for _, a := range e.Attr {
		if a.Name.Space != "" && a.Name.Space != ns && a.Name.Space != xmlNS && a.Name.Space != "xmlns" || a.Name.Space == ns && a.Name.Local == "type" {
			return true
		}
	}
	return false
}

// empty is a node that stands in attributes; its element holds nothing.
func (p *rdfxml) empty(n ld.Node, e xml.StartElement, s scope) (ld.Node, error) {
	if err := p.attributes(n, e, s); err != nil {
		return nil, err
	}
	return n, p.each(func(c xml.StartElement) error {
		return fmt.Errorf("<%s> stands in a property that has its value already", c.Name.Local)
	})
}

// content is a text or one node.
func (p *rdfxml) content(e xml.StartElement, s scope) (ld.Node, error) {
	var words strings.Builder
	var found ld.Node
	for {
		t, err := p.d.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.CharData:
			words.Write(t)
		case xml.StartElement:
			if found != nil {
				return nil, errors.New("a property has two values in one element")
			}
			if found, err = p.nodeElement(t, s); err != nil {
				return nil, err
			}
		case xml.EndElement:
			switch datatype, ok := rdfAttr(e, "datatype"); {
			case found != nil && strings.TrimSpace(words.String()) != "":
				return nil, errors.New("a property has both a text and a node")
			case found != nil:
				return found, nil
			case ok:
				at, err := resolve(s.base, datatype)
				return ld.NewLiteral(words.String(), at, ""), err
			default:
				return text(words.String(), s.lang), nil
			}
		}
	}
}

// markup is XML as a value: its text is taken as it is written.
func (p *rdfxml) markup(e xml.StartElement) (ld.Node, error) {
	var in struct {
		Inner string `xml:",innerxml"`
	}
	if err := p.d.DecodeElement(&in, &e); err != nil {
		return nil, err
	}
	return ld.NewLiteral(in.Inner, ns+"XMLLiteral", ""), nil
}
