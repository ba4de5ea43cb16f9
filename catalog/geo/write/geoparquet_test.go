package write_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/write"
)

// parquetOf is a file, and a database that reads it.
func parquetOf(t *testing.T, fs []geo.Feature, o write.Options) (string, *sql.DB) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.parquet")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := write.GeoParquet(f, write.Slice(fs), o); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return path, db
}

// An implementation that is not ours reads rows, kinds, missing values and boxes.
func TestDuckDBReadsGeoParquet(t *testing.T) {
	fs := slices.Concat(features(), []geo.Feature{{ID: "nowhere"}, {ID: "empty", Geometry: orb.MultiPolygon{}}})
	path, db := parquetOf(t, fs, write.Options{})
	var n, names, shapes, boxes, sum int
	var f, west, north float64
	if err := db.QueryRow(fmt.Sprintf(`SELECT count(*), count(name), count(geometry), count(bbox), sum(n), sum(f), min(bbox.xmin), max(bbox.ymax) FROM read_parquet('%s')`, path)).
		Scan(&n, &names, &shapes, &boxes, &sum, &f, &west, &north); err != nil {
		t.Fatal(err)
	}
	if n != len(fs) || names != 1 || shapes != len(fs)-1 || boxes != len(fs)-2 || sum != 5+39*40/2 || f != 3.5 || west != 104.1 || north != 19.951 {
		t.Errorf("rows %d, names %d, shapes %d, boxes %d, n %d, f %v, west %v, north %v", n, names, shapes, boxes, sum, f, west, north)
	}
	var name, list string
	if err := db.QueryRow(fmt.Sprintf(`SELECT a.name, b.list FROM read_parquet('%[1]s') a, read_parquet('%[1]s') b WHERE a.id = 'a' AND b.id = 'b'`, path)).Scan(&name, &list); err != nil || name != "Đậu & <Liêu>" || list != `[1,"x"]` {
		t.Errorf("got %q, %q, %v", name, list, err)
	}
}

func TestGeoParquetSaysWhereItsCoordinatesAre(t *testing.T) {
	for _, c := range []struct {
		system *crs.CRS
		want   any
	}{{nil, nil}, {crs.MustLookup("EPSG:9209"), map[string]any{"authority": "EPSG", "code": 9209.0}}} {
		path, db := parquetOf(t, features()[:3], write.Options{CRS: c.system})
		var text []byte
		if err := db.QueryRow(fmt.Sprintf(`SELECT value FROM parquet_kv_metadata('%s') WHERE key = 'geo'::BLOB`, path)).Scan(&text); err != nil {
			t.Fatal(err)
		}
		var about struct {
			Version string `json:"version"`
			Columns map[string]struct {
				Types []string       `json:"geometry_types"`
				CRS   map[string]any `json:"crs"`
				Box   []float64      `json:"bbox"`
			} `json:"columns"`
		}
		if err := json.Unmarshal(text, &about); err != nil {
			t.Fatal(err)
		}
		g := about.Columns["geometry"]
		if about.Version != "1.1.0" || len(g.Box) != 4 || cmp.Diff(g.Types, []string{"LineString", "MultiPolygon", "Polygon"}) != "" || cmp.Diff(g.CRS["id"], c.want) != "" {
			t.Errorf("%v: %s", c.system, text)
		}
	}
}

func TestGeoParquetOfManyIsWrittenInGroups(t *testing.T) {
	var fs []geo.Feature
	for i := range 40_000 {
		fs = append(fs, geo.Feature{ID: fmt.Sprint(i), Geometry: orb.Point{104 + float64(i)/10_000, 18}, Properties: map[string]any{"geometry": "a word", "bbox": int64(i)}})
	}
	path, db := parquetOf(t, fs, write.Options{})
	var groups, n, sum int
	if err := db.QueryRow(fmt.Sprintf(`SELECT count(DISTINCT row_group_id) FROM parquet_metadata('%s')`, path)).Scan(&groups); err != nil || groups != 3 {
		t.Errorf("%d row groups, %v", groups, err)
	}
	if err := db.QueryRow(fmt.Sprintf(`SELECT count(*), sum(bbox) FROM read_parquet('%s') WHERE geometry = 'a word' AND bbox_.xmin >= 107`, path)).Scan(&n, &sum); err != nil || n != 10_000 || sum != (30_000+39_999)*5_000 {
		t.Errorf("%d rows of %d, %v", n, sum, err)
	}
}

func BenchmarkGeoParquet(b *testing.B) {
	fs := features()[6:]
	n := 0
	for b.Loop() {
		if _, err := write.GeoParquet(io.Discard, func(yield func(geo.Feature) error) error {
			for range 250 {
				for _, f := range fs {
					if err := yield(f); err != nil {
						return err
					}
				}
			}
			return nil
		}, write.Options{}); err != nil {
			b.Fatal(err)
		}
		n += 250 * len(fs)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "features/s")
}
