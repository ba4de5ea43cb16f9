package indexer_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"honglinh/indexer"
)

func TestRowsOfCornersBecomePlots(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{
		"datapackage.json": `{"name":"thua","title":"Thửa","licenses":[{"name":"CC-BY-4.0"}],"resources":[{"name":"thua","path":"thua.csv","type":"table",
			"honglinh":{"kind":"place","id":"thua","title":{"vi":"ten"},"corners":{"x":"X","y":"Y"},"crs":"EPSG:9209"}}]}`,
		"thua.csv": "thua;ten;moc;X;Y\n" +
			"t1;Thửa một;M1;2049310,25;521650,40\nt1;;M2;2049298,10;521912,75\nt1;;M3;2049050,60;521899,30\nt1;;M4;2049061,85;521633,90\nt1;;M1;2049310,25;521650,40\n" +
			"t2;Thửa hai;M1;X=2049310.25;Y=48521950.40\nt2;;M2;X=2049298.10;Y=48522212.75\nt2;;M3;X=2049050.60;Y=48522199.30\n" +
			"t3;Thửa sai;M1;2049310,25;521650,40\nt3;;M2;2049298,10;52l912,75\nt3;;M3;2049050,60;521899,30\n" +
			"t4;Hai góc;M1;2049310,25;521650,40\nt4;;M2;2049298,10;521912,75\n" +
			"t1;Lại thửa một;M5;2049310,25;521650,40\n",
	})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
	rep, err := s.Ingest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, r := range rep.Refused {
		said = append(said, r.String())
	}
	for _, want := range []string{`row 11 column Y: "52l912,75" is no coordinate`, `row 13 column thua: the plot "t4" has 2 corners`, "again here"} {
		if !strings.Contains(strings.Join(said, "\n"), want) {
			t.Errorf("no refusal says %q:\n%s", want, strings.Join(said, "\n"))
		}
	}
	for id, corners := range map[string]int{"place/t2": 3} {
		rec := record(t, s, id)
		if rec.Geometry == nil {
			t.Fatalf("%s has no geometry", id)
		}
		p, ok := rec.Geometry.Geometry().(orb.Polygon)
		if !ok || len(p) != 1 || len(p[0]) != corners+1 || p[0][0][0] < 105 || p[0][0][0] > 106 || p[0][0][1] < 18 || p[0][0][1] > 19 {
			t.Errorf("%s: %v, want a ring of %d corners near 105.2, 18.5", id, rec.Geometry.Geometry(), corners)
		}
	}
}
