package datapackage

import (
	"fmt"
	"hash/maphash"

	"golang.org/x/text/unicode/norm"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
)

// key is columns whose values together no two rows share. Only rows that are taken
// in count: what a refused row has, another one may have.
type key struct {
	columns []string
	primary bool // its values are never missing
	seen    map[uint64]place
	seed    maphash.Seed
	sum     uint64 // of the row that is being held against it
	whole   bool   // the row has a value in each column
}

// place is where a row stands: in which of the files, and where in that.
type place struct{ file, row int32 }

// keysOf returns the keys of a schema: the primary one, the unique ones, the fields
// that are unique by themselves.
func keysOf(s datasets.Schema) []*key {
	var out []*key
	add := func(columns []string, primary bool) {
		if len(columns) > 0 {
			out = append(out, &key{columns: columns, primary: primary, seen: map[uint64]place{}, seed: maphash.MakeSeed()})
		}
	}
	add(s.PrimaryKey, true)
	for _, k := range s.UniqueKeys {
		add(k, false)
	}
	for _, f := range s.Fields {
		if f.Constraints.Unique && !(len(s.PrimaryKey) == 1 && s.PrimaryKey[0] == f.Name) {
			add([]string{f.Name}, false)
		}
	}
	return out
}

// keys hold the rows of a resource against its keys.
type keys struct {
	all     []*key
	foreign []*foreign
	files   []string // in the order of the reading
}

// columns are those that some key asks for.
func (k *keys) columns() []string {
	var out []string
	for _, one := range k.all {
		out = append(out, one.columns...)
	}
	for _, one := range k.foreign {
		out = append(out, one.key.Fields...)
	}
	return out
}

// check holds a row against the keys; value gives the typed value of a column, nil for
// a missing one. Each fault is given to fn with the column it is told at.
func (k *keys) check(file string, value func(column string) any, fn func(column string, err error)) {
	for _, one := range k.foreign {
		one.check(value, fn)
	}
	if len(k.all) == 0 {
		return
	}
	if n := len(k.files); n == 0 || k.files[n-1] != file {
		k.files = append(k.files, file)
	}
	for _, one := range k.all {
		var shown string
		one.sum, shown, one.whole = together(one.seed, one.columns, value)
		if !one.whole {
			for _, c := range one.columns {
				if one.primary && value(c) == nil {
					fn(c, notice.Of("value-missing.key"))
				}
			}
			continue
		}
		if at, twice := one.seen[one.sum]; twice {
			twice := notice.Of("key-double", clip(shown), at.row)
			if first := k.files[at.file]; first != file {
				twice = notice.Of("key-double.file", clip(shown), at.row, first)
			}
			fn(one.columns[0], twice)
		}
	}
}

// together fingerprints the values of some columns of a row, and prints them; false where
// one is missing.
func together(seed maphash.Seed, columns []string, value func(column string) any) (sum uint64, shown string, whole bool) {
	var h maphash.Hash
	h.SetSeed(seed)
	for i, c := range columns {
		v := value(c)
		if v == nil {
			return 0, "", false
		}
		s := printed(v)
		held := s
		if a, ok := v.(alike); ok {
			held = a.key
		}
		held = norm.NFC.String(held) // one letter is one, however it is put together
		fmt.Fprintf(&h, "%d:", len(held))
		h.WriteString(held)
		if i > 0 {
			shown += ", "
		}
		shown += s
	}
	return h.Sum64(), shown, true
}

// take remembers the values of the row that was checked last: it is taken in.
func (k *keys) take(row int) {
	for _, one := range k.all {
		if one.whole {
			one.seen[one.sum] = place{int32(len(k.files) - 1), int32(row)}
		}
	}
}
