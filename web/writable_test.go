package web_test

import (
	"testing"
	"time"

	"honglinh/catalog/alert"
	"honglinh/indexer/contact"
	"honglinh/indexer/notify"
	"honglinh/web"
	"honglinh/web/webtest"
)

// open is the shipped pages with a desk that takes what readers write, and with who
// tells them of changes; own is the private address that a follower was given last.
type open struct {
	*webtest.Stand
	desk     *contact.Desk
	follower *notify.Follower
	own      string
}

func writable(t *testing.T) *open {
	t.Helper()
	people, gate, s := webtest.People(t, webtest.Now), webtest.Gate(t, 4, webtest.Now), webtest.Shipped(t)
	o := &open{desk: contact.New(contact.Options{People: people, Records: s.Records, Keep: 24 * time.Hour, Now: webtest.Now})}
	o.follower = s.Follower(people, func(sub alert.Subscription, key string) string {
		o.own = o.FollowPath(sub.Lang, sub.ID, key)
		return webtest.Base + o.own
	})
	o.Stand = s.With(t, func(options *web.Options) {
		options.Contact = web.ContactOptions{Desk: o.desk, Keep: 365, Gates: web.Gates{Plain: gate, Proven: gate, Rates: gate}}
		options.Follow = web.FollowOptions{Follower: o.follower, Gate: gate, Mail: true}
	})
	return o
}
