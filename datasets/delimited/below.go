package delimited

import (
	"bytes"
	"slices"

	"honglinh/catalog/text"
	"honglinh/datasets/grid"
)

// kept is a row that is kept back until the rows behind it show what it is.
type kept struct {
	place grid.Place
	cells [][]byte
}

// mostBack is how many rows are kept back: the longest notes and signatures under a table
// that we were shown have 30 lines.
const mostBack = 60

// keepBack keeps a row back that may be one of the notes under the table: it has one value,
// at its beginning, which is no code and begins as notes do, or stands below one that does.
func (r *Reader) keepBack(cells [][]byte) bool {
	if r.header.Width < 2 || len(r.back) == mostBack || !r.opt.Dialect.Headed() {
		return false
	}
	first := bytes.TrimSpace(cells[0])
	alone := !slices.ContainsFunc(cells[1:], func(c []byte) bool { return len(bytes.TrimSpace(c)) > 0 })
	if !alone || len(r.back) == 0 && (len(first) > MaxName || !bytes.ContainsAny(first, " :*") || !grid.IsNote(string(first))) {
		return false
	}
	r.back = append(r.back, r.copied(cells))
	return true
}

func (r *Reader) copied(cells [][]byte) kept {
	out := kept{place: r.place()}
	for _, c := range cells {
		out.cells = append(out.cells, bytes.Clone(c))
	}
	return out
}

// goesOn says that the table goes on behind the rows that were kept back, with the cells of
// the row that shows it: all of them are rows of the table.
func (r *Reader) goesOn(cells ...[]byte) {
	r.queue = append(r.queue, r.back...)
	if len(cells) > 0 {
		r.queue = append(r.queue, r.copied(cells))
	}
	r.back = nil
}

// release gives the next row that was kept back and is one of the table.
func (r *Reader) release() (grid.Row, error, bool) {
	if len(r.queue) == 0 {
		return grid.Row{}, nil, false
	}
	next := r.queue[0]
	r.queue = r.queue[1:]
	r.now = &next.place
	defer func() { r.now = nil }()
	cells, err := r.fit(next.cells)
	return grid.Row{Place: next.place, Cells: cells}, err, true
}

// notesBelow leaves the rows out that were kept back to the end of the file.
func (r *Reader) notesBelow() {
	for _, k := range r.back {
		r.about.Add(grid.Note{Code: "notes-below", File: r.opt.File, Row: k.place.Number, Example: string(bytes.TrimSpace(k.cells[0])),
			Text: text.New("ghi chú, nguồn và chữ ký phía dưới bảng được bỏ qua", "notes, sources and signatures under the table are left out")})
	}
	r.back = nil
}
