package office

import "strings"

// span is a merged range, both ends included, columns from 0 and rows from 1.
type span struct {
	firstRow, lastRow int
	firstCol, lastCol int
	value             Cell
}

func (s span) cells() int { return (s.lastRow - s.firstRow + 1) * (s.lastCol - s.firstCol + 1) }

// merges gives covered cells the value of their range while rows go by.
type merges struct {
	starts map[int][]*span
	open   []*span
}

func (m *merges) add(s span) {
	if m.starts == nil {
		m.starts = map[int][]*span{}
	}
	m.starts[s.firstRow] = append(m.starts[s.firstRow], &s)
}

// fill gives the row's covered cells their values. Rows come in order; a range
// whose first row the file left out is forgotten.
func (m *merges) fill(row *Row) {
	kept := m.open[:0]
	for _, s := range m.open {
		if s.lastRow < row.Number {
			continue
		}
		m.cover(row, s, Down)
		kept = append(kept, s)
	}
	m.open = kept
	for _, s := range m.starts[row.Number] {
		if s.firstCol >= len(row.Cells) {
			continue
		}
		s.value = row.Cells[s.firstCol]
		m.cover(row, s, Anchor)
		if s.lastRow > row.Number {
			m.open = append(m.open, s)
		}
	}
}

func (m *merges) cover(row *Row, s *span, first Cover) {
	if s.value.Blank() {
		return
	}
	for len(row.Cells) <= s.lastCol {
		row.Cells = append(row.Cells, Cell{})
	}
	for c := s.firstCol; c <= s.lastCol; c++ {
		row.Cells[c] = s.value
		row.Cells[c].Cover = Across
	}
	row.Cells[s.firstCol].Cover = first
}

// cellRef reads "B5": column from 0, row from 1.
func cellRef(ref string) (col, row int, ok bool) {
	ref = strings.ReplaceAll(ref, "$", "")
	i := 0
	for ; i < len(ref) && (ref[i]|0x20) >= 'a' && (ref[i]|0x20) <= 'z'; i++ {
		if col = col*26 + int(ref[i]|0x20-'a') + 1; col > 1<<20 {
			return 0, 0, false
		}
	}
	if i == 0 || i == len(ref) {
		return 0, 0, false
	}
	for ; i < len(ref); i++ {
		if ref[i] < '0' || ref[i] > '9' {
			return 0, 0, false
		}
		if row = row*10 + int(ref[i]-'0'); row > 1<<22 {
			return 0, 0, false
		}
	}
	return col - 1, row, row > 0
}

// rangeRef reads "B5:H40", "B5" or, for whole rows, "5:40".
func rangeRef(ref string) (span, bool) {
	from, to, two := strings.Cut(ref, ":")
	if two && digits(from) && digits(to) {
		from, to = "A"+from, "XFD"+to
	}
	if !two {
		to = from
	}
	c1, r1, ok1 := cellRef(from)
	c2, r2, ok2 := cellRef(to)
	return span{firstRow: min(r1, r2), lastRow: max(r1, r2), firstCol: min(c1, c2), lastCol: max(c1, c2)}, ok1 && ok2
}

// ColumnName is a column's letters: 0 is "A".
func ColumnName(col int) string {
	if col < 0 {
		return ""
	}
	var b []byte
	for col++; col > 0; col = (col - 1) / 26 {
		b = append([]byte{byte('A' + (col-1)%26)}, b...)
	}
	return string(b)
}
