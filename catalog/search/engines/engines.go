// Package engines is the list of search engines that the program has.
package engines

import (
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/opensearch"
	"honglinh/catalog/text"
)

// Sort is a sort of engine.
type Sort struct {
	// Scheme begins the address of an engine of the sort: "scheme" or "scheme://…".
	Scheme string
	// Format is the sort and version of what it writes.
	Format string
	// Open gives the factory at an address. dir is the folder of the data folder in which an
	// engine of this process may keep what it has.
	Open func(address, dir string) (search.Factory, error)
}

// List returns the sorts of engines, the usual one first.
func List() []Sort {
	return []Sort{
		{"bleve", "bleve " + bleveengine.Format(), func(_, dir string) (search.Factory, error) { return bleveengine.Factory{Dir: dir}, nil }},
		{"opensearch+https", "opensearch " + opensearch.Format(), openSearch},
		{"opensearch+http", "opensearch " + opensearch.Format(), openSearch},
	}
}

func openSearch(address, dir string) (search.Factory, error) {
	f, err := opensearch.NewFactory(address, dir)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Find gives the factory at an address, "" being the usual one.
func Find(address, dir string) (search.Factory, error) {
	s, err := sortOf(address)
	if err != nil {
		return nil, err
	}
	return s.Open(address, dir)
}

// Format is the sort and version of what an engine at an address writes, "" of none that there is.
func Format(address string) string {
	s, _ := sortOf(address)
	return s.Format
}

// Formats are those of all sorts.
func Formats() []string {
	var out []string
	for _, s := range List() {
		if !slices.Contains(out, s.Format) {
			out = append(out, s.Format)
		}
	}
	return out
}

func sortOf(address string) (Sort, error) {
	scheme, _, _ := strings.Cut(address, "://")
	var known []string
	for _, s := range List() {
		if known = append(known, s.Scheme); scheme == s.Scheme || address == "" {
			return s, nil
		}
	}
	_, near := text.Nearly(scheme, known)
	return Sort{}, fmt.Errorf("engine %q: there is none of that sort%s; want one of %s", address, near, strings.Join(known, ", "))
}
