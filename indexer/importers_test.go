package indexer_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// What public bug reports tell of other importers of tables and features, by kind, with
// values of our own.
func TestWhatOtherImportersGotWrong(t *testing.T) {
	table := `{"name":"a","path":"a.csv","type":"table"}`
	features := `{"name":"a","path":"a.geojson"}`
	collection := func(list string) string { return `{"type":"FeatureCollection","features":[` + list + `]}` }
	point := `"geometry":{"type":"Point","coordinates":[105.7,18.5]}`
	const at = `{"type":"Point","coordinates":[105.7,18.5]}`
	for _, c := range []struct {
		sentence, resource, file, content string
		outcome
	}{
		{"codes that begin with 0 stay codes, days beyond 12 are no months", table, "a.csv", "a,b\n00125867,31/01/2011\n00126017,30/12/2008\n",
			outcome{rows: map[string][]string{"a": {"a text | b text", "00125867 | 31/01/2011", "00126017 | 30/12/2008"}}, warned: []string{"date-proposed"}}},
		{"a row with more values than the header costs itself only", table, "a.csv", "chủ,vị,tân,\nmột,hai,ba,\nmột,hai,ba,bốn,năm\nbốn,năm,sáu,\n",
			outcome{rows: map[string][]string{"a": {"chủ text | vị text | tân text", "một | hai | ba", "bốn | năm | sáu"}}, refused: []string{"row 3: the row has 5 values, the header 4"}}},
		{"empty cells at the end of rows, and rows of delimiters only", table, "a.csv", "a,b\n1,x,,\n,\n2,y\n,,\n",
			outcome{rows: map[string][]string{"a": {"a integer | b text", "1 | x", "<nil> | <nil>", "2 | y", "<nil> | <nil>"}}, warned: []string{"trailing-delimiter"}}},
		{"numbers in some rows and words in others are a column of text", table, "a.csv", "a,b\n1,2024-01-01\nmiễn phí,\n3,2024-03-01\n",
			outcome{rows: map[string][]string{"a": {"a text | b date", "1 | 2024-01-01", "miễn phí | <nil>", "3 | 2024-03-01"}}}},
		{"a header alone is a table without rows", table, "a.csv", "a,b\n", outcome{rows: map[string][]string{"a": {"a text | b text"}}}},
		{"a file of spaces is told to be empty", table, "a.csv", " \n\n  \n", outcome{rows: map[string][]string{}, refused: []string{"the file is empty; want a header row"}}},
		{"no header, said so", `{"name":"a","path":"a.csv","dialect":{"header":false},"schema":{"fields":[{"name":"x"},{"name":"y","type":"integer"}]}}`, "a.csv", "một,1\nhai,2\n",
			outcome{rows: map[string][]string{"a": {"x text | y integer", "một | 1", "hai | 2"}}}},
		{"a quote that is never closed does not swallow the rows below", table, "a.csv", "a,b\n1,\"mở\n2,x\n3,y\n", outcome{rows: map[string][]string{"a": {"a integer | b text", "2 | x", "3 | y"}}, refused: []string{"row 2"}}},
		{"a byte that is no UTF-8 far below costs its row only", table, "a.csv", "\xef\xbb\xbfa,b\n" + strings.Repeat("1,Hồng Lĩnh\n", 4000) + "2,x\xa0y\n", outcome{refused: []string{"row 4002"}}},
		{"a year in the header, a word twice in a row", table, "a.csv", "Nơi,2011,2010\nBảo tàng,23.824,17.518\nĐền,đang sửa,đang sửa\n",
			outcome{rows: map[string][]string{"a": {"Nơi text | 2011 text | 2010 text", "Bảo tàng | 23.824 | 17.518", "Đền | đang sửa | đang sửa"}}}},
		{"letters of other languages", table, "a.csv", "a,b\n3,Kāwanatanga\n", outcome{rows: map[string][]string{"a": {"a integer | b text", "3 | Kāwanatanga"}}}},
		{"the smallest and the largest whole numbers", table, "a.csv", "a,b\n-9223372036854775808,18446744073709551615\n1,2\n",
			outcome{rows: map[string][]string{"a": {"a integer | b text", "-9223372036854775808 | 18446744073709551615", "1 | 2"}}}},
		{"a lone CR with a space behind it in a cell", table, "a.csv", "a,b\n1,\"x\r y\"\n2,z\n", outcome{rows: map[string][]string{"a": {"a integer | b text", "1 | x\r y", "2 | z"}}}},
		{"a header with one name more than there are values", table, "a.csv", "a,b,thêm\n1,x\n2,y\n", outcome{rows: map[string][]string{}, refused: []string{"row 2: the row has 2 values, the header 3", "row 3", "no row is left"}}},
		{"features without a geometry", features, "a.geojson", collection(`{"type":"Feature","properties":{"ten":"A"},"geometry":null},{"type":"Feature","properties":{"ten":"B"},` + point + `}`),
			outcome{rows: map[string][]string{"a": {"ten text | geometry text", "A | <nil>", "B | " + at}}}},
		{"properties of several types, and of none", features, "a.geojson", collection(`{"type":"Feature","properties":{"p":42},` + point + `},{"type":"Feature","properties":{"p":"chữ"},` + point + `},{"type":"Feature","properties":{"p":{"n":75}},` + point + `},{"type":"Feature","properties":{"p":null},` + point + `}`),
			outcome{rows: map[string][]string{"a": {"p text | geometry text", "42 | " + at, "chữ | " + at, `{"n":75} | ` + at, "<nil> | " + at}}}},
		{"a whole number first, a decimal later", features, "a.geojson", collection(`{"type":"Feature","properties":{"p":2},` + point + `},{"type":"Feature","properties":{"p":0.5},` + point + `}`),
			outcome{rows: map[string][]string{"a": {"p number | geometry text", "2 | " + at, "0.5 | " + at}}}},
		{"ids of some features only", features, "a.geojson", collection(`{"type":"Feature","id":null,"properties":{"p":1},` + point + `},{"type":"Feature","id":3,"properties":{"p":2},` + point + `}`),
			outcome{rows: map[string][]string{"a": {"p integer | geometry text", "1 | " + at, "2 | " + at}}}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			folder := packageOf(t, c.resource, map[string]string{c.file: c.content})
			if c.rows == nil { // many rows
				_, rep := came(t, folder)
				if len(rep.Refused) != 1 || !strings.Contains(rep.Refused[0].String(), c.refused[0]) {
					t.Errorf("refused %v", rep.Refused)
				}
				return
			}
			c.hold(t, folder)
		})
	}
}

func TestWhatOtherImportersGotWrongWithWorkbooks(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"Mã", "Chỉ số", "", "Thời lượng", "Số"}, {"", "năm", "ngày", "", ""}, {"02", 1, 38820, "1m", 1}, {"03", 0, 38821, "2m", 0}} {
		ref, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", ref, &row); err != nil {
			t.Fatal(err)
		}
	}
	format := "dd-mmm"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", "C3", "C4", style); err != nil {
		t.Fatal(err)
	}
	if err := f.MergeCell("Sheet1", "B1", "C1"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	outcome{rows: map[string][]string{"a": {"Mã text | Chỉ số năm integer | Chỉ số ngày date | Thời lượng text | Số integer", "02 | 1 | 2006-04-13 | 1m | 1", "03 | 0 | 2006-04-14 | 2m | 0"}}}.
		hold(t, packageOf(t, `{"name":"a","path":"a.xlsx"}`, map[string]string{"a.xlsx": b.String()}))
}
