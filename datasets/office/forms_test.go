package office

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// said are the notes of a table as one line each.
type saying struct{ *got }

func (s saying) Note(n Note) {
	s.Notes = append(s.Notes, strings.TrimRight(fmt.Sprintf("%s %d %s %s", n.Code, n.Row, n.Column, n.Example), " "))
}

func (s saying) Head(t Table) error { return taker{s.got}.Head(t) }

func (s saying) Row(r Row) error { return taker{s.got}.Row(r) }

func TestNumbersAreReadAsTheyAreShownAndOnce(t *testing.T) {
	for _, c := range []struct {
		code  string
		value any
		want  string
	}{
		{"000", 7, "007"}, {"000", 1234, "1234"}, {"00000", -7, "-00007"}, {"000", 7.5, "7.5"}, {"0", 7, "7"}, {"0.00", 7, "7"}, {"#,##0", 7000, "7000"},
		{"0000 000 000", 912345678, "0912 345 678"}, {`000\-00`, 12, "000-12"}, {`"HL-"000`, 7, "HL-007"}, {`00" ha"`, 7, "7"}, {"[Red]000;-000", 7, "007"},
		{"[<=99]000;0", 7, "7"}, {"000.0", 7, "7"}, {"000%", 0.5, "50"},
	} {
		f := excelize.NewFile()
		code := c.code
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		_ = f.SetSheetRow("Sheet1", "A1", &[]any{"ma", "ten"})
		_ = f.SetSheetRow("Sheet1", "A2", &[]any{c.value, "x"})
		_ = f.SetCellStyle("Sheet1", "A2", "A2", id)
		g, err := readBytes(t, "xlsx", saved(t, f), Choice{})
		if err != nil || g.Rows[0][0] != c.want {
			t.Errorf("%v as %s: got %v, %v, want %s", c.value, c.code, g.Rows, err, c.want)
		}
		if padded := c.want != fmt.Sprint(c.value) && c.code != "000%" && c.code != "0.00" || c.value == 1234; padded != strings.Contains(strings.Join(g.Notes, " "), ZeroPadded) {
			t.Errorf("%v as %s: notes %v", c.value, c.code, g.Notes)
		}
		f.Close()
	}
}

func TestWhatIsDoneWithATableIsTold(t *testing.T) {
	formula := func(f *excelize.File) {
		_ = f.SetCellFormula("Sheet1", "C3", "SUM(C1:C2)")
	}
	for _, c := range []struct {
		sentence string
		rows     [][]any
		merged   []string
		change   func(*excelize.File)
		choice   Choice
		want     got
	}{
		{"a number merged over rows is one value, words and years are each row's",
			[][]any{{"Năm", "Phường", "Hộ", "Vốn"}, {2024, "Đức Thuận", 10, 500}, {nil, nil, 11, nil}, {nil, "Trung Lương", 12, 7}}, []string{"A2:A4", "B2:B3", "D2:D3"}, nil, Choice{},
			got{Head: []string{"Năm", "Phường", "Hộ", "Vốn"}, Rows: [][]string{{"2024", "Đức Thuận", "10", "500"}, {"2024", "Đức Thuận", "11", ""}, {"2024", "Trung Lương", "12", "7"}},
				Notes: []string{"merged-down 3 Năm 2024", "merged-down 3 Phường Đức Thuận", "merged-once 3 Vốn 500"}}},
		{"a row with one value that is no heading is not doubted",
			[][]any{{"STT", "Tên", "Hộ", "Vốn"}, {1, "a", 1, 2}, {2, "b", 1, 2}, {3, nil, nil, nil}, {nil, nil, nil, "chưa rõ"}}, nil, nil, Choice{},
			got{Head: []string{"STT", "Tên", "Hộ", "Vốn"}, Rows: [][]string{{"1", "a", "1", "2"}, {"2", "b", "1", "2"}, {"3", "", "", ""}, {"", "", "", "chưa rõ"}}}},
		{"a formula that was never computed is told with its cell",
			[][]any{{"ma", "ten", "so"}, {"a", "x", 1}, {"b", "y"}}, nil, formula, Choice{},
			got{Head: []string{"ma", "ten", "so"}, Rows: [][]string{{"a", "x", "1"}, {"b", "y", ""}}, Notes: []string{"uncomputed 3 so C3 =SUM(C1:C2)"}}},
		{"columns that are numbered under a header that is named",
			[][]any{{"ma", "ten"}, {"(1)", "(2)"}, {"a", "b"}}, nil, nil, Choice{HeaderRows: []int{1}},
			got{Head: []string{"ma", "ten"}, Rows: [][]string{{"a", "b"}}, Notes: []string{"column-numbers 2  (1)"}}},
		{"numbers without brackets under a header that is named are data",
			[][]any{{"a", "b", "c", "d"}, {1, 2, 3, 4}, {5, 6, 7, 8}}, nil, nil, Choice{HeaderRows: []int{1}},
			got{Head: []string{"a", "b", "c", "d"}, Rows: [][]string{{"1", "2", "3", "4"}, {"5", "6", "7", "8"}}}},
		{"two tables on one sheet",
			[][]any{{"ma", "gia"}, {"a", 1}, {"b", 2}, nil, {"Biểu 2: giá thuê"}, {"Tên", "Đơn vị tính"}, {"c", "ha"}}, nil, nil, Choice{},
			got{Head: []string{"ma", "gia"}, Rows: [][]string{{"a", "1"}, {"b", "2"}}, Notes: []string{"notes-below 5  Biểu 2: giá thuê", "second-table 6  Tên"}}},
		{"the second of them by its rows",
			[][]any{{"ma", "gia"}, {"a", 1}, {"b", 2}, nil, {"Biểu 2: giá thuê"}, {"Tên", "Đơn vị tính"}, {"c", "ha"}}, nil, nil, Choice{Range: "6:7"},
			got{Head: []string{"Tên", "Đơn vị tính"}, Rows: [][]string{{"c", "ha"}}}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			b := sheet(t, c.rows, c.merged...)
			if c.change != nil {
				f, err := excelize.OpenReader(strings.NewReader(string(b)))
				if err != nil {
					t.Fatal(err)
				}
				c.change(f)
				b = saved(t, f)
			}
			g := &got{}
			book, err := Open("xlsx", strings.NewReader(string(b)), int64(len(b)))
			if err == nil {
				err = Read(t.Context(), book, c.choice, saying{g})
			}
			if err != nil {
				t.Fatal(err)
			}
			g.table = Table{}
			if diff := cmp.Diff(c.want, *g, cmp.AllowUnexported(got{}, Table{})); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

func TestSheetsOfTooMuchAreRefusedByName(t *testing.T) {
	ods := func(rows, columns int) []byte {
		return zipped(t, map[string]string{"content.xml": odsHead + fmt.Sprintf(`<table:table table:name="Biểu 1"><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>`+
			`<table:table-row table:number-rows-repeated="%d"><table:table-cell office:value-type="string" table:number-columns-repeated="%d"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`, rows, columns) + odsTail})
	}
	wide := func(column string) []byte {
		f := excelize.NewFile()
		_ = f.SetSheetRow("Sheet1", "A1", &[]any{"a", "b"})
		_ = f.SetSheetRow("Sheet1", "A2", &[]any{1, 2})
		_ = f.SetCellValue("Sheet1", column+"2", "xa")
		return saved(t, f)
	}
	for _, c := range []struct {
		sentence, format string
		content          []byte
		choice           Choice
		want             string
	}{
		{"a sheet of repetitions", "ods", ods(1<<20, 1000), Choice{}, "row 2: the sheet has more than 5000000 cells by repetition alone"},
		{"a row repeated over more columns than are read", "ods", ods(1, 16384), Choice{}, "row 2: cell BIO2 has a value; at most 1600 columns"},
		{"a value far to the right", "xlsx", wide("XFD"), Choice{}, "row 2: cell XFD2 has a value; at most 1600 columns"},
		{"a value far to the right that the range leaves out", "xlsx", wide("XFD"), Choice{Range: "A1:B2"}, ""},
	} {
		_, err := readBytes(t, c.format, c.content, c.choice)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.sentence, err, c.want)
		}
	}
	shown := odsHead + `<table:table table:name="x"><table:table-row><table:table-cell office:value-type="string"><text:p>ma</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>ten</text:p></table:table-cell></table:table-row>` +
		`<table:table-row><table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell><table:table-cell table:formula="of:=[.A2]"/></table:table-row></table:table>` + odsTail
	g, err := readBytes(t, "ods", zipped(t, map[string]string{"content.xml": shown}), Choice{})
	if err != nil || g.Rows[0][0] != "007" || !strings.Contains(strings.Join(g.Notes, " "), NoValue) {
		t.Errorf("zeros and formulas of ODS: %+v, %v", g, err)
	}
}
