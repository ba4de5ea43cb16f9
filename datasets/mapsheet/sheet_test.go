package mapsheet

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/locator"
)

// look keeps the sheets for the eye: go test ./datasets/mapsheet -look FOLDER
var look = flag.String("look", "", "folder to write the sheets to")

func sample(paper Paper) *Sheet {
	base := basemap.Shipping()
	s := &Sheet{Lang: "vi", Title: "Bản đồ: “đất công nghiệp” – ẵ ể ự 🏭", Site: "Danh mục Hồng Lĩnh · 30/11/2026", URL: "https://a.example/vi/map?q=" + strings.Repeat("x", 90), Paper: paper,
		View: orb.Bound{Min: orb.Point{105.55, 18.4}, Max: orb.Point{105.85, 18.62}}, Grid: crs.MustLookup("EPSG:9209"), Basemap: base.Draw,
		Legend: []Entry{{Look: Feature{Stroke: "#46586A", Width: 0.35}, Label: "Đơn vị hành chính", Area: true}, {Look: Feature{Mark: locator.Star, Fill: "#B3261E", Opacity: 1}, Label: "Cơ hội đầu tư"},
			{Look: Feature{Stroke: GridColour, Width: 0.15}, Label: "Lưới toạ độ VN-2000"}},
		More: func(n int) string { return fmt.Sprintf("và %d mục khác", n) }, Notes: []string{"Dữ liệu: danh mục này.", strings.Join(base.Attribution(), "; ")},
		Reference: "Tham khảo, không phải ranh giới pháp lý.", Words: Words{"Tỷ lệ", "Lưới toạ độ VN-2000 / TM-3 105-30 (EPSG:9209), mét", "Chú giải", "Các mục đánh số", "B", ""}}
	s.Features = append(s.Features, Feature{Geometry: orb.Polygon{{{105.66, 18.48}, {105.78, 18.48}, {105.78, 18.6}, {105.66, 18.6}, {105.66, 18.48}}}, Stroke: "#46586A", Width: 0.35, Label: "Phường Bắc Hồng Lĩnh"},
		Feature{Geometry: orb.Point{105.7, 18.5}, Fill: "#FFFFFF", Stroke: "#46586A", Width: 0.4, Radius: 3, Inside: "12", Label: "Phường Nam Hồng Lĩnh"})
	for i := range 60 {
		n := fmt.Sprint(i + 1)
		s.Features = append(s.Features, Feature{Geometry: orb.Point{105.6 + float64(i%10)/50, 18.45 + float64(i/10)/50}, Mark: locator.Star, Fill: "#B3261E", Opacity: 1, Label: n, Bold: true})
		s.List = append(s.List, Line{n, "Cụm công nghiệp Cổng Khánh " + n + ", phường Nam Hồng Lĩnh, tỉnh Hà Tĩnh"})
	}
	return s
}

func TestSheetsAreDrawnInBothFormsAndSizes(t *testing.T) {
	t.Parallel()
	for _, paper := range Papers() {
		var doc, picture, again bytes.Buffer
		at := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
		for _, b := range []*bytes.Buffer{&doc, &again} {
			if err := PDF(b, at, sample(paper)); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(doc.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same sheet gave different bytes", paper)
		}
		box := map[Paper]string{A4: "[0 0 841.89 595.28]", A3: "[0 0 1190.55 841.89]"}[paper]
		for _, want := range []string{box, "/FontFile2", "/ToUnicode", "/Lang (vi)"} {
			if !bytes.Contains(doc.Bytes(), []byte(want)) {
				t.Errorf("%s: the PDF has no %s", paper, want)
			}
		}
		if err := PNG(&picture, sample(paper)); err != nil {
			t.Fatal(err)
		}
		got, err := png.DecodeConfig(bytes.NewReader(picture.Bytes()))
		if w, h := paper.millimetres(); err != nil || got.Width != int(w*dots) || got.Height != int(h*dots) {
			t.Errorf("%s: the picture has %d by %d dots, %v", paper, got.Width, got.Height, err)
		}
		if *look != "" {
			if err := os.WriteFile(*look+"/"+string(paper)+".pdf", doc.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(*look+"/"+string(paper)+".png", picture.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// told collects what a pen is asked to write, and where.
type told struct {
	pen
	texts map[string]orb.Point
	lines [][]orb.Point
}

func (p *told) area([][]orb.Point, string, float64) {}
func (p *told) line(l []orb.Point, _ bool, _ string, w float64, _ []float64) {
	if w == 0.09 {
		p.lines = append(p.lines, l)
	}
}
func (p *told) text(s string, at orb.Point, _ letters) { p.texts[s] = at }
func (p *told) span(s string, l letters) float64       { return float64(len([]rune(s))) * l.size * 0.5 }
func (p *told) within(box)                             {}
func (p *told) everywhere()                            {}

func TestTheGridAndTheScaleAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	s := sample(A4)
	p := &told{texts: map[string]orb.Point{}}
	if err := drawSheet(s, p); err != nil {
		t.Fatal(err)
	}
	var scale float64
	for text := range p.texts {
		if m := regexp.MustCompile(`^Tỷ lệ 1 : ([\d.]+)$`).FindStringSubmatch(text); m != nil {
			fmt.Sscan(strings.ReplaceAll(m[1], ".", ""), &scale)
		}
	}
	// A point whose place in the zone PROJ gives: 18.34 N, 105.90 E is 542080.2267, 2028567.3968.
	s.View = orb.Bound{Min: orb.Point{105.89, 18.33}, Max: orb.Point{105.91, 18.35}}
	q := &told{texts: map[string]orb.Point{}}
	s.Features = []Feature{{Geometry: orb.Point{105.9, 18.34}, Label: "đây"}}
	if err := drawSheet(s, q); err != nil {
		t.Fatal(err)
	}
	east, north := q.texts["542\u00a0000 E"], q.texts["2\u00a0028\u00a0000 N"]
	at := q.texts["đây"]
	var near float64
	for text := range q.texts {
		if m := regexp.MustCompile(`^Tỷ lệ 1 : ([\d.]+)$`).FindStringSubmatch(text); m != nil {
			fmt.Sscan(strings.ReplaceAll(m[1], ".", ""), &near)
		}
	}
	if scale == 0 || near == 0 || east == (orb.Point{}) || north == (orb.Point{}) {
		t.Fatalf("scales %v and %v, grid %v %v in %v", scale, near, east, north, q.texts)
	}
	// The name stands 1.8 mm above its point.
	if dx, dy := at[0]-east[0], north[1]-(at[1]+1.8); math.Abs(dx-80.2267*1000/near) > 0.01 || math.Abs(dy-567.3968*1000/near) > 0.01 {
		t.Errorf("the point lies %.3f mm east and %.3f mm north of the grid's lines, want %.3f and %.3f", dx, dy, 80.2267*1000/near, 567.3968*1000/near)
	}
	if len(p.lines) < 4 {
		t.Errorf("the grid has %d lines", len(p.lines))
	}
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	t.Parallel()
	s := sample(A4)
	s.Grid = crs.MustLookup("EPSG:4326")
	if err := PDF(&bytes.Buffer{}, time.Time{}, s); err != ErrPlane {
		t.Errorf("degrees give %v", err)
	}
	s = sample(A4)
	s.Features = make([]Feature, mostFeatures+1)
	if err := PDF(&bytes.Buffer{}, time.Time{}, s); err != ErrTooMany {
		t.Errorf("too many features give %v", err)
	}
	s = sample(A4)
	s.View = orb.Bound{Min: orb.Point{102, 8}, Max: orb.Point{110, 23.4}} // the country
	if err := PDF(&bytes.Buffer{}, time.Time{}, s); err != nil {
		t.Errorf("the country: %v", err)
	}
}

func BenchmarkPDF(b *testing.B) {
	for b.Loop() {
		if err := PDF(&bytes.Buffer{}, time.Time{}, sample(A4)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	for b.Loop() {
		if err := PNG(&bytes.Buffer{}, sample(A4)); err != nil {
			b.Fatal(err)
		}
	}
}
