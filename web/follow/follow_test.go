package follow_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"honglinh/api/httpkit"
	"honglinh/catalog/alert"
	"honglinh/web"
	"honglinh/web/webtest"
)

// newStand is the pages of one opportunity that can be followed, and the last address that
// a receiver was given.
func newStand(t *testing.T) (*webtest.Stand, *string) {
	t.Helper()
	only := webtest.OnlyOne(t, map[string]string{"name_vi": "Cụm A", "name_en": "Cluster A"})
	last := new(string)
	var stand *webtest.Stand
	follower := only.Follower(webtest.People(t, webtest.Now), func(s alert.Subscription, key string) string {
		*last = stand.FollowPath(s.Lang, s.ID, key)
		return webtest.Base + *last
	})
	stand = only.With(t, func(o *web.Options) {
		o.Follow = web.FollowOptions{Follower: follower, Gate: webtest.Gate(t, 4, webtest.Now), Mail: true}
	})
	return stand, last
}

func TestAReaderFollowsConfirmsAndLeavesWithoutScripts(t *testing.T) {
	s, last := newStand(t)
	page := s.Get(t, "/en/follow?query=kind%3Dopportunity%26near%3D105.7%2C18.5%26radius%3D5")
	for _, want := range []string{`<form class="letter" method="post">`, `name="to" type="email"`, ".atom?kind=opportunity"} {
		if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), want) {
			t.Errorf("status %d, no %q", page.Code, want)
		}
	}
	if w := s.Get(t, "/en/follow?ids=opportunity%2Fa"); !strings.Contains(w.Body.String(), "<b>Cluster A</b>") {
		t.Errorf("what is followed has no name:\n%s", w.Body.String())
	}
	w := s.Post("/en/follow", url.Values{"query": {"kind=opportunity&near=105.7,18.5&radius=5"}, "ids": {""}, "to": {"an@b.example"}, "website": {""}})
	if w.Code != http.StatusAccepted || *last == "" {
		t.Fatalf("status %d: %s", w.Code, w.Body.String())
	}
	key := regexp.MustCompile(`key=([^&]+)`).FindStringSubmatch(*last)[1]
	own := *last
	if w := s.Get(t, own); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `value="confirm"`) || w.Header().Get("Cache-Control") != httpkit.CacheNever {
		t.Errorf("status %d, %s", w.Code, w.Header())
	}
	path, _, _ := strings.Cut(own, "?")
	if w := s.Post(path, url.Values{"key": {key}, "do": {"confirm"}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Confirmed.") {
		t.Errorf("confirming: status %d", w.Code)
	}
	if w := s.Post(path, url.Values{"key": {key}, "do": {"leave"}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "You have left") {
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
		if w := s.Post("/vi/follow", form); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
	refused := 0
	for range 1000 {
		if w := s.Post("/vi/follow", url.Values{"query": {"kind=opportunity"}, "to": {"an@b.example"}}); w.Code == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < 995 {
		t.Errorf("%d of a thousand were refused", refused)
	}
}
