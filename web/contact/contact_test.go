package contact_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	desk "honglinh/indexer/contact"
	"honglinh/web"
	"honglinh/web/webtest"
)

// stand is the pages of one opportunity with a desk behind them.
type stand struct {
	*webtest.Stand
	desk *desk.Desk
	at   time.Time
}

func newStand(t *testing.T) *stand {
	t.Helper()
	s := &stand{at: webtest.Now()}
	now := func() time.Time { return s.at }
	keeper, gate := webtest.People(t, now), func(burst int) *httpkit.Gate { return webtest.Gate(t, burst, now) }
	only := webtest.OnlyOne(t, map[string]string{"name_vi": "Cụm A", "name_en": "Cluster A"})
	s.desk = desk.New(desk.Options{People: keeper, Records: only.Records, Keep: 24 * time.Hour, Now: now})
	s.Stand = only.With(t, func(o *web.Options) {
		o.Now, o.Contact = now, web.ContactOptions{Desk: s.desk, Keep: 365, Gates: web.Gates{Plain: gate(4), Proven: gate(12), Rates: gate(30)}}
	})
	s.desk.StatusURL = func(l text.Lang, number, key string) string { return webtest.Base + s.StatusPath(l, number, key) }
	return s
}

var token = regexp.MustCompile(`name="token" value="([^"]+)"`)

// form is that of the page, with what a person would type.
func (s *stand) form(t *testing.T, path string) url.Values {
	t.Helper()
	page := s.Get(t, path).Body.String()
	m := token.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("%s has no form:\n%s", path, page)
	}
	return url.Values{"record": {"opportunity/a"}, "about": {"question"}, "text": {"Đất này còn trống không?"}, "reply_to": {""}, "website": {""}, "token": {m[1]}}
}

func TestAReaderWithoutScriptsAsksFollowsAndDeletes(t *testing.T) {
	s := newStand(t)
	record := s.Get(t, "/vi/opportunity/a").Body.String()
	if !strings.Contains(record, `href="/vi/enquiry?record=opportunity%2Fa"`) || !strings.Contains(record, `href="/vi/enquiry?about=mistake&amp;record=opportunity%2Fa"`) {
		t.Fatalf("the record's page leads to no form:\n%s", record)
	}
	form := s.form(t, "/vi/enquiry?record=opportunity%2Fa")
	s.at = s.at.Add(time.Minute)
	sent, again := s.Post("/vi/enquiry", form), s.Post("/vi/enquiry", form)
	if first, second := sent.Header().Get("Location"), again.Header().Get("Location"); first != second || first == "" {
		t.Errorf("sent twice it leads to %q and %q", first, second)
	}
	if sent.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", sent.Code, sent.Body)
	}
	private := sent.Header().Get("Location")
	got := s.Get(t, private)
	for _, want := range []string{"đang chờ trả lời", "Đất này còn trống không?", "Cụm A", webtest.Base + strings.ReplaceAll(private, "&", "&amp;"), `content="noindex`} {
		if !strings.Contains(got.Body.String(), want) {
			t.Errorf("%q is missing on the private page", want)
		}
	}
	if h := got.Header(); h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "same-origin" {
		t.Errorf("%v", h)
	}
	number := regexp.MustCompile(`[0-9]{4}-[0-9]{4}`).FindString(private)
	if err := s.desk.Answer(t.Context(), number, "Còn <b>trống</b>.", desk.By{}); err != nil {
		t.Fatal(err)
	}
	if page := s.Get(t, strings.Replace(private, "/vi/", "/en/", 1)).Body.String(); !strings.Contains(page, "Còn &lt;b&gt;trống") || !strings.Contains(page, "answered") {
		t.Errorf("no answer:\n%s", page)
	}
	key := private[strings.Index(private, "key=")+4:]
	if w := s.Post("/vi/enquiry/"+number, url.Values{"key": {"wrong"}}); w.Code != http.StatusNotFound {
		t.Errorf("deleted with a wrong key: %d", w.Code)
	}
	if w := s.Post("/vi/enquiry/"+number, url.Values{"key": {key}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "đã được xoá") {
		t.Errorf("%d", w.Code)
	}
	if w := s.Get(t, private); w.Code != http.StatusNotFound {
		t.Errorf("after it was deleted: %d", w.Code)
	}
	if page := s.Get(t, "/en/enquiry").Body.String(); !strings.Contains(page, `<th scope="row">2027</th><td class="num">1</td><td class="num">1</td><td class="num">1</td>`) {
		t.Errorf("no public figures:\n%s", page)
	}
}

func TestAWrongFormComesBackWithWhatWasTyped(t *testing.T) {
	s := newStand(t)
	for name, c := range map[string]struct {
		change func(url.Values)
		status int
		want   []string
	}{
		"too short":      {func(v url.Values) { v.Set("text", "Hả?") }, 400, []string{"ít nhất 10", ">Hả?</textarea>", `aria-invalid="true"`}},
		"no-reply":       {func(v url.Values) { v.Set("reply_to", "no-reply@a.vn") }, 400, []string{"không có người đọc", `value="no-reply@a.vn"`}},
		"a trap":         {func(v url.Values) { v.Set("website", "x") }, 400, []string{"dành cho máy"}},
		"no such record": {func(v url.Values) { v.Set("record", "opportunity/none") }, 404, []string{"Không có bản ghi opportunity/none", "còn trống không?</textarea>"}},
		"unknown field":  {func(v url.Values) { v.Set("txt", "x") }, 400, []string{"text"}},
	} {
		form := s.form(t, "/vi/enquiry?record=opportunity%2Fa")
		s.at = s.at.Add(time.Minute)
		c.change(form)
		w := s.Post("/vi/enquiry", form)
		for _, want := range c.want {
			if w.Code != c.status || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: %d, want %d with %q", name, w.Code, c.status, want)
			}
		}
	}
	if w := s.Post("/vi/enquiry", s.form(t, "/vi/enquiry"), "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"); w.Code != http.StatusBadRequest {
		t.Errorf("from another site: %d", w.Code)
	}
}

func TestARobotThatPostsAThousandTimesFillsNoInbox(t *testing.T) {
	s := newStand(t)
	form := s.form(t, "/vi/enquiry?record=opportunity%2Fa")
	s.at = s.at.Add(time.Minute)
	codes := map[int]int{}
	for i := range 1000 {
		form.Set("text", fmt.Sprintf("Đất này còn trống không? %d", i))
		codes[s.Post("/vi/enquiry", form).Code]++
	}
	open, _, err := s.desk.Inbox(t.Context(), false, "")
	if err != nil || len(open) != 4 || codes[http.StatusSeeOther] != 4 || codes[http.StatusTooManyRequests] != 996 {
		t.Errorf("%d in the inbox, answers %v, %v", len(open), codes, err)
	}
}

func TestAPageIsRatedWithoutScripts(t *testing.T) {
	s := newStand(t)
	if page := s.Get(t, "/en/opportunity/a?version=1").Body.String(); !strings.Contains(page, `<input type="hidden" name="page" value="/en/opportunity/a">`) {
		t.Errorf("no question on the page:\n%s", page)
	}
	if w := s.Post("/en/rating", url.Values{"page": {"/en/opportunity/a"}, "useful": {"no"}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `href="/en/opportunity/a"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got, err := s.desk.Ratings(t.Context()); err != nil || len(got) != 1 || got[0].Not != 1 {
		t.Errorf("%+v %v", got, err)
	}
	if w := s.Post("/en/rating", url.Values{"page": {"https://evil.example/"}, "useful": {"no"}}); w.Code != http.StatusBadRequest {
		t.Errorf("a page elsewhere: %d", w.Code)
	}
}
