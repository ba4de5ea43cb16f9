package indexer_test

import (
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/indexer"
)

func TestLayersThatFollowChangesAreThoseOfAllRecords(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(20, 0)})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}, NoTables: true, AllowRemoval: true})
	defer s.Close()
	for _, run := range []struct{ name, csv string }{
		{"the first run", places(20, 0)},
		{"a place moved and one is called otherwise", strings.Replace(strings.Replace(places(20, 0), "p3,Đền", "p3,Chùa", 1), "số 7 đợt 0,18.5", "số 7 đợt 0,18.6", 1)},
		{"places left", places(12, 0)},
		{"places came back", places(25, 0)},
	} {
		write(t, src, map[string]string{"diem/diem.csv": run.csv})
		ingest(t, s)
		var all []catalog.Record
		if err := s.Store().Each(t.Context(), func(r catalog.Record, _ int64) error { all = append(all, r); return nil }); err != nil {
			t.Fatal(err)
		}
		got, want := s.State().Layers, layers.Build(all)
		if got.Generation != want.Generation || got.All().Len() != len(all) {
			t.Errorf("%s: %d features of generation %s, want %d of %s", run.name, got.All().Len(), got.Generation, len(all), want.Generation)
		}
	}
}
