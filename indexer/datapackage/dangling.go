package datapackage

import (
	"context"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// Spot is a row of a table.
type Spot struct {
	Table string
	source.At
}

// Dangling returns the rows that refer to rows which are refused, then those that refer to
// these, until nothing changes. refused tells the rows that are refused already, and also the
// rows that share the verdict of one. It reads each table that a foreign key names once; what
// it costs is linear in the rows and their references.
func (s *Source) Dangling(ctx context.Context, refused func(Spot) bool, also func(Spot) []Spot) ([]source.Refusal, error) {
	d := &dangling{refused: refused, also: also, gone: map[Spot]bool{}}
	named := map[string]bool{}
	for _, res := range s.pkg.Resources {
		for _, k := range res.Schema.ForeignKeys {
			to, ok := s.pkg.Resource(k.Resource)
			if !ok {
				continue
			}
			f := &foreign{key: k, to: to.Schema}
			d.all = append(d.all, &reference{foreign: f, from: res, gives: map[Spot]string{}, offered: map[string]int{}, users: map[string][]Spot{}})
			named[res.Name], named[to.Name] = true, true
		}
	}
	reader := s.reader
	reader.Uncelled, reader.unkeyed, reader.foreign = false, true, nil
	for _, res := range s.pkg.Resources {
		if !named[res.Name] {
			continue
		}
		d.now = res
		if err := reader.Resource(ctx, res, d); err != nil && ctx.Err() != nil {
			return nil, ctx.Err() // what cannot be read has no rows
		}
	}
	d.settle()
	return d.out, nil
}

// dangling is the rows that are taken in, by what they offer and what they refer to.
type dangling struct {
	refused func(Spot) bool
	also    func(Spot) []Spot
	all     []*reference
	now     datasets.Resource
	gone    map[Spot]bool
	left    []Spot // gone, whose offers are still counted
	out     []source.Refusal
}

// reference is one foreign key with the rows on both its sides.
type reference struct {
	*foreign
	from    datasets.Resource
	gives   map[Spot]string // what a row can be referred to by
	offered map[string]int  // by how many rows
	users   map[string][]Spot
}

// Row implements source.Sink.
func (d *dangling) Row(row source.Row) {
	at := Spot{d.now.Name, source.At{File: row.File, Row: row.Row}}
	if d.refused(at) {
		return
	}
	for _, r := range d.all {
		if r.key.Resource == d.now.Name {
			if v, ok := told(r.to, r.key.RefFields, row); ok {
				r.gives[at] = v
				r.offered[v]++
			}
		}
		if r.from.Name == d.now.Name {
			if v, ok := told(r.from.Schema, r.key.Fields, row); ok {
				r.users[v] = append(r.users[v], at)
			}
		}
	}
}

// Refuse implements source.Sink: what is refused is told where the resource is read.
func (d *dangling) Refuse(source.Refusal) {}

// Warn implements source.Sink.
func (d *dangling) Warn(source.Warning) {}

// told prints the values of columns for others to hold against; false where one is missing.
func told(s datasets.Schema, columns []string, row source.Row) (string, bool) {
	var out []string
	for _, c := range columns {
		v := same(fieldOf(s, c), row.Cells[c])
		if v == nil {
			return "", false
		}
		if a, ok := v.(alike); ok {
			v = a.key
		}
		out = append(out, printed(v))
	}
	return strings.Join(out, "\x00"), true
}

// settle refuses rows until every reference is to a row that is taken in.
func (d *dangling) settle() {
	for _, r := range d.all {
		for _, v := range slices.Sorted(maps.Keys(r.users)) { // the same words every time
			if r.offered[v] == 0 {
				d.strand(r, v)
			}
		}
	}
	for len(d.left) > 0 {
		at := d.left[len(d.left)-1]
		d.left = d.left[:len(d.left)-1]
		for _, r := range d.all {
			if v, ok := r.gives[at]; ok {
				if r.offered[v]--; r.offered[v] == 0 {
					d.strand(r, v)
				}
			}
		}
	}
}

// strand refuses the rows that refer to a value which no row offers any more.
func (d *dangling) strand(r *reference, v string) {
	for _, at := range r.users[v] {
		if d.gone[at] {
			continue
		}
		why := notice.Of("reference-missing", clip(strings.ReplaceAll(v, "\x00", ", ")), r.key.Resource, strings.Join(r.key.RefFields, ", "))
		d.out = append(d.out, source.Refusal{File: at.File, Row: at.Row, Column: r.key.Fields[0], Table: at.Table}.For(why))
		for _, x := range append(d.also(at), at) {
			if !d.gone[x] {
				d.gone[x] = true
				d.left = append(d.left, x)
			}
		}
	}
}
