package datasets_test

import (
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"honglinh/datasets"
)

func TestASheetIsReadInTheNotationThatTheSchemaDeclares(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	_ = f.SetSheetRow("Sheet1", "A1", &[]any{"Biểu số 01"})
	_ = f.SetSheetRow("Sheet1", "A2", &[]any{"Tên", "Diện tích", "Ngày", "Còn trống"})
	_ = f.SetSheetRow("Sheet1", "A3", &[]any{"Lô 1", 1234.5, time.Date(2025, 7, 5, 0, 0, 0, 0, time.UTC), true})
	_ = f.SetSheetRow("Sheet1", "A4", &[]any{"Lô 2", "1.234,5", "06/07/2025", "Không"})
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	res := datasets.Resource{Name: "lo", Format: "xlsx", Paths: []string{"lo.xlsx"}, Schema: datasets.Schema{Fields: []datasets.Field{
		{Name: "Tên", Type: "string"}, {Name: "Diện tích", Type: "number", DecimalChar: ",", GroupChar: "."},
		{Name: "Ngày", Type: "date", Format: "%d/%m/%Y"}, {Name: "Còn trống", Type: "boolean", TrueValues: []string{"Có"}, FalseValues: []string{"Không"}}}}}
	if !res.Tabular() {
		t.Fatal("an XLSX is no table")
	}
	in, err := datasets.OpenTable(fstest.MapFS{"lo.xlsx": {Data: b.Bytes()}}, []string{"lo.xlsx"}, res, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var got []string
	for {
		row, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, string(c))
		}
		got = append(got, strings.Join(cells, " | "))
	}
	want := []string{"Lô 1 | 1234,5 | 05/07/2025 | Có", "Lô 2 | 1.234,5 | 06/07/2025 | Không"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if notes := in.About().Notes; len(notes) != 1 || notes[0].Code != "title-rows" || notes[0].File != "lo.xlsx#Sheet1" || notes[0].Row != 1 {
		t.Errorf("notes %+v", notes)
	}
}
