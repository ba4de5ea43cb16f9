package web_test

import (
	"net/http"
	"strings"
	"testing"

	"honglinh/api/httpkit"
	"honglinh/web"
	"honglinh/web/webtest"
)

// TestARefusalNamesTheRequestItRefuses asks until the tokens are spent; the page that says
// so is made once and is still each reader's own.
func TestARefusalNamesTheRequestItRefuses(t *testing.T) {
	limiter, err := httpkit.NewLimiter(httpkit.LimiterOptions{Anonymous: httpkit.Rate{PerMinute: 1, Burst: 1}, Now: webtest.Now})
	if err != nil {
		t.Fatal(err)
	}
	s := webtest.Shipped(t).With(t, func(o *web.Options) { o.Limits.Limiter = limiter })
	if w := s.Get(t, "/vi/about"); w.Code != http.StatusOK {
		t.Fatalf("the first page: %d", w.Code)
	}
	for _, id := range []string{"first-request-1", "second-request-2"} {
		w := s.Get(t, "/vi/about", "X-Request-Id", id)
		if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), id) || strings.Contains(w.Body.String(), "any-request") {
			t.Errorf("%s: %d %v", id, w.Code, w.Header())
		}
	}
}
