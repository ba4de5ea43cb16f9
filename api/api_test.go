package api

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"honglinh/api/httpkit"
	"honglinh/api/native"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/datasets"
)

func TestTheAPIAnswersUnderItsPrefixes(t *testing.T) {
	s, err := store.Open(t.Context(), t.TempDir())
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
			if !strings.HasPrefix(tt.target+"/", Prefixes()[0]) && !strings.HasPrefix(tt.target, "/problems/") {
				t.Errorf("%s is under no prefix", tt.target)
			}
		})
	}
}
