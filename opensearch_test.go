package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"honglinh/catalog/search/opensearchtest"
)

// TestTheCatalogueIsSearchedInOpenSearch takes content in, serves it, and goes on serving while
// the cluster is away, at a start as well.
func TestTheCatalogueIsSearchedInOpenSearch(t *testing.T) {
	script := opensearchtest.Script(t)
	if strings.Contains(script, "://") {
		t.Skip(opensearchtest.Variable + " names a cluster that is not ours to end")
	}
	c, end, err := opensearchtest.New(script, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	src, data := writePackage(t, "id,ten\na,Chùa Thiên Tượng\nb,Núi Hồng\n"), t.TempDir()
	args := []string{"--engine", c.Address() + "/phuong", "--data", data, "--no-embedded", "--packages", src}
	if status, said, errs := command(t.Context(), append([]string{"ingest"}, args...)...); status != 0 || !strings.Contains(said, "3 records added") {
		t.Fatalf("ingest: %d %s %s", status, said, errs)
	}
	addr, admin, stop := server(t, args...)
	until(t, time.Minute, "http://"+admin+"/readyz", "ready")
	until(t, time.Minute, "http://"+addr+"/api/v1/search?q=thien+tuong", "place/a")
	until(t, time.Minute, "http://"+addr+"/api/v1/site", `"opensearch 1"`)
	for page, want := range map[string]string{"/vi/search?q=thien+tuong": `href="/vi/place/a`, "/en/search?q=thien+tuong": `href="/en/place/a`, "/api/v1/suggest?q=thi": "Chùa Thiên Tượng"} {
		if status, said := get(t, "http://"+addr+page); status != http.StatusOK || !strings.Contains(said, want) {
			t.Errorf("%s answers %d without %q", page, status, want)
		}
	}

	c.Nodes[0].Kill()
	away(t, addr)
	if status := stop(); status != 0 {
		t.Errorf("the server ended with %d", status)
	}
	addr, admin, stop = server(t, args...) // a start without the cluster
	until(t, time.Minute, "http://"+admin+"/readyz", "ready")
	if status, said := get(t, "http://"+addr+"/api/v1/records/place/b"); status != http.StatusOK || !strings.Contains(said, "Núi Hồng") {
		t.Errorf("a record after a start without the cluster: %d %s", status, said)
	}
	if err := c.Nodes[0].Start(script); err != nil {
		t.Fatal(err)
	}
	if err := c.Nodes[0].Wait(1); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(src, "diem.csv"), []byte("id,ten\na,Chùa Thiên Tượng\nb,Núi Hồng\nc,Đền Củi\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	res, err := http.Post("http://"+admin+"/ingest", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	until(t, 2*time.Minute, "http://"+addr+"/api/v1/search?q=den+cui", "place/c")
	until(t, time.Minute, "http://"+addr+"/api/v1/search?q=thien+tuong", "place/a")
	if status := stop(); status != 0 {
		t.Errorf("the server ended with %d", status)
	}
}

// away asks a server whose cluster is away: searches say so and when to come again, records are
// served.
func away(t *testing.T, addr string) {
	t.Helper()
	for _, lang := range []string{"vi", "en"} {
		res, err := http.Get("http://" + addr + "/api/v1/search?q=nui&lang=" + lang)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			t.Errorf("a search without the cluster: %s, Retry-After %q", res.Status, res.Header.Get("Retry-After"))
		}
	}
	if status, said := get(t, "http://"+addr+"/vi/search?q=nui"); status != http.StatusServiceUnavailable || !strings.Contains(said, "Máy tìm kiếm tạm thời không trả lời") {
		t.Errorf("the page of a search without the cluster: %d", status)
	}
	if status, said := get(t, "http://"+addr+"/en/place/b"); status != http.StatusOK || !strings.Contains(said, "Núi Hồng") {
		t.Errorf("a record without the cluster: %d", status)
	}
}
