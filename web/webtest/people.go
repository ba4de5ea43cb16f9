package webtest

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
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
)

// People is an empty private store by the given clock, with its keeper, for the time of the test.
func People(t testing.TB, now func() time.Time) *custody.Keeper {
	t.Helper()
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	keeper, err := custody.New(t.Context(), custody.Options{Store: st, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return keeper
}

// Gate lets so many letters of one address in, then one every ten minutes.
func Gate(t testing.TB, burst int, now func() time.Time) *httpkit.Gate {
	t.Helper()
	g, err := httpkit.NewGate(httpkit.GateOptions{Burst: burst, Every: 10 * time.Minute, All: 60, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Follower tells the receivers kept by people of what changes among the records of the stand, by mail too;
// page is the address of a subscription's own page.
func (s *Stand) Follower(people *custody.Keeper, page func(alert.Subscription, string) string) *notify.Follower {
	return notify.NewFollower(notify.Options{People: people, Mail: true, Now: Now, Log: slog.New(slog.DiscardHandler),
		Take: func() notify.View {
			return notify.View{Records: s.Records, Finder: s.Search, Preparer: &search.Preparer{}, Release: func() {}}
		},
		PageURL: page, LeaveURL: page,
		RecordURL: func(_ text.Lang, id string) string { return Base + "/" + id }, Site: func(text.Lang) string { return "A" }})
}

// Post sends a form; header is pairs of name and value.
func (s *Stand) Post(path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	return w
}
