package portals_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/profile"
	"honglinh/web/portals"
	"honglinh/web/webtest"
)

// article is a page of a portal, with a counter that is no part of its text.
const article = `<!doctype html><html lang="vi"><head><title>Tin</title></head><body><h1 class="t">Khởi công cụm công nghiệp</h1><p class="d">Thứ hai, 20/03/2025 08:15</p>
<div class="b"><p>Sáng nay phường khởi công &lt;script&gt; cụm công nghiệp rộng 60 ha.</p><span class="views">Lượt xem: 12</span></div></body></html>`

func newPages(t *testing.T) (http.Handler, string) {
	t.Helper()
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/tin/1" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, article)
	}))
	t.Cleanup(portal.Close)
	only := webtest.OnlyOne(t, map[string]string{"name_vi": "Cụm A", "name_en": "Cluster A"})
	h, err := portals.New(only.Frame, httpkit.New(httpkit.Options{BaseURL: webtest.Base}), portals.Options{
		Sources: []harvest.Source{{Name: "bao", Title: "Báo", Protocol: "feed", Address: "https://bao.example/rss", Every: "6h"}, {Name: "moi", Title: "Mới", Protocol: "ckan", Address: "https://moi.example/"}},
		Status: func(name string) (harvest.Status, error) {
			if name == "moi" {
				return harvest.Status{}, nil
			}
			return harvest.Status{Good: webtest.Now(), FailingSince: webtest.Now(), Last: harvest.Report{Items: 12000, Stopped: "<b>500</b>", StoppedIn: text.Text{text.VI: "<b>năm trăm</b>"}, RefusedCount: 2,
				Refused: []harvest.Refusal{{Where: "/x", Reason: "it has no title", In: text.Text{text.VI: "không có tiêu đề"}}, {Where: "/y", Reason: "of an earlier program"}}}}, nil
		},
		Trial: func(ctx context.Context, p *profile.Profile, address string) (profile.Trial, error) {
			c := client.New(client.Options{Agent: "test", Allow: []string{strings.TrimPrefix(portal.URL, "http://")}})
			defer c.Close()
			return p.Trial(ctx, c, address, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, portal.URL
}

func ask(h http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if form != nil {
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestSourcesSayHowTheyStand(t *testing.T) {
	h, _ := newPages(t)
	for lang, want := range map[string][]string{
		"vi": {"Nguồn thu thập", "12.000", "chưa có", "2 mục không nhận", "không có tiêu đề", "of an earlier program", "&lt;b&gt;năm trăm"},
		"en": {"Harvested sources", "12,000", "none yet", "2 items refused", "it has no title", "&lt;b&gt;500"},
	} {
		got := ask(h, "/admin/sources?lang="+lang, nil)
		for _, w := range want {
			if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), w) {
				t.Errorf("%s: %d, lacks %q:\n%s", lang, got.Code, w, got.Body)
			}
		}
	}
}

func TestAProfileIsTriedOnAPage(t *testing.T) {
	h, portal := newPages(t)
	own := "title: [h1.t]\ndate: [.d]\nbody: [.b]\ndrop: [.views]\n"
	for _, c := range []struct {
		name  string
		form  url.Values
		code  int
		want  []string
		never string
	}{
		{"what each selector finds", url.Values{"address": {portal + "/tin/1"}, "profile": {""}, "own": {own}}, http.StatusOK, []string{"<code>.views</code>", "Lượt xem: 12", "20 March 2025", "rộng 60 ha", "&lt;script&gt;"}, "<script>"},
		{"a shipped profile", url.Values{"address": {portal + "/tin/1"}, "profile": {"nukeviet"}, "own": {""}}, http.StatusOK, []string{`<option selected>nukeviet`}, ""},
		{"a key that is none", url.Values{"address": {portal + "/tin/1"}, "own": {"titel: [h1]"}}, http.StatusUnprocessableEntity, []string{"titel", "titel: [h1]</textarea>"}, ""},
		{"a selector that is none", url.Values{"address": {portal + "/tin/1"}, "own": {"title: ['h1[']"}}, http.StatusUnprocessableEntity, []string{"is no selector"}, ""},
		{"a page that is not there", url.Values{"address": {portal + "/tin/2"}, "own": {own}}, http.StatusUnprocessableEntity, []string{"the server finds nothing there"}, ""},
		{"an address inside", url.Values{"address": {"http://169.254.169.254/latest"}, "own": {own}}, http.StatusUnprocessableEntity, []string{"169.254.169.254"}, ""},
		{"a file of the machine", url.Values{"address": {portal + "/tin/1"}, "profile": {"/etc/passwd.yaml"}}, http.StatusUnprocessableEntity, []string{"Choose a shipped profile"}, ""},
		{"too much", url.Values{"address": {portal + "/tin/1"}, "own": {strings.Repeat("#", 16<<10+1)}}, http.StatusUnprocessableEntity, []string{"longer than 16384 bytes"}, ""},
	} {
		got := ask(h, "/admin/profile?lang=en", c.form)
		page := got.Body.String()
		if got.Code != c.code || c.never != "" && strings.Contains(page, c.never) {
			t.Errorf("%s: %d\n%s", c.name, got.Code, page)
		}
		for _, w := range c.want {
			if !strings.Contains(page, w) {
				t.Errorf("%s: lacks %q:\n%s", c.name, w, page)
			}
		}
	}
	if got := ask(h, "/admin/profile?lang=vi", url.Values{"address": {portal + "/tin/2"}, "own": {own}}); !strings.Contains(got.Body.String(), "máy chủ không tìm thấy gì ở đó") {
		t.Errorf("in Vietnamese: %s", got.Body)
	}
	if got := ask(h, "/admin/profile", nil); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Thử hồ sơ trang") {
		t.Errorf("got %d %s", got.Code, got.Body)
	}
}
