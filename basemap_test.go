package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"honglinh/catalog/geo/basemap"
)

func TestTheOperatorMakesABaseMap(t *testing.T) {
	dir := t.TempDir()
	from, out := filepath.Join(dir, "town.geojson"), filepath.Join(dir, "base.pmtiles")
	const tagged = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"highway":"trunk","ref":"QL8A"},"geometry":{"type":"LineString","coordinates":[[105.6,18.5],[105.8,18.55]]}}]}`
	if err := os.WriteFile(from, []byte(tagged), 0o600); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	if code := run(&commandLine{ctx: t.Context(), out: io.Discard, err: &errs, now: time.Now}, []string{"basemap", "--from", from, "--bbox", "105.5,18.4,105.9,18.7", "--out", out}); code != 0 {
		t.Fatalf("status %d: %s", code, errs.String())
	}
	if m, err := basemap.OpenFile(out); err != nil || !m.Own {
		t.Errorf("%+v, %v", m, err)
	}
	for _, box := range []string{"1,2,3", "105.9,18.4,105.5,18.7", "a,b,c,d"} {
		if code := run(&commandLine{ctx: t.Context(), out: io.Discard, err: io.Discard, now: time.Now}, []string{"basemap", "--from", from, "--bbox", box, "--out", out}); code == 0 {
			t.Errorf("the box %q is taken", box)
		}
	}
}
