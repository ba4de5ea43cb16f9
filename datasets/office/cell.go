package office

import "strings"

// Kind is how the file types a cell.
type Kind uint8

// Kinds of cells. A date has the precision in which it is shown: a year, a month
// or a day.
const (
	Empty Kind = iota
	Text
	Number
	Percent    // Text is the number that is shown: "12.5" for 12.5 %
	Bool       // "true" or "false"
	Date       // "2025-07-05", "2025-07", "2025"
	Moment     // "2025-07-05T08:30:00", without a zone
	Clock      // "08:30:00"
	Length     // ISO 8601 duration
	Failed     // a formula's error, such as "#REF!"
	Uncomputed // a formula whose value was never stored
	Padded     // a number shown with zeros before it, as codes are; Text is what is shown: "007"
)

// String returns the kind's name, which is stable.
func (k Kind) String() string {
	return [...]string{"empty", "text", "number", "percent", "boolean", "date", "datetime", "time", "duration", "error", "uncomputed", "padded"}[k]
}

// Cover is how a cell lies in a merged range.
type Cover uint8

// Covers. Covered cells hold the value of the range.
const (
	Single Cover = iota
	Anchor       // the range's first cell
	Across       // to the right of the range's first column
	Down         // below the range's first row, in its first column
)

// Cell is one cell. Numbers are written with a point and without groups.
type Cell struct {
	Text  string
	Kind  Kind
	Cover Cover
}

// Quantity reports whether the cell is a number that counts or measures.
func (c Cell) Quantity() bool { return c.Kind == Number || c.Kind == Percent }

// Blank reports whether the cell holds nothing.
func (c Cell) Blank() bool { return c.Kind == Empty || c.Kind == Text && c.Text == "" }

// Row is one row that the file holds; empty rows may be absent.
type Row struct {
	Number int // as the spreadsheet counts, from 1
	Hidden bool
	Header bool // the text marks it as a header
	Cells  []Cell
	// beyond is the first column with a value behind the last that is read, 0 for none.
	beyond int
}

// filled counts the cells that hold something of their own.
func (r Row) filled() int {
	n := 0
	for _, c := range r.Cells {
		if !c.Blank() && c.Cover != Across && c.Cover != Down {
			n++
		}
	}
	return n
}

// passes notes a value behind the last column that is read.
func (r *Row) passes(col int) {
	if r.beyond == 0 {
		r.beyond = col
	}
}

// uncomputed is the cell of a formula whose value was never stored.
func uncomputed(formula string) Cell {
	formula = strings.TrimPrefix(formula, "of:")
	if formula = strings.TrimPrefix(formula, "="); formula != "" {
		formula = "=" + strings.ToValidUTF8(formula[:min(len(formula), maxFormula)], "")
	}
	return Cell{Text: formula, Kind: Uncomputed}
}

// held counts the cells that hold something of their own or go on with what stands
// above.
func (r Row) held() int {
	n := r.filled()
	for _, c := range r.Cells {
		if !c.Blank() && c.Cover == Down {
			n++
		}
	}
	return n
}

// Sheet is a sheet of a workbook or a table of a text.
type Sheet struct {
	Name   string // "" for a table of a text
	Title  string // the paragraph above a table of a text
	Hidden bool
}
