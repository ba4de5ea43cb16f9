package indexer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"honglinh/indexer"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/protocols"
)

// soakTime is how long portals with faults are harvested: HONGLINH_SOAK_TIME, an hour by
// `make soak`, and else a few rounds.
func soakTime(t *testing.T) time.Duration {
	t.Helper()
	switch s := os.Getenv("HONGLINH_SOAK_TIME"); {
	case s != "":
		d, err := time.ParseDuration(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	case os.Getenv("HONGLINH_SOAK") != "":
		return time.Hour
	}
	return 5 * time.Second
}

// faulty is three portals that change all the time, and fail as portals do.
type faulty struct {
	mu sync.Mutex
	// pages are those of a site, posts those of a feed, sets the datasets of a CKAN: the
	// version of each by its number.
	pages, posts, sets map[int]int
	next               int
	// one in rate requests fails; 0 is none.
	rate  int
	fails map[string]int
}

func newFaulty() *faulty {
	f := &faulty{pages: map[int]int{}, posts: map[int]int{}, sets: map[int]int{}, fails: map[string]int{}}
	for range 120 {
		f.grow(f.pages)
	}
	for range 30 {
		f.grow(f.posts)
	}
	for range 12 {
		f.grow(f.sets)
	}
	return f
}

func (f *faulty) grow(what map[int]int) {
	f.next++
	what[f.next] = 1
}

// live changes some, adds some, and takes a page and a dataset away.
func (f *faulty) live() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, what := range []map[int]int{f.pages, f.posts, f.sets} {
		for n := range what {
			if rand.IntN(20) == 0 {
				what[n]++
			}
		}
	}
	for range rand.IntN(4) {
		f.grow(f.pages)
		f.grow(f.posts)
	}
	f.grow(f.sets)
	for _, what := range []map[int]int{f.pages, f.sets} {
		for n := range what { // any
			delete(what, n)
			break
		}
	}
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	rec := httptest.NewRecorder()
	f.mu.Lock()
	f.answer(rec, r)
	fault := f.rate > 0 && rand.IntN(f.rate) == 0
	f.mu.Unlock()
	body := rec.Body.Bytes()
	tag := `"` + strconv.Itoa(len(body)) + "-" + fmt.Sprintf("%x", crc(body)) + `"`
	if fault && f.fail(w, r, body) {
		return
	}
	if rec.Code != http.StatusOK {
		w.WriteHeader(rec.Code)
		return
	}
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(body) // a client that left is none of ours
}

func crc(b []byte) (sum uint32) {
	for _, c := range b {
		sum = sum*31 + uint32(c)
	}
	return sum
}

// fail answers as a portal that fails; false where the right answer follows.
func (f *faulty) fail(w http.ResponseWriter, r *http.Request, body []byte) bool {
	kind := []string{"500", "503", "429", "hang", "cut", "drop", "loop", "away", "login", "empty"}[rand.IntN(10)]
	f.mu.Lock()
	f.fails[kind]++
	f.mu.Unlock()
	switch kind {
	case "500", "503", "429":
		code, _ := strconv.Atoi(kind)
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(code)
	case "hang":
		<-r.Context().Done()
	case "cut":
		w.Header().Set("Content-Length", strconv.Itoa(len(body)+100))
		_, _ = w.Write(body[:len(body)/2])
	case "drop":
		if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = c.Close()
		}
	case "loop":
		http.Redirect(w, r, r.URL.String(), http.StatusFound)
	case "away":
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	case "login":
		fmt.Fprint(w, `<!doctype html><title>Đăng nhập</title><form></form>`)
	case "empty":
		w.WriteHeader(http.StatusOK)
	default:
		return false
	}
	return true
}

// answer is what the portals say when they do not fail.
func (f *faulty) answer(w http.ResponseWriter, r *http.Request) {
	number := func(form string) int {
		n := -1
		_, _ = fmt.Sscanf(r.URL.Path, form, &n)
		return n
	}
	switch {
	case r.URL.Path == "/sitemap.xml":
		fmt.Fprint(w, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
		for n := range f.next + 1 {
			if f.pages[n] > 0 {
				fmt.Fprintf(w, "<url><loc>/trang/%d.html</loc></url>", n)
			}
		}
		fmt.Fprint(w, `</urlset>`)
	case f.pages[number("/trang/%d.html")] > 0:
		n := number("/trang/%d.html")
		fmt.Fprintf(w, `<html lang="vi"><body><div id="news_detail"><h1>Trang %d của phường</h1><div class="bodytext"><p>%s</p></div></div></body></html>`, n, stated(n, f.pages[n]))
	case r.URL.Path == "/rss":
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Tin</title>`)
		left := 40 // the latest
		for n := f.next; n >= 0 && left > 0; n-- {
			if f.posts[n] > 0 {
				left--
				fmt.Fprintf(w, `<item><guid isPermaLink="false">g%d</guid><link>/tin/%d</link><title>Tin %d của phường</title><description>%s</description></item>`, n, n, n, stated(n, f.posts[n]))
			}
		}
		fmt.Fprint(w, `</channel></rss>`)
	case r.URL.Path == "/api/3/action/package_search":
		f.search(w, r)
	case f.sets[number("/tep/%d.csv")] > 0:
		n := number("/tep/%d.csv")
		fmt.Fprintf(w, "ma,so\n%d,%d\n", n, f.sets[n])
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func stated(n, version int) string {
	return fmt.Sprintf("Số %d bản %d. %s", n, version, strings.Repeat(fmt.Sprintf("Việc %d của mục %d. ", n*7, n), 5))
}

func (f *faulty) search(w http.ResponseWriter, r *http.Request) {
	type object = map[string]any
	start, _ := strconv.Atoi(r.URL.Query().Get("start"))
	results := []object{}
	at := 0
	for n := range f.next + 1 {
		if f.sets[n] == 0 {
			continue
		}
		if at++; at <= start || len(results) == 5 {
			continue
		}
		results = append(results, object{"id": fmt.Sprintf("id-%d", n), "name": fmt.Sprintf("bo-%d", n), "title": fmt.Sprintf("Bộ %d", n), "state": "active",
			"metadata_modified": fmt.Sprintf("v%d", f.sets[n]), "resources": []object{{"id": "r", "name": "bang", "url": fmt.Sprintf("/tep/%d.csv", n), "format": "CSV"}}})
	}
	_ = json.NewEncoder(w).Encode(object{"success": true, "result": object{"count": len(f.sets), "results": results}})
}

// harvestedItems are the items that the sources publish, by what stands in them; it fails where
// one is there twice.
func harvestedItems(t *testing.T, data string) map[string]string {
	t.Helper()
	dirs, err := harvest.Packages(data)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	put := func(key, value string) {
		if _, twice := out[key]; twice {
			t.Errorf("%s is there twice", key)
		}
		out[key] = value
	}
	for name, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*", "article.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for line := range strings.Lines(read(t, file)) {
				var row map[string]string
				if err := json.Unmarshal([]byte(line), &row); err != nil {
					t.Fatal(err)
				}
				_, path, _ := strings.Cut(strings.TrimPrefix(row["source_url"], "http://"), "/")
				body := row["body_vi"] + row["summary_vi"]
				put(name+" "+path, body[:min(len(body), strings.IndexByte(body+".", '.'))])
			}
		}
		if files, err = filepath.Glob(filepath.Join(dir, "*", "data", "*.csv")); err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content := strings.Fields(read(t, file))[1]
			put(name+" "+content[:strings.IndexByte(content, ',')], content)
		}
	}
	return out
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// truth is what should be published.
func (f *faulty) truth() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := map[string]string{}
	said := func(n, version int) string { return fmt.Sprintf("Số %d bản %d", n, version) }
	for n, v := range f.pages {
		out[fmt.Sprintf("trang trang/%d.html", n)] = said(n, v)
	}
	for n, v := range f.sets {
		out[fmt.Sprintf("bo %d", n)] = fmt.Sprintf("%d,%d", n, v)
	}
	for n, v := range f.posts {
		out[fmt.Sprintf("tin tin/%d", n)] = said(n, v)
	}
	return out
}

// TestSoakThreeSourcesWithFaultsLoseAndDoubleNothing harvests three portals that change and
// fail all the time, each round into the catalogue. What a portal has had since before the
// last good run is there, once; when the faults end, all is as the portals say.
func TestSoakThreeSourcesWithFaultsLoseAndDoubleNothing(t *testing.T) {
	t.Parallel()
	data, portal := t.TempDir(), newFaulty()
	server := httptest.NewServer(portal)
	defer server.Close()
	var sources []harvest.Source
	for _, s := range []harvest.Source{{Name: "trang", Protocol: "sitemap", Address: "/sitemap.xml", Profile: "nukeviet"}, {Name: "tin", Protocol: "feed", Address: "/rss"}, {Name: "bo", Protocol: "ckan"}} {
		s.Address, s.Pace, s.AllowHosts = server.URL+s.Address, "0s", []string{strings.TrimPrefix(server.URL, "http://")}
		s.Limits.Answer = "150ms"
		if err := s.Check(protocols.Names()); err != nil {
			t.Fatal(err)
		}
		sources = append(sources, s)
	}
	s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true})
	defer s.Close()
	clock := time.Now()
	round := func() (stopped int) {
		clock = clock.Add(6 * time.Hour)
		for _, src := range sources {
			protocol, _ := protocols.Find(src.Protocol)
			rep, err := harvest.Run(t.Context(), src, protocol, harvest.Options{Data: data, Agent: "t", Now: func() time.Time { return clock }, Sleep: func(context.Context, time.Duration) error { return nil }})
			if err != nil {
				t.Fatal(err)
			}
			if rep.Stopped != "" {
				stopped++
			}
		}
		s.AllowRemoval()
		if rep := ingest(t, s); len(rep.Refused) > 0 {
			t.Errorf("refused: %v", rep.Refused)
		}
		return stopped
	}
	if round() > 0 {
		t.Fatal("the first run met no fault and stopped")
	}
	portal.rate = 12
	began, rounds, stopped := time.Now(), 0, 0
	for ; time.Since(began) < soakTime(t); rounds++ {
		before := portal.truth()
		has := harvestedItems(t, data)
		portal.live()
		stopped += round()
		now, still := harvestedItems(t, data), portal.truth()
		for key := range has {
			if before[key] != "" && still[key] != "" && now[key] == "" {
				t.Fatalf("round %d: %s is lost", rounds, key)
			}
		}
	}
	portal.rate = 0
	for range 4 { // what is missing three times is gone
		if round() > 0 {
			t.Error("a run without faults stopped")
		}
	}
	now, want := harvestedItems(t, data), portal.truth()
	for key, said := range want {
		if now[key] != said && !strings.HasPrefix(key, "tin ") { // a feed shows the latest only
			t.Errorf("%s: got %q, want %q", key, now[key], said)
		}
	}
	for key := range now {
		if want[key] == "" {
			t.Errorf("%s is there and gone at the portal", key)
		}
	}
	articles := kindOf(t, s, "article")
	if want := len(now) - len(portal.sets); len(articles) != want {
		t.Errorf("%d articles are published, want %d", len(articles), want)
	}
	t.Logf("%d rounds in %v, %d runs stopped, faults %v; %d pages, %d posts, %d datasets at the end", rounds, time.Since(began).Round(time.Second), stopped, portal.fails, len(portal.pages), len(portal.posts), len(portal.sets))
}
