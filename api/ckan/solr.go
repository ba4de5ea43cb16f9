package ckan

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The subset of Solr's query syntax that data portals use: field:value,
// "phrases", prefix*, [a TO b], (groups), AND OR NOT && || ! + -, *:*.

// Limits of a query from outside.
const (
	maxSolr      = 16 << 10 // bytes: what fits into an address
	maxSolrDepth = 20
	maxClauses   = 1024 // Solr's own maxBooleanClauses
)

type clauseKind int

const (
	all clauseKind = iota
	term
	phrase
	between
	group
)

// occur says how a clause counts in its group.
type occur int

const (
	should occur = iota
	must
	mustNot
)

// solrClause is a node of a query.
type solrClause struct {
	kind  clauseKind
	occur occur
	field string // "" is the default fields
	value string
	// lo and hi bound a range; "*" is open. openLo and openHi leave the bound out.
	lo, hi         string
	openLo, openHi bool
	parts          []solrClause
}

type solrParser struct {
	src     []rune
	at      int
	depth   int
	clauses int
}

// parseSolr reads a query. Clauses that stand side by side must all match, as
// CKAN sets it up.
func parseSolr(s string) (solrClause, error) {
	if len(s) > maxSolr || !utf8.ValidString(s) {
		return solrClause{}, fmt.Errorf("the query is longer than %d bytes or no text", maxSolr)
	}
	p := &solrParser{src: []rune(s)}
	q, err := p.group("")
	if err == nil && p.at < len(p.src) {
		err = fmt.Errorf("unexpected %q at position %d", p.src[p.at], p.at+1)
	}
	return q, err
}

func (p *solrParser) space() {
	for p.at < len(p.src) && unicode.IsSpace(p.src[p.at]) {
		p.at++
	}
}

func (p *solrParser) next() rune {
	if p.at < len(p.src) {
		return p.src[p.at]
	}
	return 0
}

// word reports whether the operator stands here as a word of its own, and takes it.
func (p *solrParser) word(w string) bool {
	end := p.at + len(w)
	if end > len(p.src) || string(p.src[p.at:end]) != w {
		return false
	}
	if unicode.IsLetter(rune(w[0])) && end < len(p.src) && !unicode.IsSpace(p.src[end]) && p.src[end] != '(' {
		return false
	}
	p.at = end
	return true
}

// group reads clauses up to a closing bracket or the end. OR binds weaker than
// AND: the group is alternatives of what must match together.
func (p *solrParser) group(field string) (solrClause, error) {
	if p.depth++; p.depth > maxSolrDepth {
		return solrClause{}, fmt.Errorf("nested deeper than %d levels", maxSolrDepth)
	}
	defer func() { p.depth-- }()
	var alternatives []solrClause
	current := solrClause{kind: group}
	close := func() {
		if len(current.parts) > 0 {
			alternatives = append(alternatives, current)
		}
		current = solrClause{kind: group}
	}
	for {
		p.space()
		switch {
		case p.at == len(p.src) || p.next() == ')':
			close()
			if len(alternatives) == 1 {
				return alternatives[0], nil
			}
			return solrClause{kind: group, parts: alternatives}, nil
		case p.word("OR") || p.word("||"):
			close()
		case p.word("AND") || p.word("&&"):
		default:
			c, err := p.clause(field)
			if err != nil {
				return c, err
			}
			current.parts = append(current.parts, c)
		}
	}
}

func (p *solrParser) clause(field string) (solrClause, error) {
	if p.clauses++; p.clauses > maxClauses {
		return solrClause{}, fmt.Errorf("more than %d clauses", maxClauses)
	}
	how := must
	for {
		p.space()
		if p.word("NOT") || p.word("!") || p.word("-") {
			how = mustNot
		} else if !p.word("+") {
			break
		}
	}
	at := p.at
	if name := p.fieldName(); name != "" {
		field = name
	} else {
		p.at = at
	}
	c, err := p.value(field)
	c.occur = how
	p.boost()
	return c, err
}

// fieldName reads "name:", or nothing.
func (p *solrParser) fieldName() string {
	start := p.at
	for p.at < len(p.src) && (p.src[p.at] == '_' || p.src[p.at] == '*' || p.src[p.at] == '.' || p.src[p.at] == '-' || unicode.IsLetter(p.src[p.at]) || unicode.IsDigit(p.src[p.at])) {
		p.at++
	}
	if p.at == start || p.next() != ':' {
		return ""
	}
	p.at++
	return string(p.src[start : p.at-1])
}

func (p *solrParser) value(field string) (solrClause, error) {
	p.space()
	switch p.next() {
	case '(':
		p.at++
		g, err := p.group(field)
		if err != nil {
			return g, err
		}
		if p.next() != ')' {
			return g, fmt.Errorf("a bracket is not closed")
		}
		p.at++
		return g, nil
	case '"':
		s, err := p.quoted()
		return solrClause{kind: phrase, field: field, value: s}, err
	case '[', '{':
		return p.rangeOf(field)
	}
	s := p.bare()
	if s == "" {
		if p.at < len(p.src) {
			return solrClause{}, fmt.Errorf("unexpected %q at position %d", p.src[p.at], p.at+1)
		}
		return solrClause{}, fmt.Errorf("unexpected end of the query")
	}
	if s == "*" && (field == "*" || field == "") {
		return solrClause{kind: all}, nil
	}
	return solrClause{kind: term, field: field, value: s}, nil
}

func (p *solrParser) quoted() (string, error) {
	var b strings.Builder
	for p.at++; p.at < len(p.src); p.at++ {
		switch r := p.src[p.at]; {
		case r == '\\' && p.at+1 < len(p.src):
			p.at++
			b.WriteRune(p.src[p.at])
		case r == '"':
			p.at++
			return b.String(), nil
		default:
			b.WriteRune(r)
		}
	}
	return "", fmt.Errorf("a quote is not closed")
}

// bare reads up to white space or a bracket; a backslash takes the next
// character as it is.
func (p *solrParser) bare() string {
	var b strings.Builder
	for ; p.at < len(p.src); p.at++ {
		r := p.src[p.at]
		if r == '\\' && p.at+1 < len(p.src) {
			p.at++
			b.WriteRune(p.src[p.at])
			continue
		}
		if unicode.IsSpace(r) || strings.ContainsRune(`()[]{}"^~`, r) {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// boost skips ^2 and ~1: our ranking has weights of its own.
func (p *solrParser) boost() {
	for p.next() == '^' || p.next() == '~' {
		for p.at++; p.at < len(p.src) && (unicode.IsDigit(p.src[p.at]) || p.src[p.at] == '.'); p.at++ {
		}
	}
}

func (p *solrParser) rangeOf(field string) (solrClause, error) {
	c := solrClause{kind: between, field: field, openLo: p.next() == '{'}
	p.at++
	var err error
	if c.lo, err = p.bound(); err != nil {
		return c, err
	}
	if p.space(); !p.word("TO") {
		return c, fmt.Errorf("a range is written [from TO to]")
	}
	if c.hi, err = p.bound(); err != nil {
		return c, err
	}
	p.space()
	if p.next() != ']' && p.next() != '}' {
		return c, fmt.Errorf("a range is not closed")
	}
	c.openHi = p.next() == '}'
	p.at++
	return c, nil
}

func (p *solrParser) bound() (string, error) {
	p.space()
	if p.next() == '"' {
		return p.quoted()
	}
	s := p.bare()
	if s == "" {
		return "", fmt.Errorf("a range wants two bounds; * is open")
	}
	return s, nil
}
