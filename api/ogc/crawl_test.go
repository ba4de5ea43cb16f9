package ogc_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"honglinh/api/ogc"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
)

func readJSON(t *testing.T, path string) map[string]any {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(path, err)
	}
	return v
}

func TestACrawlerReachesEveryRecordFromTheCatalogueFile(t *testing.T) {
	dir, set := t.TempDir(), sample()
	if err := ogc.Crawl(t.Context(), dir, set, text.VI, "https://honglinh.example"); err != nil {
		t.Fatal(err)
	}
	reached := 0
	for _, l := range readJSON(t, filepath.Join(dir, "catalogue.json"))["links"].([]any) {
		o := l.(map[string]any)
		if o["rel"] != "item" {
			continue
		}
		reached++
		path := filepath.Join(dir, o["href"].(string))
		r := readJSON(t, path)
		if r["type"] != "Feature" || r["properties"].(map[string]any)["title"] != o["title"] {
			t.Errorf("%v is %v", o, r)
		}
		back := false
		for _, rl := range r["links"].([]any) {
			if h := rl.(map[string]any); h["rel"] == "collection" {
				back = filepath.Join(filepath.Dir(path), h["href"].(string)) == filepath.Join(dir, "catalogue.json")
			}
		}
		if !back {
			t.Errorf("%s does not lead back to the catalogue", path)
		}
	}
	if reached != set.All().Len() {
		t.Errorf("%d records are reached, want %d", reached, set.All().Len())
	}
	if err := ogc.Crawl(t.Context(), dir, layers.Build(nil), text.EN, "https://honglinh.example"); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "records")); err != nil || len(left) > 0 {
		t.Errorf("%d records of the older state are left, %v", len(left), err)
	}
}
