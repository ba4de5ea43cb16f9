package indexer_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/indexer"
)

func TestWherePlacesMayLieIsASetting(t *testing.T) {
	src, data := t.TempDir(), t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": "id,ten,lat,lon\nnha,Nhà,18.5,105.7\nxa,Savannakhet,16.57,104.75\nbien,Vạn Tượng,17.97,101.9\nnguoc,Ngược,104.75,16.57\n"})
	run := func(area catalog.Area) indexer.Report {
		t.Helper()
		s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}, AllowRemoval: true, Limits: indexer.Limits{Area: area}})
		defer s.Close()
		return ingest(t, s)
	}
	rep := run(catalog.Area{})
	if len(rep.Refused) != 2 || !strings.Contains(rep.Refused[0].Reason, "outside Vietnam") || !strings.Contains(rep.Refused[0].Remedy, "--import-area") {
		t.Errorf("of Vietnam: %v", rep.Refused)
	}
	mekong := catalog.Area{Bound: orb.Bound{Min: orb.Point{100, 13}, Max: orb.Point{105, 20}}}
	rep = run(mekong) // over the same files
	if len(rep.Refused) != 2 || rep.Refused[0].Row != 2 || !strings.Contains(rep.Refused[0].Reason, "outside the catalogue's area (longitude 100 to 105, latitude 13 to 20): 105.7, 18.5") {
		t.Errorf("of the Mekong: %v", rep.Refused)
	}
	if last := rep.Refused[len(rep.Refused)-1]; last.Row != 5 || !strings.Contains(last.Remedy, "seem swapped") {
		t.Errorf("what is swapped: %v", last)
	}
	s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}, Limits: indexer.Limits{Area: mekong}})
	defer s.Close()
	record(t, s, "place/bien")
	if rep := ingest(t, s); rep.Changed+rep.Added+rep.Removed > 0 {
		t.Errorf("a second run over the same with the same area: %s", rep.Summary())
	}
}
