package httpkit

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestClientsAskAsFastAsTheirLimit(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	l, err := NewLimiter(LimiterOptions{Anonymous: Rate{PerMinute: 60, Burst: 2}, Keyed: Rate{PerMinute: 600, Burst: 5}, Keys: []string{"secret"},
		Proxies: Proxies{hops: 1}, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	k := New(Options{BaseURL: "http://x", Limits: Limits{Limiter: l}, CORS: true})
	h := k.Wrap(k.Admit(Page, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })))
	ask := func(method string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "/", nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for i, step := range []struct {
		name   string
		after  time.Duration
		method string
		header []string
		status int
		left   string
		retry  string
	}{
		{"first of the burst", 0, "GET", nil, 204, "1", ""},
		{"last of the burst", 0, "GET", nil, 204, "0", ""},
		{"one too many", 0, "GET", nil, 429, "0", "1"},
		{"a preflight is free", 0, "OPTIONS", []string{"Origin", "http://y", "Access-Control-Request-Method", "GET"}, 204, "", ""},
		{"another client is not concerned", 0, "GET", []string{"X-Forwarded-For", "10.0.0.1, 192.0.2.7"}, 204, "1", ""},
		{"only the last hop is believed", 0, "GET", []string{"X-Forwarded-For", "10.9.9.9, 192.0.2.7"}, 204, "0", ""},
		{"a key has its own limit", 0, "GET", []string{"Authorization", "ApiKey secret"}, 204, "4", ""},
		{"an unknown key is anonymous", 0, "GET", []string{"X-Api-Key", "guess"}, 429, "0", "1"},
		{"a second later one more may pass", time.Second, "GET", nil, 204, "0", ""},
	} {
		now = now.Add(step.after)
		w := ask(step.method, step.header...)
		if w.Code != step.status || w.Header().Get("RateLimit-Remaining") != step.left || w.Header().Get("Retry-After") != step.retry {
			t.Errorf("%d %s: %d, remaining %q, retry %q; want %+v", i, step.name, w.Code, w.Header().Get("RateLimit-Remaining"), w.Header().Get("Retry-After"), step)
		}
	}
}
