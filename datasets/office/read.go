package office

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text"
)

// Table is the table found in a sheet.
type Table struct {
	Sheet      string
	Number     int // of the sheet, from 1
	Title      string
	HeaderRows []int
	NumberRows []int // rows that number the columns, left out
	Columns    []Column
	// Plain says that no number at the beginning is typed as text with points, so
	// that a point is a decimal point.
	Plain bool
}

// Column is a column of the table.
type Column struct {
	Name   string
	Letter string // as the spreadsheet shows it
	at     int
}

// Names returns the columns' names.
func (t Table) Names() []string {
	var out []string
	for _, c := range t.Columns {
		out = append(out, c.Name)
	}
	return out
}

// Sink takes what is read of a table: its header, its rows, whose cells stand in
// the order of the columns, and at the end what was done and doubted. An error
// of Head or Row ends the reading.
type Sink interface {
	Head(Table) error
	Row(Row) error
	Note(Note)
}

// lookahead is how many rows are looked at to find the header: the longest title
// that we were shown has 11 lines.
const lookahead = 60

// Read finds the table that is meant and gives it to the sink. The error is a *Fault of the
// file or the choice, or that of the sink.
func Read(ctx context.Context, b Book, c Choice, to Sink) error {
	sheets := b.Sheets()
	at, err := c.pick(sheets)
	if err != nil {
		return err
	}
	within, err := c.span()
	if err != nil {
		return err
	}
	r := &reading{choice: c, within: within, to: to, table: Table{Sheet: sheets[at].Name, Number: at + 1, Title: sheets[at].Title}}
	r.notes.sheet = r.table.Sheet
	if c.SheetName == "" && c.SheetNumber == 0 {
		for i, s := range sheets {
			if i != at && !s.Hidden {
				r.notes.add(OtherSheets, 0, "", s.Name)
			}
		}
	}
	if err := b.Rows(ctx, at, r.row); err != nil && err != errPast {
		return err
	}
	if err := r.end(); err != nil {
		return err
	}
	for _, n := range r.notes.list {
		to.Note(*n)
	}
	return nil
}

// reading is a table while its rows go by.
type reading struct {
	choice   Choice
	within   span
	to       Sink
	table    Table
	notes    notes
	head     []Row // rows before the header is known
	begun    bool
	usual    int // how many cells a row of the table fills
	names    []string
	last     int // the number of the row before
	pending  []Row
	contents map[int]*kinds // what stands in the columns, by place
}

var errPast = errors.New("past the range")

// row takes the next row of the sheet.
func (r *reading) row(row Row) error {
	if row.Number > r.within.lastRow {
		return errPast
	}
	if row.Number < r.within.firstRow || slices.Contains(r.choice.CommentRows, row.Number) {
		return nil
	}
	if row.beyond > 0 && row.beyond <= r.within.lastCol {
		return in(r.table.Sheet, broken("ô %s%d có giá trị; nhiều nhất %d cột được đọc: hãy nêu vùng bằng dialect.range, hoặc chuyển bảng rộng thành bảng dài",
			"cell %s%d has a value; at most %d columns are read: name the range with dialect.range, or turn the wide table into a long one", ColumnName(row.beyond), row.Number, MaxColumns).at(row.Number))
	}
	r.clipTo(&row)
	if first := firstText(row); r.choice.CommentChar != "" && strings.HasPrefix(first, r.choice.CommentChar) {
		return nil
	}
	if row.filled() == 0 && !slices.Contains(r.choice.HeaderRows, row.Number) {
		return nil
	}
	if r.begun {
		return r.data(row)
	}
	r.head = append(r.head, row)
	if rows := r.choice.HeaderRows; len(rows) > 0 && len(r.head) < MaxRows {
		if row.Number < slices.Max(rows)+lookahead {
			return nil
		}
	} else if len(r.head) < lookahead {
		return nil
	}
	return r.begin()
}

// clipTo leaves the cells of the range.
func (r *reading) clipTo(row *Row) {
	row.Cells = row.Cells[:min(len(row.Cells), r.within.lastCol+1)]
	for i := range min(r.within.firstCol, len(row.Cells)) {
		row.Cells[i] = Cell{}
	}
}

func firstText(row Row) string {
	for _, c := range row.Cells {
		if !c.Blank() {
			return strings.TrimSpace(c.Text)
		}
	}
	return ""
}

// data takes a row below the header. Rows that hold little are kept back where
// they may be notes: the next full row shows that the table goes on.
func (r *reading) data(row Row) error {
	gap := r.last > 0 && row.Number > r.last+1
	r.last = row.Number
	filled := row.held()
	note := 2*filled < max(r.usual, 3) && isNote(row)
	sparse := r.usual >= 2 && filled <= max(1, r.usual/3) || (note || len(r.pending) > 0) && 2*filled < r.usual
	if sparse && (gap || len(r.pending) > 0 || note) {
		if r.pending = append(r.pending, row); len(r.pending) > lookahead {
			r.below(r.pending[0])
			r.pending = r.pending[1:]
		}
		return nil
	}
	if (gap || len(r.pending) > 0) && r.another(row) {
		for _, p := range r.pending {
			r.below(p)
		}
		r.pending = nil
		r.notes.add(SecondTable, row.Number, "", c0(row))
		return errPast
	}
	for _, p := range r.pending {
		if isNote(p) {
			r.below(p)
		} else if err := r.give(p); err != nil {
			return err
		}
	}
	r.pending = nil
	return r.give(row)
}

func (r *reading) below(row Row) { r.notes.add(NotesBelow, row.Number, "", firstText(row)) }

// give hands a row of the table on.
func (r *reading) give(row Row) error {
	out := Row{Number: row.Number, Hidden: row.Hidden, Cells: make([]Cell, len(r.table.Columns))}
	same, next := 0, 0
	for i, c := range r.table.Columns {
		for ; next < c.at; next++ {
			r.stray(row, next)
		}
		next = c.at + 1
		if c.at >= len(row.Cells) {
			continue
		}
		out.Cells[i] = r.cell(row.Number, c, row.Cells[c.at])
		r.seen(c.at, out.Cells[i])
		if strings.Join(strings.Fields(out.Cells[i].Text), " ") == c.Name {
			same++
		}
	}
	for ; next < len(row.Cells); next++ {
		r.stray(row, next)
	}
	if same >= 2 && same == row.filled() {
		r.notes.add(RepeatedHeader, row.Number, "", c0(row))
		return nil
	}
	r.doubt(row)
	return r.to.Row(out)
}

func c0(row Row) string {
	if r := []rune(firstText(row)); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return firstText(row)
}

func (r *reading) stray(row Row, at int) {
	if at >= r.within.firstCol && at < len(row.Cells) && !row.Cells[at].Blank() {
		r.notes.add(StrayValue, row.Number, ColumnName(at), row.Cells[at].Text)
	}
}

// cell notes what is done with a cell.
func (r *reading) cell(row int, in Column, c Cell) Cell {
	column := in.Name
	switch {
	case c.Kind == Failed:
		r.notes.add(FormulaErrors, row, column, in.Letter+strconv.Itoa(row)+" "+c.Text)
		return Cell{}
	case c.Kind == Uncomputed:
		r.notes.add(NoValue, row, column, strings.TrimSpace(in.Letter+strconv.Itoa(row)+" "+c.Text))
		return Cell{}
	case c.Kind == Padded && c.Cover != Across:
		r.notes.add(ZeroPadded, row, column, c.Text)
	case c.Kind == Text && grouped(c.Text):
		r.notes.add(TextNumbers, row, column, c.Text)
	case c.Kind == Percent:
		r.notes.add(PercentShown, row, column, c.Text+" %")
	}
	switch c.Cover {
	case Across:
		return Cell{} // the range's first column has it
	case Down:
		if c.Quantity() && !(isYear(c.Text) && ofYears(column)) {
			r.notes.add(MergedOnce, row, column, c.Text)
			return Cell{}
		}
		r.notes.add(MergedDown, row, column, c.Text)
	}
	return c
}

// ofYears reports whether a column is of years, whose numbers are labels.
func ofYears(column string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(column)), func(w string) bool { return w == "năm" || w == "year" })
}

// maxTotal is the longest name of a sum, in bytes.
const maxTotal = 64

// doubt notes rows that may be none.
func (r *reading) doubt(row Row) {
	first := c0(row)
	if row.Hidden {
		r.notes.add(HiddenRows, row.Number, "", first)
	}
	switch {
	case r.usual >= 3 && row.held() == 1 && r.heading(row):
		r.notes.add(GroupRows, row.Number, "", first)
	case len(first) <= maxTotal && isTotal(text.Fold(first)):
		r.notes.add(TotalRows, row.Number, "", first)
	}
}

// heading reports whether the one value of a row can be a heading: words where the
// table begins.
func (r *reading) heading(row Row) bool {
	for at, c := range row.Cells {
		if !c.Blank() {
			return c.Kind == Text && !numeral(c.Text) && (len(r.table.Columns) < 2 || at <= r.table.Columns[1].at)
		}
	}
	return false
}

// end gives what was kept back.
func (r *reading) end() error {
	if !r.begun {
		if err := r.begin(); err != nil && err != errPast {
			return err
		}
	}
	for _, p := range r.pending {
		r.below(p)
	}
	return nil
}

// grouped reports whether a text is digits in groups of three behind points.
func grouped(s string) bool {
	head, rest, ok := strings.Cut(strings.TrimSpace(s), ".")
	if !ok || len(head) > 3 || !digits(head) {
		return false
	}
	for group := range strings.SplitSeq(rest, ".") {
		if len(group) != 3 || !digits(group) {
			return false
		}
	}
	return true
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
