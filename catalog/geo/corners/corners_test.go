package corners_test

import (
	"errors"
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
			corners.Report{Separator: "space", Decimal: "point", NorthFirst: true, Blocks: 1}},
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
	tab := corners.Table{Points: square}
	p, err := tab.Enclose(crs.MustLookup("EPSG:9209"))
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
	if p, _ := tab.Enclose(crs.MustLookup("EPSG:9209")); !p.Crossing {
		t.Error("a bow-tie should be told")
	}
	if _, err := tab.Enclose(crs.MustLookup("EPSG:4326")); err == nil {
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

func FuzzRead(f *testing.F) {
	f.Add("1\t2028567,40\t542080,23\n")
	f.Add("LS1 15°22'29\" 109°06'07\"")
	f.Fuzz(func(t *testing.T, s string) {
		tab, err := corners.Read(strings.NewReader(s))
		if err == nil && len(tab.Points) != len(tab.Names) {
			t.Error("names and points differ in number")
		}
	})
}
