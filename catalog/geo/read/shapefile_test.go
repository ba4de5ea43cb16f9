package read

import (
	"testing"

	"honglinh/catalog/geo"
)

func FuzzShapes(f *testing.F) {
	f.Add(make([]byte, 200), make([]byte, 64))
	f.Fuzz(func(t *testing.T, shp, table []byte) {
		s := newStream(Options{CRS: "CRS84"}, func(geo.Feature) error { return nil })
		d, err := newDBF(table, "", nil)
		if err != nil {
			d = nil
		}
		if err := s.shapes(shp, d); err == nil {
			_, _ = s.finish(nil)
		}
		if len(shp) >= 4 {
			_, _, _ = record(shp)
		}
	})
}
