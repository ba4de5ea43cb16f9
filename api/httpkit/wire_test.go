package httpkit

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/prometheus/client_golang/prometheus"

	"honglinh/catalog/text"
)

var modified = time.Date(2026, 7, 1, 8, 30, 15, 999, time.UTC)

// page answers with a body worth compressing.
func page(w http.ResponseWriter, r *http.Request) error {
	return WriteJSON(w, r, map[string]string{"title": strings.Repeat("Cụm công nghiệp Nam Hồng ", 100)}, Validator{Modified: modified})
}

func decode(t *testing.T, coding string, body io.Reader) string {
	t.Helper()
	var err error
	switch coding {
	case "gzip":
		body, err = gzip.NewReader(body)
	case "br":
		body = brotli.NewReader(body)
	case "zstd":
		body, err = zstd.NewReader(body)
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEachCodingHasItsOwnStrongETagAndRevalidates(t *testing.T) {
	k := newKit(t, nil)
	seen := map[string]string{}
	var plain string
	for _, coding := range []string{"", "gzip", "br", "zstd"} {
		r := httptest.NewRequest("GET", "/", nil)
		if coding != "" {
			r.Header.Set("Accept-Encoding", coding)
		}
		w := serve(k, page, r)
		if got := w.Header().Get("Content-Encoding"); got != coding {
			t.Errorf("%q: coded as %q", coding, got)
		}
		if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%q: does not vary: %v", coding, w.Header())
		}
		size := w.Body.Len()
		body := decode(t, coding, w.Body)
		if coding == "" {
			plain = body
		} else if size >= len(plain)/2 {
			t.Errorf("%s: %d bytes of %d", coding, size, len(plain))
		}
		if body != plain {
			t.Errorf("%q: another body", coding)
		}
		etag := w.Header().Get("ETag")
		if other, twice := seen[etag]; twice || !strings.HasPrefix(etag, `"`) {
			t.Errorf("%q: etag %s is weak or that of %q", coding, etag, other)
		}
		seen[etag] = coding

		r.Header.Set("If-None-Match", `"other", `+etag)
		again := serve(k, page, r)
		if again.Code != 304 || again.Body.Len() != 0 || again.Header().Get("ETag") != etag {
			t.Errorf("%q: revalidation got %d, etag %s, %d bytes", coding, again.Code, again.Header().Get("ETag"), again.Body.Len())
		}
	}
}

func TestConditions(t *testing.T) {
	k := newKit(t, nil)
	etag := serve(k, page, httptest.NewRequest("GET", "/", nil)).Header().Get("ETag")
	tests := []struct {
		name, method, match, since string
		want                       int
	}{
		{"no condition", "GET", "", "", 200},
		{"same tag", "GET", etag, "", 304},
		{"same tag, HEAD", "HEAD", etag, "", 304},
		{"weakened by a proxy", "GET", "W/" + etag, "", 304},
		{"any", "GET", "*", "", 304},
		{"other tag", "GET", `"x"`, "", 200},
		{"other tag beats the date", "GET", `"x"`, modified.Format(http.TimeFormat), 200},
		{"same second", "GET", "", modified.Format(http.TimeFormat), 304},
		{"a second before", "GET", "", modified.Add(-time.Second).Format(http.TimeFormat), 200},
		{"later", "GET", "", modified.Add(time.Hour).Format(http.TimeFormat), 304},
		{"a date nobody can read", "GET", "", "yesterday", 200},
		{"no 304 for POST", "POST", etag, "", 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, "/", nil)
			if tt.match != "" {
				r.Header.Set("If-None-Match", tt.match)
			}
			if tt.since != "" {
				r.Header.Set("If-Modified-Since", tt.since)
			}
			w := serve(k, page, r)
			if w.Code != tt.want {
				t.Errorf("got %d, want %d", w.Code, tt.want)
			}
			if got := w.Header().Get("Last-Modified"); got != "Wed, 01 Jul 2026 08:30:15 GMT" {
				t.Errorf("Last-Modified %q", got)
			}
		})
	}
}

func TestNegotiate(t *testing.T) {
	offers := []Format{{"json", "application/json"}, {"csv", "text/csv; charset=utf-8"}, {"geojson", "application/geo+json"}}
	tests := []struct {
		name, target, accept, want string
		fault                      fault
	}{
		{"nothing said: the first", "/", "", "json", fault{}},
		{"the format parameter wins", "/?format=csv", "application/json", "csv", fault{}},
		{"f is short for it", "/?f=geojson", "", "geojson", fault{}},
		{"an unknown format gets the nearest", "/?format=cvs", "", "", fault{"invalid", "format", "csv"}},
		{"a browser gets JSON", "/", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json", fault{}},
		{"weights count", "/", "application/json;q=0.5, text/csv;q=0.9", "csv", fault{}},
		{"the specific beats the general", "/", "text/*;q=0.1, text/csv;q=0.9, */*;q=0.5", "csv", fault{}},
		{"zero is never", "/", "application/json;q=0, */*;q=0.1", "csv", fault{}},
		{"nothing fits", "/", "image/png", "", fault{"not-acceptable", "Accept", "application/json"}},
		{"parameters do not narrow", "/", "text/csv; header=present", "csv", fault{}},
		{"what cannot be read is left out", "/", ";;, application/geo+json;q=x, text/csv", "csv", fault{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", tt.target, nil)
			r.Header.Set("Accept", tt.accept)
			w := httptest.NewRecorder()
			got, err := Negotiate(w, r, offers)
			if got.Name != tt.want || faultIn(err) != tt.fault {
				t.Errorf("got %q and %+v, want %q and %+v", got.Name, faultIn(err), tt.want, tt.fault)
			}
			if w.Header().Get("Vary") != "Accept" {
				t.Error("does not vary on Accept")
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	tests := []struct {
		name, target, accept string
		want                 text.Lang
	}{
		{"nothing said: Vietnamese", "/api/v1/search", "", text.VI},
		{"the parameter wins", "/vi/search?lang=en", "vi", text.EN},
		{"then the path", "/en/search", "vi", text.EN},
		{"then the header", "/api/v1/search", "en-GB,en;q=0.9,vi;q=0.8", text.EN},
		{"by weight, not by order", "/x", "en;q=0.2, vi-VN;q=0.9", text.VI},
		{"a language we lack is passed over", "/x", "ja, en;q=0.5", text.EN},
		{"only languages we lack: Vietnamese", "/x", "ja, ko", text.VI},
		{"a path that only begins alike", "/english", "", text.VI},
		{"nonsense: Vietnamese", "/x", "\x01;;", text.VI},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", tt.target, nil)
			r.Header.Set("Accept-Language", tt.accept)
			if got := Lang(r); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	tests := []struct {
		name string
		req  *http.Request
		want int
	}{
		{"a long address fits", httptest.NewRequest("GET", "/?q="+strings.Repeat("a", 15<<10), nil), 200},
		{"an overlong address is refused", httptest.NewRequest("GET", "/?q="+strings.Repeat("a", 17<<10), nil), 414},
		{"GET takes no body", httptest.NewRequest("GET", "/", strings.NewReader("x")), 413},
		{"POST takes a body", httptest.NewRequest("POST", "/", strings.NewReader("x")), 200},
		{"a large body is refused unread", httptest.NewRequest("POST", "/", bytes.NewReader(make([]byte, DefaultBody+1))), 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := serve(newKit(t, nil), page, tt.req)
			if w.Code != tt.want {
				t.Errorf("got %d, want %d: %.300s", w.Code, tt.want, w.Body)
			}
			if w.Body.Len() > 4000 {
				t.Errorf("answer of %d bytes", w.Body.Len())
			}
		})
	}
}

func TestABodyWithoutLengthIsCutAtTheLimit(t *testing.T) {
	r := httptest.NewRequest("POST", "/", io.MultiReader(bytes.NewReader(make([]byte, DefaultBody+1))))
	r.ContentLength = -1
	w := serve(newKit(t, nil), func(_ http.ResponseWriter, r *http.Request) error {
		_, err := io.ReadAll(r.Body)
		return err
	}, r)
	if w.Code != 413 {
		t.Errorf("got %d", w.Code)
	}
}

func TestRequestIDs(t *testing.T) {
	tests := []struct {
		name, in string
		kept     bool
	}{
		{"a UUID is kept", "018f4e9a-7c1e-7d2a-9a44-1f6f0c7a5b11", true},
		{"none is drawn", "", false},
		{"too short to be unique", "1234", false},
		{"a line break would forge a log line", "12345678\nforged", false},
		{"too long", strings.Repeat("a", 65), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header["X-Request-Id"] = []string{tt.in}
			got := serve(newKit(t, nil), page, r).Header().Get("X-Request-Id")
			if (got == tt.in) != tt.kept || !saneID(got) {
				t.Errorf("in %q, out %q", tt.in, got)
			}
		})
	}
}

func TestCORSAndMethods(t *testing.T) {
	k := newKit(t, nil)
	router := k.NewRouter()
	k.Mount(router, []Route{{Name: "search", Path: "/api/v1/search", Handle: page}, {Name: "rpc", Path: "/mcp", Methods: []string{"POST"}, Handle: page}})
	h := k.Wrap(router)
	tests := []struct {
		name, method, target string
		header               map[string]string
		want                 int
		headers              map[string]string
	}{
		{"any origin may read", "GET", "/api/v1/search", map[string]string{"Origin": "https://portal.example"}, 200,
			map[string]string{"Access-Control-Allow-Origin": "*"}},
		{"shared caches may hand it to anybody", "GET", "/api/v1/search", nil, 200, map[string]string{"Access-Control-Allow-Origin": "*"}},
		{"a preflight is answered", "OPTIONS", "/api/v1/search",
			map[string]string{"Origin": "https://portal.example", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}, 204,
			map[string]string{"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "if-none-match", "Access-Control-Max-Age": "86400"}},
		{"plain OPTIONS says what is allowed", "OPTIONS", "/api/v1/search", nil, 204, map[string]string{"Allow": "GET, HEAD, OPTIONS"}},
		{"a wrong method says what is allowed", "DELETE", "/api/v1/search", nil, 405, map[string]string{"Allow": "GET, HEAD, OPTIONS", "Content-Type": ProblemMedia}},
		{"GET on a POST address", "GET", "/mcp", nil, 405, map[string]string{"Allow": "POST, OPTIONS"}},
		{"HEAD is GET without a body", "HEAD", "/api/v1/search", nil, 200, map[string]string{"Content-Type": JSONMedia}},
		{"no such address", "GET", "/api/v1/serch", nil, 404, map[string]string{"Content-Type": ProblemMedia}},
		{"a doubled slash is no redirect", "GET", "//api/v1/search", nil, 404, nil},
		{"errors are open too", "GET", "/api/v1/search?x=1", map[string]string{"Origin": "https://portal.example"}, 400,
			map[string]string{"Access-Control-Allow-Origin": "*"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, "http://localhost"+tt.target, nil)
			for name, v := range tt.header {
				r.Header.Set(name, v)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.want {
				t.Errorf("got %d, want %d: %s", w.Code, tt.want, w.Body)
			}
			for name, want := range tt.headers {
				if got := strings.Join(w.Header().Values(name), "|"); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
			if w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Error("lacks security headers")
			}
		})
	}
}

func TestMetricsHaveClosedLabels(t *testing.T) {
	reg := prometheus.NewRegistry()
	k := New(Options{Metrics: NewMetrics(reg)})
	NewMetrics(reg) // a second face shares them
	router := k.NewRouter()
	k.Mount(router, []Route{{Name: "search", Path: "/search", Handle: page}})
	h := k.Wrap(router)
	for _, r := range []*http.Request{
		httptest.NewRequest("GET", "/search", nil), httptest.NewRequest("GET", "/search?x=1", nil),
		httptest.NewRequest("GET", "/random-1", nil), httptest.NewRequest("GET", "/random-2", nil), httptest.NewRequest("BREW", "/search", nil),
	} {
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	want := map[string]float64{
		"search GET 2xx": 1, "search GET 4xx": 1, "unmatched GET 4xx": 2, "unmatched other 4xx": 1,
	}
	if diff := cmp.Diff(want, counts(t, reg)); diff != "" {
		t.Errorf("counters (-want +got):\n%s", diff)
	}
}

// counts reads the request counters as "route method class".
func counts(t *testing.T, reg *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		if f.GetName() != "honglinh_http_requests_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			label := map[string]string{}
			for _, l := range m.GetLabel() {
				label[l.GetName()] = l.GetValue()
			}
			got[label["route"]+" "+label["method"]+" "+label["class"]] = m.GetCounter().GetValue()
		}
	}
	return got
}

func TestAdmin(t *testing.T) {
	reg := prometheus.NewRegistry()
	ready, triggered := false, 0
	h := Admin(AdminOptions{Kit: New(Options{Metrics: NewMetrics(reg)}), Ready: func() bool { return ready }, Trigger: func() { triggered++ },
		Report: func() (any, time.Time) { return map[string]int{"read": 3}, modified }, Gatherer: reg, Version: "1"})
	type answer struct {
		Code int
		Body string
	}
	do := func(method, path, site string) answer {
		r := httptest.NewRequest(method, path, nil)
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return answer{w.Code, strings.TrimSpace(w.Body.String())}
	}
	if diff := cmp.Diff(answer{200, `{"status":"ok","version":"1"}`}, do("GET", "/healthz", "")); diff != "" {
		t.Error(diff)
	}
	if got := do("GET", "/readyz", ""); got.Code != 503 {
		t.Errorf("ready before the first ingest: %+v", got)
	}
	ready = true
	if got := do("GET", "/readyz", ""); got.Code != 200 {
		t.Errorf("not ready: %+v", got)
	}
	if got := do("POST", "/ingest", "cross-site"); got.Code != 403 || triggered != 0 {
		t.Errorf("a foreign page started an ingest: %+v", got)
	}
	if got := do("POST", "/ingest", ""); got.Code != 202 || triggered != 1 {
		t.Errorf("ingest: %+v, %d runs", got, triggered)
	}
	if got := do("GET", "/ingest", ""); !strings.Contains(got.Body, `"read":3`) || !strings.Contains(got.Body, `"ended":"2026-07-01T`) {
		t.Errorf("report: %+v", got)
	}
	if got := do("GET", "/metrics", ""); !strings.Contains(got.Body, "honglinh_http_request_seconds") {
		t.Errorf("metrics: %+v", got)
	}
}

func TestSlowStreamsOutliveTheServersWriteTimeout(t *testing.T) {
	k := newKit(t, nil)
	slow := func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Content-Type", "text/csv")
		for range 4 {
			if _, err := io.WriteString(w, strings.Repeat("a,b\n", 1000)); err != nil {
				return err
			}
			w.(http.Flusher).Flush()
			time.Sleep(100 * time.Millisecond)
		}
		return nil
	}
	router := k.NewRouter()
	k.Mount(router, []Route{{Name: "stream", Path: "/stream", Handle: slow, Timeout: time.Minute}, {Name: "short", Path: "/short", Handle: slow}})
	srv := httptest.NewUnstartedServer(k.Wrap(router))
	srv.Config.WriteTimeout = 150 * time.Millisecond
	srv.Start()
	defer srv.Close()
	for path, whole := range map[string]bool{"/stream": true, "/short": false} {
		resp, err := http.Get(srv.URL + path) // the client asks for gzip by itself
		var b []byte
		if err == nil {
			b, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		if (err == nil && len(b) == 16000) != whole {
			t.Errorf("%s: %d bytes, %v", path, len(b), err)
		}
	}
}

func TestMediaTypesWithParametersAreCompressed(t *testing.T) {
	for _, media := range []string{"text/csv; charset=utf-8; header=present", "application/atom+xml; charset=utf-8", "application/geo+json", "application/jsonl", "text/turtle; charset=utf-8"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", "br")
		w := serve(newKit(t, nil), func(w http.ResponseWriter, r *http.Request) error {
			return WriteBytes(w, r, media, bytes.Repeat([]byte("x"), 5000), Validator{})
		}, r)
		if w.Header().Get("Content-Encoding") != "br" || w.Header().Get("Content-Type") != media {
			t.Errorf("%s: %v", media, w.Header())
		}
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "br")
	w := serve(newKit(t, nil), func(w http.ResponseWriter, r *http.Request) error {
		return WriteBytes(w, r, "application/zip", bytes.Repeat([]byte("x"), 5000), Validator{})
	}, r)
	if w.Header().Get("Content-Encoding") != "" {
		t.Error("compressed what is compressed already")
	}
}
