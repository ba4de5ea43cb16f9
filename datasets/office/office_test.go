package office

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"honglinh/catalog/text"
)

// got is what was read of a table.
type got struct {
	Head  []string
	Rows  [][]string
	Notes []string
	table Table
}

type taker struct{ *got }

func (t taker) Head(table Table) error {
	t.got.Head, t.table = table.Names(), table
	return nil
}

func (t taker) Row(r Row) error {
	var line []string
	for _, c := range r.Cells {
		line = append(line, c.Text)
	}
	t.Rows = append(t.Rows, line)
	return nil
}

func (t taker) Note(n Note) { t.Notes = append(t.Notes, n.Code) }

func readBytes(t *testing.T, format string, b []byte, c Choice) (*got, error) {
	t.Helper()
	book, err := Open(format, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	g := &got{}
	err = Read(context.Background(), book, c, taker{g})
	return g, err
}

// sheet writes a workbook: rows of values, merged ranges.
func sheet(t *testing.T, rows [][]any, merged ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		for j, v := range row {
			if v == nil {
				continue
			}
			ref, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if err := f.SetCellValue("Sheet1", ref, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, m := range merged {
		from, to, _ := strings.Cut(m, ":")
		if err := f.MergeCell("Sheet1", from, to); err != nil {
			t.Fatal(err)
		}
	}
	return saved(t, f)
}

func saved(t *testing.T, f *excelize.File) []byte {
	t.Helper()
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range parts {
		p, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSheetsAsOfficesWriteThemBecomeTables(t *testing.T) {
	for _, c := range []struct {
		sentence string
		rows     [][]any
		merged   []string
		choice   Choice
		want     got
	}{
		{"a header in the first row and values below it",
			[][]any{{"ma", "ten", "gia"}, {"a1", "Chợ Hồng Lĩnh", 102345}, {"a2", "Bến xe", 98.5}}, nil, Choice{},
			got{Head: []string{"ma", "ten", "gia"}, Rows: [][]string{{"a1", "Chợ Hồng Lĩnh", "102345"}, {"a2", "Bến xe", "98.5"}}}},
		{"a form with its number and title, a header of two rows, numbered columns and notes",
			[][]any{
				{"Biểu số 01"}, {"DIỆN TÍCH ĐẤT NÔNG NGHIỆP NĂM 2024"}, {"Đơn vị tính: ha"},
				{"STT", "Đơn vị", "Diện tích", nil, "Ghi chú"},
				{nil, nil, "Đất lúa", "Đất khác", nil},
				{"(1)", "(2)", "(3)", "(4)", "(5)"},
				{1, "Phường Bắc Hồng Lĩnh", 123.4, 56, nil},
				{2, "Phường Nam Hồng Lĩnh", 78, 90.1, "tạm tính"},
				{nil, "Tổng cộng", 201.4, 146.1, nil},
				nil,
				{"Ghi chú: số liệu tạm tính"}, {"Nguồn: Phòng Kinh tế"}, {nil, nil, "Ngày 5 tháng 7 năm 2025"}, {"NGƯỜI LẬP", nil, nil, "CHỦ TỊCH"},
			},
			[]string{"A2:E2", "A4:A5", "B4:B5", "C4:D4", "E4:E5"}, Choice{},
			got{Head: []string{"STT", "Đơn vị", "Diện tích Đất lúa", "Diện tích Đất khác", "Ghi chú"},
				Rows:  [][]string{{"1", "Phường Bắc Hồng Lĩnh", "123.4", "56", ""}, {"2", "Phường Nam Hồng Lĩnh", "78", "90.1", "tạm tính"}, {"", "Tổng cộng", "201.4", "146.1", ""}},
				Notes: []string{TitleRows, ColumnNumbers, TotalRows, NotesBelow}}},
		{"two blocks side by side above the title are no header",
			[][]any{{"UBND PHƯỜNG", nil, nil, "CỘNG HÒA XÃ HỘI", nil, nil}, {"Số: 12/BC"}, {"TT", "Tên", "Năm", "Vốn", "Đất", "Sao"}, {1, "A", 2020, 1, 2, 3}, {2, "B", 2021, 4, 5, 6}},
			[]string{"A1:C1", "D1:F1"}, Choice{},
			got{Head: []string{"TT", "Tên", "Năm", "Vốn", "Đất", "Sao"}, Rows: [][]string{{"1", "A", "2020", "1", "2", "3"}, {"2", "B", "2021", "4", "5", "6"}}, Notes: []string{TitleRows}}},
		{"years are names of columns behind words",
			[][]any{{"Chỉ tiêu", 2020, 2021}, {"Dân số", 100, 101}}, nil, Choice{},
			got{Head: []string{"Chỉ tiêu", "2020", "2021"}, Rows: [][]string{{"Dân số", "100", "101"}}}},
		{"a heading among the rows stays and is doubted, a value for several rows is each row's",
			[][]any{{"Phường", "Tổ", "Hộ", "Khẩu"}, {"I. Nội thị"}, {"Đức Thuận", "Tổ 1", 10, 40}, {nil, "Tổ 2", 11, 41}, {"Trung Lương", "Tổ 1", 12, 42}},
			[]string{"A2:D2", "A3:A4"}, Choice{},
			got{Head: []string{"Phường", "Tổ", "Hộ", "Khẩu"},
				Rows:  [][]string{{"I. Nội thị", "", "", ""}, {"Đức Thuận", "Tổ 1", "10", "40"}, {"Đức Thuận", "Tổ 2", "11", "41"}, {"Trung Lương", "Tổ 1", "12", "42"}},
				Notes: []string{GroupRows, MergedDown}}},
		{"rows go on behind a blank line",
			[][]any{{"a", "b", "c"}, {"x", 1, 2}, nil, {"II. Xã"}, {"y", 3, 4}}, nil, Choice{},
			got{Head: []string{"a", "b", "c"}, Rows: [][]string{{"x", "1", "2"}, {"II. Xã", "", ""}, {"y", "3", "4"}}, Notes: []string{GroupRows}}},
		{"a header that is named stands where it is named, comments are left out",
			[][]any{{"x", "y"}, {"ma", "ten"}, {"đơn vị", "chữ"}, {"a", "b"}}, nil, Choice{HeaderRows: []int{2}, CommentRows: []int{3}},
			got{Head: []string{"ma", "ten"}, Rows: [][]string{{"a", "b"}}, Notes: []string{TitleRows}}},
		{"a range leaves out what is around it",
			[][]any{{"rác", "rác", "rác"}, {"rác", "ma", "ten"}, {"rác", "a", "b"}, {"rác", "c", "d"}}, nil, Choice{Range: "B2:C3"},
			got{Head: []string{"ma", "ten"}, Rows: [][]string{{"a", "b"}}}},
		{"names with line breaks and twice the same are mended",
			[][]any{{"Tỉnh,\nthành phố", "Diện tích\n(km2)", "Diện tích (km2)"}, {"Hà Tĩnh", 5990.7, 1}}, nil, Choice{},
			got{Head: []string{"Tỉnh, thành phố", "Diện tích (km2)", "Diện tích (km2) 2"}, Rows: [][]string{{"Hà Tĩnh", "5990.7", "1"}}, Notes: []string{HeaderMended, HeaderMended, HeaderMended}}},
		{"without a header columns have the letters of the sheet",
			[][]any{{1, 2}, {3, 4}}, nil, Choice{NoHeader: true},
			got{Head: []string{"cot_1", "cot_2"}, Rows: [][]string{{"1", "2"}, {"3", "4"}}}},
		{"one column is a table too",
			[][]any{{"Tên phường"}, {"Bắc Hồng Lĩnh"}, {"Nam Hồng Lĩnh"}}, nil, Choice{},
			got{Head: []string{"Tên phường"}, Rows: [][]string{{"Bắc Hồng Lĩnh"}, {"Nam Hồng Lĩnh"}}}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			g, err := readBytes(t, "xlsx", sheet(t, c.rows, c.merged...), c.choice)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, *g, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "table" }, cmp.Ignore())); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

func TestCellsAreTypedByTheirStyle(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	styled := func(code string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	at := time.Date(2025, 7, 5, 8, 30, 0, 0, time.UTC)
	rows := []struct {
		value  any
		format string
		want   Cell
	}{
		{at.Truncate(24 * time.Hour), "dd/mm/yyyy", Cell{Text: "2025-07-05", Kind: Date}},
		{at, "dd/mm/yyyy hh:mm", Cell{Text: "2025-07-05T08:30:00", Kind: Moment}},
		{at.Truncate(24 * time.Hour), `mm/yyyy`, Cell{Text: "2025-07", Kind: Date}},
		{0.125, "0.0%", Cell{Text: "12.5", Kind: Percent}},
		{1234567.891, `#,##0.00 "đồng mỗi ngày"`, Cell{Text: "1234567.891", Kind: Number}},
		{0.1 + 0.2, "General", Cell{Text: "0.3", Kind: Number}},
		{0.5, "hh:mm", Cell{Text: "12:00:00", Kind: Clock}},
		{26.5 / 24, "[h]:mm", Cell{Text: "PT95400S", Kind: Length}},
		{123456789012345, "0", Cell{Text: "123456789012345", Kind: Number}},
		{"1.234,5", "General", Cell{Text: "1.234,5", Kind: Text}},
		{true, "General", Cell{Text: "true", Kind: Bool}},
		{1e-7, "0.00E+00", Cell{Text: "0.0000001", Kind: Number}},
	}
	for i, r := range rows {
		ref, _ := excelize.CoordinatesToCellName(1, i+1)
		_ = f.SetCellValue("Sheet1", ref, r.value)
		if r.format != "General" {
			_ = f.SetCellStyle("Sheet1", ref, ref, styled(r.format))
		}
	}
	b := saved(t, f)
	book, err := Open("xlsx", bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	err = book.Rows(context.Background(), 0, func(r Row) error {
		if got, want := r.Cells[0], rows[i].want; got != want {
			t.Errorf("%v as %s: got %+v, want %+v", rows[i].value, rows[i].format, got, want)
		}
		i++
		return nil
	})
	if err != nil || i != len(rows) {
		t.Errorf("%d rows, %v", i, err)
	}
}

func TestFormulasHiddenRowsAndSheets(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	_ = f.SetSheetRow("Sheet1", "A1", &[]any{"rác"})
	_ = f.SetSheetVisible("Sheet1", false)
	_, _ = f.NewSheet("Số liệu")
	_, _ = f.NewSheet("Phụ lục")
	f.SetActiveSheet(1)
	_ = f.SetSheetVisible("Sheet1", false)
	_ = f.SetSheetRow("Số liệu", "A1", &[]any{"ma", "so"})
	_ = f.SetSheetRow("Số liệu", "A2", &[]any{"a", 1})
	_ = f.SetSheetRow("Số liệu", "A3", &[]any{"b", 2})
	_ = f.SetRowVisible("Số liệu", 3, false)
	_ = f.SetSheetRow("Số liệu", "A4", &[]any{"c", nil})
	_ = f.SetCellFormula("Số liệu", "B4", "SUM(B2:B3)")
	b := saved(t, f)
	g, err := readBytes(t, "xlsx", b, Choice{})
	if err != nil {
		t.Fatal(err)
	}
	want := got{Head: []string{"ma", "so"}, Rows: [][]string{{"a", "1"}, {"b", "2"}, {"c", ""}}, Notes: []string{OtherSheets, HiddenRows, NoValue}}
	if diff := cmp.Diff(want, *g, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "table" }, cmp.Ignore())); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	if _, err := readBytes(t, "xlsx", b, Choice{SheetName: "So lieu"}); err == nil || !strings.Contains(err.Error(), `nearest: "Số liệu"`) {
		t.Errorf("a misspelt sheet: %v", err)
	}
}

const odsHead = `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>`
const odsTail = `</office:spreadsheet></office:body></office:document-content>`

func TestODSIsReadWithItsRepetitions(t *testing.T) {
	content := odsHead + `<table:table table:name="Biểu 1">
<table:table-header-rows><table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="3"><text:p>BIỂU SỐ 01</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell office:value-type="string"><text:p>Tên<text:s text:c="1"/>phường</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Ngày</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Tỷ lệ</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>ý kiến</text:p></office:annotation><text:p>Đậu Liêu</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2025-07-05"><text:p>05/07/25</text:p></table:table-cell><table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2" table:visibility="collapse"><table:table-cell office:value-type="string"><text:p>Bắc Hồng</text:p></table:table-cell><table:table-cell/><table:table-cell office:value-type="float" office:value="12.50"><text:p>12,5</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table>` + odsTail
	g, err := readBytes(t, "ods", zipped(t, map[string]string{"content.xml": content}), Choice{})
	if err != nil {
		t.Fatal(err)
	}
	want := got{Head: []string{"Tên phường", "Ngày", "Tỷ lệ"}, Rows: [][]string{{"Đậu Liêu", "2025-07-05", "50"}, {"Bắc Hồng", "", "12.5"}, {"Bắc Hồng", "", "12.5"}},
		Notes: []string{TitleRows, PercentShown, HiddenRows}}
	if diff := cmp.Diff(want, *g, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "table" }, cmp.Ignore())); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func TestTablesOfATextAreRead(t *testing.T) {
	cell := func(inner string) string { return `<w:tc>` + inner + `</w:tc>` }
	p := func(s string) string { return `<w:p><w:r><w:t>` + s + `</w:t></w:r></w:p>` }
	doc := `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>` + p("Phụ lục I: Danh mục dự án") +
		`<w:tbl><w:tr>` + cell(`<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>`+p("TT")) + cell(`<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+p("Dự án")) + `</w:tr>` +
		`<w:tr>` + cell(`<w:tcPr><w:vMerge/></w:tcPr>`+p("")) + cell(p("Tên")) + cell(p("Vốn")) + `</w:tr>` +
		`<w:tr>` + cell(p("1")) + cell(p("Chợ")+p("Hồng Lĩnh")) + cell(p("1,2 tỷ")) + `</w:tr></w:tbl>` + p("hết") +
		`<w:tbl><w:tr>` + cell(p("a")) + cell(p("b")) + `</w:tr><w:tr>` + cell(p("x")) + cell(p("y")) + `</w:tr></w:tbl></w:body></w:document>`
	b := zipped(t, map[string]string{"word/document.xml": doc})
	g, err := readBytes(t, "docx", b, Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if g.table.Title != "Phụ lục I: Danh mục dự án" {
		t.Errorf("title %q", g.table.Title)
	}
	want := got{Head: []string{"TT", "Dự án Tên", "Dự án Vốn"}, Rows: [][]string{{"1", "Chợ\nHồng Lĩnh", "1,2 tỷ"}}, Notes: []string{OtherSheets}}
	if diff := cmp.Diff(want, *g, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "table" }, cmp.Ignore())); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	if g, err = readBytes(t, "docx", b, Choice{SheetNumber: 2}); err != nil || g.Head[0] != "a" {
		t.Errorf("the second table: %v, %v", g, err)
	}
}

func TestBadFilesAreRefusedWithARemedy(t *testing.T) {
	bomb := zipped(t, map[string]string{"content.xml": odsHead + strings.Repeat("<a/>", 4<<20) + odsTail})
	many := odsHead + `<table:table table:name="x"><table:table-row table:number-rows-repeated="90000"><table:table-cell office:value-type="string" table:number-columns-repeated="50"><text:p>x</text:p></table:table-cell></table:table-row>` +
		`<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>` + odsTail
	for _, c := range []struct {
		sentence, format string
		content          []byte
		want             string
	}{
		{"Excel 97 or a password", "xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"), "password"},
		{"no zip", "xlsx", []byte("ma,ten\n1,2\n"), "no office file"},
		{"cut short", "xlsx", sheet(t, [][]any{{"a"}})[:800], "cut short"},
		{"a zip of something else", "xlsx", zipped(t, map[string]string{"a.txt": "x"}), "no workbook"},
		{"a bomb", "ods", bomb, "times its size"},
		{"a text without a table", "docx", zipped(t, map[string]string{"word/document.xml": "<w:document/>"}), "no table"},
		{"an empty sheet", "xlsx", sheet(t, nil), "empty"},
		{"no XML", "ods", zipped(t, map[string]string{"content.xml": "<a><"}), "no XML"},
		{"a locked ODS", "ods", zipped(t, map[string]string{"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "x"}), "password"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			_, err := readBytes(t, c.format, c.content, Choice{})
			var f *Fault
			if !errors.As(err, &f) || !strings.Contains(f.Error(), c.want) || f.Detail[text.VI] == "" || !strings.Contains(f.Error(), ";") {
				t.Errorf("got %v, want a fault with %q and a remedy", err, c.want)
			}
		})
	}
	n := 0
	b := zipped(t, map[string]string{"content.xml": many})
	book, err := Open("ods", bytes.NewReader(b), int64(len(b)))
	if err == nil {
		ctx, cancel := context.WithCancel(context.Background())
		err = book.Rows(ctx, 0, func(Row) error {
			if n++; n == 2000 {
				cancel()
			}
			return nil
		})
	}
	if !errors.Is(err, context.Canceled) || n > 4000 {
		t.Errorf("a sheet of endless repetitions is ended by its reader: %d rows, %v", n, err)
	}
}

func FuzzOpen(f *testing.F) {
	for i, format := range Formats() {
		f.Add(i, zipped(f, map[string]string{"content.xml": odsHead + `<table:table><table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>` + odsTail}))
		_ = format
	}
	f.Fuzz(func(t *testing.T, format int, b []byte) {
		if format < 0 || format >= len(Formats()) {
			return
		}
		drain(Formats()[format], b)
	})
}

// FuzzParts fuzzes what is inside the zip, where the readers are.
func FuzzParts(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="C1"><f>1</f></c></row></sheetData><mergeCells><mergeCell ref="A1:C2"/></mergeCells>`, "dd/mm/yyyy")
	f.Add(`<row><c t="inlineStr"><is><t>x</t></is></c></row></sheetData>`, `[h]:mm;"x`)
	f.Add(`<table:table-row table:number-rows-repeated="9"><table:table-cell table:number-columns-repeated="9" office:value-type="date" office:date-value="2025"/></table:table-row>`, "")
	f.Add(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>`, "")
	f.Fuzz(func(t *testing.T, inside, code string) {
		code = strings.NewReplacer("<", "", "&", "", `"`, "&quot;").Replace(code)
		drain("xlsx", zipped(t, map[string]string{
			"_rels/.rels":                `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/styles" Target="st.xml"/><Relationship Id="r3" Type="x/sharedStrings" Target="ss.xml"/></Relationships>`,
			"xl/workbook.xml":            `<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
			"xl/ss.xml":                  `<sst><si><t>` + inside + `</t></si></sst>`,
			"xl/st.xml":                  `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="` + code + `"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
			"xl/s.xml":                   `<worksheet><sheetData>` + inside + `</worksheet>`,
		}))
		drain("ods", zipped(t, map[string]string{"content.xml": odsHead + `<table:table>` + inside + `</table:table>` + odsTail}))
		drain("docx", zipped(t, map[string]string{"word/document.xml": `<w:document><w:body><w:tbl>` + inside + `</w:tbl></w:body></w:document>`}))
	})
}

func drain(format string, b []byte) {
	book, err := Open(format, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for i := range book.Sheets() {
		_ = Read(ctx, book, Choice{SheetNumber: i + 1}, taker{&got{}}) // any error will do
	}
}
