package clause

import (
	"fmt"
	"strings"
)

// parser is a recursive descent over the tokens of one clause.
type parser struct {
	src   string
	toks  []token
	at    int
	depth int
}

func newParser(d Dialect, src string) (*parser, error) {
	toks, err := (&lexer{src: src, d: d}).tokens()
	if err != nil {
		return nil, err
	}
	return &parser{src: src, toks: toks}, nil
}

// Where reads a condition. The error is a *SyntaxError.
func (d Dialect) Where(src string) (Node, error) {
	p, err := newParser(d, src)
	if err != nil {
		return Node{}, err
	}
	n, err := p.expr()
	if err != nil {
		return Node{}, err
	}
	return n, p.done()
}

func (p *parser) peek() token { return p.toks[p.at] }

func (p *parser) take() token {
	t := p.toks[p.at]
	if t.kind != tokEnd {
		p.at++
	}
	return t
}

// accept takes the token if it is one of the keywords or signs.
func (p *parser) accept(words ...string) (token, bool) {
	for _, w := range words {
		if p.peek().is(w) {
			return p.take(), true
		}
	}
	return token{}, false
}

func (p *parser) expect(word string) error {
	if _, ok := p.accept(word); !ok {
		return p.unexpected("want " + word)
	}
	return nil
}

func (p *parser) unexpected(reason string) error {
	t := p.peek()
	return &SyntaxError{Pos: t.pos, Found: p.src[t.pos:t.end], Reason: reason, Clause: p.src}
}

func (p *parser) done() error {
	if p.peek().kind != tokEnd {
		return p.unexpected("")
	}
	return nil
}

// deeper guards the stack.
func (p *parser) deeper() error {
	if p.depth++; p.depth > MaxDepth {
		return p.unexpected(fmt.Sprintf("nested deeper than %d levels", MaxDepth))
	}
	return nil
}

func (p *parser) expr() (Node, error) {
	if err := p.deeper(); err != nil {
		return Node{}, err
	}
	defer func() { p.depth-- }()
	return p.chain(p.and, "or")
}

func (p *parser) and() (Node, error) { return p.chain(p.not, "and") }

// chain reads operands joined by left-associative operators. Chains of one
// and the same connective become one flat node, so that length is not depth.
func (p *parser) chain(operand func() (Node, error), ops ...string) (Node, error) {
	left, err := operand()
	for err == nil {
		op, ok := p.accept(ops...)
		if !ok {
			break
		}
		var right Node
		if right, err = operand(); err != nil {
			break
		}
		text := strings.ToLower(op.text)
		if left.Kind == Binary && left.Text == text && (text == "and" || text == "or") && len(left.Args) < MaxItems {
			left.Args = append(left.Args, right)
			left.End = right.End
			continue
		}
		if left.Kind == Binary && left.Text != "and" && left.Text != "or" && depthOf(left) > MaxDepth {
			return left, p.unexpected(fmt.Sprintf("more than %d operations in a row", MaxDepth))
		}
		left = Node{Kind: Binary, Text: text, Args: []Node{left, right}, Pos: left.Pos, End: right.End}
	}
	return left, err
}

// depthOf is the length of the left spine.
func depthOf(n Node) int {
	d := 0
	for n.Kind == Binary && len(n.Args) > 0 {
		n, d = n.Args[0], d+1
	}
	return d
}

func (p *parser) not() (Node, error) {
	t, ok := p.accept("not")
	if !ok {
		return p.predicate()
	}
	if err := p.deeper(); err != nil {
		return Node{}, err
	}
	defer func() { p.depth-- }()
	n, err := p.not()
	return Node{Kind: Unary, Text: "not", Args: []Node{n}, Pos: t.pos, End: n.End}, err
}

func (p *parser) predicate() (Node, error) {
	left, err := p.sum()
	if err != nil {
		return left, err
	}
	if op, ok := p.accept("=", "==", "!=", "<>", "<=", ">=", "<", ">", "like", ":"); ok {
		return p.comparison(left, op)
	}
	if _, ok := p.accept("is"); ok {
		return p.isNull(left)
	}
	negated := false
	if p.peek().is("not") && p.at+1 < len(p.toks) && (p.toks[p.at+1].is("in") || p.toks[p.at+1].is("between") || p.toks[p.at+1].is("like")) {
		p.take()
		negated = true
	}
	n := left
	switch {
	case p.peek().is("in"):
		p.take()
		n, err = p.in(left)
	case p.peek().is("between"):
		p.take()
		n, err = p.between(left)
	case p.peek().is("like"):
		n, err = p.comparison(left, p.take())
	}
	if negated && err == nil {
		n = Node{Kind: Unary, Text: "not", Args: []Node{n}, Pos: n.Pos, End: n.End}
	}
	return n, err
}

func (p *parser) comparison(left Node, op token) (Node, error) {
	text := strings.ToLower(op.text)
	switch text {
	case "==":
		text = "="
	case "<>":
		text = "!="
	}
	right, err := p.sum()
	return Node{Kind: Binary, Text: text, Args: []Node{left, right}, Pos: left.Pos, End: right.End}, err
}

func (p *parser) isNull(left Node) (Node, error) {
	_, not := p.accept("not")
	end := p.peek().end
	if t, boolean := p.accept("true", "false"); boolean {
		value := Node{Kind: Bool, Text: strings.ToLower(t.text), Pos: t.pos, End: end}
		n := Node{Kind: Binary, Text: "=", Args: []Node{left, value}, Pos: left.Pos, End: end}
		if not {
			n = Node{Kind: Unary, Text: "not", Args: []Node{n}, Pos: n.Pos, End: n.End}
		}
		return n, nil
	}
	if err := p.expect("null"); err != nil {
		return left, err
	}
	n := Node{Kind: IsNull, Args: []Node{left}, Pos: left.Pos, End: end}
	if not {
		n = Node{Kind: Unary, Text: "not", Args: []Node{n}, Pos: n.Pos, End: end}
	}
	return n, nil
}

func (p *parser) between(left Node) (Node, error) {
	lo, err := p.sum()
	if err != nil {
		return left, err
	}
	if err := p.expect("and"); err != nil {
		return left, err
	}
	hi, err := p.sum()
	return Node{Kind: Between, Args: []Node{left, lo, hi}, Pos: left.Pos, End: hi.End}, err
}

// in reads (a, b), or an interval such as [1..3], ]1 TO 3[.
func (p *parser) in(left Node) (Node, error) {
	if t, ok := p.accept("[", "]"); ok {
		return p.interval(left, t)
	}
	if err := p.expect("("); err != nil {
		return left, err
	}
	args, end, err := p.args()
	return Node{Kind: In, Args: append([]Node{left}, args...), Pos: left.Pos, End: end}, err
}

func (p *parser) interval(left Node, open token) (Node, error) {
	lo, err := p.sum()
	if err != nil {
		return left, err
	}
	if _, ok := p.accept("..", "to"); !ok {
		return left, p.unexpected("want .. or TO")
	}
	hi, err := p.sum()
	if err != nil {
		return left, err
	}
	shut, ok := p.accept("]", "[")
	if !ok {
		return left, p.unexpected("want ] or [")
	}
	return Node{Kind: Interval, Args: []Node{left, lo, hi}, Open: open.text == "]", Shut: shut.text == "[", Pos: left.Pos, End: shut.end}, nil
}

// args reads the rest of a list whose bracket is open.
func (p *parser) args() ([]Node, int, error) {
	var out []Node
	if t, ok := p.accept(")"); ok {
		return out, t.end, nil
	}
	for {
		n, err := p.expr()
		if err != nil {
			return nil, 0, err
		}
		if out = append(out, n); len(out) > MaxItems {
			return nil, 0, p.unexpected(fmt.Sprintf("more than %d values", MaxItems))
		}
		if t, ok := p.accept(")"); ok {
			return out, t.end, nil
		}
		if err := p.expect(","); err != nil {
			return nil, 0, err
		}
	}
}

func (p *parser) sum() (Node, error)     { return p.chain(p.product, "+", "-", "||") }
func (p *parser) product() (Node, error) { return p.chain(p.factor, "*", "/", "%", "^") }

func (p *parser) factor() (Node, error) {
	if t, ok := p.accept("-", "+"); ok {
		if err := p.deeper(); err != nil {
			return Node{}, err
		}
		defer func() { p.depth-- }()
		n, err := p.factor()
		if err != nil || t.text == "+" {
			return n, err
		}
		if n.Kind == Number && !strings.HasPrefix(n.Text, "-") {
			n.Text, n.Pos = "-"+n.Text, t.pos
			return n, nil
		}
		return Node{Kind: Unary, Text: "-", Args: []Node{n}, Pos: t.pos, End: n.End}, nil
	}
	return p.primary()
}

func (p *parser) primary() (Node, error) {
	t := p.peek()
	n := Node{Text: t.text, Pos: t.pos, End: t.end}
	switch t.kind {
	case tokString:
		n.Kind = String
	case tokNumber:
		return p.number(), nil
	case tokQuotedName:
		n.Kind = Name
	case tokName:
		return p.named()
	case tokSign:
		switch t.text {
		case "*":
			n.Kind = Star
		case "(":
			return p.bracketed()
		default:
			return n, p.unexpected("")
		}
	default:
		return n, p.unexpected("")
	}
	p.take()
	return n, nil
}

// number reads a number and the unit behind it, if there is one.
func (p *parser) number() Node {
	t := p.take()
	n := Node{Kind: Number, Text: t.text, Pos: t.pos, End: t.end}
	unit := p.peek()
	if unit.kind == tokName && isUnit(strings.ToLower(unit.text)) {
		p.take()
		n.Kind, n.Unit, n.End = Quantity, strings.ToLower(unit.text), unit.end
	}
	return n
}

func isUnit(s string) bool {
	switch s {
	case "km", "m", "cm", "mi", "yd", "ft", "year", "years", "quarter", "month", "months", "day", "days":
		return true
	}
	return false
}

func (p *parser) bracketed() (Node, error) {
	open := p.take()
	n, err := p.expr()
	if err != nil {
		return n, err
	}
	shut := p.peek()
	n.Pos, n.End = open.pos, shut.end
	return n, p.expect(")")
}

// reserved words begin or join conditions and are no names unless quoted.
func reserved(s string) bool {
	switch strings.ToLower(s) {
	case "and", "or", "not", "in", "is", "between", "like", "as", "asc", "desc":
		return true
	}
	return false
}

func (p *parser) named() (Node, error) {
	t := p.peek()
	if reserved(t.text) {
		return Node{}, p.unexpected("")
	}
	p.take()
	n := Node{Kind: Name, Text: t.text, Pos: t.pos, End: t.end}
	low := strings.ToLower(t.text)
	next := p.peek()
	switch {
	case low == "null":
		n.Kind = Null
	case low == "true" || low == "false":
		n.Kind, n.Text = Bool, low
	case next.kind == tokString && (low == "date" || low == "geom") && next.pos == t.end:
		n.Kind, n.Text, n.End = DateLit, p.take().text, next.end
		if low == "geom" {
			n.Kind = GeomLit
		}
	case next.is("("):
		p.take()
		if after := p.toks[min(p.at+1, len(p.toks)-1)]; low == "count" && p.peek().is("distinct") && (after.kind == tokName || after.kind == tokQuotedName) {
			p.take()
			low = "count_distinct"
		}
		args, end, err := p.args()
		return Node{Kind: Call, Text: low, Args: args, Pos: t.pos, End: end}, err
	}
	return n, nil
}
