package follow

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/alert"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/vocab"
	"honglinh/web/webtest"
)

// TestAProgramFollowsConfirmsAndLeaves: the real follower over a store of one record.
func TestAProgramFollowsConfirmsAndLeaves(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC) }
	st, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	pub, err := st.Publish(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pub.Put(t.Context(), catalog.Record{ID: "opportunity/a", Kind: vocab.Opportunity, Places: []catalog.PlaceRef{}}); err != nil {
		t.Fatal(err)
	}
	if _, err := pub.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	var id, key string
	page := func(s alert.Subscription, k string) string {
		id, key = s.ID, k
		return "https://a.example/follow"
	}
	follower := (&webtest.Stand{Records: st}).Follower(webtest.People(t, now), page)
	kit := httpkit.New(httpkit.Options{BaseURL: "https://honglinh.example"})
	router := kit.NewRouter()
	New(Options{Kit: kit, Follower: follower, Gate: webtest.Gate(t, 3, now)}).Mount(router)
	ask := func(method, target, body string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequest(method, target, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		kit.Wrap(router).ServeHTTP(w, r)
		return w
	}
	for name, body := range map[string]string{
		"a record that is not there": `{"record":"opportunity/b","channel":"email","to":"an@b.example","lang":"en"}`,
		"an address of our own":      `{"record":"opportunity/a","channel":"webhook","to":"https://10.0.0.1/","lang":"en"}`,
		"an unknown channel":         `{"record":"opportunity/a","channel":"fax","to":"an@b.example","lang":"en"}`,
		"an unknown field":           `{"record":"opportunity/a","channel":"email","to":"an@b.example","lang":"en","name":"An"}`,
		"no JSON":                    `record=opportunity/a`,
	} {
		if w := ask(http.MethodPost, "/api/v1/subscriptions", body); w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d %s", name, w.Code, w.Body)
		}
	}
	good := `{"record":"opportunity/a","channel":"email","to":"an@b.example","lang":"en"}`
	if w := ask(http.MethodPost, "/api/v1/subscriptions", good); w.Code != http.StatusAccepted || strings.TrimSpace(w.Body.String()) != `{"state":"unconfirmed"}` || w.Header().Get("Cache-Control") != httpkit.CacheNever {
		t.Fatalf("status %d %s %v", w.Code, w.Body, w.Header())
	}
	own := "/api/v1/subscriptions/" + id
	for _, step := range []struct {
		name, method, target string
		want                 int
	}{
		{"a wrong key", http.MethodPost, own + "/confirm?key=wrong", http.StatusNotFound},
		{"no key", http.MethodPost, own + "/confirm", http.StatusBadRequest},
		{"confirmed", http.MethodPost, own + "/confirm?key=" + key, http.StatusNoContent},
		{"left by one click", http.MethodPost, own + "/leave?key=" + key, http.StatusNoContent},
		{"what was left is gone", http.MethodPost, own + "/confirm?key=" + key, http.StatusNotFound},
	} {
		if w := ask(step.method, step.target, ""); w.Code != step.want {
			t.Errorf("%s: status %d, want %d: %s", step.name, w.Code, step.want, w.Body)
		}
	}
	limited := 0
	for range 8 {
		if ask(http.MethodPost, "/api/v1/subscriptions", good).Code == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited == 0 {
		t.Error("a program may write to a receiver as often as it likes")
	}
}
