package encode

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/write"
	"honglinh/datasets/export"
)

func TestMoreThanAFormatHoldsIsTheAskersFault(t *testing.T) {
	shp, err := export.Find(export.Layers, "shp")
	if err != nil {
		t.Fatal(err)
	}
	system, err := crs.Lookup("EPSG:4326")
	if err != nil {
		t.Fatal(err)
	}
	properties := map[string]any{}
	for i := range 300 {
		properties[fmt.Sprintf("c%03d", i)] = i
	}
	source := func(yield func(geo.Feature) error) error { return yield(feature(properties)) }
	if _, err := (Encoder{}).Layer(t.Context(), shp, filepath.Join(t.TempDir(), "x.zip"), source, write.Options{Name: "x", CRS: system}); catalog.KindOf(err) != catalog.TooLarge {
		t.Errorf("300 columns as a Shapefile: %v, want too large", err)
	}
}

func feature(properties map[string]any) geo.Feature {
	return geo.Feature{ID: "a", Geometry: orb.Point{105.7, 18.5}, Properties: properties}
}
