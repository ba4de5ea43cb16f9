package office

import (
	"context"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"
)

// docx is the tables of a text in Office Open XML (ECMA-376 part 1, 17.4). Tables
// inside a cell are text of that cell.
type docx struct {
	c      *container
	main   string
	sheets []Sheet
}

func openDOCX(c *container) (Book, error) {
	main, err := mainPart(c)
	if err != nil {
		return nil, err
	}
	b := &docx{c: c, main: main}
	if err := b.list(); err != nil {
		return nil, err
	}
	if len(b.sheets) == 0 {
		return nil, broken("văn bản không có bảng; hãy đưa số liệu vào bảng", "the text has no table; put the figures into a table")
	}
	return b, nil
}

// mainPart is the name of the part with the text.
func mainPart(c *container) (string, error) {
	root, err := c.relations("", "_rels/.rels")
	if err != nil {
		return "", err
	}
	main := "word/document.xml"
	for _, r := range root {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			main = r.target
		}
	}
	if path.Base(path.Dir(main)) == "xl" {
		return "", broken("tệp là sổ tính; hãy ghi định dạng xlsx", "the file is a workbook; name its format xlsx")
	}
	return main, nil
}

// maxTitle is how much of the paragraph above a table is kept, in bytes.
const maxTitle = 400

// list counts the tables, each with the paragraph above it.
func (b *docx) list() error {
	t, err := b.c.tokens(b.main)
	if err != nil {
		return err
	}
	defer t.close()
	var line, title strings.Builder
	depth := 0
	for tok, err := range t.all() {
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if e.Name.Local != "tbl" {
				continue
			}
			if depth++; depth > 1 {
				continue
			}
			if len(b.sheets) == MaxSheets {
				return broken("văn bản có hơn %d bảng; hãy lưu riêng các bảng cần thiết", "the text has more than %d tables; put those that matter into a text of their own", MaxSheets)
			}
			b.sheets = append(b.sheets, Sheet{Title: strings.TrimSpace(title.String())})
			title.Reset()
		case xml.EndElement:
			switch {
			case e.Name.Local == "tbl":
				depth--
			case e.Name.Local == "p" && depth == 0 && strings.TrimSpace(line.String()) != "":
				title.Reset()
				title.WriteString(line.String())
				line.Reset()
			}
		case xml.CharData:
			if depth == 0 && line.Len()+len(e) <= maxTitle {
				line.Write(e)
			}
		}
	}
	return nil
}

// Sheets implements Book.
func (b *docx) Sheets() []Sheet { return b.sheets }

// Rows implements Book.
func (b *docx) Rows(ctx context.Context, sheet int, fn func(Row) error) error {
	t, err := b.c.tokens(b.main)
	if err != nil {
		return err
	}
	defer t.close()
	w := &wordTable{t: t, want: sheet, at: -1, fn: fn, above: map[int]Cell{}}
	return in("", w.read(ctx))
}

// wordTable reads one table of the text.
type wordTable struct {
	t        *tokens
	want, at int
	depth    int
	fn       func(Row) error
	row      Row
	above    map[int]Cell // what goes on in the row below, by column
}

func (w *wordTable) read(ctx context.Context) error {
	for tok, err := range w.t.all() {
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if e.Name.Local == "tbl" {
				if w.depth++; w.depth == 1 {
					w.at++
				}
				continue
			}
			if w.at == w.want && w.depth == 1 {
				err = w.start(e)
			}
		case xml.EndElement:
			switch {
			case e.Name.Local == "tbl":
				if w.depth--; w.depth == 0 && w.at == w.want {
					return nil
				}
			case e.Name.Local == "tr" && w.at == w.want && w.depth == 1:
				if ctx.Err() != nil {
					return ctx.Err()
				}
				err = w.fn(w.row)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *wordTable) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "tr":
		w.row = Row{Number: w.row.Number + 1}
		if w.row.Number > MaxRows {
			return broken("bảng có hơn %d dòng; hãy tách ra", "the table has more than %d rows; split it", MaxRows)
		}
	case "tblHeader":
		w.row.Header = true
	case "gridBefore":
		for range repeat(attr(e, "val"), MaxColumns) {
			w.row.Cells = append(w.row.Cells, Cell{})
		}
	case "tc":
		return w.cell()
	}
	return nil
}

// wordCell is what a cell's properties say.
type wordCell struct {
	span  int
	merge string // "restart", "continue" or ""
	text  strings.Builder
}

// cell reads a cell up to its end.
func (w *wordTable) cell() error {
	c := wordCell{span: 1}
	if err := c.read(w.t); err != nil {
		return err
	}
	v := Cell{Text: strings.TrimSpace(c.text.String()), Kind: Text}
	if v.Text == "" {
		v = Cell{}
	}
	at := len(w.row.Cells)
	if at >= MaxColumns && v.Kind != Empty {
		w.row.passes(at)
	}
	switch c.merge {
	case "continue":
		if v = w.above[at]; v.Kind != Empty {
			v.Cover = Down
		}
	case "restart":
		v.Cover = Anchor
		w.above[at] = v
	default:
		delete(w.above, at)
		if c.span > 1 {
			v.Cover = Anchor
		}
	}
	for i := range min(c.span, MaxColumns-at) {
		if i > 0 && v.Kind != Empty {
			v.Cover = Across
		}
		w.row.Cells = append(w.row.Cells, v)
	}
	return nil
}

func (c *wordCell) read(t *tokens) error {
	depth, lines, inText, skip := 1, 0, false, 0
	for {
		tok, err := t.next()
		if err == io.EOF {
			err = broken("phần %s bị cắt cụt"+againVI, "the part %s is cut short"+againEN, t.part)
		}
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "tc":
				depth++
			case "Fallback":
				skip++
			case "t":
				inText = skip == 0
			case "p":
				if lines++; lines > 1 && c.text.Len() < MaxCell {
					c.text.WriteByte('\n')
				}
			default:
				c.property(e, depth)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "tc":
				if depth--; depth == 0 {
					return nil
				}
			case "Fallback":
				skip = max(0, skip-1)
			case "t":
				inText = false
			}
		case xml.CharData:
			if inText && c.text.Len()+len(e) <= MaxCell {
				c.text.Write(e)
			}
		}
	}
}

func (c *wordCell) property(e xml.StartElement, depth int) {
	switch e.Name.Local {
	case "br", "cr":
		c.text.WriteByte('\n')
	case "tab":
		c.text.WriteByte('\t')
	case "noBreakHyphen":
		c.text.WriteByte('-')
	case "gridSpan":
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && depth == 1 {
			c.span = max(1, min(n, MaxColumns))
		}
	case "vMerge":
		if depth == 1 {
			if c.merge = attr(e, "val"); c.merge == "" {
				c.merge = "continue"
			}
		}
	}
}
