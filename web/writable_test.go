package web_test

import (
	"crypto/rand"
	"log/slog"
	"testing"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/alert"
	"honglinh/catalog/search"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	"honglinh/indexer/contact"
	"honglinh/indexer/custody"
	"honglinh/indexer/notify"
	"honglinh/web"
	"honglinh/web/webtest"
)

// writable is the shipped pages with a desk that takes what readers write, and with who
// tells them of changes.
func writable(t *testing.T) *webtest.Stand {
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
	s := webtest.Shipped(t)
	desk := contact.New(contact.Options{People: keeper, Records: s.Records, Keep: 24 * time.Hour, Now: webtest.Now})
	follower := notify.NewFollower(notify.Options{People: keeper, Mail: true, Now: webtest.Now, Log: slog.New(slog.DiscardHandler),
		Take: func() notify.View {
			return notify.View{Records: s.Records, Finder: s.Search, Preparer: &search.Preparer{}, Release: func() {}}
		},
		PageURL: func(alert.Subscription, string) string { return "" }, LeaveURL: func(alert.Subscription, string) string { return "" },
		RecordURL: func(text.Lang, string) string { return "" }, Site: func(text.Lang) string { return "A" }})
	return s.With(t, func(o *web.Options) {
		o.Contact = web.ContactOptions{Desk: desk, Keep: 365, Gates: web.Gates{Plain: gate, Proven: gate, Rates: gate}}
		o.Follow = web.FollowOptions{Follower: follower, Gate: gate, Mail: true}
	})
}
