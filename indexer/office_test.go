package indexer_test

import (
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"honglinh/indexer"
)

// form is a workbook as an office sends it: number and title, a header of two
// rows, numbered columns, notes.
func form(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{
		{"Biểu số 01"}, {"DANH MỤC MẶT BẰNG CHO THUÊ NĂM 2026"},
		{"Mã", "Tên", "Vị trí", nil, "Diện tích (ha)"}, {nil, nil, "Vĩ độ", "Kinh độ", nil},
		{"(1)", "(2)", "(3)", "(4)", "(5)"},
		{"mb-1", "Mặt bằng số 1", 18.53, 105.71, 1.25}, {"mb-2", "Mặt bằng số 2", 18.52, 105.7, 12}, {"mb-3", "Mặt bằng sai", 105.7, 18.5, 3},
		nil, {"Ghi chú: số liệu kê khai"},
	} {
		ref, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", ref, &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range [][2]string{{"A3", "A4"}, {"B3", "B4"}, {"C3", "D3"}, {"E3", "E4"}} {
		_ = f.MergeCell("Sheet1", m[0], m[1])
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAWorkbookBecomesRecordsAndATable(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{
		"datapackage.json": `{"name":"mat-bang","title":"Mặt bằng","licenses":[{"name":"CC-BY-4.0"}],"resources":[{"name":"mb","path":"mb.xlsx",
			"honglinh":{"kind":"place","id":"Mã","title":{"vi":"Tên"},"lat":"Vị trí Vĩ độ","lon":"Vị trí Kinh độ","area":"Diện tích (ha)"}}]}`,
		"mb.xlsx": form(t),
	})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
	rep, err := s.Ingest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.Refused) != 1 || rep.Refused[0].Row != 8 || rep.Refused[0].File != "mb.xlsx#Sheet1" && rep.Refused[0].Column != "Vị trí Vĩ độ" {
		t.Errorf("refused %v, want the swapped coordinates of row 8", rep.Refused)
	}
	codes := map[string]bool{}
	for _, w := range rep.Warnings {
		codes[w.Code] = true
	}
	if !codes["title-rows"] || !codes["notes-below"] || !codes["column-numbers"] {
		t.Errorf("warnings %v", rep.Warnings)
	}
	rec := record(t, s, "place/mb-1")
	if rec.Title["vi"] != "Mặt bằng số 1" || rec.Geometry == nil {
		t.Errorf("record %+v", rec)
	}
}

// A workbook of 100,000 rows and 17 columns is read from package to table within
// the 20 seconds that an office waits; short runs make a tenth.
func BenchmarkWorkbook(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		src := b.TempDir()
		f := excelize.NewFile()
		w, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		for i := range 100_001 {
			row := make([]any, 17)
			for j := range row {
				switch {
				case i == 0:
					row[j] = "cột " + string(rune('a'+j))
				case j%4 == 0:
					row[j] = "Thửa đất số " + string(rune('a'+i%20)) + " phường Bắc Hồng Lĩnh"
				default:
					row[j] = float64(i*j) / 8
				}
			}
			ref, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := w.SetRow(ref, row); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		if err := f.SaveAs(src + "/b.xlsx"); err != nil {
			b.Fatal(err)
		}
		write(b, src, map[string]string{"datapackage.json": `{"name":"b","title":"B","resources":[{"name":"b","path":"b.xlsx"}]}`})
		s := open(b, b.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
		b.StartTimer()
		start, before := time.Now(), busy(b)
		if _, err := s.Ingest(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s/ingest")
		b.ReportMetric((busy(b) - before).Seconds(), "cpu-s")
	}
}
