package desk

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"honglinh/catalog/royalty"
	"honglinh/datasets/export"
	"honglinh/web/frame"
)

// royaltyColumns are those of the exported lines.
func royaltyColumns(l *frame.Locale) []string {
	var out []string
	for _, key := range []string{"title", "to", "unit", "genre", "grade", "coefficient", "percent", "amount", "why"} {
		out = append(out, l.T("desk.royalty."+key))
	}
	return out
}

func royaltyCells(x royalty.Line) []any {
	percent := any("")
	if x.Percent > 0 {
		percent = x.Percent
	}
	return []any{harmless(x.Title), harmless(x.To), x.Unit, x.Genre, x.Grade, hundredths(x.Coefficient), percent, x.Amount, harmless(x.Why)}
}

// harmless keeps a spreadsheet from taking a text for a formula (OWASP: CSV
// injection).
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (p *pages) royaltiesCSV(w http.ResponseWriter, r *http.Request, v *visit) error {
	m, err := p.month(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+m.Name+`.csv"`)
	if _, err := w.Write([]byte("\ufeff")); err != nil { // Excel takes UTF-8 by it
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(royaltyColumns(v.l)) // Error tells at the end
	for _, x := range m.Lines {
		var row []string
		for _, c := range royaltyCells(x) {
			row = append(row, fmt.Sprint(c))
		}
		_ = out.Write(row)
	}
	_ = out.Write([]string{v.l.T("desk.royalty.sum"), "", "", "", "", "", "", strconv.FormatInt(m.Sum(), 10), ""})
	out.Flush()
	return out.Error()
}

func (p *pages) royaltiesXLSX(w http.ResponseWriter, r *http.Request, v *visit) error {
	m, err := p.month(r)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close()
	if err := fillBook(f, v.l, m); err != nil {
		return fmt.Errorf("royalties %s: %w", m.Name, err)
	}
	w.Header().Set("Content-Type", export.WorkbookMedia)
	w.Header().Set("Content-Disposition", `attachment; filename="`+m.Name+`.xlsx"`)
	_, err = f.WriteTo(w)
	return err
}

// fillBook writes a sheet of lines and one for each way of adding up; each ends
// with the same sum.
func fillBook(f *excelize.File, l *frame.Locale, m royalty.Month) error {
	rows := [][]any{}
	for _, x := range m.Lines {
		rows = append(rows, royaltyCells(x))
	}
	rows = append(rows, []any{l.T("desk.royalty.sum"), "", "", "", "", "", "", m.Sum(), ""})
	if err := f.SetSheetName("Sheet1", l.T("desk.royalty.lines")); err != nil {
		return err
	}
	if err := fillSheet(f, l.T("desk.royalty.lines"), royaltyColumns(l), rows); err != nil {
		return err
	}
	for _, s := range sheets() {
		name, sum := l.T(s.Key), int64(0)
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
		rows := [][]any{}
		for _, t := range m.By(s.Of) {
			sum += t.Amount
			rows = append(rows, []any{harmless(t.Name), t.Items, t.Amount})
		}
		rows = append(rows, []any{l.T("desk.royalty.sum"), "", sum})
		if err := fillSheet(f, name, []string{name, l.T("desk.royalty.items"), l.T("desk.royalty.amount")}, rows); err != nil {
			return err
		}
	}
	return nil
}

func fillSheet(f *excelize.File, name string, head []string, rows [][]any) error {
	if err := f.SetSheetRow(name, "A1", &head); err != nil {
		return err
	}
	for i, row := range rows {
		if err := f.SetSheetRow(name, "A"+strconv.Itoa(i+2), &row); err != nil {
			return err
		}
	}
	return nil
}
