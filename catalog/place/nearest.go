package place

import (
	"slices"

	"honglinh/catalog/text"
)

// Nearest returns the unit whose name, in either language and with or without
// the word for its level, looks most like s, for "did you mean": false if none
// is near. Today's units come before dissolved ones that are equally near.
func (r *Register) Nearest(s string) (Unit, bool) {
	names := make([]string, 0, len(r.byName))
	for name := range r.byName {
		names = append(names, name)
	}
	want := text.Fold(s)
	found := closest(want, names)
	if bare := Bare(s); found == "" && bare != want {
		found = closest(bare, names)
	}
	if found == "" {
		return Unit{}, false
	}
	var indexes []int
	for _, n := range r.byName[found] {
		indexes = append(indexes, n.unit)
	}
	return r.pick(indexes, "")[0], true
}

// closest is text.Nearest of names that share nothing with chance: one edit in
// three letters at most.
func closest(want string, names []string) string {
	slices.Sort(names) // the same answer at every call
	if found := text.Nearest(want, names); found != "" && text.Distance(want, found) <= max(1, len(want)/3) {
		return found
	}
	return ""
}
