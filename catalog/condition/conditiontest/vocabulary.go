// Package conditiontest holds the vocabulary that the tests of conditions, and of what is
// built on them, ask over. Only tests import it.
package conditiontest

import (
	"testing"

	"honglinh/catalog/condition"
)

func options(codes ...string) []condition.Option {
	var out []condition.Option
	for _, c := range codes {
		out = append(out, condition.Option{Code: c})
	}
	return out
}

// Vocabulary has a variable of every type and origin.
func Vocabulary(t testing.TB) *condition.Vocabulary {
	t.Helper()
	no, none := condition.YesNoOf(false), condition.CodeOf("NONE")
	v, err := condition.NewVocabulary([]condition.Variable{
		{Name: "zone", Type: condition.Code, Origin: condition.Asked, Options: options("none", "IC", "IP")},
		{Name: "project", Type: condition.Code, Origin: condition.Asked, Options: options("new", "expansion")},
		{Name: "capital", Type: condition.Number, Unit: "billion-vnd", Origin: condition.Asked},
		{Name: "revenue", Type: condition.Number, Unit: "billion-vnd", Origin: condition.Own},
		{Name: "licensed_on", Type: condition.Day, Origin: condition.Own},
		{Name: "changed_on", Type: condition.Day, Origin: condition.Official},
		{Name: "established", Type: condition.YesNo, Origin: condition.Official},
		{Name: "appendix", Type: condition.Code, Origin: condition.Own, Options: options("II.A", "II.B", "none")},
		{Name: "area", Type: condition.Code, Origin: condition.Computed, Options: options("ESP", "DIFF", "NONE"), Otherwise: &none},
		{Name: "status", Type: condition.YesNo, Origin: condition.Computed, Otherwise: &no},
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Parse reads a condition over Vocabulary.
func Parse(t testing.TB, src string) condition.Expr {
	t.Helper()
	e, err := condition.Parse(src, Vocabulary(t))
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}

// Facts reads names and values in turn.
func Facts(t testing.TB, pairs ...string) condition.Facts {
	t.Helper()
	f, v := condition.Facts{}, Vocabulary(t)
	for i := 0; i < len(pairs); i += 2 {
		x, _ := v.Variable(pairs[i])
		value, err := condition.ParseValue(x.Type, pairs[i+1])
		if err != nil {
			t.Fatal(err)
		}
		f[pairs[i]] = value
	}
	return f
}
