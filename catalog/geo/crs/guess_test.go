package crs_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/crs"
)

func TestZonesOfProvinces(t *testing.T) {
	type z struct {
		Code       string
		Confidence crs.Confidence
	}
	for _, c := range []struct {
		name string
		want []z
	}{
		{"Hà Tĩnh", []z{{"EPSG:9209", crs.High}}}, {"Tỉnh Hà Tĩnh", []z{{"EPSG:9209", crs.High}}}, {"42", []z{{"EPSG:9209", crs.High}}},
		{"ha tinh", []z{{"EPSG:9209", crs.High}}}, {"Thanh Hoá", []z{{"EPSG:5897", crs.High}}}, {"Thành phố Huế", []z{{"EPSG:9214", crs.High}}},
		{"Bình Định", []z{{"EPSG:9217", crs.High}}}, {"Thừa Thiên - Huế", []z{{"EPSG:9214", crs.High}}}, {"Đắk Nông", []z{{"EPSG:9218", crs.High}}},
		{"Hưng Yên", []z{{"EPSG:9209", crs.High}}},
		{"Quảng Trị", []z{{"EPSG:9212", crs.Low}, {"EPSG:9211", crs.Low}}},
		{"79", []z{{"EPSG:9210", crs.Low}, {"EPSG:9210", crs.Low}, {"EPSG:5899", crs.Low}}},
		{"TP. Hồ Chí Minh", []z{{"EPSG:9210", crs.Low}, {"EPSG:9210", crs.Low}, {"EPSG:5899", crs.Low}}},
		{"Atlantis", nil}, {"", nil},
	} {
		var got []z
		for _, g := range crs.ZonesOf(c.name) {
			got = append(got, z{g.CRS.Code, g.Confidence})
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestEveryProvinceCodeHasAZone(t *testing.T) {
	n := 0
	for i := range 100 {
		if len(crs.ZonesOf(string([]byte{'0' + byte(i/10), '0' + byte(i%10)}))) > 0 {
			n++
		}
	}
	if n != 34 {
		t.Errorf("%d provinces, Viet Nam has 34", n)
	}
}

func TestZoneIsGuessedInsideAKnownOutline(t *testing.T) {
	// About the size of Hồng Lĩnh.
	inside := func(p orb.Point) bool { return p[0] > 105.66 && p[0] < 105.78 && p[1] > 18.47 && p[1] < 18.60 }
	for _, c := range []struct {
		code    string
		swapped bool
		sure    crs.Confidence
	}{{"EPSG:9209", false, crs.High}, {"EPSG:9209", true, crs.High}, {"EPSG:9210", true, crs.High}, {"EPSG:5897", false, crs.Medium}, {"OGC:CRS84", false, crs.Medium}} {
		to := crs.Transform(crs.MustLookup("CRS84"), crs.MustLookup(c.code))
		var ps []orb.Point
		for _, q := range []orb.Point{{105.70, 18.50}, {105.71, 18.51}, {105.72, 18.52}} {
			p, err := to.Point(q)
			if err != nil {
				t.Fatal(err)
			}
			if c.swapped {
				p[0], p[1] = p[1], p[0]
			}
			ps = append(ps, p)
		}
		got := crs.GuessZone(ps, inside)
		if len(got) == 0 || got[0].Inside != 1 || got[0].Confidence != c.sure {
			t.Errorf("%v: got %+v", c, got)
			continue
		}
		found := false
		for _, g := range got {
			found = found || g.CRS.Code == c.code && g.Swapped == c.swapped
		}
		if !found {
			t.Errorf("%v is not among %+v", c, got)
		}
	}
	if got := crs.GuessZone([]orb.Point{{1, 1}}, inside); len(got) != 0 {
		t.Errorf("nothing fits, got %+v", got)
	}
}
