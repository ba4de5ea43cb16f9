package sdmx

import (
	"slices"
	"strings"
)

// ordered returns the periods that occur, once each, in the order of time.
func (m message) ordered() []period {
	seen := map[string]bool{}
	var out []period
	for _, o := range m.obs {
		if !seen[o.period.id] {
			seen[o.period.id] = true
			out = append(out, o.period)
		}
	}
	slices.SortFunc(out, func(a, b period) int {
		if c := a.start.Compare(b.start); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	return out
}
