package indexer_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"honglinh/indexer"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/protocols"
)

// pages is a portal of n pages, which a sitemap lists.
func pages(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		tag := fmt.Sprintf(`"%d"`, n)
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		var at int
		if _, err := fmt.Sscanf(r.URL.Path, "/tin/%d.html", &at); err != nil {
			fmt.Fprint(w, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
			for i := range n {
				fmt.Fprintf(w, "<url><loc>/tin/%d.html</loc></url>", i)
			}
			fmt.Fprint(w, `</urlset>`)
			return
		}
		fmt.Fprintf(w, `<html lang="vi"><body><div id="news_detail"><h1>Tin số %d: khởi công tuyến đường</h1><span class="time">Thứ hai, 20/03/2025</span><div class="bodytext">`, at)
		for i := range 10 {
			fmt.Fprintf(w, "<p>Đoạn %d của tin %d: phường tổ chức <b>khởi công</b> tuyến đường dài %d km, vốn đầu tư %d tỷ đồng, phục vụ nhân dân và doanh nghiệp.</p>", i, at, at%17, at%91)
		}
		fmt.Fprint(w, `<p><a rel="license" href="https://creativecommons.org/licenses/by/4.0/">Giấy phép</a></p></div></div></body></html>`)
	}
}

func harvestFrom(t testing.TB, data string, portal http.Handler, src harvest.Source) func() harvest.Report {
	t.Helper()
	s := httptest.NewServer(portal)
	t.Cleanup(s.Close)
	src.Address, src.Pace, src.AllowHosts = s.URL+src.Address, "0s", []string{strings.TrimPrefix(s.URL, "http://")}
	if err := src.Check(protocols.Names()); err != nil {
		t.Fatal(err)
	}
	protocol, _ := protocols.Find(src.Protocol)
	return func() harvest.Report {
		rep, err := harvest.Run(t.Context(), src, protocol, harvest.Options{Data: data, Agent: "t", Sleep: func(context.Context, time.Duration) error { return nil }})
		if err != nil {
			t.Fatal(err)
		}
		return rep
	}
}

func TestWhatIsHarvestedIsFoundWithItsSourceAndItsRights(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	n := 30
	run := harvestFrom(t, data, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { pages(n)(w, r) }),
		harvest.Source{Name: "cong-phuong", Title: "Cổng phường", Protocol: "sitemap", Address: "/sitemap.xml", Profile: "nukeviet", Keep: "abstract"})
	if rep := run(); rep.Added != n {
		t.Fatalf("got %+v", rep)
	}
	s, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoEmbedded: true, NoTables: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rep, err := s.Ingest(t.Context())
	if err != nil || rep.Added != n+1 || len(rep.Refused) != 0 {
		t.Fatalf("got %+v, %v", rep, err)
	}
	found, err := s.Store().Kind(t.Context(), "article")
	if err != nil || len(found) != n {
		t.Fatalf("%d articles, %v", len(found), err)
	}
	r := found[0]
	p := r.Provenance[0]
	if r.Licence != "CC-BY-4.0" || p.Title != "Cổng phường" || !strings.Contains(p.URL, "/tin/") || p.Retrieved == "" || r.Date != "2025-03-20" || !r.Body.IsZero() {
		t.Errorf("got %+v, %+v", r, p)
	}
	run()
	if rep, err = s.Ingest(t.Context()); err != nil || rep.Added+rep.Changed+rep.Removed != 0 {
		t.Errorf("a run over an unchanged portal: %+v, %v", rep, err)
	}
	n = 28 // two are taken off the portal's sitemap
	for range 3 {
		run()
	}
	if rep, err = s.Ingest(t.Context()); err != nil || rep.Removed != 2 || len(rep.Held) != 0 {
		t.Errorf("two that were missing three times: %+v, %v", rep, err)
	}
}

// BenchmarkHarvest takes 10,000 pages end to end into the index, and again unchanged.
func BenchmarkHarvest(b *testing.B) {
	const n = 10_000
	defer debug.SetGCPercent(debug.SetGCPercent(50)) // as the commands do
	for b.Loop() {
		data := b.TempDir()
		run := harvestFrom(b, data, pages(n), harvest.Source{Name: "cong", Protocol: "sitemap", Address: "/sitemap.xml", Profile: "nukeviet", Limits: harvest.Bounds{Requests: 50_000}})
		began := time.Now()
		if rep := run(); rep.Added != n {
			b.Fatalf("got %+v", rep)
		}
		fetched := time.Since(began)
		b.ReportMetric(highWater(b), "MB-harvest")
		s, err := indexer.Open(b.Context(), indexer.Options{Data: data, NoEmbedded: true})
		if err != nil {
			b.Fatal(err)
		}
		if rep, err := s.Ingest(b.Context()); err != nil || rep.Added != n+1 {
			b.Fatalf("got %+v, %v", rep, err)
		}
		whole := time.Since(began)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		if rep := run(); rep.Unchanged != n || rep.Written {
			b.Fatalf("got %+v", rep)
		}
		b.ReportMetric(n/fetched.Seconds(), "items/s-harvest")
		b.ReportMetric(n/whole.Seconds(), "items/s")
		b.ReportMetric(time.Since(began).Seconds(), "s-unchanged")
		b.ReportMetric(highWater(b), "MB")
	}
}

// highWater is the most memory that the process has held, in MB.
func highWater(t testing.TB) float64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc")
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kb float64
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		t.Fatal(err)
	}
	return kb / 1024
}
