package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"
	"golang.org/x/sync/errgroup"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/text"
	"honglinh/datasets/brief"
	"honglinh/indexer/contact"
	"honglinh/indexer/custody"
	"honglinh/indexer/live"
	"honglinh/indexer/notify"
	"honglinh/indexer/remind"
	"honglinh/indexer/suggested"
	"honglinh/web"
	"honglinh/web/frame"
	"honglinh/web/inbox"
	"honglinh/web/portals"
	"honglinh/web/setup"
)

// readers is what readers leave with us, and who keeps it.
type readers struct {
	keeper *custody.Keeper
	desk   *contact.Desk
	// follower keeps subscriptions, carrier carries what it and the desk write.
	follower *notify.Follower
	carrier  *notify.Carrier
	reminder *remind.Reminder
	suggests *suggested.Follower
	accounts *accounts.Keeper
	setup    string // token of the set-up, "" where there is an account
	mails    bool
	gates    web.Gates
	follows  *httpkit.Gate // of subscriptions: what is refused there costs no enquiry
	keep     int
	kit      *httpkit.Kit // of the operator's pages
	portals  portals.Options
	shown    atomic.Pointer[shownPages]
}

// shownPages are the pages of the state that is shown, with the operator's beside them.
type shownPages struct {
	*frame.Frame
	inbox, portals, setup http.Handler
}

// How often one client may write to us: a person asks a few things in a sitting. With
// a proof that a script worked for, more; ratings are clicks. All counts everybody's
// enquiries in a minute, under which the inbox of a small office stays readable.
const (
	plainBurst, provenBurst, ratesBurst = 4, 12, 30
	plainEvery                          = 10 * time.Minute
	provenEvery                         = 3 * time.Minute
	ratesEvery                          = 20 * time.Second
	askedByAll                          = 60
	ratedByAll                          = 3000
)

// openReaders opens what stands on the private store for readers.
func (o *serveCmd) openReaders(c *commandLine, s shown, folk *people, log *slog.Logger) (*readers, error) {
	calendar, err := c.blocks.holidays()
	if err != nil {
		return nil, err
	}
	if o.KeepEnquiries < 1 {
		return nil, fmt.Errorf("--keep-enquiries: want a number of days from 1, not %d", o.KeepEnquiries)
	}
	r := &readers{keep: o.KeepEnquiries, kit: httpkit.New(httpkit.Options{BaseURL: o.BaseURL, Log: log, Now: c.now})}
	if r.keeper, err = custody.New(c.ctx, custody.Options{Store: folk.Store, Rand: rand.Reader, Log: log}); err != nil {
		return nil, err
	}
	r.desk = contact.New(contact.Options{People: r.keeper, Records: liveRecords{s.Live()}, Unit: folk.answers(s), Calendar: calendar, Keep: time.Duration(o.KeepEnquiries) * 24 * time.Hour, Now: c.now,
		StatusURL: func(lang text.Lang, number, key string) string {
			at := r.shown.Load()
			return at.BaseURL + at.StatusPath(lang, number, key)
		}})
	if r.portals, err = o.portals(c); err != nil {
		return nil, err
	}
	if err := r.openNotices(c, s, log); err != nil {
		return nil, err
	}
	r.accounts = folk.accounts
	r.suggests = folk.suggests(s, o.Data, log)
	if o.Follow == "" {
		if err := r.offerSetup(c.ctx, o.AdminAddr, log); err != nil {
			return nil, err
		}
	}
	r.reminder = remind.New(remind.Options{Accounts: folk.accounts, Editions: folk.editions, Enquiries: r.desk, Calendar: calendar, Now: c.now, Log: log,
		DeskURL: func(l text.Lang) string { return o.BaseURL + "/desk/" + string(l) + "/" }, MeURL: func(l text.Lang) string { return o.BaseURL + "/desk/" + string(l) + "/me" }})
	for _, g := range []struct {
		to    **httpkit.Gate
		burst int
		every time.Duration
		all   int
	}{{&r.gates.Plain, plainBurst, plainEvery, askedByAll}, {&r.follows, plainBurst, plainEvery, askedByAll}, {&r.gates.Proven, provenBurst, provenEvery, askedByAll}, {&r.gates.Rates, ratesBurst, ratesEvery, ratedByAll}} {
		if *g.to, err = httpkit.NewGate(httpkit.GateOptions{Burst: g.burst, Every: g.every, All: g.all, Proxies: o.TrustProxy.Proxies, Now: c.now}); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// offerSetup tells the log, where there is no account yet, the address by which the
// first administrator is made. The token is kept in memory only.
func (r *readers) offerSetup(ctx context.Context, admin string, log *slog.Logger) error {
	empty, err := r.accounts.Empty(ctx)
	if err != nil || !empty {
		return err
	}
	b := make([]byte, account.TokenBytes)
	if _, err := io.ReadFull(rand.Reader, b); err != nil {
		return err
	}
	r.setup = account.Token(b)
	log.Info("the desk has no account yet; open this once to make its administrator", "op", "setup", "url", "http://"+admin+"/setup?token="+r.setup)
	return nil
}

// pages makes the pages of a state, which are the ones that private addresses lead to
// from now on, and what composes briefs of them. It panics where web.New does.
func (r *readers) pages(o web.Options) (http.Handler, func(context.Context, text.Lang, string) (brief.Document, error)) {
	o.Follow = web.FollowOptions{Follower: r.follower, Gate: r.follows, Mail: r.mails}
	o.Contact = web.ContactOptions{Desk: r.desk, Gates: r.gates, Keep: r.keep}
	s, err := web.Build(o)
	if err != nil {
		panic(err)
	}
	letters, err := inbox.New(s, r.kit, r.desk)
	if err != nil {
		panic(err)
	}
	sources, err := portals.New(s, r.kit, r.portals)
	if err != nil {
		panic(err)
	}
	first, err := setup.New(s, r.kit, r.accounts, r.setup)
	if err != nil {
		panic(err)
	}
	r.shown.Store(&shownPages{s, letters, sources, first})
	return s.Handler(), func(ctx context.Context, lang text.Lang, ids string) (brief.Document, error) {
		return web.Brief(ctx, s, web.BriefOptions{Rules: o.Rules, Contacts: o.Contacts}, lang, ids)
	}
}

// operator adds the operator's pages to the operator's address.
func (r *readers) operator(router *mux.Router) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { r.shown.Load().inbox.ServeHTTP(w, req) })
	router.PathPrefix("/inbox").Handler(handler).Name("admin.inbox")
	router.Path("/setup").HandlerFunc(func(w http.ResponseWriter, req *http.Request) { r.shown.Load().setup.ServeHTTP(w, req) }).Name("admin.setup")
	router.PathPrefix("/static/").Handler(handler).Name("admin.static")
	router.PathPrefix("/admin/").HandlerFunc(func(w http.ResponseWriter, req *http.Request) { r.shown.Load().portals.ServeHTTP(w, req) }).Name("admin.portals")
}

// run keeps the store in order, writes digests and carries messages until ctx ends.
func (r *readers) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return r.keeper.Run(ctx) })
	g.Go(func() error { return r.follower.Run(ctx) })
	g.Go(func() error { return r.carrier.Run(ctx) })
	g.Go(func() error { return r.suggests.Run(ctx) })
	if r.mails {
		g.Go(func() error { return r.reminder.Run(ctx) })
	}
	return g.Wait()
}

// liveRecords are the records of the state that is shown when they are asked for.
type liveRecords struct{ shown *live.Current }

// Record returns a record as it is now.
func (l liveRecords) Record(ctx context.Context, id string) (catalog.Record, error) {
	s, release := l.shown.Take()
	defer release()
	return s.Records.Record(ctx, id)
}
