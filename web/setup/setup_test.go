package setup_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"honglinh/api/httpkit"
	"honglinh/catalog/store/accounts"
	"honglinh/web/setup"
	"honglinh/web/webtest"
)

// TestTheFirstAdministratorIsMadeOnce goes from the address in the log to the one-time
// link of the desk.
func TestTheFirstAdministratorIsMadeOnce(t *testing.T) {
	stand, err := webtest.Make(t.Context(), fstest.MapFS{}, webtest.Base)
	if err != nil {
		t.Fatal(err)
	}
	people := accounts.New(accounts.Options{Store: webtest.People(t, webtest.Now).Store, Now: webtest.Now})
	handler, err := setup.New(stand.Frame, httpkit.New(httpkit.Options{BaseURL: webtest.Base}), people, "token-of-the-log")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, path string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		if method == http.MethodPost {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	given := func(token, name string) url.Values {
		return url.Values{"token": {token}, "name": {name}, "person": {"Nguyễn A (ví dụ)"}}
	}
	for _, step := range []struct {
		what string
		got  *httptest.ResponseRecorder
		want int
	}{
		{"without the token", ask(http.MethodGet, "/setup", nil), http.StatusForbidden},
		{"with another", ask(http.MethodGet, "/setup?token=guess", nil), http.StatusForbidden},
		{"a form with another", ask(http.MethodPost, "/setup", given("guess", "quan.tri")), http.StatusForbidden},
		{"the form", ask(http.MethodGet, "/setup?token=token-of-the-log&lang=en", nil), http.StatusOK},
		{"a name against the rules", ask(http.MethodPost, "/setup", given("token-of-the-log", "Quản trị")), http.StatusBadRequest},
	} {
		if step.got.Code != step.want || strings.Contains(step.got.Body.String(), "⟦") {
			t.Errorf("%s: %d, want %d", step.what, step.got.Code, step.want)
		}
	}
	made := ask(http.MethodPost, "/setup", given("token-of-the-log", "quan.tri"))
	link := regexp.MustCompile(`href="` + webtest.Base + `/desk/vi/link\?token=([A-Za-z0-9_-]+)"`).FindStringSubmatch(made.Body.String())
	if made.Code != http.StatusOK || link == nil || made.Header().Get("Cache-Control") != httpkit.CacheNever {
		t.Fatalf("made: %d %s", made.Code, made.Body)
	}
	if o, err := people.Offered(t.Context(), link[1]); err != nil || o.Account != "quan.tri" || !o.Second {
		t.Errorf("the link is of %+v, %v", o, err)
	}
	for _, again := range []*httptest.ResponseRecorder{ask(http.MethodGet, "/setup?token=token-of-the-log", nil), ask(http.MethodPost, "/setup", given("token-of-the-log", "khac"))} {
		if again.Code != http.StatusForbidden {
			t.Errorf("once more: %d", again.Code)
		}
	}
}
