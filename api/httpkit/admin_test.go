package httpkit

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
)

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
