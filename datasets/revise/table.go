package revise

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/grid"
)

// Head says of a table what its rows are read by.
type Head struct {
	Columns []string
	// Key are the columns that tell a row from the others; Keyed says that the source
	// names them, else they are all columns.
	Key   []string
	Keyed bool
	// EndColumn takes the day on which a row ends, "" where an ended row is left out.
	EndColumn string
}

// Line is one row of a table with its changes.
type Line struct {
	ID, Key string
	// Cells are what readers get, Source what the source has; nil for a new row.
	Cells, Source []string
	New           bool
	Ended         string
}

// Open says whether the rows of a resource can be changed: those of a table whose rows
// are not the corners of a plot.
func Open(r datasets.Resource) bool {
	return r.Tabular() && (r.Mapping == nil || !r.Mapping.Corners.Given())
}

// Read gives the rows of a table with their changes to fn: those of the source in their
// order, then the new ones in the order of their keys. Rows that ended are given, too.
// Faults: those of reading the table; Invalid for a row that cannot be read, since it
// would get lost.
func Read(fsys fs.FS, dir string, r datasets.Resource, rows map[string]*Row, begin func(Head) error, fn func(Line) error) error {
	files, err := datasets.Files(fsys, dir, r)
	if r.Inline != nil {
		files, err = r.Paths, nil
	}
	if err != nil {
		return err
	}
	in, err := datasets.OpenTable(fsys, files, r, nil)
	if err != nil {
		return err
	}
	defer in.Close()
	t := &reading{head: headOf(r, in.About().Columns), rows: rows, seen: map[string]int{}}
	if err := begin(t.head); err != nil {
		return err
	}
	for {
		row, err := in.Next()
		if err == io.EOF {
			return t.added(fn)
		}
		if bad, ok := grid.AsBad(err); ok {
			return &catalog.Fault{Kind: catalog.Invalid, Where: fmt.Sprintf("%s:%d", bad.Spot(), bad.Number), Detail: bad.Reason}
		}
		if err != nil {
			return err
		}
		if err := fn(t.line(row)); err != nil {
			return err
		}
	}
}

// reading is a table that is being read.
type reading struct {
	head Head
	rows map[string]*Row
	seen map[string]int
}

func headOf(r datasets.Resource, columns []string) Head {
	h := Head{Columns: slices.Clone(columns), Key: r.Schema.PrimaryKey, Keyed: true}
	if m := r.Mapping; m != nil {
		h.EndColumn = m.ValidTo
		if len(h.Key) == 0 && m.ID != "" && m.Part == "" && m.Statement == "" && m.Series == nil {
			h.Key = []string{m.ID}
		}
	}
	if !slices.Contains(columns, h.EndColumn) {
		h.EndColumn = ""
	}
	if len(h.Key) == 0 || slices.ContainsFunc(h.Key, func(c string) bool { return !slices.Contains(columns, c) }) {
		h.Key, h.Keyed = h.Columns, false
	}
	return h
}

// Of returns the values of the key in a row's cells.
func (h Head) Of(cells []string) []string {
	out := make([]string, len(h.Key))
	for i, c := range h.Key {
		if at := slices.Index(h.Columns, c); at >= 0 && at < len(cells) {
			out[i] = cells[at]
		}
	}
	return out
}

// Shown is a key as people read it.
func (h Head) Shown(key []string) string {
	s := strings.Join(slices.DeleteFunc(slices.Clone(key), func(v string) bool { return v == "" }), " · ")
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

func (t *reading) line(row grid.Row) Line {
	cells := make([]string, len(t.head.Columns))
	for i := range cells {
		cells[i] = string(row.Cells[i])
	}
	key := t.head.Of(cells)
	id := ID(key)
	t.seen[id]++
	if n := t.seen[id]; n > 1 { // the same row again: each is its own
		id = ID(append(key, fmt.Sprint(n)))
	}
	return t.changed(Line{ID: id, Key: t.head.Shown(key), Cells: slices.Clone(cells), Source: cells})
}

// changed puts the changes over a row.
func (t *reading) changed(l Line) Line {
	c := t.rows[l.ID]
	if c == nil {
		return l
	}
	for i, name := range t.head.Columns {
		if v, ok := c.Cells[name]; ok {
			l.Cells[i] = v
		}
	}
	if l.Ended = c.Ended; l.Ended != "" && t.head.EndColumn != "" {
		l.Cells[slices.Index(t.head.Columns, t.head.EndColumn)] = l.Ended
	}
	return l
}

// added gives the rows that the source does not have.
func (t *reading) added(fn func(Line) error) error {
	var out []Line
	for _, id := range slices.Sorted(maps.Keys(t.rows)) {
		if t.rows[id].New && t.seen[id] == 0 {
			l := t.changed(Line{ID: id, New: true, Cells: make([]string, len(t.head.Columns))})
			l.Key = t.head.Shown(t.head.Of(l.Cells))
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b Line) int { return strings.Compare(a.Key, b.Key) })
	for _, l := range out {
		if err := fn(l); err != nil {
			return err
		}
	}
	return nil
}

// Leaves reports whether the row is no longer in the table.
func (h Head) Leaves(l Line) bool { return l.Ended != "" && h.EndColumn == "" }
