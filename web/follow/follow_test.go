package follow_test

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/alert"
	"honglinh/catalog/search"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	"honglinh/indexer/custody"
	"honglinh/indexer/notify"
	"honglinh/web"
	"honglinh/web/webtest"
)

// newStand is the pages of one opportunity that can be followed, and the last address that
// a receiver was given.
func newStand(t *testing.T) (*webtest.Stand, *string) {
	t.Helper()
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: webtest.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	keeper, err := custody.New(t.Context(), custody.Options{Store: st, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	gate, err := httpkit.NewGate(httpkit.GateOptions{Burst: 4, Every: time.Hour, All: 60, Now: webtest.Now})
	if err != nil {
		t.Fatal(err)
	}
	only := webtest.OnlyOne(t, map[string]string{"name_vi": "Cụm A", "name_en": "Cluster A"})
	last := new(string)
	var stand *webtest.Stand
	follower := notify.NewFollower(notify.Options{People: keeper, Mail: true, Now: webtest.Now, Log: slog.New(slog.DiscardHandler),
		Take: func() notify.View {
			return notify.View{Records: only.Records, Finder: only.Search, Preparer: &search.Preparer{}, Release: func() {}}
		},
		PageURL: func(s alert.Subscription, key string) string {
			*last = stand.FollowPath(s.Lang, s.ID, key)
			return webtest.Base + *last
		},
		LeaveURL:  func(s alert.Subscription, key string) string { return webtest.Base + "/leave" },
		RecordURL: func(lang text.Lang, id string) string { return webtest.Base + "/" + id }, Site: func(text.Lang) string { return "A" }})
	stand = only.With(t, func(o *web.Options) { o.Follow = web.FollowOptions{Follower: follower, Gate: gate, Mail: true} })
	return stand, last
}

func post(s *webtest.Stand, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	return w
}

func TestAReaderFollowsConfirmsAndLeavesWithoutScripts(t *testing.T) {
	s, last := newStand(t)
	page := s.Get(t, "/en/follow?query=kind%3Dopportunity%26near%3D105.7%2C18.5%26radius%3D5")
	for _, want := range []string{`<form class="letter" method="post">`, `name="to" type="email"`, ".atom?kind=opportunity"} {
		if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), want) {
			t.Errorf("status %d, no %q", page.Code, want)
		}
	}
	w := post(s, "/en/follow", url.Values{"query": {"kind=opportunity&near=105.7,18.5&radius=5"}, "ids": {""}, "to": {"an@b.example"}, "website": {""}})
	if w.Code != http.StatusAccepted || *last == "" {
		t.Fatalf("status %d: %s", w.Code, w.Body.String())
	}
	key := regexp.MustCompile(`key=([^&]+)`).FindStringSubmatch(*last)[1]
	own := *last
	if w := s.Get(t, own); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `value="confirm"`) || w.Header().Get("Cache-Control") != httpkit.CacheNever {
		t.Errorf("status %d, %s", w.Code, w.Header())
	}
	path, _, _ := strings.Cut(own, "?")
	if w := post(s, path, url.Values{"key": {key}, "do": {"confirm"}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Confirmed.") {
		t.Errorf("confirming: status %d", w.Code)
	}
	if w := post(s, path, url.Values{"key": {key}, "do": {"leave"}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "You have left") {
		t.Errorf("leaving: status %d", w.Code)
	}
	if w := s.Get(t, own); w.Code != http.StatusNotFound {
		t.Errorf("what was left: status %d", w.Code)
	}
	if w := s.Get(t, path+"?key=wrong"); w.Code != http.StatusNotFound {
		t.Errorf("a wrong key: status %d", w.Code)
	}
}

func TestAWrongSubscriptionComesBackWithItsReason(t *testing.T) {
	s, _ := newStand(t)
	for name, form := range map[string]url.Values{
		"no address":        {"query": {"kind=opportunity"}, "to": {"nobody"}},
		"an unknown filter": {"query": {"kid=opportunity"}, "to": {"an@b.example"}},
		"a robot":           {"query": {"kind=opportunity"}, "to": {"an@b.example"}, "website": {"http://x.example"}},
	} {
		if w := post(s, "/vi/follow", form); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
	refused := 0
	for range 1000 {
		if w := post(s, "/vi/follow", url.Values{"query": {"kind=opportunity"}, "to": {"an@b.example"}}); w.Code == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < 995 {
		t.Errorf("%d of a thousand were refused", refused)
	}
}
