package encode

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// dictionary writes the sheets that explain the rows: the columns, the codes,
// and where the data come from. Both languages stand side by side.
func (b *book) dictionary(columns []table.Column, rows int) error {
	if err := b.sheet("dictionary"); err != nil {
		return err
	}
	lines := [][]string{{"cột / column", "kiểu / type", "đơn vị / unit", "tên", "title", "mô tả", "description"}}
	for _, c := range columns {
		lines = append(lines, []string{c.Name, string(c.Type), c.Unit, c.Title[text.VI], c.Title[text.EN], c.Description[text.VI], c.Description[text.EN]})
	}
	if err := b.lines(lines); err != nil {
		return err
	}
	if err := b.codes(); err != nil {
		return err
	}
	return b.about(rows)
}

func (b *book) lines(lines [][]string) error {
	for i, l := range lines {
		style := stylePlain
		if i == 0 {
			style = styleHead
		}
		for k := range l {
			if utf16Length(l[k]) > sheetCell { // a description, never data
				l[k] = string([]rune(l[k])[:sheetCell/2]) + "…"
			}
		}
		if err := b.texts(style, l...); err != nil {
			return err
		}
	}
	return b.endSheet()
}

func (b *book) codes() error {
	lines := [][]string{{"cột / column", "mã / code", "tên", "label"}}
	for _, c := range b.job.version.Columns {
		for _, code := range slices.Sorted(maps.Keys(c.Labels)) {
			lines = append(lines, []string{c.Name, code, c.Labels[code][text.VI], c.Labels[code][text.EN]})
		}
	}
	if len(lines) == 1 {
		return nil
	}
	if err := b.sheet("codes"); err != nil {
		return err
	}
	return b.lines(lines)
}

func (b *book) about(rows int) error {
	if err := b.sheet("about"); err != nil {
		return err
	}
	a, v := b.job.about, b.job.version
	lines := [][]string{{"mục / item", "tiếng Việt", "English"}}
	add := func(vi, en string, t text.Text) {
		if !t.IsZero() {
			lines = append(lines, []string{vi + " / " + en, t[text.VI], t[text.EN]})
		}
	}
	same := func(s string) text.Text { return text.New(s, s) }
	if a.Package != nil {
		add("bộ dữ liệu", "dataset", a.Package.Title)
		add("mô tả", "description", a.Package.Description)
		for _, l := range a.Package.Licences {
			add("giấy phép", "licence", same(strings.TrimSpace(l.Name+" "+l.Path)))
		}
	}
	add("bảng", "table", a.Resource.Title)
	add("phiên bản", "version", same(v.Number))
	add("ngày phiên bản", "version date", same(v.Created.UTC().Format("2006-01-02")))
	add("số dòng", "rows", same(fmt.Sprint(rows)))
	add("SHA-256 của bảng dạng CSV", "SHA-256 of the table as CSV", same(v.SHA256))
	add("truy vấn", "query", same(queryText(b.job.query)))
	add("địa chỉ", "address", same(a.Address))
	add("trích dẫn", "citation", a.Citation)
	return b.lines(lines)
}

func queryText(q table.Query) string {
	v := q.Values()
	v.Del("version")
	return v.Encode()
}

// frame writes the parts around the sheets.
func (b *book) frame() error {
	var sheets, types, rels bytes.Buffer
	for i, name := range b.sheets {
		n := i + 1
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, n, n)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, n, n)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>`, len(b.sheets)+1)
	const ns = `xmlns="http://schemas.openxmlformats.org/`
	for _, part := range []struct{ name, body string }{
		{"xl/workbook.xml", `<workbook ` + ns + `spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships ` + ns + `package/2006/relationships">` + rels.String() + `</Relationships>`},
		{"xl/styles.xml", `<styleSheet ` + ns + `spreadsheetml/2006/main"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="yyyy\-mm\-dd\ hh:mm:ss\Z"/></numFmts>` +
			`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
			`<cellXfs count="5"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" numFmtId="165" applyNumberFormat="1"/><xf xfId="0" numFmtId="166" applyNumberFormat="1"/></cellXfs></styleSheet>`},
		{"_rels/.rels", `<Relationships ` + ns + `package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types ` + ns + `package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
	} {
		f, err := b.zip.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xmlHead+part.body); err != nil {
			return err
		}
	}
	return nil
}
