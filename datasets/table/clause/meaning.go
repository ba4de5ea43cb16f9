package clause

import (
	"fmt"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// Meaning compiles conditions of a dialect into filters.
type Meaning struct {
	// Column looks a column up by the name as written.
	Column func(name string) (table.Column, bool)
	// Condition compiles a call that is a condition by itself; ok is false for
	// a function that is none.
	Condition func(n Node) (x table.Expr, ok bool, err error)
	// Operand names the output column that stands for a call on one side of a
	// comparison, such as an aggregate in having; nil knows none.
	Operand func(n Node) (column table.Column, ok bool, err error)
	// Like compiles a pattern; nil is the SQL one with % and _.
	Like func(c table.Column, pattern string) table.Expr
	// Text reads a bare string as a full text search.
	Text bool
	// Known are the columns to choose the nearest from.
	Known func() []string
}

// UnknownColumn is a name that is no column.
type UnknownColumn struct {
	Name    string
	Nearest string
	Pos     int
}

// Error names the column and the nearest known one.
func (e *UnknownColumn) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("unknown field %q", e.Name)
	}
	return fmt.Sprintf("unknown field %q; did you mean %q?", e.Name, e.Nearest)
}

// Unsupported is an expression that can be read but not answered.
type Unsupported struct {
	What string
	// Have says what is supported instead.
	Have string
	Pos  int
}

// Error names the expression and what is supported instead.
func (e *Unsupported) Error() string {
	return fmt.Sprintf("%s is not supported; supported: %s", e.What, e.Have)
}

const comparisons = "comparisons of a column with a value or another column (= != < <= > >=), in, between, like, is null, and, or, not"

// Where compiles a condition. The error is an *UnknownColumn, an *Unsupported, or that of
// Condition or Operand.
func (m Meaning) Where(n Node) (table.Expr, error) {
	switch n.Kind {
	case Binary:
		return m.binary(n)
	case Unary:
		if n.Text == "not" {
			return m.logic(table.Not, n.Args)
		}
	case In:
		return m.in(n)
	case Between, Interval:
		return m.between(n)
	case IsNull:
		c, err := m.column(n.Args[0])
		return table.Expr{Op: table.Null, Column: c.Name}, err
	case String:
		if m.Text {
			return table.Expr{Op: table.Match, Values: []any{n.Text}}, nil
		}
	case Bool:
		op := table.Or // of nothing: false
		if n.Text == "true" {
			op = table.And
		}
		return table.Expr{Op: op}, nil
	case Name:
		c, err := m.column(n)
		if err == nil && c.Type != table.Boolean {
			return table.Expr{}, &Unsupported{fmt.Sprintf("the field %q as a condition", n.Text), comparisons, n.Pos}
		}
		return table.Expr{Op: table.Eq, Column: c.Name, Values: []any{true}}, err
	case Call:
		if x, ok, err := m.Condition(n); ok || err != nil {
			return x, err
		}
	}
	return table.Expr{}, &Unsupported{m.describe(n) + " as a condition", comparisons, n.Pos}
}

func (m Meaning) describe(n Node) string {
	switch n.Kind {
	case Call:
		return "the function " + n.Text + "()"
	case Binary, Unary:
		return fmt.Sprintf("the operator %q", n.Text)
	case GeomLit:
		return "a geometry"
	case Star:
		return "*"
	}
	return fmt.Sprintf("the %s %q", n.Kind, n.Text)
}

func (m Meaning) logic(op table.Op, nodes []Node) (table.Expr, error) {
	x := table.Expr{Op: op}
	for _, n := range nodes {
		arg, err := m.Where(n)
		if err != nil {
			return x, err
		}
		x.Args = append(x.Args, arg)
	}
	return x, nil
}

func (m Meaning) binary(n Node) (table.Expr, error) {
	switch n.Text {
	case "and":
		return m.logic(table.And, n.Args)
	case "or":
		return m.logic(table.Or, n.Args)
	case "like":
		return m.like(n)
	}
	op, ok := map[string]table.Op{"=": table.Eq, ":": table.Eq, "!=": table.Ne, "<": table.Lt, "<=": table.Le, ">": table.Gt, ">=": table.Ge}[n.Text]
	if !ok {
		return table.Expr{}, &Unsupported{fmt.Sprintf("arithmetic (%s)", n.Text), comparisons, n.Pos}
	}
	left, right := n.Args[0], n.Args[1]
	if isLiteral(left) && !isLiteral(right) {
		left, right = right, left
		op = flip(op)
	}
	if x, ok, err := m.datePart(left, op, right); ok || err != nil {
		return x, err
	}
	c, err := m.column(left)
	if err != nil {
		return table.Expr{}, err
	}
	if !isLiteral(right) {
		other, err := m.column(right)
		return table.Expr{Op: op, Column: c.Name, Other: other.Name}, err
	}
	return compareLiteral(op, c, right)
}

// compareLiteral compares a column with a literal: null is tested, a date
// given to the year or month is the whole of it.
func compareLiteral(op table.Op, c table.Column, lit Node) (table.Expr, error) {
	if lit.Kind == Null {
		if op == table.Ne {
			return table.Expr{Op: table.NotNull, Column: c.Name}, nil
		}
		return table.Expr{Op: table.Null, Column: c.Name}, nil
	}
	if d, ok := wholeDate(c, lit); ok && (op == table.Eq || op == table.Ne) {
		x := table.Expr{Op: table.Between, Column: c.Name, Values: []any{d.Start().Format(time.RFC3339), d.End().Format(time.RFC3339)}}
		if op == table.Ne {
			x = table.Expr{Op: table.Not, Args: []table.Expr{x}}
		}
		return x, nil
	}
	return table.Expr{Op: op, Column: c.Name, Values: []any{Value(c, lit)}}, nil
}

// wholeDate reads a date coarser than the column's own precision.
func wholeDate(c table.Column, lit Node) (catalog.Date, bool) {
	if !c.Type.Temporal() || lit.Kind == Number {
		return "", false
	}
	d, err := catalog.ParseDate(lit.Text)
	if err != nil || d == "" {
		return "", false
	}
	return d, len(lit.Text) < len("2006-01-02") || c.Type != table.Date && lit.Kind == DateLit
}

func flip(op table.Op) table.Op {
	switch op {
	case table.Lt:
		return table.Gt
	case table.Le:
		return table.Ge
	case table.Gt:
		return table.Lt
	case table.Ge:
		return table.Le
	}
	return op
}

func isLiteral(n Node) bool {
	switch n.Kind {
	case String, Number, Bool, Null, DateLit:
		return true
	}
	return false
}

// Value returns a literal as the engine reads it for a column: a time without
// zone is UTC, midnight is a date where the column holds dates.
func Value(c table.Column, lit Node) any {
	if lit.Kind == Bool {
		return lit.Text == "true"
	}
	if !c.Type.Temporal() || len(lit.Text) <= len("2006-01-02") {
		return lit.Text
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006/01/02"} {
		if t, err := time.Parse(layout, lit.Text); err == nil {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return lit.Text
}

// column resolves one side of a comparison.
func (m Meaning) column(n Node) (table.Column, error) {
	switch n.Kind {
	case Name:
		if c, ok := m.Column(n.Text); ok {
			return c, nil
		}
		return table.Column{}, m.Unknown(n)
	case Call:
		if m.Operand != nil {
			if c, ok, err := m.Operand(n); ok || err != nil {
				return c, err
			}
		}
	case Binary, Unary:
		return table.Column{}, &Unsupported{fmt.Sprintf("arithmetic (%s)", n.Text), comparisons, n.Pos}
	}
	return table.Column{}, &Unsupported{m.describe(n) + " as a field", comparisons, n.Pos}
}

// Unknown returns the fault for a name that is no column.
func (m Meaning) Unknown(n Node) error {
	e := &UnknownColumn{Name: Short(n.Text), Pos: n.Pos}
	if m.Known != nil {
		e.Nearest = nearest(n.Text, m.Known())
	}
	return e
}

func (m Meaning) in(n Node) (table.Expr, error) {
	c, err := m.column(n.Args[0])
	if err != nil {
		return table.Expr{}, err
	}
	x := table.Expr{Op: table.In, Column: c.Name}
	for _, v := range n.Args[1:] {
		if !isLiteral(v) || v.Kind == Null {
			return x, &Unsupported{m.describe(v) + " in a list", "strings, numbers, dates, true and false", v.Pos}
		}
		x.Values = append(x.Values, Value(c, v))
	}
	return x, nil
}

func (m Meaning) between(n Node) (table.Expr, error) {
	c, err := m.column(n.Args[0])
	if err != nil {
		return table.Expr{}, err
	}
	for _, v := range n.Args[1:] {
		if !isLiteral(v) || v.Kind == Null {
			return table.Expr{}, &Unsupported{m.describe(v) + " as a bound", "strings, numbers and dates", v.Pos}
		}
	}
	lo, hi := table.Ge, table.Le
	if n.Open {
		lo = table.Gt
	}
	if n.Shut {
		hi = table.Lt
	}
	return table.Expr{Op: table.And, Args: []table.Expr{
		{Op: lo, Column: c.Name, Values: []any{Value(c, n.Args[1])}}, {Op: hi, Column: c.Name, Values: []any{Value(c, n.Args[2])}}}}, nil
}

func (m Meaning) like(n Node) (table.Expr, error) {
	c, err := m.column(n.Args[0])
	if err != nil {
		return table.Expr{}, err
	}
	if n.Args[1].Kind != String {
		return table.Expr{}, &Unsupported{m.describe(n.Args[1]) + " as a pattern", "a string", n.Args[1].Pos}
	}
	if m.Like != nil {
		return m.Like(c, n.Args[1].Text), nil
	}
	return table.Expr{Op: table.Like, Column: c.Name, Values: []any{n.Args[1].Text}}, nil
}

// nearest returns the known name closest to an unknown one.
func nearest(name string, known []string) string {
	low := strings.ToLower(name)
	for _, k := range known {
		if strings.ToLower(k) == low {
			return k
		}
	}
	return text.Nearest(name, known)
}
