package office

import (
	"slices"
	"strconv"
	"strings"

	"honglinh/datasets/grid"
)

// usual is how many cells the rows of the table fill: the number that accounts
// for most of the cells, since titles and notes have one a row.
func usual(rows []Row, count func(Row) int) int {
	cells := map[int]int{}
	for _, row := range rows {
		n := count(row)
		cells[n] += n
	}
	if len(cells) > 1 {
		delete(cells, 1)
	}
	best := 0
	for n, c := range cells {
		if c > cells[best] || c == cells[best] && n > best {
			best = n
		}
	}
	return best
}

// findHeader finds the header: the first row that names most columns in words,
// with the rows below it into which its cells reach or which divide them. Titles
// have one cell, or two blocks side by side.
func findHeader(rows []Row) (first, last int, ok bool) {
	width := usual(rows, Row.filled)
	for i, row := range rows {
		if !row.Header && !names(row, width) && !reaches(rows, i, width) {
			continue
		}
		last = i + 1
		for last < len(rows) && last-i < maxHeader && continues(rows[i:last], rows[last]) {
			last++
		}
		return i, last, true
	}
	return 0, 0, false
}

// maxHeader is how many rows a header may have: three are common in statistics.
const maxHeader = 5

// names reports whether the row's cells can be names of columns: words, or
// years behind words.
func names(row Row, width int) bool {
	filled := row.filled()
	if filled < min(2, width) || 2*filled < width {
		return false
	}
	words := 0
	for _, c := range row.Cells {
		switch {
		case c.Blank() || c.Cover == Across || c.Cover == Down:
		case c.Kind == Text && !numeral(c.Text):
			words++
		case !isYear(c.Text):
			return false
		}
	}
	return words > 0
}

// reaches reports whether the row is the upper row of a header whose groups are
// merged: cells in words of which one goes on below and another to the right.
func reaches(rows []Row, i, width int) bool {
	if i+1 == len(rows) || rows[i].filled() < 2 {
		return false
	}
	covered, across := 0, false
	for at, c := range rows[i].Cells {
		if c.Blank() {
			continue
		}
		if c.Kind != Text || numeral(c.Text) {
			return false
		}
		covered++
		across = across || c.Cover == Across && at > 0
	}
	down := slices.ContainsFunc(rows[i+1].Cells, func(c Cell) bool { return c.Cover == Down })
	return across && down && 10*covered >= 6*width
}

// continues reports whether the row belongs to the header above it.
func continues(header []Row, row Row) bool {
	if row.Header {
		return true
	}
	if slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.Cover == Down }) {
		return true
	}
	top := header[len(header)-1]
	divides := false
	for at, c := range row.Cells {
		if c.Blank() {
			continue
		}
		if c.Kind != Text && !isYear(c.Text) || numeral(c.Text) && !isYear(c.Text) {
			return false
		}
		if at >= len(top.Cells) {
			return false
		}
		above := top.Cells[at]
		group := above.Cover == Across || above.Cover == Anchor && at+1 < len(top.Cells) && top.Cells[at+1].Cover == Across
		if !above.Blank() && !group {
			return false
		}
		divides = divides || group || above.Blank()
	}
	return divides
}

func numeral(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.Trim(s, "0123456789.,-+% ") == ""
}

func isYear(s string) bool {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return err == nil && n >= 1800 && n <= 2200
}

// numbersColumns reports whether the row numbers the columns: "(1) (2) (3)",
// "A B 1 2 3", "1 2 3 4=2+3"; with brackets or sums only, where it must be sure.
func numbersColumns(row Row, sure bool) bool {
	var cells []string
	for _, c := range row.Cells {
		if !c.Blank() && c.Cover != Across && c.Cover != Down {
			cells = append(cells, c.Text)
		}
	}
	numbered, marked := grid.Numbers(cells)
	return numbered && (marked || !sure)
}

// isNote reports whether a row with little in it begins as notes, sources and
// signatures under a table do.
func isNote(row Row) bool { return grid.IsNote(firstText(row)) }

// isTotal reports whether a folded first cell is the name of a sum.
func isTotal(folded string) bool {
	folded = strings.Trim(folded, " :.")
	for _, word := range []string{"tong cong", "tong so", "tong", "cong", "total", "toan tinh", "toan phuong", "sum"} {
		if folded == word {
			return true
		}
	}
	return strings.HasPrefix(folded, "tong cong ")
}
