package inspect

import (
	"context"
	"hash/maphash"
	"io/fs"
	"maps"
	"slices"

	"honglinh/catalog/geo/write"
	"honglinh/datasets"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/source"
)

// features looks at a file of features: their properties are its columns.
func (f *Finding) features(ctx context.Context, fsys fs.FS, name, format string) {
	t := Table{Format: format, path: name, spend: f.spend}
	t.File = name
	sink := &featureSink{table: &t, seed: maphash.MakeSeed(), tallies: map[string]*tally{}}
	res := datasets.Resource{Name: Clean(name), Paths: []string{name}, Format: format}
	if err := (datapackage.Reader{FS: fsys, Dir: "."}).Resource(ctx, res, sink); err != nil {
		f.Fault = said(err)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(sink.tallies)) {
		c := sink.tallies[name]
		c.empty = t.Rows - c.filled
		t.Columns = append(t.Columns, name)
		t.Fields = append(t.Fields, c.column())
	}
	f.Tables = append(f.Tables, t)
	f.Warnings = sink.warnings
}

// featureSink counts the properties of features.
type featureSink struct {
	table    *Table
	seed     maphash.Seed
	tallies  map[string]*tally
	warnings []source.Warning
}

func (s *featureSink) Row(r source.Row) {
	s.table.Rows++
	if s.table.spend != nil {
		s.table.spend(1 + len(r.Cells))
	}
	for name, v := range r.Cells {
		c := s.tallies[name]
		if c == nil {
			if len(s.tallies) >= datasets.MaxFields {
				continue
			}
			c = newTally(name, true, s.seed)
			s.tallies[name] = c
		}
		c.add(r.Row, []byte(write.Text(v)))
	}
}

func (s *featureSink) Refuse(r source.Refusal) {
	if s.table.RefusedTotal++; len(s.table.Refused) < maxRefused {
		s.table.Refused = append(s.table.Refused, Refusal{Row: r.Row, Reason: r.Text(), Remedy: r.Mend()})
	}
}

func (s *featureSink) Warn(w source.Warning) {
	if len(s.warnings) < maxRefused {
		s.warnings = append(s.warnings, w)
	}
}
