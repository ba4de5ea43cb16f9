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
	"github.com/klauspost/compress/zstd"

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

func TestAStateWithoutTagIsNeverMatchedByOne(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("If-None-Match", "*")
	if NotModified(httptest.NewRecorder(), r, Validator{Modified: modified}) {
		t.Error("304 for a tag we never gave")
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
		{"shared caches may hand it to anybody", "GET", "/api/v1/search", nil, 200, map[string]string{"Access-Control-Allow-Origin": "*", "Vary": "Accept-Encoding"}},
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

// counts reads the request counters as "route method class".

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
