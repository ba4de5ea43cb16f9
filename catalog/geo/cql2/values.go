package cql2

import (
	"math"
	"strconv"
	"strings"

	"honglinh/catalog/geo/wkt"
	"honglinh/catalog/text/notice"
)

func (p *parser) primary() (Expr, error) {
	t := p.tok
	switch t.kind {
	case number:
		v, err := strconv.ParseFloat(t.text, 64)
		if err != nil || math.IsInf(v, 0) {
			return nil, p.unexpected("a number", "một số")
		}
		return p.take(v)
	case str:
		return p.take(t.text)
	case quotedWord:
		x, err := p.b.property(t.text)
		if err != nil {
			return nil, err
		}
		return x, p.advance()
	case word:
		return p.named(t)
	}
	if t.is("(") {
		return p.bracket()
	}
	return nil, p.unexpected("a value", "một giá trị")
}

func (p *parser) take(v any) (Expr, error) {
	x, err := p.b.literal(v)
	if err != nil {
		return nil, err
	}
	return x, p.advance()
}

// bracket reads a grouped expression, or an array when there is a comma or nothing inside.
func (p *parser) bracket() (Expr, error) {
	items, err := p.list()
	if err != nil {
		return nil, err
	}
	if len(items) == 1 {
		return items[0], nil
	}
	return List{items}, p.b.count()
}

// list reads ( x, y, … ).
func (p *parser) list() ([]Expr, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var items []Expr
	if _, ok, err := p.accept(")"); ok || err != nil {
		return items, err
	}
	for {
		x, err := p.or()
		if err != nil {
			return nil, err
		}
		items = append(items, x)
		if _, ok, err := p.accept(","); err != nil {
			return nil, err
		} else if !ok {
			return items, p.expect(")")
		}
	}
}

func (p *parser) named(t token) (Expr, error) {
	switch strings.ToUpper(t.text) {
	case "TRUE":
		return p.take(true)
	case "FALSE":
		return p.take(false)
	case "NULL":
		return p.take(nil)
	case "AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "DIV":
		return nil, p.unexpected("a value", "một giá trị")
	}
	ahead, _, ok := lex(p.s, p.next)
	if !ok || !ahead.is("(") {
		if x, done, err := p.dimensional(t, ahead); done {
			return x, err
		}
		x, err := p.b.property(t.text)
		if err != nil {
			return nil, err
		}
		return x, p.advance()
	}
	if geometric(t.text) {
		return p.wkt(t)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	args, err := p.list()
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(t.text, "bbox") {
		return p.bbox(args)
	}
	return p.b.call(t.text, args)
}

// dimensional reads POINT Z (…) and POLYGON EMPTY, where a word stands before the bracket or in its place.
func (p *parser) dimensional(t, ahead token) (Expr, bool, error) {
	if geometric(t.text) && (ahead.is("z") || ahead.is("m") || ahead.is("zm") || ahead.is("empty")) {
		x, err := p.wkt(t)
		return x, true, err
	}
	return nil, false, nil
}

func geometric(w string) bool {
	switch strings.ToUpper(w) {
	case "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION":
		return true
	}
	return false
}

func (p *parser) wkt(t token) (Expr, error) {
	g, n, err := wkt.Prefix(p.s[t.at:])
	if err != nil {
		p.tok.at = t.at + n
		said := notice.Said(err)
		return nil, p.b.fail(ErrSyntax, said["en"], "không đọc được hình học: "+said["vi"])
	}
	x, err := p.b.geometry(g.Geometry)
	if err != nil {
		return nil, err
	}
	p.next = t.at + n
	return x, p.advance()
}

func (p *parser) bbox(args []Expr) (Expr, error) {
	var v []float64
	for _, a := range args {
		l, _ := a.(Literal)
		f, ok := l.Value.(float64)
		if !ok {
			return nil, p.b.fail(ErrSyntax, "bbox wants numbers", "bbox cần các số")
		}
		v = append(v, f)
	}
	return p.b.box(v)
}
