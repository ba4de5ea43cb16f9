package archive_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"honglinh/web/archive"
	"honglinh/web/webtest"
)

func TestFormsOfAnOldAddressAreOne(t *testing.T) {
	want := archive.Key("http://honglinh.hatinh.gov.vn/portal/pages/Tin-Moi.aspx")
	for _, s := range []string{"https://www.honglinh.hatinh.gov.vn/portal/pages/tin-moi.aspx", "honglinh.hatinh.gov.vn/portal/pages/Tin-Moi.aspx?print=1&utm_source=zalo", "HTTP://HongLinh.hatinh.gov.vn:80/portal/pages/Tin-Moi.aspx;jsessionid=AB12", "//honglinh.hatinh.gov.vn/portal/pages/tin-moi.aspx/"} {
		if got := archive.Key(s); got != want {
			t.Errorf("%s is %q, want %q", s, got, want)
		}
	}
	if a, b := archive.Key("http://a.vn/x?id=1"), archive.Key("http://a.vn/x?id=2"); a == b {
		t.Error("two pages are one")
	}
	for _, s := range []string{"", "javascript:alert(1)", "ftp://a.vn/x", "http://"} {
		if got := archive.Key(s); got != "" {
			t.Errorf("%q is the address %q", s, got)
		}
	}
}

func FuzzAnAddressHasOneKey(f *testing.F) {
	f.Add("http://a.vn/x?id=1;print")
	f.Fuzz(func(t *testing.T, s string) { archive.Key(s); archive.Words(s) })
}

func TestOldAddressesLeadToTheirRecords(t *testing.T) {
	s := webtest.Shipped(t)
	ask := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	recs, err := s.Records.Kind(t.Context(), "article")
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, rec := range recs {
		for _, src := range rec.Provenance {
			old, ok := strings.CutPrefix(src.URL, "https://honglinh.hatinh.gov.vn/")
			if !ok {
				continue
			}
			tried++
			w := ask("/archive?url=" + url.QueryEscape("http://www.honglinh.hatinh.gov.vn/"+old+"?print=1"))
			if w.Code != http.StatusMovedPermanently || !strings.HasPrefix(w.Header().Get("Location"), "/vi/article/") {
				t.Errorf("%s: %d %s", src.URL, w.Code, w.Header().Get("Location"))
			}
		}
	}
	if tried == 0 {
		t.Error("no article of the former portal ships")
	}
	w := ask("/archive?url=" + url.QueryEscape("http://honglinh.hatinh.gov.vn/portal/pages/2019/chua-thien-tuong-123.aspx"))
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "/place/chua-thien-tuong") {
		t.Errorf("an unknown address: %d", w.Code)
	}
	if w := ask("/archive?url=" + url.QueryEscape("javascript:alert(1)")); w.Code != http.StatusBadRequest {
		t.Errorf("no address: %d", w.Code)
	}
	for _, form := range []string{"nginx", "apache", "caddy"} {
		if w := ask("/archive/redirects." + form); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), webtest.Base+"/vi/article/") {
			t.Errorf("%s: %d", form, w.Code)
		}
	}
}
