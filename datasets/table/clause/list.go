package clause

import (
	"fmt"
	"strings"
	"unicode"
)

// Items reads a select or group clause. The error is a *SyntaxError.
func (d Dialect) Items(src string) ([]Item, error) {
	p, err := newParser(d, src)
	if err != nil {
		return nil, err
	}
	items, err := p.items()
	if err != nil {
		return nil, err
	}
	return items, p.done()
}

func (p *parser) items() ([]Item, error) {
	var out []Item
	for {
		it, err := p.item()
		if err != nil {
			return nil, err
		}
		if out = append(out, it); len(out) > MaxItems {
			return nil, p.unexpected(fmt.Sprintf("more than %d entries", MaxItems))
		}
		if _, ok := p.accept(","); !ok {
			return out, nil
		}
	}
}

func (p *parser) item() (Item, error) {
	n, err := p.patterns()
	if n == nil && err == nil {
		var e Node
		e, err = p.expr()
		n = &e
	}
	if err != nil {
		return Item{}, err
	}
	it := Item{Node: *n, Label: strings.Join(strings.Fields(p.src[n.Pos:n.End]), " ")}
	if _, ok := p.accept("as"); !ok {
		return it, nil
	}
	t := p.peek()
	if t.kind != tokName && t.kind != tokQuotedName && t.kind != tokString || t.text == "" || strings.ContainsFunc(t.text, unicode.IsControl) {
		return it, p.unexpected("want a name after as")
	}
	it.As = p.take().text
	return it, nil
}

// patterns reads include(a, b*) and exclude(…), whose arguments are names with
// wildcards; nil where the item is something else.
func (p *parser) patterns() (*Node, error) {
	t := p.peek()
	if !t.is("include") && !t.is("exclude") || !p.toks[p.at+1].is("(") {
		return nil, nil
	}
	p.take()
	open := p.take()
	for !p.peek().is(")") {
		if p.peek().kind == tokEnd {
			return nil, p.unexpected("want )")
		}
		p.take()
	}
	shut := p.take()
	n := &Node{Kind: Call, Text: strings.ToLower(t.text), Pos: t.pos, End: shut.end}
	for part := range strings.SplitSeq(p.src[open.end:shut.pos], ",") {
		n.Args = append(n.Args, Node{Kind: Name, Text: strings.Trim(strings.TrimSpace(part), "`"), Pos: open.end, End: shut.pos})
	}
	return n, nil
}

// Order reads an order clause: expressions with asc or desc, or a leading minus. The
// error is a *SyntaxError.
func (d Dialect) Order(src string) ([]Sort, error) {
	p, err := newParser(d, src)
	if err != nil {
		return nil, err
	}
	sorts, err := p.sorts()
	if err != nil {
		return nil, err
	}
	return sorts, p.done()
}

func (p *parser) sorts() ([]Sort, error) {
	var out []Sort
	for {
		_, minus := p.accept("-")
		n, err := p.expr()
		if err != nil {
			return nil, err
		}
		s := Sort{Node: n, Desc: minus}
		if t, ok := p.accept("asc", "desc"); ok {
			s.Desc = strings.EqualFold(t.text, "desc") != minus
		}
		if _, ok := p.accept("nulls"); ok { // missing values are always last
			if err := p.expect("last"); err != nil {
				return nil, err
			}
		}
		if out = append(out, s); len(out) > MaxItems {
			return nil, p.unexpected(fmt.Sprintf("more than %d entries", MaxItems))
		}
		if _, ok := p.accept(","); !ok {
			return out, nil
		}
	}
}

// Statement is a whole query in one text; the parts that were not written are
// nil or "".
type Statement struct {
	Select        []Item
	Where, Having *Node
	Group         []Item
	Order         []Sort
	Search        string
	Limit, Offset string
}

// Statement reads SELECT … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT … OFFSET …,
// in this order, each part optional. SEARCH 'words' may stand before GROUP BY or ORDER BY.
func (d Dialect) Statement(src string) (Statement, error) {
	var s Statement
	p, err := newParser(d, src)
	if err != nil {
		return s, err
	}
	for _, read := range []func(*Statement) error{p.readSelect, p.readWhere, p.readSearch, p.readGroup, p.readHaving, p.readOrder, p.readSearch, p.readPage} {
		if err := read(&s); err != nil {
			return s, err
		}
	}
	return s, p.done()
}

func (p *parser) readSelect(s *Statement) (err error) {
	if _, ok := p.accept("select"); ok {
		s.Select, err = p.items()
	}
	return err
}

func (p *parser) condition(word string) (*Node, error) {
	if _, ok := p.accept(word); !ok {
		return nil, nil
	}
	n, err := p.expr()
	return &n, err
}

func (p *parser) readWhere(s *Statement) (err error) {
	s.Where, err = p.condition("where")
	return err
}

func (p *parser) readHaving(s *Statement) (err error) {
	s.Having, err = p.condition("having")
	return err
}

func (p *parser) readSearch(s *Statement) error {
	if _, ok := p.accept("search"); !ok {
		return nil
	}
	if p.peek().kind != tokString {
		return p.unexpected("want the words to search for, quoted")
	}
	s.Search = p.take().text
	return nil
}

func (p *parser) readGroup(s *Statement) (err error) {
	if _, ok := p.accept("group"); !ok {
		return nil
	}
	if err := p.expect("by"); err != nil {
		return err
	}
	s.Group, err = p.items()
	return err
}

func (p *parser) readOrder(s *Statement) (err error) {
	if _, ok := p.accept("order"); !ok {
		return nil
	}
	if err := p.expect("by"); err != nil {
		return err
	}
	s.Order, err = p.sorts()
	return err
}

func (p *parser) readPage(s *Statement) error {
	for _, part := range []struct {
		word string
		into *string
	}{{"limit", &s.Limit}, {"offset", &s.Offset}} {
		if _, ok := p.accept(part.word); !ok {
			continue
		}
		if p.peek().kind != tokNumber {
			return p.unexpected("want a whole number")
		}
		*part.into = p.take().text
	}
	return nil
}
