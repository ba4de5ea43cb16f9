package datapackage

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/indexer/source"
)

// table turns the rows of a tabular resource into rows of a source.
type table struct {
	res     datasets.Resource
	rules   []rule
	to      source.Sink
	columns []*rule // in the order of the table
	changes *source.Changes
	keys    *keys
	bare    bool // rows go without their cells
	id      int  // the column of the record's id, -1 for none
	at      map[string]int
	values  []any    // of the row that is being read
	needed  []bool   // the columns whose values somebody asks for
	doubts  []*doubt // of the columns that no schema types
}

// readTable reads all files of a tabular resource.
func (t *table) read(ctx context.Context, fsys fs.FS, files []string, label func(string) string) error {
	in, err := datasets.OpenTable(fsys, files, t.res, label)
	if err != nil {
		return err
	}
	defer in.Close()
	t.header(in.About())
	t.ready()
	for n := 1; ; n++ {
		row, err := in.Next()
		if bad, ok := grid.AsBad(err); ok {
			t.to.Refuse(source.Refusal{File: bad.File, Row: bad.Number, Column: bad.Column, ID: t.idIn(bad.Cells)}.For(notice.New("row-bad", bad.Reason, bad.Remedy)))
			continue
		}
		if err == io.EOF {
			t.notes(in.About())
			return in.Close()
		}
		if err != nil {
			return err
		}
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t.row(row)
	}
}

// notes tells what was done to read the table.
func (t *table) notes(about *grid.About) {
	for _, n := range about.Notes {
		t.to.Warn(source.Warning{File: n.File, Row: n.Row, Column: n.Column}.For(notice.New(n.Code, noted(n), nil)))
	}
	t.changes.Tell(t.to)
	for i, d := range t.doubts {
		if d != nil {
			d.tell(about.File, t.columns[i].field.Name, t.to)
		}
	}
}

// noted is a note in one sentence, with how often and an example.
func noted(n grid.Note) text.Text {
	switch {
	case n.Count > 1 && n.Example != "":
		return notice.Of("times", n.Text, n.Count, clip(n.Example)).Reason
	case n.Count > 1:
		return notice.Of("times.first", n.Text, n.Count).Reason
	case n.Example != "":
		return notice.Of("times.once", n.Text, clip(n.Example)).Reason
	}
	return n.Text
}

// header matches the table's columns with the schema's by name.
func (t *table) header(about *grid.About) {
	known := map[string]*rule{}
	var all []string
	for i := range t.rules {
		known[t.rules[i].field.Name] = &t.rules[i]
		all = append(all, t.rules[i].field.Name)
	}
	row := 1
	if len(about.HeaderRows) > 0 {
		row = about.HeaderRows[0]
	}
	for _, name := range about.Columns {
		r, ok := known[name]
		if !ok && len(t.rules) > 0 {
			t.to.Warn(source.Warning{File: about.File, Row: row, Column: name}.For(notice.Of("unknown-column", notice.Near(name, all))))
		}
		if !ok {
			r = &rule{field: datasets.Field{Name: name}, missing: missingIn(t.res.Schema, datasets.Field{}), changes: t.changes, easy: true}
		}
		t.columns = append(t.columns, r)
	}
}

// idIn returns the record id among the first cells of a broken row.
func (t *table) idIn(cells []string) string {
	if t.res.Mapping == nil {
		return ""
	}
	for i, c := range t.columns {
		if c.field.Name == t.res.Mapping.ID && i < len(cells) {
			return cells[i]
		}
	}
	return ""
}

// row types the cells of a row; every fault of it is told.
func (t *table) row(in grid.Row) {
	id, good := "", true
	if t.id >= 0 {
		id = strings.TrimSpace(string(in.Cells[t.id]))
	}
	refuse := func(column string, err error) {
		var n *notice.Notice
		if errors.As(err, &n) {
			t.to.Refuse(source.Refusal{File: in.File, Row: in.Number, Column: column, ID: id}.For(n))
			good = false
		}
	}
	clear(t.values)
	var faulty []string
	for i, c := range t.columns {
		if d := t.doubts[i]; d != nil {
			d.see(in.Cells[i], in.Number)
		}
		if !t.needed[i] && c.fine(in.Cells[i]) {
			continue
		}
		v, err := c.read(string(in.Cells[i]), in.Typed != nil && in.Typed[i], in.Place)
		if err != nil {
			faulty = append(faulty, c.field.Name)
		}
		refuse(c.field.Name, err)
		t.values[i] = v
	}
	t.keys.check(in.File, t.held, func(column string, err error) {
		if !slices.Contains(faulty, column) { // what is wrong with its value was told
			refuse(column, err)
		}
	})
	if !good {
		return
	}
	t.keys.take(in.Number)
	row := source.Row{File: in.File, Row: in.Number}
	if !t.bare {
		row.Cells = make(map[string]any, len(t.values))
		for i, v := range t.values {
			if v != nil {
				row.Cells[t.columns[i].field.Name] = v
			}
		}
	}
	t.to.Row(row)
}

// held is the value of a column as keys hold it; nil where it is missing.
func (t *table) held(name string) any {
	i := t.at[name]
	if i == len(t.columns) {
		return nil
	}
	return same(t.columns[i].field, t.values[i])
}

// ready makes what the rows are read with, once the columns are known.
func (t *table) ready() {
	t.id, t.at = -1, map[string]int{}
	t.values, t.needed = make([]any, len(t.columns)+1), make([]bool, len(t.columns))
	t.doubts = make([]*doubt, len(t.columns))
	for _, name := range t.keys.columns() {
		t.at[name] = len(t.columns) // a column that is not there has no value
	}
	for i, c := range t.columns {
		if t.res.Mapping != nil && c.field.Name == t.res.Mapping.ID {
			t.id = i
		}
		if c.field.Type == "" {
			t.doubts[i] = &doubt{}
		}
		_, key := t.at[c.field.Name]
		t.needed[i] = key || !t.bare
		t.at[c.field.Name] = i
	}
}
