package inspect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"honglinh/catalog/text"
	"honglinh/datasets/table"
	"honglinh/indexer"
	"honglinh/indexer/inspect"
	"honglinh/indexer/source"
)

func TestColumnsGetTheTypeThatTheirValuesShow(t *testing.T) {
	for _, c := range []struct {
		sentence, name string
		values         []string
		want           string // type, format, decimal and group marks, missing values
		doubts         int
	}{
		{"whole numbers", "n", []string{"1", "-2", "30"}, "integer", 0},
		{"decimals behind a point", "n", []string{"1.5", "2.25", "3"}, "number", 0},
		{"Vietnamese numbers", "n", []string{"1.234,5", "12,5", "7"}, "number dec=, group=.", 0},
		{"thousands that no decimal can be", "n", []string{"1.234.567", "98.000"}, "number dec=, group=.", 0},
		{"English numbers", "n", []string{"1,234.5", "98"}, "number group=,", 0},
		{"groups of three behind points stay text", "n", []string{"102.345", "98.000", "7.512"}, "string", 1},
		{"groups of three behind commas too", "n", []string{"102,345", "98,000"}, "string", 1},
		{"days the Vietnamese way", "n", []string{"05/07/2025", "31/12/2024"}, "date %d/%m/%Y", 0},
		{"days that could be months", "n", []string{"05/07/2025", "01/02/2024"}, "date %d/%m/%Y", 1},
		{"days with dashes", "n", []string{"05-07-2025", "31-12-2024"}, "date %d-%m-%Y", 0},
		{"years in a column called so", "Năm", []string{"2024", "2025"}, "year", 0},
		{"the same in another column", "Giá", []string{"2024", "2025"}, "integer", 0},
		{"yes and no", "n", []string{"Có", "Không", "Có"}, "boolean true=Có false=Không", 0},
		{"one unit", "n", []string{"1,2 tỷ", "3 tỷ"}, "number dec=, group=. bare", 0},
		{"one unit behind points", "n", []string{"12.5 ha", "1,250.5 ha"}, "number group=, bare", 0},
		{"one unit behind whole numbers", "n", []string{"30%", "100%"}, "number bare", 0},
		{"thousands or decimals with a unit", "n", []string{"12.345 ha", "7 ha"}, "string", 1},
		{"points and commas mixed", "n", []string{"12.5", "7,5", "3"}, "string", 1},
		{"a fraction below one is no thousand", "n", []string{"1.250", "2,5", "0.125"}, "string", 1},
		{"points and commas mixed, with a unit", "n", []string{"12.5%", "7,5%", "100%"}, "string", 1},
		{"several units", "n", []string{"1,2 tỷ", "300 triệu"}, "string", 1},
		{"codes that begin with 0", "n", []string{"0912345678", "0123"}, "string", 0},
		{"digits beyond a number", "n", []string{"0381230123456789012"}, "string", 0},
		{"missing values", "n", []string{"1", "-", "…", "2"}, "integer missing=-,…", 1},
		{"a stray word among numbers", "n", []string{"1", "2", "3", "4", "5", "6", "7", "8", "chưa rõ"}, "string", 1},
		{"addresses", "n", []string{"a@example.vn"}, "string email", 0},
		{"nothing", "n", []string{"", ""}, "string", 0},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			var b strings.Builder
			b.WriteString("k\t" + c.name + "\n")
			for _, v := range c.values {
				b.WriteString("x\t" + v + "\n")
			}
			f, err := inspect.File(t.Context(), inspect.Memory{Name: "a.tsv", Content: []byte(b.String())}, "a.tsv")
			if err != nil || f.Fault != nil || len(f.Tables) != 1 || f.Tables[0].Fault != nil {
				t.Fatalf("%v %+v", err, f)
			}
			col := f.Tables[0].Fields[1]
			if got := shown(col); got != c.want || len(col.Doubts) != c.doubts {
				t.Errorf("got %q with the doubts %v, want %q with %d", got, col.Doubts, c.want, c.doubts)
			}
			if col.Evidence["vi"] == "" || col.Evidence["en"] == "" {
				t.Errorf("evidence %v", col.Evidence)
			}
		})
	}
}

func shown(c inspect.Column) string {
	s := []string{c.Type}
	for _, p := range [][2]string{{"", c.Format}, {"dec=", c.DecimalChar}, {"group=", c.GroupChar}, {"true=", strings.Join(c.TrueValues, ",")}, {"false=", strings.Join(c.FalseValues, ",")},
		{"missing=", strings.TrimPrefix(strings.Join(c.MissingValues, ","), ",")}} {
		if p[1] != "" {
			s = append(s, p[0]+p[1])
		}
	}
	if c.BareNumber != nil {
		s = append(s, "bare")
	}
	return strings.Join(s, " ")
}

func trial(ctx context.Context, dir string, places bool) ([]source.Refusal, []source.Warning, error) {
	return indexer.Trial(ctx, dir, places, time.Now)
}

func workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"Biểu số 01"}, {"Mã", "Tên", "Diện tích (ha)", "Ngày lập"},
		{"l1", "Lô một", 1.25, time.Date(2025, 7, 5, 0, 0, 0, 0, time.UTC)}, {"l2", "Lô hai", 12, time.Date(2025, 7, 6, 0, 0, 0, 0, time.UTC)}, {"Ghi chú: tạm tính"}} {
		ref, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", ref, &row); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = f.NewSheet("Đường")
	_ = f.SetSheetRow("Đường", "A1", &[]any{"ma", "dai"})
	_ = f.SetSheetRow("Đường", "A2", &[]any{"d1", "1.234,5"})
	_, _ = f.NewSheet("Trống")
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is proposed is taken in as it stands, and gives what was announced.
func TestTheProposedDescriptorTakesTheFilesIn(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"Số liệu đất.xlsx": string(workbook(t)),
		"thu.csv":          "Mã;Thu;Ngày;Đạt\nt1;1.234,5;05/07/2025;Có\nt2;-;31/12/2024;Không\n",
		"diem.geojson":     `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ten":"A","so":3},"geometry":{"type":"Point","coordinates":[105.7,18.5]}}]}`,
		"~$khoa.xlsx":      "khóa tạm của Excel",
		"doc.txt":          "không phải bảng",
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := inspect.Path(t.Context(), dir, trial)
	if err != nil || f.Findings() {
		t.Fatalf("%v %+v", err, f)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != len(files) {
		t.Error("looking at a folder wrote into it")
	}
	var names []string
	for _, table := range f.Tables {
		names = append(names, table.File+"#"+table.Sheet)
	}
	if diff := cmp.Diff([]string{"Số liệu đất.xlsx#Sheet1", "Số liệu đất.xlsx#Đường", "diem.geojson#", "thu.csv#"}, names); diff != "" {
		t.Error(diff)
	}
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), f.Descriptor, 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := indexer.Open(t.Context(), indexer.Options{Data: t.TempDir(), NoEmbedded: true, Packages: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rep, err := s.Ingest(t.Context())
	if err != nil || len(rep.Refused) > 0 {
		t.Fatalf("%v, refused %v\n%s", err, rep.Refused, f.Descriptor)
	}
	if got := len(s.State().Tables.Tables()); got != 4 {
		t.Errorf("%d tables, want 4", got)
	}
	again, err := inspect.Path(t.Context(), dir, trial)
	if err != nil || again.Findings() || again.Descriptor != nil || len(again.Tables) != 3 {
		t.Errorf("as a package: %v %+v", err, again)
	}
}

// Forms with a row of column numbers, two tables on a sheet, codes with zeros and names
// that come twice are taken in by the descriptor that is proposed, as was announced.
func TestFormsAreTakenInByTheDescriptorThatIsProposed(t *testing.T) {
	dir := t.TempDir()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"Biểu 1: vốn"}, {"Mã", "Tên", "Vốn"}, {"(1)", "(2)", "(3)"}, {7, "Cầu", 1.5}, {12, "Kè", 2.5}, {}, {"Biểu 2: giá"}, {"Tên", "Mã", "Đơn vị tính"}, {"Đá", "d1", "m3"}} {
		ref, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", ref, &row); err != nil {
			t.Fatal(err)
		}
	}
	code := "000"
	style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	_ = f.SetCellStyle("Sheet1", "A4", "A5", style)
	if err := f.SaveAs(filepath.Join(dir, "bieu.xlsx")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "trung.csv"), []byte("Tên,tên,Vốn\n(1),(2),(3)\na,b,1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := inspect.Path(t.Context(), dir, trial)
	if err != nil || found.Findings() {
		t.Fatalf("%v %+v", err, found)
	}
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), found.Descriptor, 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := indexer.Open(t.Context(), indexer.Options{Data: t.TempDir(), NoEmbedded: true, Packages: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if rep, err := s.Ingest(t.Context()); err != nil || len(rep.Refused) > 0 {
		t.Fatalf("%v, refused %v\n%s", err, rep.Refused, found.Descriptor)
	}
	got := map[string]string{}
	for _, state := range s.State().Tables.Tables() {
		var b bytes.Buffer
		if _, err := s.State().Tables.CSV(t.Context(), table.Query{Ref: state.Ref}, &b, table.CSVOptions{}); err != nil {
			t.Fatal(err)
		}
		got[state.Ref.Table] = strings.ReplaceAll(b.String(), "\r\n", "|")
	}
	want := map[string]string{"bieu": "Mã,Tên,Vốn|007,Cầu,1.5|012,Kè,2.5|", "bieu-2": "Tên,Mã,Đơn vị tính|Đá,d1,m3|", "trung": "Tên,tên 2,Vốn|a,b,1|"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +\n%s\n%s", diff, found.Descriptor)
	}
}

func TestWhatIsRefusedIsSaidInBothLanguages(t *testing.T) {
	for _, c := range []struct{ sentence, name, content, vi, en string }{
		{"a workbook with a password", "a.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "mật khẩu", "password"},
		{"a row with too few values", "a.csv", "a,b,c\n1,2,3\n1\n4,5,6\n", "từ chối dòng 3", "refused row 3"},
		{"an empty file", "a.csv", "", "rỗng", "empty"},
		{"no GeoJSON", "a.geojson", "{", "không đọc được", "cannot be read"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f, err := inspect.File(t.Context(), inspect.Memory{Name: c.name, Content: []byte(c.content)}, c.name)
			if err != nil || !f.Findings() {
				t.Fatalf("%v %+v", err, f)
			}
			for lang, want := range map[text.Lang]string{text.VI: c.vi, text.EN: c.en} {
				var b bytes.Buffer
				if err := inspect.Print(&b, f, lang); err != nil || !strings.Contains(b.String(), want) {
					t.Errorf("%s: %v, want %q in\n%s", lang, err, want, &b)
				}
			}
		})
	}
}

func FuzzFile(f *testing.F) {
	f.Add("a.csv", []byte("a;b\n1,5;05/07/2025\n-;Có\n"))
	f.Add("a.geojson", []byte(`{"type":"Feature","properties":{"a":1},"geometry":null}`))
	f.Add("a.kml", []byte(`<kml><Placemark><Point><coordinates>105,18</coordinates></Point></Placemark></kml>`))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if len(name) > 20 || strings.ContainsAny(name, "/*?[\\") || name == "." || name == ".." || name == "" {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		found, err := inspect.File(ctx, inspect.Memory{Name: name, Content: content}, name)
		if err == nil && found.Descriptor != nil && !json.Valid(found.Descriptor) {
			t.Errorf("no JSON: %s", found.Descriptor)
		}
		_ = inspect.Print(new(bytes.Buffer), found, text.VI)
	})
}

// Tables that stand side by side on a sheet are tables of their own, each with its range.
func TestTablesSideBySideAreProposedApart(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for i, row := range [][]any{{"STT", "Tên", "Giá", nil, "STT", "Xã"}, {1, "A", 5, nil, 1, "X"}, {2, "B", 6, nil, nil, nil}, {3, "C", 7}} {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = f.SetSheetRow("Sheet1", cell, &row)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var body bytes.Buffer
	if err := f.Write(&body); err != nil {
		t.Fatal(err)
	}
	found, err := inspect.File(t.Context(), inspect.Memory{Name: "a.xlsx", Content: body.Bytes()}, "a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range found.Tables {
		got = append(got, fmt.Sprint(x.Columns, x.Rows))
	}
	if diff := cmp.Diff([]string{"[STT Tên Giá] 3", "[STT Xã] 1"}, got); diff != "" {
		t.Error(diff)
	}
	for _, want := range []string{`"range": "A1:C`, `"range": "E1:F`} {
		if !strings.Contains(string(found.Descriptor), want) {
			t.Errorf("the descriptor has no %s: %s", want, found.Descriptor)
		}
	}
}
