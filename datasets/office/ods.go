package office

import (
	"context"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// ods is a workbook of OpenDocument (ISO/IEC 26300-1, chapter 9).
type ods struct {
	c      *container
	sheets []Sheet
}

func openODS(c *container) (Book, error) {
	locked := false
	if c.has("META-INF/manifest.xml") {
		err := c.each("META-INF/manifest.xml", func(e xml.StartElement) error {
			locked = locked || e.Name.Local == "encryption-data"
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if locked {
		return nil, broken("tệp có mật khẩu; hãy bỏ mật khẩu", "the file has a password; take the password away")
	}
	b := &ods{c: c}
	hidden, err := b.tables()
	if err != nil {
		return nil, err
	}
	if len(b.sheets) == 0 {
		return nil, broken("tệp không có trang tính nào; hãy lưu thành .ods", "the file holds no sheet; save it as .ods")
	}
	for i := range b.sheets {
		b.sheets[i].Hidden = hidden[i]
	}
	return b, nil
}

// tables lists the sheets and which are hidden by their style.
func (b *ods) tables() ([]bool, error) {
	var hidden []bool
	unseen := map[string]bool{}
	style, depth := "", 0
	t, err := b.c.tokens("content.xml")
	if err != nil {
		return nil, err
	}
	defer t.close()
	for {
		tok, err := t.next()
		if err == io.EOF {
			return hidden, nil
		}
		if err != nil {
			return nil, err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			if isTable(e.Name) {
				depth--
			}
		case xml.StartElement:
			switch {
			case e.Name.Local == "style":
				style = attr(e, "name")
			case e.Name.Local == "table-properties" && attr(e, "display") == "false" && len(unseen) < MaxStyles:
				unseen[style] = true
			case isTable(e.Name):
				if depth++; depth > 1 {
					continue
				}
				if len(b.sheets) == MaxSheets {
					return nil, broken("sổ tính có hơn %d trang; hãy lưu riêng các trang cần thiết", "the workbook has more than %d sheets; save the sheets that matter alone", MaxSheets)
				}
				b.sheets = append(b.sheets, Sheet{Name: attr(e, "name")})
				hidden = append(hidden, unseen[attr(e, "style-name")])
			}
		}
	}
}

// isTable tells table:table from text:table and the like, whatever the prefix.
func isTable(n xml.Name) bool { return n.Local == "table" && n.Space != "text" && n.Space != "draw" }

// Sheets implements Book.
func (b *ods) Sheets() []Sheet { return b.sheets }

// Rows implements Book.
func (b *ods) Rows(ctx context.Context, sheet int, fn func(Row) error) error {
	t, err := b.c.tokens("content.xml")
	if err != nil {
		return err
	}
	defer t.close()
	s := &odsSheet{t: t, want: sheet, at: -1, covers: &merges{}, fn: fn}
	return in(b.sheets[sheet].Name, s.read(ctx))
}

// odsSheet reads one table of the content.
type odsSheet struct {
	t         *tokens
	want, at  int
	depth     int
	covers    *merges
	fn        func(Row) error
	row       Row
	rowRepeat int
	col       int
	given     int // rows handed on
	repeated  int // cells that stand only in counts of repetitions
}

func (s *odsSheet) read(ctx context.Context) error {
	for tok, err := range s.t.all() {
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if isTable(e.Name) {
				if s.depth++; s.depth == 1 {
					s.at++
				}
				continue
			}
			if s.at == s.want && s.depth == 1 {
				err = s.start(e)
			}
		case xml.EndElement:
			switch {
			case isTable(e.Name):
				if s.depth--; s.depth == 0 && s.at == s.want {
					return nil
				}
			case e.Name.Local == "table-row" && s.at == s.want && s.depth == 1:
				err = s.end(ctx)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *odsSheet) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "table-row":
		visible := attr(e, "visibility")
		s.row = Row{Number: s.row.Number + 1, Hidden: visible == "collapse" || visible == "filter"}
		s.rowRepeat = repeat(attr(e, "number-rows-repeated"), MaxRows)
		s.col = 0
		if s.row.Number > MaxRows {
			return broken("trang có nhiều dòng hơn mức bảng tính cho phép; hãy tách ra", "the sheet has more rows than spreadsheets have; split it").at(s.row.Number)
		}
	case "table-cell", "covered-table-cell":
		return s.cell(e)
	}
	return nil
}

// repeat reads a count of repetitions within a bound.
func repeat(s string, most int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 1
	}
	return min(n, most)
}

func (s *odsSheet) cell(e xml.StartElement) error {
	text, err := s.t.paragraphs(e.Name.Local)
	if err != nil {
		return err
	}
	n := repeat(attr(e, "number-columns-repeated"), lastColumn)
	c := odsValue(e, text)
	at := s.col
	s.col += n
	if c.Kind == Empty {
		return nil
	}
	if s.col > MaxColumns {
		s.row.passes(max(at, MaxColumns))
	}
	if at >= MaxColumns {
		return nil
	}
	s.repeated += min(n, MaxColumns-at) - 1
	for len(s.row.Cells) < at {
		s.row.Cells = append(s.row.Cells, Cell{})
	}
	for range min(n, MaxColumns-at) {
		s.row.Cells = append(s.row.Cells, c)
	}
	across, down := repeat(attr(e, "number-columns-spanned"), MaxColumns), repeat(attr(e, "number-rows-spanned"), MaxRows)
	if m := (span{firstRow: s.row.Number, lastRow: s.row.Number + down - 1, firstCol: at, lastCol: at + across - 1}); n == 1 && across*down > 1 &&
		m.cells() <= maxMergedCells && m.lastCol < MaxColumns {
		s.covers.add(m)
	}
	return nil
}

// end hands the row on, as often as it is repeated; empty rows only count.
func (s *odsSheet) end(ctx context.Context) error {
	first := s.row.Number
	s.covers.fill(&s.row)
	delete(s.covers.starts, first)
	if s.row.filled() == 0 && len(s.row.Cells) == 0 {
		s.row.Number = first + s.rowRepeat - 1
		return nil
	}
	cells := s.row.Cells
	if s.repeated += (s.rowRepeat - 1) * len(cells); s.repeated > MaxRepeated {
		return broken("trang ghi hơn %d ô chỉ bằng số lần lặp (number-rows-repeated, number-columns-repeated); hãy xóa các dòng và cột thừa rồi lưu lại",
			"the sheet has more than %d cells by repetition alone (number-rows-repeated, number-columns-repeated); delete the surplus rows and columns and save it again", MaxRepeated).at(first)
	}
	for i := range s.rowRepeat {
		if s.given++; s.given > MaxRows {
			return broken("trang có nhiều dòng hơn mức bảng tính cho phép; hãy tách ra", "the sheet has more rows than spreadsheets have; split it").at(s.row.Number)
		}
		if s.given%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s.row.Number = first + i
		s.row.Cells = append([]Cell(nil), cells...)
		if err := s.fn(s.row); err != nil {
			return err
		}
	}
	return nil
}

// odsValue types a cell by what the file says of it.
func odsValue(e xml.StartElement, text string) Cell {
	if e.Name.Local == "covered-table-cell" {
		return Cell{} // the range gives its value
	}
	switch attr(e, "value-type") {
	case "float", "currency":
		c := valued(attr(e, "value"), numberFormat{}, false)
		if zeroLed(text) && strings.TrimLeft(text, "0") == strings.TrimLeft(c.Text, "0") {
			return Cell{Text: text, Kind: Padded}
		}
		return c
	case "percentage":
		return valued(attr(e, "value"), numberFormat{as: percent}, false)
	case "date":
		return isoCell(attr(e, "date-value"))
	case "time":
		return odsTime(attr(e, "time-value"), text)
	case "boolean":
		return Cell{Text: attr(e, "boolean-value"), Kind: Bool}
	}
	switch {
	case strings.HasPrefix(text, "#") && strings.HasSuffix(text, "!") || text == "#N/A" || strings.HasPrefix(text, "Err:"):
		return Cell{Text: text, Kind: Failed}
	case text == "" && attr(e, "formula") != "" && attr(e, "value-type") == "":
		return uncomputed(attr(e, "formula"))
	case text == "":
		return Cell{}
	}
	return Cell{Text: text, Kind: Text}
}

// zeroLed reports whether digits are shown with zeros before them.
func zeroLed(shown string) bool { return len(shown) > 1 && shown[0] == '0' && digits(shown) }

// odsTime reads a duration as the time of day that it is shown as, where it is
// one.
func odsTime(v, shown string) Cell {
	h, rest, ok1 := strings.Cut(strings.TrimPrefix(v, "PT"), "H")
	m, rest, ok2 := strings.Cut(rest, "M")
	sec, _, ok3 := strings.Cut(rest, "S")
	hours, err := strconv.Atoi(h)
	if sec, _, _ = strings.Cut(strings.Replace(sec, ",", ".", 1), "."); !ok1 || !ok2 || !ok3 || err != nil || hours > 23 || len(m) != 2 || len(sec) != 2 {
		if v == "" {
			return Cell{Text: shown, Kind: Text}
		}
		return Cell{Text: v, Kind: Length}
	}
	return Cell{Text: strings.Join([]string{pad2(hours), m, sec}, ":"), Kind: Clock}
}

func pad2(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// isoCell reads a date or a moment that the file writes in ISO 8601.
func isoCell(s string) Cell {
	day, clock, moment := strings.Cut(s, "T")
	if clock = strings.TrimSuffix(clock, "Z"); !moment || strings.Trim(clock, "0:.") == "" {
		return Cell{Text: day, Kind: Date}
	}
	clock, _, _ = strings.Cut(clock, ".")
	return Cell{Text: day + "T" + clock, Kind: Moment}
}

// paragraphs reads the text of a cell up to its end: paragraphs are lines,
// comments and drawings are left out.
func (t *tokens) paragraphs(until string) (string, error) {
	var out strings.Builder
	skip, depth, lines, inside := 0, 1, 0, 0
	for {
		tok, err := t.next()
		if err == io.EOF {
			err = broken("phần %s bị cắt cụt"+againVI, "the part %s is cut short"+againEN, t.part)
		}
		if err != nil {
			return "", err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case until:
				depth++
			case "annotation", "frame", "tracked-changes", "note-body":
				skip++
			case "p", "h":
				if lines++; lines > 1 && skip == 0 && out.Len() < MaxCell {
					out.WriteByte('\n')
				}
				inside++
			case "s":
				if skip == 0 && out.Len() < MaxCell {
					out.WriteString(strings.Repeat(" ", repeat(attr(e, "c"), 1000)))
				}
			case "tab":
				out.WriteByte('\t')
			case "line-break":
				out.WriteByte('\n')
			}
		case xml.EndElement:
			switch e.Name.Local {
			case until:
				if depth--; depth == 0 {
					return strings.TrimSpace(out.String()), nil
				}
			case "annotation", "frame", "tracked-changes", "note-body":
				skip = max(0, skip-1)
			case "p", "h":
				inside = max(0, inside-1)
			}
		case xml.CharData:
			if skip == 0 && inside > 0 && out.Len()+len(e) <= MaxCell {
				out.Write(e)
			}
		}
	}
}
