package web_test

import (
	"net/http"
	"testing"

	"honglinh/web/webtest"
)

func TestEveryPageSaysWhatStateItShows(t *testing.T) {
	s := webtest.Shipped(t)
	for _, path := range []string{"/vi/", "/en/search?q=cum+cong+nghiep", "/vi/coverage", "/en/sources", "/vi/api", "/en/widget", "/vi/about"} {
		t.Run(path, func(t *testing.T) {
			w := s.Get(t, path)
			if w.Code != http.StatusOK || w.Header().Get("ETag") == "" || w.Header().Get("Last-Modified") == "" {
				t.Fatalf("got %d with ETag %q and Last-Modified %q", w.Code, w.Header().Get("ETag"), w.Header().Get("Last-Modified"))
			}
			if again := s.Get(t, path, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
				t.Errorf("asked again it is %d, want 304", again.Code)
			}
			if again := s.Get(t, path, "If-Modified-Since", w.Header().Get("Last-Modified")); again.Code != http.StatusNotModified {
				t.Errorf("asked again by its time it is %d, want 304", again.Code)
			}
		})
	}
}
