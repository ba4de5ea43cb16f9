package usage

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"honglinh/api/httpkit"
)

func TestUseIsCountedInSumsOnly(t *testing.T) {
	now := time.Date(2027, 1, 31, 20, 0, 0, 0, time.UTC) // already February in Viet Nam
	var kept []byte
	spoken := []httpkit.Protocol{{Name: "native", Prefixes: []string{"/api"}}, {Name: "sdmx", Prefixes: []string{"/sdmx"}}}
	u := NewCounter(func() time.Time { return now }, spoken, func(b []byte) { kept = b })
	h := u.Count(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "nothing") {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	for _, p := range []string{"/vi/", "/vi/opportunity/x", "/vi/nothing", "/static/site.css", "/api/v1/suggest?q=bi+mat", "/en/search?q=bi+mat", "/api/v1/search.atom", "/api/v1/units", "/sdmx/v3/data",
		"/api/v1/datasets/units/tables/units/exports/csv", "/vi/explore.png", "/favicon.ico"} {
		r := httptest.NewRequest(http.MethodGet, p, nil)
		r.RemoteAddr, r.Header["User-Agent"] = "203.0.113.9:1", []string{"Secret/1"}
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	u.Flush()
	want := `{"days":[{"day":"2027-02-01","counts":{"api":2,"downloads":2,"feeds":1,"pages":2,"searches":1}}],"datasets":{"units":1}}`
	if string(kept) != want {
		t.Errorf("got %s\nwant %s", kept, want)
	}
	again := NewCounter(func() time.Time { return now }, nil, nil)
	if err := again.Load(kept); err != nil || again.Days()[0].Counts[usePage] != 2 {
		t.Errorf("loaded %+v, %v", again.Days(), err)
	}
}
