package indexer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
)

// A plan's zones come as the corners that its decision prints, and an opportunity as the corners of its plot: what they have in common is told.
func TestCornersOfDecisionsArePlannedAreas(t *testing.T) {
	m := metres(t, "EPSG:9209", orb.Point{105.7, 18.5}).(orb.Point)
	box := func(id, ten, loai string, w, s, e, n float64) string {
		var b strings.Builder
		for i, c := range [][2]float64{{w, s}, {e, s}, {e, n}, {w, n}} {
			fmt.Fprintf(&b, "%s,%s,%s,in-force,45/QĐ-UBND,M%d,%.2f,%.2f\n", id, ten, loai, i+1, m[1]+c[1], m[0]+c[0])
		}
		return b.String()
	}
	const head = "ma,ten,land_use,trang_thai,number,moc,X,Y\n"
	zones := head + box("o", "Khu ở", "ODT", -500, -500, 0, 500) + box("c", "Khu công nghiệp nhẹ", "SKN", 0, -500, 500, 500)
	plots := head + box("lo-1", "Lô 1", "", -30, -100, 70, 100)
	fields := `"schema":{"fields":[{"name":"ma","type":"string"},{"name":"ten","type":"string"},{"name":"land_use","type":"string","title":"Loại đất"},{"name":"trang_thai","type":"string"},{"name":"number","type":"string"},{"name":"moc","type":"string"},{"name":"X","type":"number"},{"name":"Y","type":"number"}]},`
	resource := func(name, kind string) string {
		return fmt.Sprintf(`{"name":%q,"path":%[1]q,"type":"table",%s"honglinh":{"kind":%q,"id":"ma","title":{"vi":"ten"},"status":"trang_thai","corners":{"x":"X","y":"Y"},"crs":"EPSG:9209"}}`, name, fields, kind)
	}
	s, rep := survey(t, map[string]string{"khu": zones, "lo": plots,
		"datapackage.json": `{"name":"thu","title":"Thử","resources":[` + strings.ReplaceAll(resource("khu", "plan")+","+resource("lo", "opportunity"), `"type":"table"`, `"type":"table","format":"csv","mediatype":"text/csv"`) + `]}`})
	if len(rep.Refused) > 0 {
		t.Fatal(rep.Refused)
	}
	a, ok := s.State().Layers.AroundRecord("opportunity/lo-1", layers.AroundAsk{})
	if !ok {
		t.Fatal("the plot is not on the map")
	}
	type line struct {
		ID, Use, Title, Status, Number string
		Share, Ha                      float64
	}
	var got []line
	for _, p := range a.Plans {
		if p.Overlap == nil {
			t.Fatalf("no overlap with %s", p.Record)
		}
		got = append(got, line{p.Record, p.LandUse, p.LandUseTitle.In(text.VI), p.Status, p.Number, p.Overlap.Share, p.Overlap.Ha})
	}
	want := []line{{"plan/c", "SKN", "Đất cụm công nghiệp", "in-force", "45/QĐ-UBND", 0.7, 1.4}, {"plan/o", "ODT", "Đất ở tại đô thị", "in-force", "45/QĐ-UBND", 0.3, 0.6}}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return a-b < 0.0011 && b-a < 0.0011 })); d != "" {
		t.Error(d)
	}
	plans, _ := s.State().Layers.Layer("plans")
	if c := plans.Classes(); len(c) != 2 || c[0].Value != "ODT" || c[1].Value != "SKN" {
		t.Errorf("the legend is %+v", c)
	}
}
