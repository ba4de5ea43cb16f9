package httpkit

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"honglinh/catalog/site"
	"honglinh/catalog/text"
)

func TestTheReadersLanguageComesBeforeTheSitesFirst(t *testing.T) {
	english := site.Site{Languages: []text.Lang{text.EN}}.Complete()
	for _, tt := range []struct {
		name, target, accept string
		site                 *site.Site
		want                 text.Lang
	}{
		{"nobody says anything", "/api", "", nil, text.VI},
		{"a site that speaks English first", "/api", "", &english, text.EN},
		{"a reader who prefers Vietnamese", "/api", "vi;q=0.9, en;q=0.5", &english, text.VI},
		{"a reader whose languages we do not speak", "/api", "ko", &english, text.EN},
		{"a header that is none", "/api", ";;;", &english, text.EN},
		{"the path", "/vi/search", "en", &english, text.VI},
		{"the parameter before the path", "/vi/search?lang=en", "", nil, text.EN},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := Options{BaseURL: "http://x"}
			if tt.site != nil {
				o.Site = func() *site.Site { return tt.site }
			}
			h := New(o).Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, string(Lang(r))) }))
			r := httptest.NewRequest("GET", tt.target, nil)
			r.Header.Set("Accept-Language", tt.accept)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if got := w.Body.String(); got != string(tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
