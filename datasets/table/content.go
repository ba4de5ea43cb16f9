package table

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"

	"honglinh/datasets"
	"honglinh/datasets/grid"
)

// Content is where the files of a package are, and which of their rows are refused:
// what is refused as a record is no row of a table either.
type Content struct {
	FS      fs.FS
	Refused Refusals
	// Still says that nobody changes these files any more, so that their times tell a
	// change however young they are.
	Still bool
}

// Refusals are the numbers of refused rows, by resource ("" for any) and by file,
// relative to the package's folder.
type Refusals map[string]map[string][]int

// Add notes a refused row.
func (r Refusals) Add(resource, file string, number int) {
	if r[resource] == nil {
		r[resource] = map[string][]int{}
	}
	rows := r[resource][file]
	if i, found := slices.BinarySearch(rows, number); !found {
		r[resource][file] = slices.Insert(rows, i, number)
	}
}

// Count returns how many rows of a resource are refused one by one.
func (r Refusals) Count(res datasets.Resource) int {
	n := 0
	for file, rows := range r[res.Name] {
		if file != "" {
			n += len(rows)
		}
	}
	for file, rows := range r[""] {
		if slices.Contains(res.Paths, file) {
			n += len(rows)
		}
	}
	return n
}

// All notes that a resource is refused whole, whatever rows its files have.
func (r Refusals) All(resource string) { r.Add(resource, "", 0) }

// Whole reports whether a resource is refused whole.
func (r Refusals) Whole(resource string) bool { return len(r[resource][""]) > 0 }

// Of returns what tells the refused rows of a resource, nil where there are none, and
// a print of them. A file may stand with the folder of its package.
func (r Refusals) Of(p *datasets.Package, resource string) (refused func(grid.Place) bool, print string) {
	own, any := r[resource], r[""]
	if len(own)+len(any) == 0 {
		return nil, ""
	}
	b, err := json.Marshal([]map[string][]int{own, any}) // keys are printed in order
	if err != nil {
		return nil, ""
	}
	has := map[string]map[int]bool{}
	for _, files := range []map[string][]int{own, any} {
		for name, numbers := range files {
			file := path.Join(p.Dir, name)
			if has[file] == nil {
				has[file] = map[int]bool{}
			}
			for _, n := range numbers {
				has[file][n] = true
			}
		}
	}
	return func(at grid.Place) bool { return has[path.Clean(at.File)][at.Number] }, string(b)
}
