package office

import (
	"slices"
	"strings"
)

// kinds counts what stands in a column.
type kinds struct{ quantities, others int }

func (r *reading) seen(at int, c Cell) {
	if c.Blank() {
		return
	}
	if r.contents == nil {
		r.contents = map[int]*kinds{}
	}
	k := r.contents[at]
	if k == nil {
		k = &kinds{}
		r.contents[at] = k
	}
	if c.Quantity() {
		k.quantities++
	} else {
		k.others++
	}
}

// another reports whether a row behind a gap is the header of another table: names of
// columns, other ones, over a column that has held quantities only.
func (r *reading) another(row Row) bool {
	if r.choice.NoHeader || !names(row, r.usual) {
		return false
	}
	over := false
	for at, c := range row.Cells {
		if c.Blank() || c.Cover == Across {
			continue
		}
		name := strings.Join(strings.Fields(c.Text), " ")
		if slices.ContainsFunc(r.table.Columns, func(have Column) bool { return have.at == at && have.Name == name }) {
			continue // the header printed again
		}
		k := r.contents[at]
		over = over || c.Kind == Text && k != nil && k.quantities > 0 && k.others == 0
	}
	return over
}
