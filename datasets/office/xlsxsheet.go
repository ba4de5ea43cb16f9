package office

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"strconv"
)

// Rows implements Book.
func (b *xlsx) Rows(ctx context.Context, sheet int, fn func(Row) error) error {
	covers, err := b.merged(b.parts[sheet])
	if err != nil {
		return err
	}
	t, err := b.c.tokens(b.parts[sheet])
	if err != nil {
		return err
	}
	defer t.close()
	w := &worksheet{b: b, t: t, covers: covers, fn: fn}
	return in(b.sheets[sheet].Name, w.read(ctx))
}

// merged reads the merged ranges, which stand behind the rows.
func (b *xlsx) merged(part string) (*merges, error) {
	raw, err := b.c.part(part)
	if err != nil {
		return nil, err
	}
	m, n := &merges{}, 0
	r := bufio.NewReaderSize(raw, 1<<16)
	if err := pass(r, []byte("sheetData>")); err != nil {
		_ = raw.Close() // only read from
		if err == io.EOF {
			return m, nil
		}
		return nil, err
	}
	t := newTokens(struct {
		io.Reader
		io.Closer
	}{r, raw}, part)
	t.d.Strict = false // it starts in the middle
	defer t.close()
	for {
		tok, err := t.next()
		if err == io.EOF {
			return m, nil
		}
		if err != nil {
			return nil, err
		}
		e, ok := tok.(xml.StartElement)
		if !ok || e.Name.Local != "mergeCell" {
			continue
		}
		if s, ok := rangeRef(attr(e, "ref")); ok && s.lastCol < MaxColumns && s.cells() <= maxMergedCells && n < MaxMerged {
			m.add(s)
			n++
		}
	}
}

// pass reads up to the end of the second mark, the element's end.
func pass(r *bufio.Reader, mark []byte) error {
	for range 2 {
		for {
			line, err := r.ReadSlice('>')
			if bytes.HasSuffix(line, mark) {
				break
			}
			if err != nil && err != bufio.ErrBufferFull {
				return err
			}
		}
	}
	return nil
}

// worksheet reads the rows of one sheet.
type worksheet struct {
	b      *xlsx
	t      *tokens
	covers *merges
	fn     func(Row) error
	row    Row
	cell   struct {
		col, style int
		kind       string
		formula    bool
		code       []byte // of the formula, its beginning
		value      []byte
		text       string
		hasValue   bool
	}
	inValue, inFormula bool
}

// maxFormula is how much of a formula is told, in bytes.
const maxFormula = 80

func (w *worksheet) read(ctx context.Context) error {
	for tok, err := range w.t.all() {
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			err = w.start(e)
		case xml.CharData:
			switch {
			case w.inValue && len(w.cell.value)+len(e) <= MaxCell:
				w.cell.value = append(w.cell.value, e...)
			case w.inFormula:
				w.cell.code = append(w.cell.code, e[:min(len(e), maxFormula)]...)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "v":
				w.inValue = false
			case "f":
				w.inFormula = false
			case "c":
				w.put()
			case "row":
				if w.row.Number%1000 == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				w.covers.fill(&w.row)
				err = w.fn(w.row)
			case "sheetData":
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *worksheet) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		return w.startRow(e)
	case "c":
		return w.startCell(e)
	case "f":
		w.cell.formula, w.inFormula = true, true
	case "v":
		w.inValue, w.cell.hasValue = true, true
	case "is":
		text, err := w.t.rich("is")
		w.cell.text, w.cell.hasValue = text, true
		return err
	}
	return nil
}

func (w *worksheet) startRow(e xml.StartElement) error {
	number := w.row.Number + 1
	hidden := false
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "r":
			if n, err := strconv.Atoi(a.Value); err == nil {
				number = n
			}
		case "hidden":
			hidden = a.Value == "1" || a.Value == "true"
		}
	}
	if number <= w.row.Number || number > MaxRows {
		return broken("dòng tiếp theo được đánh số %d"+againVI, "the row after it is numbered %d"+againEN, number).at(w.row.Number)
	}
	w.row = Row{Number: number, Hidden: hidden, Cells: make([]Cell, 0, len(w.row.Cells))}
	w.cell.col = -1
	return nil
}

func (w *worksheet) startCell(e xml.StartElement) error {
	c := &w.cell
	c.col++
	c.style, c.kind, c.formula, c.code, c.value, c.text, c.hasValue = 0, "", false, c.code[:0], c.value[:0], "", false
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "r":
			if col, _, ok := cellRef(a.Value); ok && col >= len(w.row.Cells) {
				c.col = col
			}
		case "s":
			c.style, _ = strconv.Atoi(a.Value) // no number is no style
		case "t":
			c.kind = a.Value
		}
	}
	return nil
}

// put adds the cell that ended to its row. What lies beyond the last column read
// is told when it holds something.
func (w *worksheet) put() {
	v := w.value()
	if v.Kind == Empty || w.cell.col < len(w.row.Cells) {
		return
	}
	if w.cell.col >= MaxColumns {
		w.row.passes(w.cell.col)
		return
	}
	for len(w.row.Cells) < w.cell.col {
		w.row.Cells = append(w.row.Cells, Cell{})
	}
	w.row.Cells = append(w.row.Cells, v)
}

func (w *worksheet) value() Cell {
	c := &w.cell
	raw := string(c.value)
	switch {
	case !c.hasValue && c.formula:
		return uncomputed(string(c.code))
	case !c.hasValue:
		return Cell{}
	}
	switch c.kind {
	case "s":
		if i, err := strconv.Atoi(raw); err == nil && i >= 0 && i < len(w.b.strings) {
			return Cell{Text: w.b.strings[i], Kind: Text}
		}
		return Cell{Text: "#" + raw, Kind: Failed}
	case "inlineStr":
		return Cell{Text: c.text, Kind: Text}
	case "str":
		return Cell{Text: unescape(raw), Kind: Text}
	case "b":
		if raw == "1" || raw == "true" {
			return Cell{Text: "true", Kind: Bool}
		}
		return Cell{Text: "false", Kind: Bool}
	case "e":
		return Cell{Text: raw, Kind: Failed}
	case "d":
		return isoCell(raw)
	}
	if raw == "" {
		return Cell{}
	}
	var as numberFormat
	if c.style >= 0 && c.style < len(w.b.formats) {
		as = w.b.formats[c.style]
	}
	return valued(raw, as, w.b.from1904)
}
