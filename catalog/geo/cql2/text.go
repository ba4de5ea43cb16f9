package cql2

import (
	"fmt"
	"strconv"
)

// ParseText reads the text encoding. The error is an *Error with the byte where reading stopped.
func ParseText(s string, o Options) (*Filter, error) {
	p := &parser{s: s}
	p.b = builder{options: o, fail: func(kind error, en, vi string) error {
		return &Error{Offset: p.tok.at, Reason: en, ReasonVI: vi, Kind: kind}
	}}
	if len(s) > MostBytes {
		return nil, p.b.fail(ErrTooLarge, ErrTooLarge.Error(), tooLargeVI())
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	x, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != end {
		return nil, p.unexpected("the end or an operator", "chỗ kết thúc hoặc một phép")
	}
	return p.b.filter(x)
}

type parser struct {
	s     string
	next  int
	tok   token
	depth int
	b     builder
}

func (p *parser) unexpected(en, vi string) error {
	got := strconv.Quote(p.tok.text)
	gotVI := got
	if p.tok.kind == end {
		got, gotVI = "the end", "chỗ kết thúc"
	}
	return p.b.fail(ErrSyntax, fmt.Sprintf("found %.40s, expected %s", got, en), fmt.Sprintf("gặp %.40s, cần %s", gotVI, vi))
}

func (p *parser) advance() error {
	t, next, ok := lex(p.s, p.next)
	p.tok = t
	if !ok {
		return p.b.fail(ErrSyntax, "a character or an open quotation that belongs to no filter", "một ký tự hoặc dấu nháy mở không thuộc bộ lọc nào")
	}
	p.next = next
	return nil
}

// accept takes the token when it is one of the words.
func (p *parser) accept(words ...string) (string, bool, error) {
	for _, w := range words {
		if p.tok.is(w) {
			return w, true, p.advance()
		}
	}
	return "", false, nil
}

func (p *parser) expect(w string) error {
	_, ok, err := p.accept(w)
	if err == nil && !ok {
		err = p.unexpected(w, w)
	}
	return err
}

func (p *parser) enter() error {
	if p.depth++; p.depth > Deepest {
		return p.b.fail(ErrTooDeep, ErrTooDeep.Error(), tooDeepVI())
	}
	return nil
}

func (p *parser) or() (Expr, error)  { return p.chain("or", p.and) }
func (p *parser) and() (Expr, error) { return p.chain("and", p.not) }

// chain reads operands joined by one word into one call.
func (p *parser) chain(op string, operand func() (Expr, error)) (Expr, error) {
	x, err := operand()
	args := []Expr{x}
	for err == nil && p.tok.is(op) {
		if err = p.advance(); err == nil {
			x, err = operand()
			args = append(args, x)
		}
	}
	if err != nil || len(args) == 1 {
		return x, err
	}
	return p.b.call(op, args)
}

func (p *parser) not() (Expr, error) {
	if !p.tok.is("not") {
		return p.comparison()
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	x, err := p.not()
	if err != nil {
		return nil, err
	}
	return p.b.call("not", []Expr{x})
}

func (p *parser) comparison() (Expr, error) {
	x, err := p.sum()
	if err != nil {
		return nil, err
	}
	op, ok, err := p.accept("=", "<>", "<=", ">=", "<", ">")
	if err != nil {
		return nil, err
	}
	if ok {
		y, err := p.sum()
		if err != nil {
			return nil, err
		}
		return p.b.call(op, []Expr{x, y})
	}
	return p.predicate(x)
}

// predicate reads [NOT] LIKE, BETWEEN, IN and IS [NOT] NULL after a value.
func (p *parser) predicate(x Expr) (Expr, error) {
	if _, ok, err := p.accept("is"); ok || err != nil {
		if err != nil {
			return nil, err
		}
		_, no, err := p.accept("not")
		if err == nil {
			err = p.expect("null")
		}
		return p.negate(no, "isNull", []Expr{x}, err)
	}
	_, no, err := p.accept("not")
	if err != nil {
		return nil, err
	}
	op, ok, err := p.accept("like", "between", "in")
	switch {
	case err != nil:
		return nil, err
	case !ok && no:
		return nil, p.unexpected("LIKE, BETWEEN or IN", "LIKE, BETWEEN hoặc IN")
	case !ok:
		return x, nil
	}
	args, err := p.operands(op)
	return p.negate(no, op, append([]Expr{x}, args...), err)
}

func (p *parser) operands(op string) ([]Expr, error) {
	switch op {
	case "in":
		items, err := p.list()
		return []Expr{List{items}}, err
	case "like":
		y, err := p.sum()
		return []Expr{y}, err
	}
	low, err := p.sum()
	if err != nil {
		return nil, err
	}
	if err := p.expect("and"); err != nil {
		return nil, err
	}
	high, err := p.sum()
	return []Expr{low, high}, err
}

func (p *parser) negate(no bool, op string, args []Expr, err error) (Expr, error) {
	if err != nil {
		return nil, err
	}
	x, err := p.b.call(op, args)
	if err != nil || !no {
		return x, err
	}
	return p.b.call("not", []Expr{x})
}

func (p *parser) sum() (Expr, error)     { return p.left(p.product, "+", "-") }
func (p *parser) product() (Expr, error) { return p.left(p.power, "*", "/", "%", "div") }

// left reads operators that group from the left. Every link deepens the tree, so links count as depth.
func (p *parser) left(operand func() (Expr, error), ops ...string) (Expr, error) {
	depth := p.depth
	defer func() { p.depth = depth }()
	x, err := operand()
	for err == nil {
		op, ok, err := p.accept(ops...)
		if err != nil || !ok {
			return x, err
		}
		if err := p.enter(); err != nil {
			return nil, err
		}
		y, err := operand()
		if err != nil {
			return nil, err
		}
		if x, err = p.b.call(op, []Expr{x, y}); err != nil {
			return nil, err
		}
	}
	return x, err
}

func (p *parser) power() (Expr, error) {
	x, err := p.unary()
	if err != nil || !p.tok.is("^") {
		return x, err
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	y, err := p.power()
	if err != nil {
		return nil, err
	}
	return p.b.call("^", []Expr{x, y})
}

func (p *parser) unary() (Expr, error) {
	op, ok, err := p.accept("-", "+")
	if err != nil || !ok {
		if err != nil {
			return nil, err
		}
		return p.primary()
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	x, err := p.unary()
	if err != nil || op == "+" {
		return x, err
	}
	if l, ok := x.(Literal); ok {
		if v, ok := l.Value.(float64); ok {
			return Literal{-v}, nil
		}
	}
	return p.b.call("-", []Expr{x})
}
