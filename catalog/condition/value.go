package condition

import (
	"fmt"
	"strconv"
	"time"
)

// Type is what a variable holds.
type Type string

// The types of variables.
const (
	Number Type = "number" // with the unit that the variable names
	Code   Type = "code"   // one of the variable's options
	YesNo  Type = "yes-no"
	Day    Type = "day" // a calendar day, written 2006-01-02
)

// Types returns all types.
func Types() []Type { return []Type{Number, Code, YesNo, Day} }

// Value is what is known of a variable. Only the field of its type counts.
type Value struct {
	Type   Type
	Number float64
	Word   string // of a code, and of a day as 2006-01-02
	Yes    bool
}

// String prints the value as conditions write it.
func (v Value) String() string {
	switch v.Type {
	case Number:
		return strconv.FormatFloat(v.Number, 'f', -1, 64)
	case YesNo:
		return strconv.FormatBool(v.Yes)
	default:
		return v.Word
	}
}

// NumberOf, CodeOf, YesNoOf and DayOf make values.
func NumberOf(n float64) Value { return Value{Type: Number, Number: n} }

// CodeOf is the value of a code.
func CodeOf(s string) Value { return Value{Type: Code, Word: s} }

// YesNoOf is the value of a yes-no variable.
func YesNoOf(yes bool) Value { return Value{Type: YesNo, Yes: yes} }

// DayOf is the value of a day.
func DayOf(t time.Time) Value { return Value{Type: Day, Word: t.Format(time.DateOnly)} }

// ParseValue reads a value of a type. Its error says what would be right.
func ParseValue(t Type, s string) (Value, error) {
	switch t {
	case Number:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n != n || n > maxNumber || n < -maxNumber {
			return Value{}, fmt.Errorf("%q is no number such as 12.5", s)
		}
		return NumberOf(n), nil
	case YesNo:
		if s != "true" && s != "false" {
			return Value{}, fmt.Errorf("%q is neither true nor false", s)
		}
		return YesNoOf(s == "true"), nil
	case Day:
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return Value{}, fmt.Errorf("%q is no day such as 2026-03-01", s)
		}
		return DayOf(d), nil
	case Code:
		if s == "" {
			return Value{}, fmt.Errorf("a code is missing")
		}
		return CodeOf(s), nil
	}
	return Value{}, fmt.Errorf("%q is no type of a variable", t)
}

// maxNumber bounds amounts: a million billion VND is a hundred times the country's product.
const maxNumber = 1e15

// compare returns -1, 0 or 1 for values of one type that have an order.
func compare(a, b Value) int {
	switch {
	case a.Type == Number && a.Number < b.Number, a.Type != Number && a.Word < b.Word:
		return -1
	case a.Type == Number && a.Number > b.Number, a.Type != Number && a.Word > b.Word:
		return 1
	}
	return 0
}

// equal reports whether two values of one type are the same.
func equal(a, b Value) bool {
	if a.Type == YesNo {
		return a.Yes == b.Yes
	}
	return compare(a, b) == 0
}
