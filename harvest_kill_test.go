package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// twoPortals is a site of pages and a feed, whose texts all change with the version.
func twoPortals(pages, posts int, version *atomic.Int64) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		tag := fmt.Sprintf(`"%d"`, version.Load())
		w.Header().Set("ETag", tag)
		var n int
		switch _, err := fmt.Sscanf(r.URL.Path, "/trang/%d.html", &n); {
		case r.Header.Get("If-None-Match") == tag:
			w.WriteHeader(http.StatusNotModified)
		case err == nil:
			fmt.Fprintf(w, `<html lang="vi"><body><div id="news_detail"><h1>Trang %d</h1><div class="bodytext"><p>Bản %d của trang %d.</p></div></div></body></html>`, n, version.Load(), n)
		case r.URL.Path == "/sitemap.xml":
			fmt.Fprint(w, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
			for i := range pages {
				fmt.Fprintf(w, "<url><loc>/trang/%d.html</loc></url>", i)
			}
			fmt.Fprint(w, `</urlset>`)
		case r.URL.Path == "/rss":
			fmt.Fprint(w, `<rss version="2.0"><channel><title>Tin</title>`)
			for i := range posts {
				fmt.Fprintf(w, `<item><guid isPermaLink="false">g%d</guid><link>/tin/%d</link><title>Tin %d</title><description>Bản %d của tin %d.</description></item>`, i, i, i, version.Load(), i)
			}
			fmt.Fprint(w, `</channel></rss>`)
		default:
			http.NotFound(w, r)
		}
	}
}

// harvestKills is how often the program is killed.
func harvestKills() int {
	if os.Getenv("HONGLINH_SOAK") != "" {
		return 200
	}
	return 30
}

// TestAHarvestThatIsKilledAtAnyInstantEndsWhole kills the program with SIGKILL while it
// harvests, again and again while the portal changes; the run that is let end has every
// item once, as the portal says it, and so has the catalogue.
func TestAHarvestThatIsKilledAtAnyInstantEndsWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	t.Parallel()
	const pages, posts = 150, 40
	var version atomic.Int64
	version.Store(1)
	portal := httptest.NewServer(twoPortals(pages, posts, &version))
	defer portal.Close()
	dir := t.TempDir()
	program := asProcess.program(t)
	config, data := filepath.Join(dir, "c.yaml"), filepath.Join(dir, "data")
	host := strings.TrimPrefix(portal.URL, "http://")
	settings := "site: {contact: {email: a@example.vn}}\nsources:\n" +
		fmt.Sprintf("  - {name: trang, protocol: sitemap, profile: nukeviet, address: %s/sitemap.xml, pace: 0s, allow_hosts: [\"%s\"]}\n", portal.URL, host) +
		fmt.Sprintf("  - {name: tin, protocol: feed, address: %s/rss, pace: 0s, allow_hosts: [\"%s\"]}\n", portal.URL, host)
	if err := os.WriteFile(config, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func() *exec.Cmd { return exec.Command(program, "harvest", "--config", config, "--data", data) }
	began := time.Now()
	if out, err := run().CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole, killed := time.Since(began), 0
	for i := 0; killed < harvestKills() && i < 10*harvestKills(); i++ {
		if i%3 == 0 {
			version.Add(1) // else the next one goes on where this one was killed
		}
		cmd := run()
		var out strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(whole))
		_ = cmd.Process.Kill() // SIGKILL; it may have ended
		if err := cmd.Wait(); err == nil {
			continue
		} else if !strings.Contains(err.Error(), "killed") {
			t.Fatalf("run %d ended by itself: %v\n%s", i, err, out.String())
		}
		killed++
	}
	if killed < harvestKills() {
		t.Fatalf("only %d runs were killed", killed)
	}
	for range 2 { // the first ends what was begun, and passes over what that had seen
		if out, err := run().CombinedOutput(); err != nil {
			t.Fatalf("a run that is let end: %v\n%s", err, out)
		}
	}
	everyItemOnce(t, data, "trang", pages, version.Load())
	everyItemOnce(t, data, "tin", posts, version.Load())
	out, err := exec.Command(program, "ingest", "--no-embedded", "--data", data).CombinedOutput()
	if want := fmt.Sprintf("%d records added", pages+posts+2); err != nil || !strings.Contains(string(out), want) {
		t.Errorf("ingest: %v, want %s\n%s", err, want, out)
	}
	if out, err := run().CombinedOutput(); err != nil || !strings.Contains(string(out), "0 added, 0 changed") {
		t.Errorf("a run over what is unchanged: %v\n%s", err, out)
	}
	t.Logf("%d kills within %v of a run", killed, whole)
}

// everyItemOnce holds what a source published against the portal.
func everyItemOnce(t *testing.T, data, source string, want int, version int64) {
	t.Helper()
	name := filepath.Join(data, "harvest", source, "current", source, "article.jsonl")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	ids, addresses := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(string(b)) {
		var row map[string]string
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if ids[row["id"]] || addresses[row["source_url"]] {
			t.Errorf("%s: %s is there twice", source, row["source_url"])
		}
		ids[row["id"]], addresses[row["source_url"]] = true, true
		if text := row["body_vi"] + row["summary_vi"]; !strings.Contains(text, fmt.Sprintf("Bản %d của", version)) {
			t.Errorf("%s: %s says %q, the portal is at version %d", source, row["source_url"], text, version)
		}
	}
	if len(ids) != want {
		t.Errorf("%s: %d items, want %d", source, len(ids), want)
	}
}
