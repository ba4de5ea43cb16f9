package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// manyPlans is a package of n plans that are squares of some hundred metres, side by side about Hồng Lĩnh.
func manyPlans(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "many-plans")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	column := func(name, vi, en string) map[string]any {
		return map[string]any{"name": name, "type": "string", "title": vi, "honglinh": map[string]any{"translations": map[string]any{"en": map[string]any{"title": en}}}}
	}
	about, err := json.Marshal(map[string]any{"name": "many-plans", "title": "Nhiều quy hoạch", "languages": []string{"vi", "en"},
		"licenses": []map[string]any{{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}},
		"honglinh": map[string]any{"translations": map[string]any{"en": map[string]any{"title": "Many plans"}}},
		"resources": []map[string]any{{"name": "plans", "path": "plans.csv", "title": "Quy hoạch",
			"schema":   map[string]any{"fields": []any{column("id", "Mã", "Code"), column("name", "Tên", "Name"), column("shape", "Hình", "Shape")}},
			"honglinh": map[string]any{"kind": "plan", "id": "id", "title": map[string]any{"vi": "name"}, "geometry": "shape"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), about, 0o644); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(dir, "plans.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := csv.NewWriter(file)
	rows := [][]string{{"id", "name", "shape"}}
	for i := range n {
		x, y := 105.5+float64(i%50)*0.008, 18.3+float64(i/50)*0.008
		rows = append(rows, []string{fmt.Sprintf("p%05d", i), fmt.Sprintf("Quy hoạch ô %d", i),
			fmt.Sprintf("POLYGON((%.4f %.4f,%.4f %.4f,%.4f %.4f,%.4f %.4f,%.4f %.4f))", x, y, x+0.006, y, x+0.006, y+0.006, x, y+0.006, x, y)})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestALayerTooLargeForThePageIsDrawnFromItsTiles(t *testing.T) {
	const plans = 2500 // the page holds at most 1,500 features under the records found
	ctx := chromium(t)
	addr, admin, _ := server(t, "--data", t.TempDir(), "--no-embedded", "--refresh", "0", "--packages", manyPlans(t, plans))
	until(t, 2*time.Minute, "http://"+admin+"/readyz", "ready")
	look := func(expression string) int {
		t.Helper()
		v, err := chromedp.Run(ctx, chromedp.Evaluate[int](`(async()=>{const stage=document.getElementById("map"),map=stage?.map?.library;return Number(`+expression+`)})()`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", expression, err)
		}
		return v
	}
	becomes := func(expression string) {
		t.Helper()
		for range 400 {
			if look("!!("+expression+")") > 0 {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		where, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href+" "+document.getElementById("map")?.dataset.ready`))
		t.Fatalf("never came true: %s; the page is %s", expression, where)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("http://"+addr+"/vi/map?layers=plans&q=zzxqj&view=11/18.5/105.7")); err != nil {
		t.Fatal(err)
	}
	becomes(`stage?.dataset.ready==="maplibre"`)
	becomes(`map.areTilesLoaded()&&map.queryRenderedFeatures({layers:["t-plans-area"]}).length`)
	if n := look(`new Set(map.queryRenderedFeatures({layers:["t-plans-area"]}).map(f=>f.properties.id??f.id)).size`); n < 1000 {
		t.Errorf("%d plans are drawn at this zoom, want most of %d", n, plans)
	}
	if n := look(`(await map.getSource("underlay").getData()).features.length`); n != 0 {
		t.Errorf("%d features are drawn twice, from the page as well", n)
	}
	t.Run("and so after the layer is switched on from the panel", func(t *testing.T) {
		if err := chromedp.Do(ctx, chromedp.Navigate("http://"+addr+"/en/map?layers=none&q=zzxqj&view=11/18.5/105.7")); err != nil {
			t.Fatal(err)
		}
		becomes(`stage?.dataset.ready==="maplibre"`)
		if n := look(`!!map.getLayer("t-plans-area")`); n != 0 {
			t.Error("a layer that is off has tiles")
		}
		look(`(document.querySelector("input[type=checkbox][name=layers][value=plans]").click(),1)`)
		becomes(`map.getLayer("t-plans-area")&&map.areTilesLoaded()&&map.queryRenderedFeatures({layers:["t-plans-area"]}).length`)
	})
}
