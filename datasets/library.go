package datasets

import (
	"sort"
	"sync/atomic"
)

// Library is the datasets the catalogue publishes now. It is safe for
// concurrent use: readers see one whole state, swapped by the indexer. The
// zero Library is empty.
type Library struct {
	state atomic.Pointer[[]*Package]
}

// Set replaces the whole state; the packages must not be changed afterwards.
func (l *Library) Set(packages []*Package) {
	sorted := append([]*Package(nil), packages...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Name < sorted[j].Name })
	l.state.Store(&sorted)
}

// All returns the packages ordered by name; the slice is shared, do not change it.
func (l *Library) All() []*Package {
	if p := l.state.Load(); p != nil {
		return *p
	}
	return nil
}

// Find returns the package with the name.
func (l *Library) Find(name string) (*Package, bool) {
	all := l.All()
	i := sort.Search(len(all), func(i int) bool { return all[i].Name >= name })
	if i < len(all) && all[i].Name == name {
		return all[i], true
	}
	return nil, false
}

// Resource returns the package's resource with the name.
func (p *Package) Resource(name string) (Resource, bool) {
	for _, r := range p.Resources {
		if r.Name == name {
			return r, true
		}
	}
	return Resource{}, false
}

// Column returns the field of a table of the library, for labels.
func (l *Library) Column(dataset, table, column string) (Field, bool) {
	p, ok := l.Find(dataset)
	if !ok {
		return Field{}, false
	}
	r, ok := p.Resource(table)
	if !ok {
		return Field{}, false
	}
	return r.Schema.Field(column)
}
