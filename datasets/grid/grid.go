package grid

import (
	"errors"
	"fmt"

	"honglinh/catalog/text"
)

// Reader reads one table, row by row. It is for one goroutine.
type Reader interface {
	// About is what is known of the table. Its columns are there before the first
	// row; its notes are all there after the last.
	About() *About
	// Next returns the next row, whose cells are valid until the next call: as many as
	// there are columns. io.EOF ends the table; a *Bad is of one row only, and the
	// rows after it can be read; any other error ends the table.
	Next() (Row, error)
	Close() error
}

// About is what a reader understood of its table.
type About struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	// Encoding and Delimiter are of delimited text.
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	// HeaderRows are the rows that made the names of the columns.
	HeaderRows []int `json:"header_rows,omitempty"`
	// NumberRows are rows that number the columns and are left out.
	NumberRows []int    `json:"number_rows,omitempty"`
	Columns    []string `json:"columns"`
	// Plain says that numbers come from a format that has numbers, so that a point in
	// one is a decimal point.
	Plain bool `json:"plain,omitempty"`
	// Behind is the row where another table of the same sheet begins, 0 for none.
	Behind int `json:"behind,omitempty"`
	// Beside are the areas of the tables of a sheet that seem to stand side by side, such
	// as "A1:C200", none for one table.
	Beside []string `json:"beside,omitempty"`
	Notes  []Note   `json:"notes,omitempty"`
}

// Note is something that was done to read the table, or a doubt of it. Notes of one
// code and column are one, with a count and the first example.
type Note struct {
	Code    string    `json:"code"`
	File    string    `json:"file,omitempty"`
	Row     int       `json:"row,omitempty"` // of the example
	Column  string    `json:"column,omitempty"`
	Text    text.Text `json:"text"`
	Count   int       `json:"count,omitempty"`
	Example string    `json:"example,omitempty"`
}

// MaxNotes is how many notes a table has at most: a few for each column that people
// read.
const MaxNotes = 200

// Add notes what was done, or counts it where the same was done in the column before.
func (a *About) Add(n Note) {
	for i := range a.Notes {
		if have := &a.Notes[i]; have.Code == n.Code && have.Column == n.Column && have.File == n.File {
			have.Count += max(n.Count, 1)
			return
		}
	}
	if len(a.Notes) < MaxNotes {
		n.Count = max(n.Count, 1)
		a.Notes = append(a.Notes, n)
	}
}

// Place is where a row stands.
type Place struct {
	File  string
	Sheet string
	// Number is the row as a spreadsheet counts: the first of the file or sheet is 1,
	// whatever is in it.
	Number int
	// Line is where the row begins in a text file; 0 elsewhere.
	Line int
}

// Spot is the file with its sheet, as refusals name it.
func (p Place) Spot() string {
	if p.Sheet == "" {
		return p.File
	}
	return p.File + "#" + p.Sheet
}

// Row is one row of a table.
type Row struct {
	Place
	Cells [][]byte
	// Typed tells for each cell whether the file itself types it, as a number, a date
	// or a boolean, written as Table Schema writes them by default; nil for none.
	Typed []bool
}

// Bad is a row that cannot be read, and what would be right.
type Bad struct {
	Place
	Column         string // where it is of one cell
	Reason, Remedy text.Text
	// Cells are those at its beginning that can be told.
	Cells []string
}

// Error is the English reason with its place.
func (b *Bad) Error() string {
	return fmt.Sprintf("%s row %d: %s", b.Spot(), b.Number, b.Reason[text.EN])
}

// AsBad returns the row at fault, where the error is of one row only.
func AsBad(err error) (*Bad, bool) {
	var b *Bad
	ok := errors.As(err, &b)
	return b, ok
}
