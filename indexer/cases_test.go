package indexer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/proof"
	"honglinh/datasets/table"
	"honglinh/indexer"
)

// outcome is what a small package must come to.
type outcome struct {
	folder string
	// rows are the columns and the rows of each table, printed; a table that is not
	// named must not be there.
	rows map[string][]string
	// refused and warned are parts that one refusal, one warning must have; there must
	// be as many refusals.
	refused, warned []string
}

// came ingests one package folder and prints what came of it.
func came(t *testing.T, folder string) (map[string][]string, indexer.Report) {
	t.Helper()
	s := open(t, t.TempDir(), indexer.Options{Packages: []string{folder}, NoEmbedded: true})
	defer s.Close()
	rep := ingest(t, s)
	out := map[string][]string{}
	for _, state := range s.State().Tables.Tables() {
		res, err := s.State().Tables.Query(t.Context(), table.Query{Ref: state.Ref, Limit: table.Unlimited})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range res.Columns {
			names = append(names, c.Name+" "+string(c.Type))
		}
		lines := []string{strings.Join(names, " | ")}
		rows, err := res.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			cells := make([]string, len(row))
			for i, v := range row {
				cells[i] = fmt.Sprint(v)
			}
			lines = append(lines, strings.Join(cells, " | "))
		}
		out[state.Ref.Table] = lines
	}
	return out, rep
}

func (c outcome) hold(t *testing.T, folder string) {
	t.Helper()
	rows, rep := came(t, folder)
	if diff := cmp.Diff(c.rows, rows); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
	var refused, warned []string
	for _, r := range rep.Refused {
		refused = append(refused, r.String())
	}
	for _, w := range rep.Warnings {
		warned = append(warned, w.String())
		if w.File == "" {
			t.Errorf("the warning names no file: %s", w)
		}
	}
	for _, want := range c.refused {
		if !strings.Contains(strings.Join(refused, "\n"), want) {
			t.Errorf("no refusal says %q", want)
		}
	}
	for _, want := range c.warned {
		if !strings.Contains(strings.Join(warned, "\n"), want) {
			t.Errorf("no warning says %q", want)
		}
	}
	if len(refused) != len(c.refused) || t.Failed() {
		t.Errorf("refused:\n%s\nwarned:\n%s", strings.Join(refused, "\n"), strings.Join(warned, "\n"))
	}
}

func TestTheCasesThatPeopleSentIn(t *testing.T) {
	root := proof.Shared(t, "cases")
	for _, c := range []outcome{
		{"c02", map[string][]string{"a": {"ma integer | ghi text", "1 | dòng 1\r\ndòng 2", "2 | b"}}, nil, nil},
		{"c03", map[string][]string{"a": {"k integer | tg text", "1 | 2024-07-01T01:30:00Z", "2 | 2024-07-01T08:30:00Z", "3 | 2024-07-01T08:30:00"}}, nil, nil},
		{"c04", map[string][]string{"a": {"xa text | dan_so text", "Xã A | 102.345", "Xã B | 98.000", "Xã C | 7.512"}}, nil, []string{`row 2 column dan_so: groups-undeclared: every value may be groups of three digits (3 values such as "102.345"), so the column stays text`}},
		{"c06", map[string][]string{"a": {"STT integer | Tên đường text | Vị trí 1 integer", "1 | Đường A | 13000000"}}, nil, nil},
		{"c07", map[string][]string{"a": {"ma integer | ten text | gia integer", "1 | Đường A | 5", "2 | Đường B | 7"}}, nil, nil},
		{"c08", map[string][]string{"a": {"Tỉnh, thành phố text | Diện tích (km2) integer", "Tỉnh A | 5990"}}, nil, []string{"row 1 column Tỉnh, thành phố: header-mended", "row 1 column Diện tích (km2): header-mended"}},
		{"c09", map[string][]string{"a": {"ma integer | ten text", "1 | Một", "2 | Hai"}}, nil, []string{"row 1: empty-column: column 3 has neither a name nor a value"}},
		{"c10", map[string][]string{"a": {"ma integer | ten text", "1 | Phường Đức Thuận", "2 | Xã Thuận Lộc"}}, nil, nil},
		{"c11", map[string][]string{"a": {"ma integer | ten text | gia number", "1 | Một | 12.5", "2 | Hai | 13.75"}}, nil, []string{`delimiter: columns are parted by ";"`}},
		{"c05", map[string][]string{"a": {"ma text | ten text", "01 | Tỉnh A", "02 | Tỉnh B"}}, nil, nil},
		{"c12", map[string][]string{"a": {"ma integer | ngay date", "1 | 2025-07-05", "2 | 2024-12-31"}}, nil, nil},
		{"c15", map[string][]string{"a": {"ten text | geometry text", `A | {"type":"Point","coordinates":[105.7,18.5]}`}}, nil, nil},
		{"c16", map[string][]string{}, []string{"a.geojson row 1 column geometry: the coordinates are outside Vietnam", "longitude and latitude seem swapped", "no row is left"}, nil},
		{"c18", map[string][]string{"a": {"ma integer | ten text", "1 | a"}}, nil, nil},
		{"c19", map[string][]string{"a": {"ma integer | ten text", "1 | a"}}, nil, nil},
		{"c20", map[string][]string{"a": {"ma integer | ten text", "1 | a"}}, nil, []string{`datapackage.json column licences: descriptor: unknown key; nearest: "licenses"`}},
		{"c17", map[string][]string{"a": {"ma integer | ten text", "1 | a"}}, []string{`a.csv row 3 column ma: "1" is in row 2 already`}, nil},
	} {
		t.Run(c.folder, func(t *testing.T) { c.hold(t, filepath.Join(root, c.folder)) })
	}
}

// ours are packages of the same kinds with other values: a folder of testdata each.
func TestOurOwnCasesOfTheSameKinds(t *testing.T) {
	for _, c := range []outcome{
		{"headerrows", map[string][]string{"gia": {"Loại đất Giá 2026 text | Vị trí 1 integer | Vị trí 2 integer", "Đất ở | 1200 | 900", "Đất vườn | 70 | 55"}}, nil, []string{"header-mended"}},
		{"tcvn3", map[string][]string{"xa": {"mã integer | tên xã text", "1 | Xã Thạch Hà", "2 | Phường Trần Phú", "3 | Xã Đức Thịnh"}}, nil, []string{"encoding: read as tcvn3: of 12 words with marks 100% are Vietnamese"}},
		{"pipes", map[string][]string{"a": {"so integer | ten text", "7 | Cầu, bến", "8 | Đê"}}, nil, []string{`columns are parted by "|"`}},
		{"nameless", map[string][]string{"a": {"ma integer | cot_2 text | ghi text", "1 | x | a"}}, nil, []string{`column-named: column 2 has no name; it is called "cot_2"`, "empty-column: column 4"}},
		{"trailing", map[string][]string{"a": {"ma integer | ten text", "5 | Năm", "6 | Sáu"}}, nil, []string{"trailing-delimiter"}},
		{"oldmac", map[string][]string{"a": {"ma integer | ten text", "5 | Năm", "6 | Sáu"}}, nil, nil},
		{"proposed", map[string][]string{"a": {"ma integer | ngay text | dong_y text | dt text | von text | so text", "1 | 05/07/2025 | Có | 12,5 ha | 1,2 tỷ | 7", "2 | 31/12/2024 | Không | 7 ha | 500 triệu | -", "3 | 02-01-2024 | <nil> | 1 ha | 3 tỷ | 9"}}, nil,
			[]string{`column dong_y: boolean-proposed`, `column dt: unit-proposed: 3 values are numbers with a unit, such as "12,5 ha"; declare "type": "number", "bareNumber": false, "decimalChar": ",", "unit": "ha"`,
				`column von: unit-mixed`, `row 3 column so: missing-proposed: 1 of 3 values are "-", the others numbers; if they say that there is no value, declare "missingValues": ["", "-"]`}},
		{"declared", map[string][]string{"a": {"ma integer | ngay date | dong_y boolean | dt number | von number | so integer", "1 | 2025-07-05 | true | 12.5 | 1.2 | 7", "2 | 2024-12-31 | false | 7 | 0.5 | <nil>"}}, nil, nil},
		{"breaks", map[string][]string{"a": {"so integer | loi text", "1 | một\r\nhai\r\nba", "2 | x\ny", "3 | z"}}, nil, nil},
		{"thousands", map[string][]string{"a": {"xa text | ho integer | gia number", "A | 1204 | 12000.5", "B | 987 | 7.25"}, "b": {"xa text | ho text", "A | 1.204", "B | 12.987"}}, nil, []string{"column ho: groups-undeclared"}},
		{"jsonlines", map[string][]string{"a": {"so integer | ten text | dai number", "1 | Trạm bơm | <nil>", "2 | Kênh | 1.5"}, "b": {"k text | mo boolean", "x | true", "y | false"}}, nil, nil},
		{"vni", map[string][]string{"a": {"mã integer | tên text", "1 | Xã Đồng Lộc", "2 | Thị trấn Nghi Xuân", "3 | Phường Thạch Linh"}}, nil, []string{"encoding: read as vni"}},
		{"utf16", map[string][]string{"a": {"mã integer | tên text", "1 | Kẻ Gỗ", "2 | Cẩm Nhượng"}}, nil, []string{"encoding: read as utf-16le: by the byte order mark", `columns are parted by ";"`}},
		{"cp1258", map[string][]string{"a": {"ma integer | ten text", "1 | Cầu Đồng"}}, nil, nil},
		{"dates", map[string][]string{"a": {"k integer | tu date | luc localdatetime | sai text", "1 | 2025-04-30 | 2025-04-30T07:15:00 | thứ tư"}},
			[]string{`a.csv row 3 column tu: "31-04-2025" is not a date in the format %d-%m-%Y`}, []string{`fields[3].format: descriptor: "%A" cannot be honoured: the directive %A is not read; the values stay text`}},
		{"onefeature", map[string][]string{"a": {"ten text | geometry text", `Đèo Ngang | {"type":"Point","coordinates":[106.5,17.95]}`},
			"b": {"ten text | geometry text", `Một | {"type":"Point","coordinates":[105.8,18.4]}`, `Hai | {"type":"Point","coordinates":[105.9,18.4]}`}, "c": {"geometry text", `{"type":"Point","coordinates":[105.5,18.25]}`}}, nil, nil},
		{"swapped", map[string][]string{"a": {"ten text | geometry text", `đúng | {"type":"Point","coordinates":[105.9,18.3]}`}}, []string{"row 2 column geometry: the coordinates are outside Vietnam (longitude 102 to 118, latitude 6 to 24): 18.3, 105.9; longitude and latitude seem swapped"}, nil},
		{"twokeys", map[string][]string{"a": {"xa text | nam integer | dan integer", "A | 2024 | 5", "A | 2025 | 8"}},
			[]string{"row 3 column dan: the value is missing", `row 4 column xa: "A, 2024" is in row 2 already`, "row 5 column dan: -3 is too small", "row 7 column xa: the value is missing; fill it in; it is part of the primary key"}, nil},
		{"files", map[string][]string{"a": {"ma text | ten text", "7 | Đò Điệm"}, "b": {"x integer | y text", "1 | Đò", "2 | <nil>"}, "c": {"a integer | b text", "1 | hai"}}, nil, nil},
		{"typos", map[string][]string{"a": {"ma integer", "1"}}, nil, []string{`column contributer: descriptor: unknown key; nearest: "contributors"`, `column resources[0].shema: descriptor: unknown key; nearest: "schema"`, `column resources[0].dialect.delimeter: descriptor: unknown key; nearest: "delimiter"`}},
		{"notesbelow", map[string][]string{"a": {"ma integer | ten text | gia integer", "1 | Một | 5", "2 | Hai | 6"}}, nil, []string{"a.csv row 5: notes-below: notes, sources and signatures under the table are left out (2 times, such as \"Nguồn: Sở Tài chính\")"}},
		{"beside", map[string][]string{"a": {"STT integer | Tên text | STT 2 integer | Xã text", "1 | A | 1 | X", "2 | B | <nil> | <nil>"}}, nil, []string{"tables-beside: an empty column parts the columns into 2 groups (1–2, 4–5), which are read as one table; if they are tables side by side, save each as a file of its own"}},
		{"yearzero", map[string][]string{"a": {"k integer | tu text | den date", "1 | 0000-01-01 | 2024-01-02", "2 | 2024-01-02 | <nil>"}}, []string{`row 4 column den: "0000-01-01" is not a date`}, []string{`row 2 column tu: year-zero: "0000-01-01" is of the year 0, which no calendar has`}},
		{"nothingleft", map[string][]string{}, []string{"row 2: the row has 1 values, the header 2", "row 3: the row has 1 values, the header 2", "no row is left"}, nil},
	} {
		t.Run(c.folder, func(t *testing.T) { c.hold(t, filepath.Join("testdata", "cases", c.folder)) })
	}
	if entries, err := os.ReadDir(filepath.Join("testdata", "cases")); err != nil || len(entries) < 21 {
		t.Errorf("%d folders, %v", len(entries), err)
	}
}
