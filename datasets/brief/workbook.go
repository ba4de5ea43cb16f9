package brief

import (
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxSheetCell is what a cell of a workbook holds (Excel: 32,767 characters).
const maxSheetCell = 32_000

// Workbook writes the documents as a workbook: of each the comparison, the facts of
// every record, and the sources.
func Workbook(w io.Writer, docs ...Document) error {
	f := excelize.NewFile()
	defer f.Close()
	for i := range docs {
		d := &docs[i]
		suffix := ""
		if len(docs) > 1 {
			suffix = " " + string(d.Lang)
		}
		for _, sheet := range []struct {
			name string
			rows [][]string
		}{{d.Words.Comparison, d.compared()}, {d.Words.Records, d.facts()}, {d.Words.Sources, d.sources()}} {
			if err := write(f, sheet.name+suffix, sheet.rows); err != nil {
				return err
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	_, err := f.WriteTo(w)
	return err
}

func write(f *excelize.File, name string, rows [][]string) error {
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := sw.SetColWidth(1, 2, 28); err != nil {
		return err
	}
	if err := sw.SetColWidth(3, 2+MaxRecords, 40); err != nil {
		return err
	}
	wrapped, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		cells := make([]any, len(row))
		for c, v := range row {
			style := wrapped
			if i == 0 {
				style = head
			}
			cells[c] = excelize.Cell{StyleID: style, Value: clip(strings.ToValidUTF8(v, "□"), maxSheetCell)}
		}
		if err := sw.SetRow(at, cells); err != nil {
			return err
		}
	}
	return sw.Flush()
}

func (d *Document) compared() [][]string {
	head := []string{"", d.Words.Field}
	for _, r := range d.Records {
		head = append(head, r.Title)
	}
	out := [][]string{head}
	for _, r := range d.Rows {
		row := []string{r.Group, r.Label}
		for _, c := range r.Cells {
			if c == "" {
				c = d.Words.Unknown
			}
			row = append(row, c)
		}
		out = append(out, row)
	}
	return out
}

func (d *Document) facts() [][]string {
	out := [][]string{{"", d.Words.Field, d.Words.Records}}
	for _, r := range d.Records {
		out = append(out, []string{r.Letter, r.Title, r.URL}, []string{"", r.ID, r.Status}, []string{"", "", r.Summary})
		for _, g := range r.Groups {
			for _, f := range g.Facts {
				out = append(out, []string{g.Title, f.Label, f.Value})
			}
			for _, m := range g.Missing {
				out = append(out, []string{g.Title, m, d.Words.Unknown})
			}
		}
	}
	return out
}

func (d *Document) sources() [][]string {
	out := [][]string{{"", d.Words.Records, d.Words.Sources}}
	for _, r := range d.Records {
		for _, s := range r.Sources {
			out = append(out, []string{r.Letter, r.Title, s})
		}
	}
	return append(out, []string{"", d.Note, d.URL})
}
