package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/site"
	"honglinh/catalog/store"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/stores"
	"honglinh/indexer"
	"honglinh/indexer/replica"
)

// follow serves as a reader that follows another server.
func (o *serveCmd) follow(c *commandLine, stated site.Site, log *slog.Logger) error {
	if o.Engine != "" {
		return errors.New("--follow: a reader has an index of its own in its data folder; leave --engine out")
	}
	origin, err := replica.NewClient(o.Follow, o.ReplicaToken)
	if err != nil {
		return err
	}
	forward, err := newForwarding(o.Writer)
	if err != nil {
		return err
	}
	opt := o.options(c, "serve --follow", log)
	opt.Site, opt.Trim, opt.Files = stated, releaseProgram, ""
	f, err := indexer.OpenFollower(c.ctx, opt, origin)
	if err != nil {
		return err
	}
	folk, seal, err := o.nobody(c)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	p := member{shown: f, opened: seal, notices: &toldNotices{f: f}, jobs: []func(context.Context) error{f.Run}, counts: countFiles(filepath.Join(o.Data, "replica")), metrics: []prometheus.Collector{lagging{f}},
		operator: func(*mux.Router) {},
		detail:   func() any { return map[string]any{"follows": following(f)} },
		trigger:  func(bool) {},
		front: func(kit *httpkit.Kit, pages http.Handler) http.Handler {
			refuse := refusal(kit, folk)
			return forward.before(refuse, aged(f, untilReady(refuse, f, pages)))
		},
		behind: func(control http.Handler) http.Handler { return control },
	}
	return errors.Join(o.serve(c, p, folk, log), f.Close(), folk.Close())
}

// nobody is what a reader has of people: nothing, and a store in which nothing can be kept.
func (o *serveCmd) nobody(c *commandLine) (folk *people, seal func(), err error) {
	calendar, err := c.blocks.holidays()
	if err != nil {
		return nil, nil, err
	}
	dir := filepath.Join(o.Data, "replica", "nobody")
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return nil, nil, err
	}
	place, err := stores.Find("", dir)
	if err != nil {
		return nil, nil, err
	}
	empty, err := place.OpenPrivate(c.ctx, c.now)
	if err != nil {
		return nil, nil, err
	}
	st := &sealed{Store: empty, dir: dir}
	folk = &people{Store: st, accounts: accounts.New(accounts.Options{Store: st, Now: c.now})}
	folk.edit(nil, calendar, c.now)
	return folk, func() { st.closed.Store(true) }, folk.library(c.ctx, "", dir, c.now)
}

// sealed is a private store of a reader. It is empty and stays so: what people write is kept
// by the writer alone. What is kept while it is opened is the key of a keeper that serves
// nobody.
type sealed struct {
	private.Store
	dir    string // of its own
	closed atomic.Bool
}

// Write implements private.Store.
func (s *sealed) Write(ctx context.Context, fn func(private.Tx) error) error {
	if s.closed.Load() {
		return atWriter()
	}
	return s.Store.Write(ctx, fn)
}

// Claim implements private.Store.
func (s *sealed) Claim(context.Context, string, time.Duration, int) ([]private.Document, error) {
	return nil, atWriter()
}

// Close implements private.Store.
func (s *sealed) Close() error { return errors.Join(s.Store.Close(), os.RemoveAll(s.dir)) }

// untilReady says that nothing was fetched yet.
func untilReady(refuse refuser, f *indexer.Follower, pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !f.Ready() {
			w.Header().Set("Retry-After", "10")
			refuse(w, r, catalog.NewFault(catalog.Busy, "", "Máy đọc này đang lấy dữ liệu lần đầu.", "This reader is fetching the catalogue for the first time."))
			return
		}
		pages.ServeHTTP(w, r)
	})
}

// lagOf is for how long what is shown has not been confirmed.
func lagOf(f *indexer.Follower) time.Duration {
	at := f.Lag().Confirmed
	if at.IsZero() {
		return 0
	}
	return time.Since(at)
}

// aged tells caches how old an answer may be (RFC 9111, 5.1): as old as the word that the writer shows
// the same.
func aged(f *indexer.Follower, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s := int(lagOf(f).Seconds()); s > 0 {
			w.Header().Set("Age", strconv.Itoa(s))
		}
		next.ServeHTTP(w, r)
	})
}

// followed is what /readyz says of a reader.
type followed struct {
	indexer.Lag
	LagSeconds float64 `json:"lag_seconds"`
}

func following(f *indexer.Follower) followed { return followed{f.Lag(), lagOf(f).Seconds()} }

// lagging collects how far a reader is behind.
type lagging struct{ f *indexer.Follower }

var (
	descLag    = prometheus.NewDesc("honglinh_replica_lag_seconds", "For how long a reader has not heard that it shows what its writer shows.", nil, nil)
	descBehind = prometheus.NewDesc("honglinh_replica_changes_behind", "Changes that the writer shows and a reader does not yet, as far as it knows.", nil, nil)
	descFollow = prometheus.NewDesc("honglinh_replica_following", "1 while a reader follows its writer.", nil, nil)
)

// Describe names the metrics.
func (l lagging) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descLag, descBehind, descFollow} {
		ch <- d
	}
}

// Collect reads the metrics.
func (l lagging) Collect(ch chan<- prometheus.Metric) {
	now, follows := l.f.Lag(), 1.0
	if now.Trouble != "" || now.Confirmed.IsZero() {
		follows = 0
	}
	for d, v := range map[*prometheus.Desc]float64{descLag: lagOf(l.f).Seconds(), descBehind: float64(now.Behind), descFollow: follows} {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v)
	}
}

// countFiles keep what a reader counts of its own use, in files of a folder.
type countFiles string

func (d countFiles) file(key string) string {
	return filepath.Join(string(d), "count-"+strings.ReplaceAll(key, "/", "-")+".json")
}

// Document implements counts.
func (d countFiles) Document(_ context.Context, key string) ([]byte, error) {
	b, err := os.ReadFile(d.file(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, store.NoDocument(key)
	}
	return b, err
}

// PutDocument implements counts.
func (d countFiles) PutDocument(_ context.Context, key string, b []byte) error {
	if err := os.WriteFile(d.file(key)+".new", b, 0o644); err != nil {
		return err
	}
	return os.Rename(d.file(key)+".new", d.file(key))
}
