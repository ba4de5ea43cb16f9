package cql2

import (
	"encoding/json"
	"math"
	"time"

	"github.com/paulmach/orb"
)

// Feature is what a filter looks at.
type Feature interface {
	// Property is a value by name; false when the feature has no such property, which is the same as null.
	Property(name string) (any, bool)
	// Geometry is the place in WGS 84 longitude and latitude, or nil.
	Geometry() orb.Geometry
	// Time is the validity; a zero time is an open end. False when the feature has no time.
	Time() (from, to time.Time, ok bool)
}

// Truth is one of three values.
type Truth int8

// The values.
const (
	False Truth = iota
	Unknown
	True
)

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Eval is the truth of the filter for a feature. Values of kinds that cannot be compared make it unknown.
func (f *Filter) Eval(x Feature) Truth { return f.truth(f.root, x) }

// Match tells whether the filter is true; unknown is not.
func (f *Filter) Match(x Feature) bool { return f.Eval(x) == True }

func (f *Filter) truth(e Expr, x Feature) Truth {
	c, ok := e.(Call)
	if !ok {
		return asTruth(f.value(e, x))
	}
	switch c.Op {
	case "and":
		t := True
		for _, a := range c.Args {
			if t = min(t, f.truth(a, x)); t == False {
				break
			}
		}
		return t
	case "or":
		t := False
		for _, a := range c.Args {
			if t = max(t, f.truth(a, x)); t == True {
				break
			}
		}
		return t
	case "not":
		return True - f.truth(c.Args[0], x)
	case "isNull":
		return truth(f.value(c.Args[0], x) == nil)
	case "in":
		return f.in(c, x)
	case "between":
		v := f.value(c.Args[0], x)
		return min(compare(">=", v, f.value(c.Args[1], x)), compare("<=", v, f.value(c.Args[2], x)))
	case "like":
		return f.like(c, x)
	case "=", "<>", "<", "<=", ">", ">=":
		return compare(c.Op, f.value(c.Args[0], x), f.value(c.Args[1], x))
	}
	switch {
	case len(c.Op) > 2 && c.Op[:2] == "s_" && standard()[c.Op].boolean:
		return f.spatial(c, x)
	case len(c.Op) > 2 && c.Op[:2] == "t_" && standard()[c.Op].boolean:
		return f.temporal(c, x)
	case len(c.Op) > 2 && c.Op[:2] == "a_" && standard()[c.Op].boolean:
		return f.array(c, x)
	}
	return asTruth(f.value(e, x))
}

func asTruth(v any) Truth {
	if b, ok := v.(bool); ok {
		return truth(b)
	}
	return Unknown
}

// in is true when the value equals an item, unknown when it is missing or an item is and none is equal.
func (f *Filter) in(c Call, x Feature) Truth {
	v := f.value(c.Args[0], x)
	t := False
	for _, item := range c.Args[1].(List).Items {
		if t = max(t, compare("=", v, f.value(item, x))); t == True {
			break
		}
	}
	if v == nil {
		return Unknown
	}
	return t
}

// value computes what is not a condition; nil is null.
func (f *Filter) value(e Expr, x Feature) any {
	switch e := e.(type) {
	case Literal:
		return e.Value
	case Property:
		v, ok := x.Property(e.Name)
		if !ok {
			return nil
		}
		return normal(v)
	case List:
		out := make([]any, len(e.Items))
		for i, it := range e.Items {
			out[i] = f.value(it, x)
		}
		return out
	case Call:
		return f.call(e, x)
	}
	return nil
}

// normal brings property values to the kinds of literals.
func normal(v any) any {
	switch v := v.(type) {
	case int:
		return float64(v)
	case int32:
		return float64(v)
	case int64:
		return float64(v)
	case float32:
		return float64(v)
	case float64:
		if math.IsNaN(v) {
			return nil
		}
	case json.Number:
		n, err := v.Float64()
		if err != nil {
			return string(v)
		}
		return n
	case time.Time:
		return Time{v, v}
	case []string:
		out := make([]any, len(v))
		for i, s := range v {
			out[i] = s
		}
		return out
	}
	return v
}

func (f *Filter) call(c Call, x Feature) any {
	if a, ok := standard()[c.Op]; ok && a.boolean {
		if t := f.truth(c, x); t != Unknown {
			return t == True
		}
		return nil
	}
	args := make([]any, len(c.Args))
	for i, a := range c.Args {
		args[i] = f.value(a, x)
	}
	switch c.Op {
	case "casei":
		return fold(args[0], foldCase)
	case "accenti":
		return fold(args[0], foldAccents)
	case "interval":
		return interval(args)
	}
	if fn, ok := f.options.Functions[c.Op]; ok {
		v, err := fn(args)
		if err != nil {
			return nil
		}
		return normal(v)
	}
	return arithmetic(c.Op, args)
}

func interval(args []any) any {
	from, ok1 := moment(args[0], false)
	to, ok2 := moment(args[1], true)
	if !ok1 || !ok2 || to.End.Before(from.Start) {
		return nil
	}
	return Time{from.Start, to.End}
}

// moment makes a time of a value. A missing value is none: only ".." makes an end of an interval open, a null makes the interval null (OGC 21-065r2, the test data of
// annex A count no feature with a null date).
func moment(v any, last bool) (Time, bool) {
	switch v := v.(type) {
	case Time:
		return v, true
	case string:
		t, err := parseEnd(v, last)
		return t, err == nil
	}
	return Time{}, false
}

func arithmetic(op string, args []any) any {
	a, ok := args[0].(float64)
	if !ok {
		return nil
	}
	if len(args) == 1 {
		return -a
	}
	b, ok := args[1].(float64)
	if !ok {
		return nil
	}
	var v float64
	switch op {
	case "+":
		v = a + b
	case "-":
		v = a - b
	case "*":
		v = a * b
	case "/":
		v = a / b
	case "div":
		v = math.Trunc(a / b)
	case "%":
		v = math.Mod(a, b)
	case "^":
		v = math.Pow(a, b)
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil // division by zero and the like
	}
	return v
}
