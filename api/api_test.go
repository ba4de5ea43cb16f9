package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"honglinh/api/dialecttest"
	"honglinh/api/httpkit"
	"honglinh/api/native"
	"honglinh/api/tables"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/store/sqlite"
	"honglinh/datasets"
)

func TestTheAPIAnswersUnderItsPrefixes(t *testing.T) {
	s, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	register, library := place.NewRegister(nil), &datasets.Library{}
	h := New(Options{BaseURL: "https://honglinh.example", Version: "1.2.3", Sources: native.Sources{Store: s, Finder: search.NewFinder(search.FinderOptions{Records: s}),
		Places: func() *place.Register { return register }, Library: func() *datasets.Library { return library }}})
	tests := []struct {
		name, target string
		want         int
		media        string
	}{
		{"status", "/api/v1/status", 200, httpkit.JSONMedia},
		{"the document", "/api/v1/openapi.json", 200, httpkit.JSONMedia},
		{"a search before the first index", "/api/v1/search", 503, httpkit.ProblemMedia},
		{"the bare prefix", "/api", 404, httpkit.ProblemMedia},
		{"a version we do not have", "/api/v9/search", 404, httpkit.ProblemMedia},
		{"what a problem means", "/problems/invalid", 200, httpkit.JSONMedia},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", tt.target, nil))
			if w.Code != tt.want || w.Header().Get("Content-Type") != tt.media || !json.Valid(w.Body.Bytes()) {
				t.Errorf("%d %s %s", w.Code, w.Header().Get("Content-Type"), w.Body)
			}
			if !strings.HasPrefix(tt.target+"/", "/api") && !strings.HasPrefix(tt.target, "/problems/") {
				t.Errorf("%s is under no prefix", tt.target)
			}
		})
	}
}

func TestWhatIsRefusedBeforeAFaceIsAskedHasTheFormOfTheFace(t *testing.T) {
	engine, library := shipped.Tables(t)
	limiter, err := httpkit.NewLimiter(httpkit.LimiterOptions{Anonymous: httpkit.Rate{PerMinute: 60, Burst: 1}, Now: dialecttest.Now})
	if err != nil {
		t.Fatal(err)
	}
	options := Options{BaseURL: dialecttest.Base, Now: dialecttest.Now, Tables: tables.Sources{Engine: engine, Library: library},
		Sources: native.Sources{Places: func() *place.Register { return place.NewRegister(nil) }, Library: library}}
	unlimited := New(options)
	options.Limits.Limiter = limiter
	limited := New(options)
	long := "?q=" + strings.Repeat("a", httpkit.MaxURL)
	refuse := func(h http.Handler, target string, status int) string {
		t.Helper()
		w := dialecttest.Ask(h, "GET", target, "", "")
		if w.Code != status {
			t.Errorf("%.60s: %d, want %d", target, w.Code, status)
		}
		return w.Body.String()
	}
	refuse(limited, "/api/v1/openapi.json", 200) // the one request a minute
	for name, tt := range map[string]struct{ target, long, fast, none string }{
		"CKAN": {"/api/3/action/package_search", `"Bad request: The address is longer than 16 kB."`,
			`{"error":{"__type":"Rate Limit Error","message":"Too many requests; try again in 1 second."},"help":"https://honglinh.example/api/3/action/help_show?name=package_search","success":false}`, ""},
		"Explore": {"/api/explore/v2.1/catalog/datasets", `{"error_code":"InvalidRESTParameterError","message":"The address is longer than 16 kB."}`,
			`{"call_limit":60,"error":"Too many requests; try again in 1 second.","errorcode":10002,"limit_time_unit":"minute","reset_time":"2026-11-23T00:00:01Z"}`,
			`{"error_code":"NotFoundResource","message":"There is no such address."}`},
		"SODA": {"/resource/aaaa-aaaa.json", `{"code":"invalid-request","error":true,"message":"The address is longer than 16 kB.","errorCode":"invalid-request","data":{}}`,
			`{"code":"too_many_requests","error":true,"message":"Too many requests; try again in 1 second.","errorCode":"too_many_requests","data":{}}`,
			`{"code":"not_found","error":true,"message":"There is no such address.","errorCode":"not_found","data":{}}`},
	} {
		if got := refuse(unlimited, tt.target+long, 414); got != tt.long {
			t.Errorf("%s, too long: %s", name, got)
		}
		if got := refuse(limited, tt.target, 429); got != tt.fast {
			t.Errorf("%s, too fast: %s", name, got)
		}
		if got := refuse(unlimited, tt.target+"/a/b/c/d/e", 404); tt.none != "" && got != tt.none {
			t.Errorf("%s, no such address: %s", name, got)
		}
	}
	w := dialecttest.Ask(limited, "GET", "/api/explore/v2.1/catalog/datasets", "", "")
	for name, want := range map[string]string{"X-RateLimit-Limit": "1", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-23 00:00:01+00:00"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := refuse(unlimited, "/sdmx/v3/data/"+long, 414); !strings.HasPrefix(got, `{"errors":[{"code":`) {
		t.Errorf("SDMX, too long: %s", got)
	}
	if got := refuse(unlimited, "/api/v1/search"+long, 414); !strings.HasPrefix(got, `{"type":`) {
		t.Errorf("ours, too long: %s", got)
	}
}
