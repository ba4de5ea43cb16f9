package ogc_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog/geo/crs"
)

func (s *stand) body(path string, status int) ([]byte, http.Header) {
	s.t.Helper()
	resp := s.get(path)
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != status {
		s.t.Fatalf("%s: status %d, %v: %.300s", path, resp.StatusCode, err, b)
	}
	return b, resp.Header
}

func TestPagesOfFeaturesComeAsFiles(t *testing.T) {
	s := newStand(t, sample(), nil)
	const units = "/ogc/collections/units/items"
	plain := s.json(units + "?f=json&limit=3")
	want := int(plain["numberReturned"].(float64))

	b, h := s.body(units+"?f=csv&limit=3", http.StatusOK)
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil || len(rows) != want+1 || rows[0][0] != "id" {
		t.Errorf("CSV: %v, %v", rows, err)
	}
	if h.Get("OGC-NumberMatched") != strconv.Itoa(int(plain["numberMatched"].(float64))) || !strings.Contains(strings.Join(h.Values("Link"), " "), `rel="next"`) || !strings.Contains(h.Get("Content-Crs"), "CRS84") {
		t.Errorf("headers: %v", h)
	}

	b, _ = s.body(units+"?f=geojsonseq&limit=3", http.StatusOK)
	seen := 0
	for record := range strings.SplitSeq(strings.TrimPrefix(string(b), "\x1e"), "\x1e") {
		var f struct{ Type string }
		if err := json.Unmarshal([]byte(record), &f); err != nil || f.Type != "Feature" || !strings.HasSuffix(record, "\n") {
			t.Errorf("a record of the sequence (RFC 8142): %q, %v", record, err)
		}
		seen++
	}
	if b[0] != 0x1e || seen != want {
		t.Errorf("%d records, want %d", seen, want)
	}

	b, h = s.body(units+"?f=jsonfg&limit=3&crs=http://www.opengis.net/def/crs/EPSG/0/9209", http.StatusOK)
	var fg struct {
		CoordRefSys string
		Features    []json.RawMessage
	}
	if err := json.Unmarshal(b, &fg); err != nil || !strings.HasSuffix(fg.CoordRefSys, "/9209") || len(fg.Features) != want || !strings.Contains(h.Get("Content-Crs"), "9209") {
		t.Errorf("JSON-FG: %v, %d features in %s", err, len(fg.Features), fg.CoordRefSys)
	}

	b, _ = s.body("/ogc/collections/units/items?f=fgb&filter=level%3D%27ward%27", http.StatusOK)
	if !bytes.HasPrefix(b, []byte("fgb\x03fgb")) {
		t.Errorf("FlatGeobuf begins with %q", b[:8])
	}
	b, _ = s.body("/ogc/collections/units/items?f=shp&crs=http://www.opengis.net/def/crs/EPSG/0/9209", http.StatusOK)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	endings := map[string]bool{}
	for _, f := range z.File {
		endings[f.Name[strings.LastIndexByte(f.Name, '.'):]] = true
	}
	for _, e := range []string{".shp", ".dbf", ".prj", ".cpg"} {
		if !endings[e] {
			t.Errorf("the Shapefile has no %s", e)
		}
	}
	s.body(units+"?f=kml&crs=http://www.opengis.net/def/crs/EPSG/0/9209", http.StatusBadRequest)
	s.body(units+"?f=xlsx", http.StatusBadRequest)
	if got := s.get(units, "Accept", "text/csv").Header.Get("Content-Type"); !strings.HasPrefix(got, "text/csv") {
		t.Errorf("Accept: text/csv is answered with %s", got)
	}
}

// A tile of the grid of VN-2000 has the features where the plane of VN-2000 does.
func TestTilesInTheGridOfVN2000(t *testing.T) {
	s := newStand(t, sample(), nil)
	var set struct {
		CRS          string
		TileMatrices []struct {
			ID            string
			CellSize      float64
			PointOfOrigin [2]float64
		}
	}
	b, _ := s.body("/ogc/tileMatrixSets/VN2000-3405?f=json", http.StatusOK)
	if err := json.Unmarshal(b, &set); err != nil || !strings.HasSuffix(set.CRS, "/3405") {
		t.Fatalf("%v, %s", err, b)
	}
	to := crs.Transform(crs.MustLookup(crs.CRS84), crs.MustLookup("EPSG:3405"))
	ring := square(105.6, 18.5, 0.1)[0] // of the ward in the sample
	var plane orb.Ring
	for _, p := range ring {
		q, err := to.Point(p)
		if err != nil {
			t.Fatal(err)
		}
		plane = append(plane, q)
	}
	middle, _ := planar.CentroidArea(plane)
	for _, zoom := range []int{2, 6, 9} {
		m := set.TileMatrices[zoom]
		col, row := int((middle[0]-m.PointOfOrigin[0])/(256*m.CellSize)), int((m.PointOfOrigin[1]-middle[1])/(256*m.CellSize))
		b, h := s.body("/ogc/collections/units/tiles/VN2000-3405/"+m.ID+"/"+strconv.Itoa(row)+"/"+strconv.Itoa(col)+"?f=mvt", http.StatusOK)
		if h.Get("Content-Encoding") == "gzip" {
			t.Fatal("not asked for")
		}
		layers, err := mvt.Unmarshal(b)
		if err != nil {
			t.Fatal(err)
		}
		unit := 256 * m.CellSize / 4096
		found := false
		for _, f := range layers[0].Features {
			if f.Properties["code"] != "18115" {
				continue
			}
			found = true
			got := orb.Clone(f.Geometry).Bound()
			for i := range 2 {
				left := m.PointOfOrigin[0] + (float64(col)*4096+got.Min[0])*unit
				if i == 1 {
					left = m.PointOfOrigin[1] - (float64(row)*4096+got.Max[1])*unit
				}
				want := max(plane.Bound().Min[i], []float64{m.PointOfOrigin[0] + (float64(col)*4096-64)*unit, m.PointOfOrigin[1] - (float64(row+1)*4096+64)*unit}[i])
				if math.Abs(left-want) > 2*unit {
					t.Errorf("zoom %d, axis %d: %.1f m, want %.1f ± %.1f", zoom, i, left, want, 2*unit)
				}
			}
		}
		if !found {
			t.Errorf("zoom %d: the ward is not in tile %d/%d", zoom, row, col)
		}
	}
	s.body("/ogc/tiles/VN2000-3405/0/0/0", http.StatusOK)
	s.body("/ogc/tiles/VN2000-9999", http.StatusNotFound)
	s.body("/ogc/tiles/VN2000-3405/0/1/0", http.StatusNotFound)
	lists := s.json("/ogc/tiles?f=json")["tilesets"].([]any)
	if len(lists) != 2 {
		t.Errorf("%d tilesets, want those of two grids", len(lists))
	}
}

func TestEveryStyleIsHadInEveryForm(t *testing.T) {
	s := newStand(t, sample(), nil)
	list := s.json("/ogc/styles?f=json")["styles"].([]any)
	if len(list) == 0 {
		t.Fatal("there are no styles")
	}
	for _, one := range list {
		seen := map[string]bool{}
		for _, l := range one.(map[string]any)["links"].([]any) {
			l := l.(map[string]any)
			href, rel := strings.TrimPrefix(l["href"].(string), s.URL), l["rel"].(string)
			if rel == "alternate" {
				continue // of another face
			}
			b, h := s.body(href, http.StatusOK)
			seen[l["type"].(string)] = true
			switch l["type"] {
			case "application/vnd.mapbox.style+json":
				var style struct {
					Version int
					Glyphs  string
					Layers  []struct {
						ID     string
						Source string `json:"source-layer"`
					}
				}
				if err := json.Unmarshal(b, &style); err != nil || style.Version != 8 || len(style.Layers) < 2 || !strings.Contains(style.Glyphs, "{fontstack}/{range}") || h.Get("Content-Type") != "application/vnd.mapbox.style+json" {
					t.Errorf("%s: %v, %.200s", href, err, b)
				}
			case "application/vnd.ogc.sld+xml;version=1.0":
				if line, _ := bufio.NewReader(bytes.NewReader(b)).ReadString('\n'); !strings.HasPrefix(line, "<?xml") || !bytes.Contains(b, []byte("StyledLayerDescriptor")) {
					t.Errorf("%s: %.200s", href, b)
				}
			}
		}
		if len(seen) != 3 {
			t.Errorf("%v has %v", one, seen)
		}
	}
	if got := s.json("/ogc/collections/units/styles?f=json"); got["default"] != "units" {
		t.Errorf("the style of a collection: %v", got)
	}
	b, _ := s.body("/ogc/styles/units?f=html&lang=vi", http.StatusOK)
	if !bytes.Contains(b, []byte("<html")) {
		t.Error("a style has no page")
	}
	s.body("/ogc/styles/unit", http.StatusNotFound)
	if got := s.get("/ogc/styles/units", "Accept", "application/vnd.ogc.sld+xml;version=1.0").Header.Get("Content-Type"); !strings.Contains(got, "sld") {
		t.Errorf("Accept of SLD is answered with %s", got)
	}
}
