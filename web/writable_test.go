package web_test

import (
	"testing"
	"time"

	"honglinh/catalog/alert"
	"honglinh/indexer/contact"
	"honglinh/web"
	"honglinh/web/webtest"
)

// writable is the shipped pages with a desk that takes what readers write, and with who
// tells them of changes.
func writable(t *testing.T) *webtest.Stand {
	t.Helper()
	people, gate, s := webtest.People(t, webtest.Now), webtest.Gate(t, 4, webtest.Now), webtest.Shipped(t)
	desk := contact.New(contact.Options{People: people, Records: s.Records, Keep: 24 * time.Hour, Now: webtest.Now})
	follower := s.Follower(people, func(alert.Subscription, string) string { return "" })
	return s.With(t, func(o *web.Options) {
		o.Contact = web.ContactOptions{Desk: desk, Keep: 365, Gates: web.Gates{Plain: gate, Proven: gate, Rates: gate}}
		o.Follow = web.FollowOptions{Follower: follower, Gate: gate, Mail: true}
	})
}
