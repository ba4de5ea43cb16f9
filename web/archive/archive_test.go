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
	for _, s := range []string{"https://www.honglinh.hatinh.gov.vn/portal/pages/tin-moi.aspx", "honglinh.hatinh.gov.vn/portal/pages/Tin-Moi.aspx?print=1&utm_source=zalo", "HTTP://HongLinh.hatinh.gov.vn:80/portal/pages/Tin-Moi.aspx;jsessionid=AB12", "//honglinh.hatinh.gov.vn/portal/pages/tin-moi.aspx/",
		"http://honglinh.hatinh.gov.vn/(S(lit3py55t21z5v55vlm25s55))/portal/pages/tin-moi.aspx", "https://honglinh.hatinh.gov.vn/portal/pages/tin-moi.aspx?PHPSESSID=a1&print=true#noi-dung"} {
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
	const old = "honglinh.hatinh.gov.vn/portal/pages/2017/thi-xa-hong-linh-25-nam-mot-chang-duong.aspx"
	for _, form := range []string{"http://" + old, "https://www." + old, "http://" + old + "?print=1&sid=2", "http://" + old + "%3Fprint=1&sid=2", "HTTP://" + old} {
		if w := ask("/archive?url=" + form); w.Code != http.StatusMovedPermanently {
			t.Errorf("%s, as a web server passes it on: %d", form, w.Code)
		}
	}
	if w := ask("/archive?url=" + url.QueryEscape("http://"+old) + "&x=1"); w.Code != http.StatusBadRequest {
		t.Errorf("a parameter that is none: %d", w.Code)
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
