package datapackage

import (
	"context"
	"hash/maphash"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// foreign is columns whose values together stand in a row of the resource that they refer
// to. A row in which one of them is missing refers to nothing (as in SQL).
type foreign struct {
	key   datasets.ForeignKey
	to    datasets.Schema
	seed  maphash.Seed
	known map[uint64]struct{}
}

// foreignOf reads what the foreign keys of a resource refer to: the rows that are taken
// in there by themselves, whatever they in turn refer to.
func (r Reader) foreignOf(ctx context.Context, pkg *datasets.Package, res datasets.Resource) ([]*foreign, error) {
	r.Uncelled, r.foreign = false, nil
	var out []*foreign
	for _, k := range res.Schema.ForeignKeys {
		to, ok := pkg.Resource(k.Resource)
		if !ok {
			continue // a descriptor that was read has it
		}
		f := &foreign{key: k, to: to.Schema, seed: maphash.MakeSeed(), known: map[uint64]struct{}{}}
		if err := r.Resource(ctx, to, f); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// fieldOf is the field of a column, one without a type where the schema has none.
func fieldOf(s datasets.Schema, column string) datasets.Field {
	for _, f := range s.Fields {
		if f.Name == column {
			return f
		}
	}
	return datasets.Field{Name: column}
}

// Row implements source.Sink: it takes a row that can be referred to.
func (f *foreign) Row(row source.Row) {
	if sum, _, whole := together(f.seed, f.key.RefFields, func(c string) any { return same(fieldOf(f.to, c), row.Cells[c]) }); whole {
		f.known[sum] = struct{}{}
	}
}

// Refuse implements source.Sink: what is refused is told where the resource is read.
func (f *foreign) Refuse(source.Refusal) {}

// Warn implements source.Sink.
func (f *foreign) Warn(source.Warning) {}

// check holds a row against the key; a fault is told at its first column.
func (f *foreign) check(value func(column string) any, fn func(column string, err error)) {
	sum, shown, whole := together(f.seed, f.key.Fields, value)
	if !whole {
		return
	}
	if _, ok := f.known[sum]; !ok {
		fn(f.key.Fields[0], notice.Of("reference-missing", clip(shown), f.key.Resource, strings.Join(f.key.RefFields, ", ")))
	}
}
