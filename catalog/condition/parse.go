package condition

import (
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

// Expr is a parsed condition. The zero Expr is the condition nobody has read: it is
// always unknown.
type Expr struct {
	root  node
	tests []Test // the leaves, from left to right
	src   string
}

// String returns the condition as it was written.
func (e Expr) String() string { return e.src }

// node is a part of a condition.
type node interface {
	eval(truths []Truth) Truth      // of the tests by place
	undecided(truths []Truth) []int // the places of the unknown tests that can still matter
}

// Test is a comparison, the leaf of a condition.
type Test struct {
	Variable string
	Op       string // = != < <= > >= in, or "" for a predicate
	Values   []Value
	// Against is the variable compared with, in place of a value.
	Against string
}

// String writes the test as conditions have it.
func (t Test) String() string {
	switch {
	case t.Op == "":
		return t.Variable
	case t.Against != "":
		return t.Variable + " " + t.Op + " " + t.Against
	case t.Op == "in":
		var list []string
		for _, v := range t.Values {
			list = append(list, v.String())
		}
		return t.Variable + " in (" + strings.Join(list, ", ") + ")"
	}
	return t.Variable + " " + t.Op + " " + t.Values[0].String()
}

type (
	and  []node
	or   []node
	not  struct{ node }
	leaf int // a test, by its place
)

// Parse reads a condition over a vocabulary. Its errors are *SyntaxError. An empty
// condition is the zero Expr.
func Parse(src string, v *Vocabulary) (Expr, error) {
	tokens, err := lex(src)
	if err != nil {
		return Expr{}, err
	}
	if tokens[0].kind == 0 {
		return Expr{}, nil
	}
	p := parser{tokens: tokens, vocabulary: v}
	root, err := p.disjunction(0)
	if err != nil {
		return Expr{}, err
	}
	if t := p.peek(); t.kind != 0 {
		return Expr{}, wrong(t, "AND, OR or the end")
	}
	return Expr{root, p.tests, src}, nil
}

type parser struct {
	tokens     []token
	at         int
	vocabulary *Vocabulary
	tests      []Test
}

// leaf keeps a test.
func (p *parser) leaf(t Test, err error) (node, error) {
	p.tests = append(p.tests, t)
	return leaf(len(p.tests) - 1), err
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != 0 {
		p.at++
	}
	return t
}

// take steps over a token of the kind.
func (p *parser) take(kind byte, want string) (token, error) {
	if t := p.peek(); t.kind != kind {
		return t, wrong(t, want)
	}
	return p.next(), nil
}

// keyword steps over a word written in capitals.
func (p *parser) keyword(word string) bool {
	if t := p.peek(); t.kind == 'w' && t.text == word {
		p.at++
		return true
	}
	return false
}

func wrong(t token, want string) error {
	got := fmt.Sprintf("%q", t.text)
	if t.kind == 0 {
		got = "the end"
	}
	return &SyntaxError{t.column, fmt.Sprintf("%s stands where %s is meant", got, want)}
}

func (p *parser) disjunction(depth int) (node, error) {
	var parts or
	for {
		n, err := p.conjunction(depth)
		if err != nil {
			return nil, err
		}
		if parts = append(parts, n); !p.keyword("OR") {
			break
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return parts, nil
}

func (p *parser) conjunction(depth int) (node, error) {
	var parts and
	for {
		n, err := p.factor(depth)
		if err != nil {
			return nil, err
		}
		if parts = append(parts, n); !p.keyword("AND") {
			break
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return parts, nil
}

func (p *parser) factor(depth int) (node, error) {
	if depth > maxDepth {
		return nil, &SyntaxError{p.peek().column, fmt.Sprintf("brackets and NOT stand more than %d deep", maxDepth)}
	}
	if p.keyword("NOT") {
		n, err := p.factor(depth + 1)
		return not{n}, err
	}
	if p.peek().kind == '(' {
		p.next()
		n, err := p.disjunction(depth + 1)
		if err == nil {
			_, err = p.take(')', `AND, OR or ")"`)
		}
		return n, err
	}
	return p.test()
}

// test reads a comparison or a predicate.
func (p *parser) test() (node, error) {
	name, err := p.take('w', "a variable")
	if err != nil {
		return nil, err
	}
	x, err := p.variable(name)
	if err != nil {
		return nil, err
	}
	switch op := p.next(); {
	case op.kind == '(':
		return p.predicate(name, x)
	case op.kind == 'w' && op.text == "in":
		values, err := p.values(x)
		return p.leaf(Test{Variable: x.Name, Op: "in", Values: values}, err)
	case op.kind == 'o':
		return p.comparison(x, op)
	default:
		return nil, wrong(op, "a comparison such as = or >=")
	}
}

func (p *parser) variable(t token) (Variable, error) {
	if x, ok := p.vocabulary.Variable(t.text); ok {
		return x, nil
	}
	reason := fmt.Sprintf("there is no variable %q", t.text)
	if near := text.Nearest(t.text, p.vocabulary.names()); near != "" {
		reason += fmt.Sprintf("; nearest: %q", near)
	}
	return Variable{}, &SyntaxError{t.column, reason}
}

func (p *parser) comparison(x Variable, op token) (node, error) {
	if op.text != "=" && op.text != "!=" && (x.Type == Code || x.Type == YesNo) {
		return nil, &SyntaxError{op.column, fmt.Sprintf("%s has no order; use = or != or in", x.Name)}
	}
	t, err := p.take('w', "a value")
	if err != nil {
		return nil, err
	}
	if other, ok := p.vocabulary.Variable(t.text); ok && !x.Has(t.text) {
		if other.Type != x.Type {
			return nil, &SyntaxError{t.column, fmt.Sprintf("%s is a %s and %s a %s", x.Name, x.Type, other.Name, other.Type)}
		}
		return p.leaf(Test{Variable: x.Name, Op: op.text, Against: other.Name}, nil)
	}
	v, err := value(x, t)
	return p.leaf(Test{Variable: x.Name, Op: op.text, Values: []Value{v}}, err)
}

// value reads a value of the variable's type.
func value(x Variable, t token) (Value, error) {
	v, err := ParseValue(x.Type, t.text)
	if err != nil {
		return v, &SyntaxError{t.column, fmt.Sprintf("%s: %v", x.Name, err)}
	}
	if x.Type == Code && !x.Has(t.text) {
		var codes []string
		for _, o := range x.Options {
			codes = append(codes, o.Code)
		}
		return v, &SyntaxError{t.column, fmt.Sprintf("%q is no option of %s: %s", t.text, x.Name, strings.Join(codes, ", "))}
	}
	return v, nil
}

func (p *parser) values(x Variable) ([]Value, error) {
	if _, err := p.take('(', `"(" and a list`); err != nil {
		return nil, err
	}
	var out []Value
	for {
		t, err := p.take('w', "a value")
		if err != nil {
			return nil, err
		}
		v, err := value(x, t)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
		if p.peek().kind != ',' {
			_, err := p.take(')', `"," or ")"`)
			return out, err
		}
		p.next()
	}
}

// predicate reads the variables that a named test looks at; the test itself is a yes-no
// variable of that name.
func (p *parser) predicate(name token, x Variable) (node, error) {
	if x.Type != YesNo {
		return nil, &SyntaxError{name.column, fmt.Sprintf("%s is a %s and no named test", x.Name, x.Type)}
	}
	for p.peek().kind == 'w' {
		t := p.next()
		if _, err := p.variable(t); err != nil {
			return nil, err
		}
		if p.peek().kind != ',' {
			break
		}
		p.next()
	}
	_, err := p.take(')', `a variable, "," or ")"`)
	return p.leaf(Test{Variable: x.Name}, err)
}

// IsZero reports whether nobody has read the condition.
func (e Expr) IsZero() bool { return e.root == nil }
