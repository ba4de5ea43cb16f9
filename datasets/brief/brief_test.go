package brief

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"honglinh/catalog/proof"
	"honglinh/catalog/text"
)

func sample(records, characters int) Document {
	d := Document{Lang: text.VI, Title: "Danh sách chọn", Site: "Danh mục", URL: "https://a.example/vi/shortlist", Day: "30/11/2026", Words: Words{Records: "Các mục", Comparison: "So sánh", Map: "Bản đồ", Sources: "Nguồn", Unknown: "chưa rõ", Field: "Trường", Page: "trang", Whole: "toàn văn ở địa chỉ trên"},
		Outlines: []orb.Geometry{orb.Polygon{{{105.6, 18.4}, {105.8, 18.4}, {105.8, 18.6}, {105.6, 18.6}, {105.6, 18.4}}}},
		Ground:   []Ground{{Shape: orb.LineString{{105.6, 18.5}, {105.9, 18.5}}, Colour: "#77705F", Line: 0.4, Dashed: true}}, Names: []Name{{"Phường Bắc Hồng Lĩnh", orb.Point{105.7, 18.5}}}}
	for i := range records {
		r := Record{Letter: string(rune('A' + i)), ID: fmt.Sprintf("opportunity/%d", i), Title: "Cụm công nghiệp Cổng Khánh 1 – ẵ ể ự 🏭", Kind: "Cơ hội đầu tư", URL: "https://a.example/x", Summary: strings.Repeat("Đất sạch, đường nhựa, cấp điện ổn định. ", characters/40),
			Groups: []Group{{Title: "Thông tin", Facts: []Fact{{"Diện tích", "12,5 ha"}, {"Ghi chú", strings.Repeat("ữ", 400)}}, Missing: []string{"Giá thuê"}}}, Sources: []string{"Quyết định 1 – https://a.example"}}
		if i != 1 {
			r.Point = &orb.Point{105.7 + float64(i)/100, 18.5}
		}
		d.Records = append(d.Records, r)
	}
	for range 30 {
		row := Row{Group: "Thông tin", Label: "Diện tích"}
		for i := range records {
			row.Cells = append(row.Cells, strings.Repeat("x", i*30))
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}

func TestABriefOfTwentyLongRecordsInTwoLanguagesIsWritten(t *testing.T) {
	d := sample(20, 5000)
	var b bytes.Buffer
	before := proof.Processor(t)
	if err := PDF(&b, time.Unix(0, 0), d, d); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) || !bytes.Contains(b.Bytes(), []byte("%%EOF")) || b.Len() > 4<<20 {
		t.Errorf("%d bytes", b.Len())
	}
	used := proof.Processor(t) - before
	t.Logf("%d bytes, %s of processor", b.Len(), used)
	if used > 2*time.Second && !proof.Racing { // a second each language
		t.Errorf("the brief took %s of processor", used)
	}
}

func TestEachRecordOfABriefIsOnePage(t *testing.T) {
	for name, characters := range map[string]int{"a short text": 40, "a page of text": 3000, "the longest text": 5000} {
		d := sample(3, characters)
		d.Rows = nil
		var b bytes.Buffer
		if err := PDF(&b, time.Unix(0, 0), d); err != nil {
			t.Fatal(err)
		}
		if pages := bytes.Count(b.Bytes(), []byte("/Type /Page\n")); pages != 4 {
			t.Errorf("%s: %d pages for three records and the sheet before them", name, pages)
		}
	}
}

func TestAWorkbookHoldsComparisonFactsAndSources(t *testing.T) {
	var b bytes.Buffer
	en := sample(3, 200)
	en.Lang = text.EN
	if err := Workbook(&b, sample(3, 200), en); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetList(); len(got) != 6 {
		t.Errorf("%v", got)
	}
	if v, _ := f.GetCellValue("So sánh vi", "D2"); v != strings.Repeat("x", 30) {
		t.Errorf("%q", v)
	}
}

func BenchmarkPDFOfTenRecords(b *testing.B) {
	d := sample(10, 1500)
	before := proof.Processor(b)
	for b.Loop() {
		if err := PDF(&bytes.Buffer{}, time.Unix(0, 0), d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((proof.Processor(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
}

func TestTheMapShowsEveryMarkInItsFrame(t *testing.T) {
	far := sample(3, 40)
	*far.Records[2].Point = orb.Point{106.4, 18.02}
	for name, d := range map[string]Document{"near each other": sample(3, 40), "over the province": far} {
		view, ok := d.View()
		if !ok {
			t.Fatalf("%s: no map", name)
		}
		for _, m := range d.marks() {
			if !view.Contains(m.at) {
				t.Errorf("%s: %v is outside %v", name, m.at, view)
			}
		}
		if ratio := (view.Max[0] - view.Min[0]) * squeeze(view.Center()[1]) / (view.Max[1] - view.Min[1]); ratio < 1.85 || ratio > 1.86 { // 178 by 96
			t.Errorf("%s: %.3f times as wide as tall", name, ratio)
		}
	}
	if _, ok := (&Document{Records: []Record{{Letter: "A"}}}).View(); ok {
		t.Error("a map without a point")
	}
}
