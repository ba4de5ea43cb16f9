package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"

	"honglinh/catalog"
	"honglinh/datasets/grid"
	"honglinh/datasets/office"
)

// officeTable is the table in a sheet of an office file, pulled row by row.
type officeTable struct {
	file   io.Closer
	label  string
	schema Schema
	names  []string // of a table without a header
	about  grid.About
	fields []Field // of the columns
	next   func() (office.Row, error, bool)
	stop   func()
	cells  [][]byte
	typed  []bool
}

var _ grid.Reader = (*officeTable)(nil)

// openOffice opens the table that the resource's dialect names, without one the
// first that is shown.
func openOffice(open func() (io.ReadCloser, error), r Resource, label string) (grid.Reader, error) {
	in, err := open()
	if err != nil {
		return nil, err
	}
	var book office.Book
	if f, ok := in.(fs.File); ok {
		book, err = office.OpenFile(r.Format, f)
	} else {
		book, err = office.ReadAll(r.Format, in)
	}
	if err != nil {
		return nil, errors.Join(officeFault(label, err), in.Close())
	}
	t := &officeTable{file: in, label: label, schema: r.Schema, about: grid.About{File: label}}
	if !r.Dialect.Headed() {
		t.names = r.Schema.names()
	}
	choice := office.Choice{SheetName: r.Dialect.SheetName, SheetNumber: r.Dialect.SheetNumber, Range: r.Dialect.Range, NoHeader: !r.Dialect.Headed(),
		HeaderRows: r.Dialect.HeaderRows, HeaderJoin: r.Dialect.HeaderJoin, CommentRows: r.Dialect.CommentRows, CommentChar: r.Dialect.CommentChar}
	t.next, t.stop = iter.Pull2(func(yield func(office.Row, error) bool) {
		err := office.Read(context.Background(), book, choice, officeSink{t, yield}) // Close ends it
		if err != nil && err != errEnough {
			yield(office.Row{}, officeFault(label, err))
		}
	})
	if _, err, ok := t.next(); err != nil || !ok { // the header
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// officeFault makes a fault of the catalogue of one of the file.
func officeFault(label string, err error) error {
	var f *office.Fault
	if !errors.As(err, &f) {
		return err
	}
	return &catalog.Fault{Kind: catalog.Invalid, Where: sheetOf(label, f.Sheet), Detail: f.Text()}
}

// sheetOf names a sheet of a file in reports.
func sheetOf(file, sheet string) string {
	if sheet == "" {
		return file
	}
	return file + "#" + sheet
}

// errEnough says that nobody wants further rows.
var errEnough = errors.New("enough")

// officeSink takes what is pushed and hands it to whoever pulls.
type officeSink struct {
	t     *officeTable
	yield func(office.Row, error) bool
}

func (s officeSink) Head(found office.Table) error {
	t := s.t
	t.about.Sheet, t.about.HeaderRows, t.about.NumberRows, t.about.Columns, t.about.Plain = found.Sheet, found.HeaderRows, found.NumberRows, found.Names(), found.Plain
	if t.names != nil {
		if len(t.names) != len(t.about.Columns) {
			return catalog.NewFault(catalog.Invalid, t.label, fmt.Sprintf("bảng không có tiêu đề có %d cột, mô tả nêu %d", len(t.about.Columns), len(t.names)),
				fmt.Sprintf("the table without a header has %d columns, the schema names %d", len(t.about.Columns), len(t.names)))
		}
		t.about.Columns = t.names
	}
	for _, name := range t.about.Columns {
		f, _ := t.schema.Field(name) // one that is not declared has no notation
		t.fields = append(t.fields, f)
	}
	return s.Row(office.Row{})
}

func (s officeSink) Row(r office.Row) error {
	if !s.yield(r, nil) {
		return errEnough
	}
	return nil
}

func (s officeSink) Note(n office.Note) {
	switch n.Code {
	case office.SecondTable:
		s.t.about.Behind = n.Row
	case office.TablesBeside:
		s.t.about.Beside = n.Areas
	}
	s.t.about.Add(grid.Note{Code: n.Code, File: sheetOf(s.t.label, n.Sheet), Row: n.Row, Column: n.Column, Text: n.Text(), Count: n.Count, Example: n.Example})
}

// About implements grid.Reader.
func (t *officeTable) About() *grid.About { return &t.about }

// Next implements grid.Reader.
func (t *officeTable) Next() (grid.Row, error) {
	row, err, ok := t.next()
	if err != nil {
		return grid.Row{}, err
	}
	if !ok {
		return grid.Row{}, io.EOF
	}
	t.cells, t.typed = t.cells[:0], t.typed[:0]
	for i, c := range row.Cells {
		t.cells = append(t.cells, []byte(notation(t.fields[i], c)))
		t.typed = append(t.typed, t.fields[i].Type == "" && (c.Kind == office.Number || c.Kind == office.Percent || c.Kind == office.Bool))
	}
	return grid.Row{Place: grid.Place{File: t.label, Sheet: t.about.Sheet, Number: row.Number}, Cells: t.cells, Typed: t.typed}, nil
}

// Close implements grid.Reader.
func (t *officeTable) Close() error {
	if t.file == nil {
		return nil
	}
	f := t.file
	t.file = nil
	t.stop()
	return f.Close()
}
