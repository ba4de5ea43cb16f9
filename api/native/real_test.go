package native

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

func TestTheWholeCatalogueIsWalkedByCursorEachRecordOnce(t *testing.T) {
	s := newRealStand(t)
	s.fill(130)
	seen := map[string]bool{}
	query := url.Values{"limit": {"50"}, "lang": {"vi"}}
	for i := range 10 {
		page := s.get("/api/v1/search?" + query.Encode()).json()
		for _, item := range page["items"].([]any) {
			id := item.(map[string]any)["record"].(map[string]any)["id"].(string)
			if seen[id] {
				t.Errorf("%s twice", id)
			}
			seen[id] = true
		}
		next, more := page["next"].(string)
		if !more {
			break
		}
		query.Set("cursor", next)
		// What is published meanwhile neither repeats nor hides a record.
		s.publish([]catalog.Record{sample("new-"+strconv.Itoa(i), "Mới")})
	}
	for _, id := range []string{"article/bare", "place/c-1000", "place/c-1129"} {
		if !seen[id] {
			t.Errorf("%s is missing", id)
		}
	}
	if len(seen) < 131 {
		t.Errorf("%d records of 131", len(seen))
	}
}

func TestRealSearchesExportAndRevalidate(t *testing.T) {
	s := newRealStand(t)
	s.fill(230)
	features := s.get("/api/v1/search.geojson?q=cum+cong+nghiep&kind=place").json()
	if got := len(features["features"].([]any)); got != 230 || features["numberMatched"] != 230.0 {
		t.Errorf("%d features of %v", got, features["numberMatched"])
	}
	first := s.get("/api/v1/search?q=cum+cong+nghiep&facets=kind")
	etag := first.Header().Get("ETag")
	answer := first.json()
	if answer["total"] != 230.0 || answer["seq"] != 231.0 || len(answer["items"].([]any)) != 20 {
		t.Errorf("total %v, seq %v", answer["total"], answer["seq"])
	}
	hit := answer["items"].([]any)[0].(map[string]any)
	if len(hit["highlights"].(map[string]any)) == 0 {
		t.Errorf("nothing highlighted: %v", hit)
	}
	if w := s.get("/api/v1/search?facets=kind&q=cum+cong+nghiep", "If-None-Match", etag); w.Code != 304 {
		t.Errorf("revalidation: %d", w.Code)
	}
	s.publish(nil, "place/c-1000")
	w := s.get("/api/v1/search?q=cum+cong+nghiep&facets=kind", "If-None-Match", etag)
	if got := w.json(); w.Code != 200 || got["total"] != 229.0 {
		t.Errorf("after a removal: %d, %v", w.Code, got["total"])
	}
	if got := s.get("/api/v1/search?place=18115&near=105.7,18.53&radius=1&sort=distance&limit=1").json()["items"].([]any)[0].(map[string]any)["distance_km"]; got != 0.0 {
		t.Errorf("distance %v", got)
	}
}

func TestMonstrousQueriesAreAnsweredOrRefusedClearly(t *testing.T) {
	s := newRealStand(t)
	s.fill(20)
	q := func(text string) string { return "/api/v1/search?q=" + url.QueryEscape(text) }
	for _, tc := range []struct {
		name, target string
		status       int
		parameter    any
	}{
		{"ten thousand characters", q(strings.Repeat("cum cong n", 1000)), 400, "q"},
		{"ten thousand with marks: a longer address than is read", q(strings.Repeat("cụm công ", 1112)), 414, nil},
		{"as many characters as are allowed", q(strings.Repeat("cụm công n", 100)), 200, nil},
		{"control characters", q("cum\x00\x01 cong\x1b[31m nghiep\r\n"), 400, "q"},
		{"an open quotation mark", q(`"cum cong nghiep`), 200, nil},
		{"nothing but marks", q(`"" ( ) + - * ~ ^ : \ / ?`), 200, nil},
		{"bytes that are no UTF-8", "/api/v1/search?q=%ff%fecum", 400, "q"},
		{"a limit of a thousand million", "/api/v1/search?limit=1e9", 400, "limit"},
		{"a cursor that nobody gave", "/api/v1/search?cursor=abc", 400, "cursor"},
		{"a cursor of control characters", "/api/v1/search?cursor=%00%01", 400, "cursor"},
		{"one value more often than a filter may have values", "/api/v1/search?facets=kind" + strings.Repeat("&facets=kind", 50), 400, "facets"},
		{"an unknown parameter", "/api/v1/search?qq=cum", 400, "qq"},
		{"an id that climbs out", "/api/v1/records/place/..%2f..%2f..%2fetc%2fpasswd", 404, "slug"},
		{"an id with a null byte", "/api/v1/records/place/c-1000%00", 404, "slug"},
	} {
		w := s.get(tc.target)
		p := w.json()
		if w.Code != tc.status || p["parameter"] != tc.parameter {
			t.Errorf("%s: %d %v, want %d about %v", tc.name, w.Code, p["parameter"], tc.status, tc.parameter)
		}
		if tc.status != 200 && (p["detail_vi"] == nil || p["detail_en"] == nil) {
			t.Errorf("%s: not in both languages: %v", tc.name, p)
		}
	}
}

func TestBeforeTheFirstIndexTheSearchIsBusy(t *testing.T) {
	s := newRealStand(t)
	s.fill(1)
	s.face.src.Finder = search.NewFinder(search.FinderOptions{Records: s.store})
	w := s.get("/api/v1/search")
	if p := w.json(); w.Code != 503 || w.Header().Get("Retry-After") == "" || p["type"] != "https://honglinh.example/problems/busy" {
		t.Errorf("%d %v %v", w.Code, w.Header(), p)
	}
}

func BenchmarkSearch(b *testing.B) {
	s := newRealStand(b)
	s.fill(2000)
	for _, bm := range []struct {
		name, target string
		header       []string
	}{
		{"page of 20", "/api/v1/search?q=cum+cong+nghiep&facets=kind,topic", nil},
		{"page of 20, zstd", "/api/v1/search?q=cum+cong+nghiep&facets=kind,topic", []string{"Accept-Encoding", "zstd"}},
		{"page of 20, br", "/api/v1/search?q=cum+cong+nghiep&facets=kind,topic", []string{"Accept-Encoding", "br"}},
		{"page of 20, gzip", "/api/v1/search?q=cum+cong+nghiep&facets=kind,topic", []string{"Accept-Encoding", "gzip"}},
		{"not modified", "/api/v1/search?q=cum+cong+nghiep&facets=kind,topic", []string{"If-None-Match", s.get("/api/v1/search?q=cum+cong+nghiep&facets=kind,topic").Header().Get("ETag")}},
		{"record", "/api/v1/records/place/c-1000", nil},
		{"suggest", "/api/v1/suggest?q=cum+co", nil},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if w := s.get(bm.target, bm.header...); w.Code != 200 && w.Code != 304 {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}

// waiting gives one page, then waits for the reader to hang up.
type waiting struct {
	Finder
	gone chan struct{}
}

func (w *waiting) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	if q.Cursor == "" {
		return w.Finder.Search(ctx, q)
	}
	<-ctx.Done()
	close(w.gone)
	return search.Answer{}, ctx.Err()
}

func TestAReaderWhoHangsUpEndsTheExport(t *testing.T) {
	s := newRealStand(t)
	s.fill(150)
	finder := &waiting{s.face.src.Finder, make(chan struct{})}
	s.face.src.Finder = finder
	srv := httptest.NewServer(s.handler)
	defer srv.Close() // waits for the handler
	ctx, hangUp := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, "GET", srv.URL+"/api/v1/search.jsonl", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.ReadFull(resp.Body, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	hangUp()
	select {
	case <-finder.gone:
	case <-time.After(10 * time.Second):
		t.Fatal("the search goes on for nobody")
	}
}
