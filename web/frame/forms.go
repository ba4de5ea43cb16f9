package frame

import (
	"maps"
	"net/url"
	"slices"
)

// SearchBox is the search form.
type SearchBox struct {
	Action, Text, Suggest string
	Hidden                []Param
	Big                   bool
	Head                  bool // stands in the frame, for a page without a box of its own
}

// Param is a query parameter kept by a form.
type Param struct{ Name, Value string }

// Chip is an active filter and the address without it.
type Chip struct{ Label, Value, Lang, Remove string }

// Hidden returns the values as hidden fields of a form, sorted by name, but for those of the names given.
func Hidden(v url.Values, without ...string) []Param {
	var out []Param
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if slices.Contains(without, name) {
			continue
		}
		for _, value := range v[name] {
			out = append(out, Param{name, value})
		}
	}
	return out
}

// NonEmpty drops the empty cursor of the first page, which an empty trail means.
func NonEmpty(list []string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// MaxTrail is how many pages back the address remembers; further back leads to
// the first page. It keeps addresses short.
const MaxTrail = 20

// Pick is an option of a list or a box to tick.
type Pick struct {
	Name, Value, Text string
	On                bool
}

// ParamRow documents a parameter of the search.
type ParamRow struct{ Name, Help, Example string }
