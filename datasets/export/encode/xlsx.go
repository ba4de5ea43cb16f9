package encode

import (
	"bufio"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"math"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"archive/zip"

	fastflate "github.com/klauspost/compress/flate"

	"honglinh/catalog"
	"honglinh/datasets/table"
)

// Limits of a worksheet (ECMA-376 as Excel keeps it). More rows go on in a
// further sheet; a longer cell is refused with its place, never cut.
const (
	sheetRows    = 1_048_576
	sheetColumns = 16_384
	sheetCell    = 32_767 // UTF-16 units
)

// xlsx writes a workbook as a stream: the rows in typed cells, then the data
// dictionary. Text is written as inline strings, which are never formulas, so
// that a cell beginning with "=" is just text.
func xlsx(ctx context.Context, j job, w io.Writer) (int, error) {
	r, err := j.tables.Query(ctx, j.query)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	if len(r.Columns) > sheetColumns {
		return 0, catalog.NewFault(catalog.TooLarge, "select", fmt.Sprintf("bảng tính có nhiều nhất %d cột; hãy chọn bớt cột", sheetColumns), fmt.Sprintf("a worksheet has at most %d columns; select fewer", sheetColumns))
	}
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return fastflate.NewWriter(out, flate.BestSpeed) })
	b := &book{zip: z, job: j}
	n, err := b.rows(ctx, r)
	if err != nil {
		return n, err
	}
	if err := b.dictionary(r.Columns, n); err != nil {
		return n, err
	}
	if err := b.frame(); err != nil {
		return n, err
	}
	return n, z.Close()
}

// book is a workbook in the making.
type book struct {
	zip    *zip.Writer
	job    job
	sheets []string
	out    *bufio.Writer
	buf    []byte
	row    int
}

// sheet begins the next worksheet.
func (b *book) sheet(name string) error {
	b.sheets = append(b.sheets, name)
	f, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)))
	if err != nil {
		return err
	}
	b.out, b.row = bufio.NewWriterSize(f, 256<<10), 0
	_, err = b.out.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`)
	return err
}

func (b *book) endSheet() error {
	if _, err := b.out.WriteString(`</sheetData></worksheet>`); err != nil {
		return err
	}
	return b.out.Flush()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// rows writes all rows, a new sheet where one is full.
func (b *book) rows(ctx context.Context, r *table.Result) (int, error) {
	n := 0
	head := b.job.header(r.Columns)
	for {
		row, err := r.Next(ctx)
		if err != nil {
			return n, err
		}
		if row != nil && b.row == sheetRows || b.out == nil {
			if err := b.nextData(head); err != nil {
				return n, err
			}
		}
		if row == nil {
			return n, b.endSheet()
		}
		n++
		if err := b.write(r.Columns, row, n); err != nil {
			return n, err
		}
	}
}

func (b *book) nextData(head []string) error {
	name := "data"
	if b.out != nil {
		if err := b.endSheet(); err != nil {
			return err
		}
		name = fmt.Sprintf("data %d", len(b.sheets)+1)
	}
	if err := b.sheet(name); err != nil {
		return err
	}
	return b.texts(styleHead, head...)
}

// The cell styles, by their place in styles.xml.
const (
	stylePlain = iota
	styleHead
	styleDate
	styleTime
	styleInstant // UTC, which the format says
)

// texts writes a row of text.
func (b *book) texts(style int, cells ...string) error {
	b.row++
	b.buf = append(b.buf[:0], "<row>"...)
	for _, s := range cells {
		b.buf = appendText(b.buf, s, style)
	}
	b.buf = append(b.buf, "</row>"...)
	_, err := b.out.Write(b.buf)
	return err
}

func (b *book) write(columns []table.Column, row []any, number int) error {
	b.row++
	b.buf = append(b.buf[:0], "<row>"...)
	for i, v := range row {
		var ok bool
		if b.buf, ok = appendCell(b.buf, v, columns[i].Type); !ok {
			return catalog.NewFault(catalog.TooLarge, fmt.Sprintf("%d:%s", number, columns[i].Name), fmt.Sprintf("dòng %d, cột %q dài hơn %d ký tự mà ô bảng tính chứa được; hãy chọn csv hoặc bỏ cột này", number, columns[i].Name, sheetCell),
				fmt.Sprintf("row %d, column %q is longer than the %d characters of a worksheet cell; choose csv or leave the column out", number, columns[i].Name, sheetCell))
		}
	}
	b.buf = append(b.buf, "</row>"...)
	_, err := b.out.Write(b.buf)
	return err
}

// maxSheetNumber is where a worksheet's numbers lose digits: it keeps 15.
const maxSheetNumber = 1e15

// appendCell prints a value in the cell type that suits it; false if it does not fit.
func appendCell(b []byte, v any, t table.Type) ([]byte, bool) {
	switch x := v.(type) {
	case nil:
		return append(b, "<c/>"...), true
	case int64:
		if x > -maxSheetNumber && x < maxSheetNumber {
			return append(strconv.AppendInt(append(b, "<c><v>"...), x, 10), "</v></c>"...), true
		}
		return appendText(b, strconv.FormatInt(x, 10), stylePlain), true
	case float64:
		if math.IsInf(x, 0) || math.IsNaN(x) {
			return appendText(b, strconv.FormatFloat(x, 'g', -1, 64), stylePlain), true
		}
		return append(strconv.AppendFloat(append(b, "<c><v>"...), x, 'g', -1, 64), "</v></c>"...), true
	case bool:
		if x {
			return append(b, `<c t="b"><v>1</v></c>`...), true
		}
		return append(b, `<c t="b"><v>0</v></c>`...), true
	case *big.Int:
		return appendText(b, x.String(), stylePlain), true
	case string:
		if t.Temporal() {
			if c, ok := appendDay(b, x, t); ok {
				return c, true
			}
		}
		if len(x) > sheetCell && utf16Length(x) > sheetCell {
			return b, false
		}
		return appendText(b, x, stylePlain), true
	}
	return appendText(b, fmt.Sprint(v), stylePlain), true
}

// firstDay is the first day that the 1900 calendar of worksheets counts without
// its famous error (29 February 1900); days before it stay text.
const firstDay = "1900-03-01"

func appendDay(b []byte, s string, t table.Type) ([]byte, bool) {
	layout, style := "2006-01-02", styleDate
	switch t {
	case table.DateTime:
		layout, style = "2006-01-02T15:04:05Z", styleInstant
	case table.LocalDateTime:
		layout, style = "2006-01-02T15:04:05", styleTime
	}
	at, err := time.Parse(layout, s)
	if err != nil || s < firstDay || at.Year() > 9999 {
		return b, false
	}
	days := float64(at.Unix()-time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / 86400
	b = append(strconv.AppendInt(append(b, `<c s="`...), int64(style), 10), `"><v>`...)
	return append(strconv.AppendFloat(b, days, 'f', -1, 64), "</v></c>"...), true
}

func appendText(b []byte, s string, style int) []byte {
	b = append(b, `<c t="inlineStr"`...)
	if style != stylePlain {
		b = append(strconv.AppendInt(append(b, ` s="`...), int64(style), 10), '"')
	}
	b = append(b, `><is><t xml:space="preserve">`...)
	return append(appendXML(b, s), "</t></is></c>"...)
}

// appendXML escapes text; characters that XML cannot hold, and text that looks
// like such an escape, are written as _xHHHH_ (ECMA-376, 22.9.2.19).
func appendXML(b []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == 0xFFFE || r == 0xFFFF {
				b = fmt.Appendf(append(b, s[from:i]...), "_x%04X_", r)
				from = i + n
			}
			i += n
			continue
		}
		esc := ""
		switch {
		case c == '&':
			esc = "&amp;"
		case c == '<':
			esc = "&lt;"
		case c == '>':
			esc = "&gt;"
		case c < ' ' && c != '\n' && c != '\t':
			esc = fmt.Sprintf("_x%04X_", c)
		case c == '_' && looksEscaped(s[i:]):
			esc = "_x005F_"
		}
		if esc != "" {
			b = append(append(b, s[from:i]...), esc...)
			from = i + 1
		}
		i++
	}
	return append(b, s[from:]...)
}

func looksEscaped(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}
