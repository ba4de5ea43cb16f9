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
	h := Admin(AdminOptions{Kit: New(Options{Metrics: NewMetrics(reg)}), Ready: func() bool { return ready }, Trigger: func(bool) { triggered++ },
		Report: func() (any, time.Time) { return map[string]int{"read": 3}, modified }, Gatherer: reg, Version: "1"})
	type answer struct {
		Code int
		Body string
	}
	do := func(method, path, site string) answer {
		r := httptest.NewRequest(method, "http://127.0.0.1:9080"+path, nil)
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

func TestTheOperatorsAddressAnswersToItsOwnNameAndWantsItsToken(t *testing.T) {
	var allowed []bool
	admin := func(token string, hosts ...string) http.Handler {
		return Admin(AdminOptions{Kit: New(Options{}), Ready: func() bool { return true }, Trigger: func(allow bool) { allowed = append(allowed, allow) },
			Report: func() (any, time.Time) { return nil, time.Time{} }, Gatherer: prometheus.NewRegistry(), Token: token, Hosts: hosts,
			Detail: func() any { return map[string]int{"held_back": 1} }})
	}
	open, named, locked := admin(""), admin("", "ops.example:9080", "honglinh.monitoring.svc"), admin("s3cret")
	for _, c := range []struct {
		name                string
		h                   http.Handler
		method, url, bearer string
		want                int
		says                string
	}{
		{"an IP address", open, "POST", "http://10.1.2.3:9080/ingest", "", 202, ""},
		{"an IPv6 address", open, "POST", "http://[::1]:9080/ingest", "", 202, ""},
		{"localhost", open, "GET", "http://localhost:9080/healthz", "", 200, ""},
		{"a name that was made to lead here", open, "POST", "http://evil.example:9080/ingest", "", 421, "--admin-hosts"},
		{"such a name for a look", open, "GET", "http://evil.example/metrics", "", 421, ""},
		{"a name that looks like an address", open, "POST", "http://127.0.0.1.evil.example/ingest", "", 421, ""},
		{"the name of --admin-addr", named, "GET", "http://ops.example:9080/readyz", "", 200, "held_back"},
		{"a name of --admin-hosts", named, "GET", "http://HONGLINH.monitoring.svc/metrics", "", 200, ""},
		{"no token", locked, "POST", "http://127.0.0.1/ingest", "", 401, "--admin-token"},
		{"a wrong token", locked, "GET", "http://127.0.0.1/metrics", "s3cre", 401, ""},
		{"the token", locked, "POST", "http://127.0.0.1/ingest", "s3cret", 202, ""},
		{"a probe without the token", locked, "GET", "http://127.0.0.1/readyz", "", 200, ""},
		{"leave to remove", open, "POST", "http://127.0.0.1/ingest?allow_removal=true", "", 202, ""},
		{"leave to remove that is no such", open, "POST", "http://127.0.0.1/ingest?allow_removal=maybe", "", 400, ""},
		{"an unknown parameter", open, "POST", "http://127.0.0.1/ingest?allow-removal=true", "", 400, `"nearest":"allow_removal"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			allowed = nil
			r := httptest.NewRequest(c.method, c.url, nil)
			if c.bearer != "" {
				r.Header.Set("Authorization", "Bearer "+c.bearer)
			}
			w := httptest.NewRecorder()
			c.h.ServeHTTP(w, r)
			if w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("got %d %s, want %d that tells %q", w.Code, w.Body, c.want, c.says)
			}
			if started := len(allowed) > 0; started != (c.want == 202) {
				t.Errorf("a run was started: %v", started)
			}
			if c.want == 202 && allowed[0] != strings.Contains(c.url, "=true") {
				t.Errorf("leave to remove: %v", allowed)
			}
		})
	}
}
