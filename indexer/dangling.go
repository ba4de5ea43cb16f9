package indexer

import (
	"context"
	"slices"

	"honglinh/datasets"
	"honglinh/indexer/convert"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/enrich"
	"honglinh/indexer/source"
)

// judgeReferences refuses the rows that refer to rows which are refused by now, at whatever
// stage, and the records that are made of them.
func (b *batch) judgeReferences(ctx context.Context, out *enrich.Output, rep *Report) error {
	src, ok := b.src.(*datapackage.Source)
	if !ok || !slices.ContainsFunc(b.pkg.Resources, func(r datasets.Resource) bool { return len(r.Schema.ForeignKeys) > 0 }) {
		return nil
	}
	bad := b.refusals(rep)
	if bad == nil {
		return nil
	}
	drafts := map[datapackage.Spot]*convert.Draft{}
	for _, d := range b.conv.Drafts {
		for _, at := range spots(d) {
			drafts[at] = d
		}
	}
	also := func(at datapackage.Spot) []datapackage.Spot {
		if d := drafts[at]; d != nil {
			return spots(d)
		}
		return nil
	}
	told := map[datapackage.Spot]bool{}
	refused := func(at datapackage.Spot) bool {
		return bad.Whole(at.Table) || told[at] || told[datapackage.Spot{At: at.At}]
	}
	for _, r := range rep.Refused {
		told[datapackage.Spot{Table: r.Table, At: source.At{File: r.File, Row: r.Row}}] = true
	}
	more, err := src.Dangling(ctx, refused, also)
	for _, r := range more {
		b.unsure = true
		d := drafts[datapackage.Spot{Table: r.Table, At: source.At{File: r.File, Row: r.Row}}]
		if d == nil {
			rep.refuse(r)
			continue
		}
		id := d.Record.ID
		if r.ID = id; b.refused[id] {
			continue // said of all its rows
		}
		b.refused[id], out.Refused[id] = true, r
		rep.refuse(d.Refused(r)...)
	}
	return err
}

// spots are the rows that a draft is made of.
func spots(d *convert.Draft) []datapackage.Spot {
	var out []datapackage.Spot
	if t := d.Record.Table; t != nil {
		out = append(out, datapackage.Spot{Table: t.Table, At: source.At{File: d.File, Row: d.Row}})
	}
	for _, at := range d.Further {
		out = append(out, datapackage.Spot{Table: at.Table, At: source.At{File: at.File, Row: at.Row}})
	}
	return out
}
