package enginetest

import (
	"slices"
	"testing"
)

func TestEveryCaseSaysWhetherOrderIsExact(t *testing.T) {
	for _, c := range read[[]testCase](t, casesJSON) {
		if c.Order != "exact" && c.Order != "set" {
			t.Errorf("%s: order %q", c.Name, c.Order)
		}
	}
}

func TestWhatIsComparedOfAnEngineThatPromisesLess(t *testing.T) {
	got := []string{"a", "c", "b"}
	for _, c := range []struct {
		promise Promise
		order   string
		want    []string
	}{
		{Exact, "set", got}, {Exact, "exact", got}, {Near, "exact", got}, {Near, "set", []string{"a", "b", "c"}},
	} {
		if head := (testCase{Order: c.order}).head(c.promise, got); !slices.Equal(head, c.want) {
			t.Errorf("%s engine, %s order: %v, want %v", c.promise, c.order, head, c.want)
		}
	}
}
