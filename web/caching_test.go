package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestEveryPageSaysWhatStateItShows(t *testing.T) {
	s := shipped(t)
	for _, path := range []string{"/vi/", "/en/search?q=cum+cong+nghiep", "/vi/coverage", "/en/sources", "/vi/api", "/en/widget", "/vi/about"} {
		t.Run(path, func(t *testing.T) {
			w := s.get(t, path)
			if w.Code != http.StatusOK || w.Header().Get("ETag") == "" || w.Header().Get("Last-Modified") == "" {
				t.Fatalf("got %d with ETag %q and Last-Modified %q", w.Code, w.Header().Get("ETag"), w.Header().Get("Last-Modified"))
			}
			if again := s.get(t, path, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
				t.Errorf("asked again it is %d, want 304", again.Code)
			}
			if again := s.get(t, path, "If-Modified-Since", w.Header().Get("Last-Modified")); again.Code != http.StatusNotModified {
				t.Errorf("asked again by its time it is %d, want 304", again.Code)
			}
		})
	}
}

func TestTheTimeASearchTookMakesNoOtherPage(t *testing.T) {
	s := shipped(t)
	quick := s.site.validator([]byte("<p>12 results</p><p>1 ms</p>"), SearchPage{Took: "1 ms"})
	slow := s.site.validator([]byte("<p>12 results</p><p>27 ms</p>"), SearchPage{Took: "27 ms"})
	other := s.site.validator([]byte("<p>13 results</p><p>27 ms</p>"), SearchPage{Took: "27 ms"})
	if quick.ETag != slow.ETag || !strings.HasPrefix(quick.ETag, "W/") {
		t.Errorf("tags %s and %s, want one weak tag", quick.ETag, slow.ETag)
	}
	if other.ETag == slow.ETag {
		t.Error("another result has the same tag")
	}
}
