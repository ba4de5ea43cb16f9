package rdf

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/piprate/json-gold/ld"
)

// Turtle reads a document in Turtle 1.1 (https://www.w3.org/TR/turtle/). base is its
// address. The error says in which line it cannot be read.
func Turtle(doc, base string) (*ld.RDFDataset, error) {
	g, err := start(base)
	if err != nil {
		return nil, err
	}
	p := &turtle{graph: g, rest: doc, whole: doc, prefixes: map[string]string{}}
	if err := p.document(); err != nil {
		line := 1 + strings.Count(doc[:len(doc)-len(p.rest)], "\n")
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	return p.dataset(), nil
}

type turtle struct {
	graph
	rest, whole string
	prefixes    map[string]string
	depth       int
}

// Letters of names, as the grammar has them.
const (
	nameBase = `A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}`
	nameRest = nameBase + `_0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}-`
	plx      = `%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-]`
)

var (
	space     = regexp.MustCompile(`^(?:[ \t\r\n]|#[^\r\n]*)+`)
	directive = regexp.MustCompile(`^(?:@(prefix|base)|(?i:(prefix|base)))(?:[ \t\r\n#<:]|$)`)
	iriRef    = regexp.MustCompile("^<((?:[^\\x00-\\x20<>\"{}|^`\\\\]|\\\\u[0-9A-Fa-f]{4}|\\\\U[0-9A-Fa-f]{8})*)>")
	blankName = regexp.MustCompile(`^_:([` + nameBase + `_0-9](?:[` + nameRest + `.]*[` + nameRest + `])?)`)
	prefixed  = regexp.MustCompile(`^((?:[` + nameBase + `](?:[` + nameRest + `.]*[` + nameRest + `])?)?):((?:[` + nameBase + `_:0-9]|` + plx + `)(?:(?:[` + nameRest + `.:]|` + plx + `)*(?:[` + nameRest + `:]|` + plx + `))?)?`)
	localMark = regexp.MustCompile(`\\([_~.!$&'()*+,;=/?#@%-])`)
	number    = regexp.MustCompile(`^[+-]?(?:(\d+\.\d*[eE][+-]?\d+|\.?\d+[eE][+-]?\d+)|(\d*\.\d+)|(\d+))`)
	truth     = regexp.MustCompile(`^(true|false)\b`)
	langTag   = regexp.MustCompile(`^@([a-zA-Z]+(?:-[a-zA-Z0-9]+)*)`)
	quoted    = []*regexp.Regexp{ // long ones first
		regexp.MustCompile(`(?s)^"""((?:"{0,2}(?:[^"\\]|\\.))*)"""`), regexp.MustCompile(`(?s)^'''((?:'{0,2}(?:[^'\\]|\\.))*)'''`),
		regexp.MustCompile(`^"((?:[^"\\\r\n]|\\.)*)"`), regexp.MustCompile(`^'((?:[^'\\\r\n]|\\.)*)'`),
	}
	escape = regexp.MustCompile(`\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))`)
)

// skip passes over blanks and comments.
func (p *turtle) skip() { p.rest = p.rest[len(space.FindString(p.rest)):] }

// take takes what a pattern matches, nil if it does not.
func (p *turtle) take(re *regexp.Regexp) []string {
	m := re.FindStringSubmatch(p.rest)
	if m != nil {
		p.rest = p.rest[len(m[0]):]
	}
	return m
}

// sign takes a sign after blanks.
func (p *turtle) sign(s string) bool {
	p.skip()
	if !strings.HasPrefix(p.rest, s) {
		return false
	}
	p.rest = p.rest[len(s):]
	return true
}

func (p *turtle) document() error {
	if !utf8.ValidString(p.whole) {
		return errors.New("it is not in UTF-8")
	}
	for {
		p.skip()
		if p.rest == "" {
			return nil
		}
		var err error
		if m := directive.FindStringSubmatch(p.rest); m != nil {
			err = p.directive(m[1], m[2])
		} else {
			err = p.triples()
		}
		if err != nil {
			return err
		}
	}
}

// directive reads @prefix, @base and their forms of SPARQL, which end in no dot.
func (p *turtle) directive(at, sparql string) error {
	p.rest = p.rest[len(at)+len(sparql):]
	if at != "" {
		p.rest = p.rest[1:]
	}
	p.skip()
	name := ""
	if strings.EqualFold(at+sparql, "prefix") {
		m := p.take(prefixed)
		if m == nil || m[2] != "" {
			return p.want("a prefix such as dcat:")
		}
		name = m[1]
		p.skip()
	}
	iri, err := p.iri()
	if err != nil {
		return err
	}
	if strings.EqualFold(at+sparql, "prefix") {
		p.prefixes[name] = iri
	} else if p.base, err = url.Parse(iri); err != nil {
		return fmt.Errorf("%q: %w", iri, errAddress)
	}
	if at != "" && !p.sign(".") {
		return p.want("a '.'")
	}
	return nil
}

func (p *turtle) triples() error {
	var subject ld.Node
	var err error
	if strings.HasPrefix(p.rest, "[") {
		subject, err = p.object() // [ … ] may stand alone
		if err != nil {
			return err
		}
		if p.sign(".") {
			return nil
		}
	} else if subject, err = p.resource(); err != nil {
		return err
	}
	if err := p.properties(subject); err != nil {
		return err
	}
	if !p.sign(".") {
		return p.want("a '.'")
	}
	return nil
}

// properties reads a list of properties with their values.
func (p *turtle) properties(subject ld.Node) error {
	for {
		verb, err := p.verb()
		if err != nil {
			return err
		}
		for {
			o, err := p.object()
			if err != nil {
				return err
			}
			p.add(subject, verb, o)
			if !p.sign(",") {
				break
			}
		}
		if !p.sign(";") {
			return nil
		}
		for p.sign(";") {
		}
		if p.skip(); p.rest == "" || strings.ContainsRune(".]", rune(p.rest[0])) {
			return nil
		}
	}
}

var isA = regexp.MustCompile(`^a(?:[ \t\r\n#<\["'(]|$)`)

func (p *turtle) verb() (ld.Node, error) {
	p.skip()
	if isA.MatchString(p.rest) {
		p.rest = p.rest[1:]
		return ld.NewIRI(ns + "type"), nil
	}
	iri, err := p.iri()
	return ld.NewIRI(iri), err
}

// resource reads what may be a subject, but for [ … ].
func (p *turtle) resource() (ld.Node, error) {
	p.skip()
	if m := p.take(blankName); m != nil {
		return p.node(m[1]), nil
	}
	if strings.HasPrefix(p.rest, "(") {
		return p.collection()
	}
	iri, err := p.iri()
	return ld.NewIRI(iri), err
}

func (p *turtle) collection() (ld.Node, error) {
	if err := p.deeper(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	p.rest = p.rest[1:]
	var items []ld.Node
	for !p.sign(")") {
		if p.rest == "" {
			return nil, p.want("a ')'")
		}
		o, err := p.object()
		if err != nil {
			return nil, err
		}
		items = append(items, o)
	}
	return p.list(items), nil
}

func (p *turtle) deeper() error {
	if p.depth++; p.depth > maxDepth {
		return fmt.Errorf("nodes are nested more than %d deep", maxDepth)
	}
	return nil
}

func (p *turtle) object() (ld.Node, error) {
	p.skip()
	if p.rest == "" {
		return nil, p.want("a value")
	}
	if p.rest[0] == '[' {
		return p.anonymous()
	}
	if strings.ContainsRune(`"'`, rune(p.rest[0])) {
		return p.literal()
	}
	if m := p.take(truth); m != nil {
		return ld.NewLiteral(m[1], xsd+"boolean", ""), nil
	}
	if m := p.take(number); m != nil {
		kind := "integer"
		if m[1] != "" {
			kind = "double"
		} else if m[2] != "" {
			kind = "decimal"
		}
		return ld.NewLiteral(m[0], xsd+kind, ""), nil
	}
	return p.resource()
}

func (p *turtle) anonymous() (ld.Node, error) {
	if err := p.deeper(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	p.rest = p.rest[1:]
	n := p.fresh()
	if p.sign("]") {
		return n, nil
	}
	if err := p.properties(n); err != nil {
		return nil, err
	}
	if !p.sign("]") {
		return nil, p.want("a ']'")
	}
	return n, nil
}

func (p *turtle) literal() (ld.Node, error) {
	for _, form := range quoted {
		m := p.take(form)
		if m == nil {
			continue
		}
		s, err := unescape(m[1])
		if err != nil {
			return nil, err
		}
		if tag := p.take(langTag); tag != nil {
			return ld.NewLiteral(s, ld.RDFLangString, tag[1]), nil
		}
		if strings.HasPrefix(p.rest, "^^") {
			p.rest = p.rest[2:]
			p.skip()
			iri, err := p.iri()
			return ld.NewLiteral(s, iri, ""), err
		}
		return ld.NewLiteral(s, ld.XSDString, ""), nil
	}
	return nil, p.want("the end of a text")
}

func (p *turtle) iri() (string, error) {
	if m := p.take(iriRef); m != nil {
		s, err := unescape(m[1])
		if err != nil {
			return "", err
		}
		return resolve(p.base, s)
	}
	m := p.take(prefixed)
	if m == nil {
		return "", p.want("an address")
	}
	at, ok := p.prefixes[m[1]]
	if !ok {
		return "", fmt.Errorf("the prefix %q is not declared", m[1]+":")
	}
	return at + localMark.ReplaceAllString(m[2], "$1"), nil
}

func (p *turtle) want(what string) error {
	near := []rune(p.rest)
	return fmt.Errorf("want %s, not %q", what, string(near[:min(len(near), 20)]))
}

func unescape(s string) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var wrong error
	out := escape.ReplaceAllStringFunc(s, func(e string) string {
		if i := strings.IndexByte(`tbnrf"'\`, e[1]); i >= 0 && len(e) == 2 {
			return string("\t\b\n\r\f\"'\\"[i])
		}
		n, err := strconv.ParseUint(e[2:], 16, 32)
		if err != nil || len(e) == 2 || !utf8.ValidRune(rune(n)) {
			wrong = fmt.Errorf("%s stands for no letter", e)
			return ""
		}
		return string(rune(n))
	})
	return out, wrong
}
