package cql2

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// Limits of a filter.
const (
	MostBytes = 1 << 20 // longer filters do not come from people; a long list of ids fits
	Deepest   = 200     // nested brackets, negations and function calls
	MostNodes = 100_000 // parts of an expression
)

// Kinds of refusal, to be asked for with errors.Is.
var (
	ErrTooLarge = fmt.Errorf("filter larger than %d bytes or %d parts", MostBytes, MostNodes)
	ErrTooDeep  = fmt.Errorf("filter nested deeper than %d", Deepest)
	ErrSyntax   = errors.New("filter not understood")
)

// Error tells where a filter goes wrong.
type Error struct {
	Offset   int    // byte in the text; -1 for JSON
	Path     string // JSON pointer; "" for text
	Reason   string // in English
	ReasonVI string // in Vietnamese
	Kind     error  // ErrTooLarge, ErrTooDeep or ErrSyntax
}

// Error names place and reason.
func (e *Error) Error() string {
	if e.Offset >= 0 {
		return fmt.Sprintf("filter at byte %d: %s", e.Offset, e.Reason)
	}
	return fmt.Sprintf("filter at %q: %s", e.Path, e.Reason)
}

// Vietnamese names place and reason in Vietnamese.
func (e *Error) Vietnamese() string {
	if e.Offset >= 0 {
		return fmt.Sprintf("ở byte %d: %s", e.Offset, e.ReasonVI)
	}
	return fmt.Sprintf("ở %q: %s", e.Path, e.ReasonVI)
}

func tooLargeVI() string {
	return fmt.Sprintf("bộ lọc lớn hơn %d byte hoặc %d phần", MostBytes, MostNodes)
}

func tooDeepVI() string { return fmt.Sprintf("bộ lọc lồng sâu hơn %d", Deepest) }

// Unwrap gives the kind.
func (e *Error) Unwrap() error { return e.Kind }

// Expr is a part of a filter: Literal, Property, Call or List.
type Expr interface{ expr() }

// Literal is a value: nil, bool, float64, string, Time, or orb.Geometry (wrapped in Region).
type Literal struct{ Value any }

// Property is the value of a property of the feature.
type Property struct{ Name string }

// Call is an operator or function with its arguments; Op is spelled as in the JSON encoding, functions of the standard in lower case.
type Call struct {
	Op   string
	Args []Expr
}

// List is an array of values.
type List struct{ Items []Expr }

func (Literal) expr()  {}
func (Property) expr() {}
func (Call) expr()     {}
func (List) expr()     {}

// Options say what a filter may refer to.
type Options struct {
	// Known tells whether a property may be used; nil allows all.
	Known func(name string) bool
	// Functions are the functions beyond the standard. They get evaluated arguments (nil for missing ones).
	Functions map[string]func(args []any) (any, error)
	// Convert brings the coordinates of the filter (filter-crs) to WGS 84 longitude and latitude; nil when they are already.
	Convert func(orb.Geometry) (orb.Geometry, error)
}

// Filter is a parsed expression, ready to evaluate by many goroutines.
type Filter struct {
	root    Expr
	options Options
}

// Expr is the tree. Do not change it.
func (f *Filter) Expr() Expr { return f.root }

// arity is the number of arguments of an operator of the standard: least and most (-1: no limit), and what it gives.
type arity struct {
	least, most int
	boolean     bool
}

// operators lists the standard by name in JSON.
func operators() map[string]arity {
	m := map[string]arity{
		"and": {2, -1, true}, "or": {2, -1, true}, "not": {1, 1, true}, "isNull": {1, 1, true},
		"like": {2, 2, true}, "between": {3, 3, true}, "in": {2, 2, true},
		"casei": {1, 1, false}, "accenti": {1, 1, false}, "date": {1, 1, false}, "timestamp": {1, 1, false}, "interval": {2, 2, false},
	}
	for _, op := range []string{"=", "<>", "<", "<=", ">", ">="} {
		m[op] = arity{2, 2, true}
	}
	for _, op := range []string{"+", "*", "/", "%", "div", "^"} {
		m[op] = arity{2, 2, false}
	}
	m["-"] = arity{1, 2, false}
	for _, f := range spatial() {
		m[f] = arity{2, 2, true}
	}
	for _, f := range temporal() {
		m[f] = arity{2, 2, true}
	}
	for _, f := range []string{"a_equals", "a_contains", "a_containedBy", "a_overlaps"} {
		m[f] = arity{2, 2, true}
	}
	return m
}

func spatial() []string {
	return []string{"s_intersects", "s_disjoint", "s_equals", "s_touches", "s_crosses", "s_within", "s_contains", "s_overlaps"}
}

func temporal() []string {
	return []string{"t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedBy", "t_finishes", "t_intersects",
		"t_meets", "t_metBy", "t_overlappedBy", "t_overlaps", "t_startedBy", "t_starts"}
}
