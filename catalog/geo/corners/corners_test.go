package corners_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/corners"
	"honglinh/catalog/geo/crs"
)

var square = []orb.Point{{542080.23, 2028567.40}, {542180.23, 2028567.40}, {542180.23, 2028667.40}, {542080.23, 2028667.40}}

func TestLayoutsOfRealTables(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       corners.Report
	}{
		{"a decision with tabs and decimal commas, X north", "Bảng kê tọa độ\nSTT\tX (m)\tY (m)\n1\t2028567,40\t542080,23\n2\t2028567,40\t542180,23\n3\t2028667,40\t542180,23\n4\t2028667,40\t542080,23\n1\t2028567,40\t542080,23\n",
			corners.Report{Separator: "tab", Decimal: "comma", NorthFirst: true, Blocks: 1, Closed: true, Skipped: []corners.Skip{{Line: 1, Text: "Bảng kê tọa độ"}, {Line: 2, Text: "STT\tX (m)\tY (m)"}}}},
		{"thousands with dots", "1;2.028.567,40;542.080,23\n2;2.028.567,40;542.180,23\n3;2.028.667,40;542.180,23\n4;2.028.667,40;542.080,23",
			corners.Report{Separator: "semicolon", Decimal: "comma", NorthFirst: true, Blocks: 1}},
		{"CSV with easting first", "id,e,n\nA,542080.23,2028567.40\nB,542180.23,2028567.40\nC,542180.23,2028667.40\nD,542080.23,2028667.40\n",
			corners.Report{Separator: "comma", Decimal: "point", Blocks: 1, Skipped: []corners.Skip{{Line: 1, Text: "id,e,n"}}}},
		{"two blocks side by side, blanks", "STT X Y STT X Y\n1 2028567.40 542080.23 3 2028667.40 542180.23\n2 2028567.40 542180.23 4 2028667.40 542080.23\n",
			corners.Report{Separator: "space", Decimal: "point", NorthFirst: true, Blocks: 2, Skipped: []corners.Skip{{Line: 1, Text: "STT X Y STT X Y"}}}},
		{"letters before the numbers, eastings with their zone", "M1: X=2028567.40 Y=48542080.23\nM2: X=2028567.40 Y=48542180.23\nM3: X = 2028667.40 Y = 48542180.23\nM4: X=2028667.40 Y=48542080.23\n",
			corners.Report{Separator: "space", Decimal: "point", NorthFirst: true, Blocks: 1, Zone: 48}},
	} {
		got, err := corners.Read(strings.NewReader(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := cmp.Diff(square, got.Points) + cmp.Diff(c.want, got.Report); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestDegreesWithMinutes(t *testing.T) {
	got, err := corners.Read(strings.NewReader("LS1\t15°22'29,0\"\t109°06'07\"\nLS2\t15°20’32”\t109°05’35”\nLS3\t15°20'10\"N\t109°07'06\"E"))
	if err != nil {
		t.Fatal(err)
	}
	if p := got.Points[0]; len(got.Points) != 3 || math.Abs(p[0]-109.101944444) > 1e-8 || math.Abs(p[1]-15.374722222) > 1e-8 || !got.Report.Geographic || got.Names[1] != "LS2" {
		t.Errorf("got %+v", got)
	}
}

func TestParcelHasAreaAndOperation(t *testing.T) {
	tab, whole := corners.Table{Points: square}, corners.Plot{To: 4}
	p, err := tab.Enclose(whole, crs.MustLookup("EPSG:9209"))
	if err != nil {
		t.Fatal(err)
	}
	// k is 0.999922 here, which makes 10,001.56 m²; the WGS 84 ellipsoid lies 19 m above that of VN-2000, which adds 6 millionths.
	if math.Abs(p.Plane-10000) > 1e-3 || math.Abs(p.Square-10001.63) > 0.02 || p.Operation.Code != "EPSG:6960" || p.Crossing {
		t.Errorf("got %+v", p)
	}
	if p.Polygon[0].Orientation() != orb.CCW {
		t.Error("not counter-clockwise")
	}
	tab.Points = []orb.Point{square[0], square[2], square[1], square[3]}
	if p, _ := tab.Enclose(whole, crs.MustLookup("EPSG:9209")); !p.Crossing {
		t.Error("a bow-tie should be told")
	}
	if _, err := tab.Enclose(whole, crs.MustLookup("EPSG:4326")); err == nil {
		t.Error("metres are not degrees")
	}
}

func TestRefusals(t *testing.T) {
	if _, err := corners.Read(strings.NewReader("a b c\n1 2 3")); !errors.Is(err, corners.ErrNoPairs) {
		t.Errorf("got %v", err)
	}
	if _, err := corners.Read(strings.NewReader(strings.Repeat("1 2\n", 300_000))); !errors.Is(err, corners.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestTextOfAPDFHasOneCellALine(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"row by row", "Bảng kê tọa độ\nSTT\nX (m)\nY (m)\n1\n2028567,40\n542080,23\n2\n2028567,40\n542180,23\n3\n2028667,40\n542180,23\n4\n2028667,40\n542080,23\n1\n2028567,40\n542080,23\n"},
		{"column by column", "STT\n1\n2\n3\n4\nX (m)\n2028567.40\n2028567.40\n2028667.40\n2028667.40\nY (m)\n542080.23\n542180.23\n542180.23\n542080.23\n"},
		{"with letters and zones", "1\nX=2028567.40\nY=48542080.23\n2\nX=2028567.40\nY=48542180.23\n3\nX=2028667.40\nY=48542180.23\n4\nX=2028667.40\nY=48542080.23"},
		{"without numbers, thousands", "2.028.567,40\n542.080,23\n2.028.567,40\n542.180,23\n2.028.667,40\n542.180,23\n2.028.667,40\n542.080,23\n"},
	} {
		got, err := corners.Read(strings.NewReader(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := cmp.Diff(square, got.Points); d != "" || got.Report.Separator != "line" {
			t.Errorf("%s: %s %+v", c.name, d, got.Report)
		}
		if !strings.Contains(c.name, "without") && strings.Join(got.Names, ",") != "1,2,3,4" {
			t.Errorf("%s: the corners are called %q", c.name, got.Names)
		}
	}
}

func TestSeveralPlotsInOnePaste(t *testing.T) {
	plot := func(head string, names [4]string, move float64, close bool) string {
		var b strings.Builder
		b.WriteString(head)
		for i, p := range square {
			fmt.Fprintf(&b, "%s\t%.2f\t%.2f\n", names[i], p[1]+move, p[0])
		}
		if close {
			fmt.Fprintf(&b, "%s\t%.2f\t%.2f\n", names[0], square[0][1]+move, square[0][0])
		}
		return b.String()
	}
	ones, on := [4]string{"1", "2", "3", "4"}, [4]string{"5", "6", "7", "8"}
	for _, c := range []struct {
		name, text string
		titles     []string
	}{
		{"each closed by its first corner", plot("Thửa 12:\nSTT\tX\tY\n", ones, 0, true) + plot("Thửa 13:\nSTT\tX\tY\n", ones, 500, true), []string{"Thửa 12", "Thửa 13"}},
		{"numbers that begin again", plot("", ones, 0, false) + plot("", ones, 500, false), []string{"", ""}},
		{"closed, numbers going on", plot("", ones, 0, true) + plot("", on, 500, true), []string{"", ""}},
		{"a heading and other names", plot("Khu A\n", [4]string{"A", "B", "C", "D"}, 0, false) + plot("Khu B\n", [4]string{"E", "F", "G", "H"}, 500, false), []string{"Khu A", "Khu B"}},
		{"one plot over two pages", plot("Khu A\n", ones, 0, false) + plot("Trang 2\nSTT\tX\tY\n", on, 500, false), []string{"Khu A"}},
		{"one plot", plot("", ones, 0, true), []string{""}},
	} {
		got, err := corners.Read(strings.NewReader(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var titles []string
		for _, p := range got.Plots {
			titles = append(titles, p.Title)
			if n := p.To - p.From; n != 4 && len(c.titles) > 1 {
				t.Errorf("%s: a plot of %d corners", c.name, n)
			}
		}
		if d := cmp.Diff(c.titles, titles); d != "" || got.Plots[len(got.Plots)-1].To != len(got.Points) {
			t.Errorf("%s: %s %+v", c.name, d, got.Plots)
		}
	}
}

func TestAWrongDigitIsNamedByCorner(t *testing.T) {
	table := func(x3, y3 string) string {
		return "M1: X=2028567.40 Y=542080.23\nM2: X=2028567.40 Y=542180.23\nM3: X=" + x3 + " Y=" + y3 + "\nM4: X=2028667.40 Y=542080.23\n"
	}
	for _, c := range []struct {
		name, x, y string
		north      bool
		likely     float64
	}{
		{"a digit of the northing", "2038667.40", "542180.23", true, 2028667.40},
		{"a digit of the easting", "2028667.40", "592180.23", false, 542180.23},
		{"two digits exchanged", "2082667.40", "542180.23", true, 2028667.40},
		{"a kilometre", "2021667.40", "542180.23", true, 2028667.40},
	} {
		got, err := corners.Read(strings.NewReader(table(c.x, c.y)))
		if err != nil {
			t.Fatal(err)
		}
		s := got.Suspects()
		if len(s) != 1 || got.Names[s[0].Index] != "M3" || s[0].North != c.north || math.Abs(s[0].Likely-c.likely) > 0.005 {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
	got, err := corners.Read(strings.NewReader(table("2028667.40", "542180.23")))
	if err != nil || got.Suspects() != nil {
		t.Errorf("nothing is wrong: %+v, %v", got.Suspects(), err)
	}
	got, err = corners.Read(strings.NewReader(table("202866.40", "542180.23"))) // a digit is missing
	if err != nil || len(got.Report.Skipped) != 1 || got.Report.Skipped[0].Name != "M3" || got.Report.Skipped[0].Column != 2 {
		t.Errorf("a corner that cannot be: %+v, %v", got.Report.Skipped, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("1\t2028567,40\t542080,23\n")
	f.Add("1\n2028567,40\n542080,23\n2\n2028567,40\n542180,23\n3\n2028667,40\n542180,23\n1\n2028567,40\n542080,23\n")
	f.Add("1\n2\n3\n2028567\n2028567\n2028667\n542080\n542180\n542180\n")
	f.Add("LS1 15°22'29\" 109°06'07\"")
	f.Fuzz(func(t *testing.T, s string) {
		tab, err := corners.Read(strings.NewReader(s))
		if err != nil {
			return
		}
		if len(tab.Points) != len(tab.Names) || len(tab.Plots) == 0 || tab.Plots[len(tab.Plots)-1].To != len(tab.Points) {
			t.Errorf("names, points and plots differ: %+v", tab)
		}
		tab.Suspects()
	})
}
