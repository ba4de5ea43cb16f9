// Package engines is the list of search engines that the program has.
package engines

import (
	"fmt"
	"strings"

	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/text"
)

// Sort is a sort of engine.
type Sort struct {
	// Scheme begins the address of an engine of the sort: "scheme" or "scheme://…".
	Scheme string
	// Open gives the factory at an address. dir is the folder of the data folder in which an
	// engine of this process may keep what it has.
	Open func(address, dir string) (search.Factory, error)
}

// List returns the sorts of engines, the usual one first.
func List() []Sort {
	return []Sort{
		{"bleve", func(_, dir string) (search.Factory, error) { return bleveengine.Factory{Dir: dir}, nil }},
	}
}

// Find gives the factory at an address, "" being the usual one.
func Find(address, dir string) (search.Factory, error) {
	scheme, _, _ := strings.Cut(address, "://")
	var known []string
	for _, s := range List() {
		if known = append(known, s.Scheme); scheme == s.Scheme || address == "" {
			return s.Open(address, dir)
		}
	}
	_, near := text.Nearly(scheme, known)
	return nil, fmt.Errorf("engine %q: there is none of that sort%s; want one of %s", address, near, strings.Join(known, ", "))
}
