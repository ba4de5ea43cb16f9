package maps_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/api/maps"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/datasets/export"
)

// searching is a stand whose results come from the real engine over the stand's own records.
func searching(t *testing.T) stand {
	t.Helper()
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	shelf, prep, b := enginetest.Shelf{}, search.Preparer{}, search.Batch{Seq: 1}
	records := records()
	for i := range records {
		shelf[records[i].ID] = records[i]
		b.Put = append(b.Put, prep.Document(&records[i]))
	}
	if err := e.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	var current layers.Current
	current.Store(sample())
	f := search.NewFinder(search.FinderOptions{Records: shelf, Spatial: layers.Spatial{Current: &current}})
	f.Swap(search.Snapshot{Engine: e})
	return newStand(t, func(o *maps.Options) { o.Finder = f })
}

func TestWhatASearchFindsIsDownloadedInEveryFormatAndProved(t *testing.T) {
	s := searching(t)
	_, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Log("NOT PROVED: ogrinfo (Debian gdal-bin) is not installed")
	}
	for _, format := range export.Names(export.Layers) {
		t.Run(format, func(t *testing.T) {
			const query = "?kind=unit,place&bbox=105,18,106,19"
			w := s.get("/api/v1/search/exports/" + format + query)
			if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Disposition"), "search.") || !strings.Contains(w.Header().Get("Link"), ".json?kind=unit") {
				t.Fatalf("status %d, %v: %.300s", w.Code, w.Header(), w.Body)
			}
			m := s.json("/api/v1/search/exports/" + format + ".json" + query)
			sum := sha256.Sum256(w.Body.Bytes())
			if m["sha256"] != hex.EncodeToString(sum[:]) || m["verified"] != true || m["without_geometry"] != 0.0 {
				t.Errorf("manifest %v", m)
			}
			count, ok := m["count"].(float64)
			if !ok || count < 2 {
				t.Fatalf("a box of everything holds %v features", m["count"])
			}
			if err != nil || format == "geoparquet" || format == "pmtiles" || format == "shp" { // Debian's GDAL has no Parquet; and no PMTiles; a Shapefile is several layers: see the tests of geo/write
				return
			}
			name := map[string]string{"geojsonseq": "geojsonl", "jsonfg": "json"}[format]
			if name == "" {
				name = format
			}
			path := filepath.Join(t.TempDir(), "a."+name)
			if err := os.WriteFile(path, w.Body.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("ogrinfo", "-ro", "-al", "-so", path).CombinedOutput()
			if err != nil || !strings.Contains(string(out), fmt.Sprintf("Feature Count: %d", int(count))) {
				t.Errorf("GDAL: want %v features: %v\n%s", count, err, out)
			}
		})
	}
}

func TestAResultIsAskedWithALongOutlineByPost(t *testing.T) {
	s := searching(t)
	var ring []string
	for i := range 4000 { // longer than an address may be
		ring = append(ring, fmt.Sprintf("%.6f 18", 105+float64(i)/4000))
	}
	form := url.Values{"polygon": {"POLYGON((" + strings.Join(ring, ",") + ",106 18,106 19,105 19,105 18))"}, "crs": {"EPSG:9209"}}
	r := httptest.NewRequest(http.MethodPost, "/api/v1/search/exports/csv.json", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"EPSG:9209"`) {
		t.Errorf("status %d: %.300s", w.Code, w.Body)
	}
	for name, c := range map[string]struct {
		body, media string
		want        int
	}{
		"another media type":   {`{}`, "application/json", http.StatusBadRequest},
		"an unknown parameter": {"polygn=x", "application/x-www-form-urlencoded", http.StatusBadRequest},
		"an outline of 5 MB":   {"polygon=" + strings.Repeat("1", 5<<20), "application/x-www-form-urlencoded", http.StatusRequestEntityTooLarge},
		"an outline of 2 MB":   {"polygon=" + strings.Repeat("1", 2<<20), "application/x-www-form-urlencoded", http.StatusRequestEntityTooLarge},
		"swapped coordinates":  {"polygon=" + url.QueryEscape("POLYGON((18 105,19 105,19 106,18 105))"), "application/x-www-form-urlencoded", http.StatusBadRequest},
		"metres of VN-2000":    {"polygon=" + url.QueryEscape("POLYGON((540000 2028000,541000 2028000,541000 2029000,540000 2028000))"), "application/x-www-form-urlencoded", http.StatusBadRequest},
	} {
		r := httptest.NewRequest(http.MethodPost, "/api/v1/search/exports/csv", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.media)
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if w.Code != c.want || !strings.Contains(w.Body.String(), "detail_vi") {
			t.Errorf("%s: status %d, want %d: %.300s", name, w.Code, c.want, w.Body)
		}
	}
}
