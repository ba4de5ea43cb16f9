package main

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"

	"honglinh/api/httpkit"
	"honglinh/catalog/store"
	"honglinh/indexer"
	"honglinh/indexer/harvest"
	"honglinh/indexer/live"
	"honglinh/indexer/replica"
	"honglinh/web/record"
)

// shown is a catalogue that is served: a writer's, or a reader's that follows one.
type shown interface {
	Live() *live.Current
	State() *live.State
	Ready() bool
	Schema() string
	Records() store.Reader
	LastReport() (indexer.Report, time.Time)
	Portals() []harvest.Status
	Running() time.Duration
	Announce(ctx context.Context, addr, adminAddr string) error
}

var (
	_ shown = (*indexer.Service)(nil)
	_ shown = (*indexer.Follower)(nil)
)

// counts keep what a server counts of its use.
type counts interface {
	Document(ctx context.Context, key string) ([]byte, error)
	PutDocument(ctx context.Context, key string, b []byte) error
}

// member is a server's part in a cluster: that of its one writer, which may be the only server
// there is, or that of a reader.
type member struct {
	shown
	opened   func()         // once everything is, nil does nothing
	notices  record.Notices // nil are the desk's own
	jobs     []func(context.Context) error
	counts   counts
	metrics  []prometheus.Collector
	operator func(*mux.Router)
	detail   func() any
	trigger  func(allowRemoval bool)
	// front stands before what readers are answered by, behind before the operator's pages.
	front  func(*httpkit.Kit, http.Handler) http.Handler
	behind func(http.Handler) http.Handler
}

// writes is the part of who brings content in.
func (o *serveCmd) writes(c *commandLine, s *indexer.Service, folk *people, log *slog.Logger) (member, error) {
	harvests, err := o.timetable(c, s, log)
	if err != nil {
		return member{}, err
	}
	p := member{shown: s, counts: s.Store(), detail: heldBack(s),
		operator: func(router *mux.Router) { folk.readers.operator(router) },
		trigger: func(allowRemoval bool) {
			if allowRemoval {
				s.AllowRemoval()
			}
			s.Trigger()
		},
		front:  func(_ *httpkit.Kit, pages http.Handler) http.Handler { return pages },
		behind: func(control http.Handler) http.Handler { return followedBy(s.Feed(), o.ReplicaToken, control, log) },
	}
	p.jobs = []func(context.Context) error{s.Run, func(ctx context.Context) error { return folk.readers.run(ctx) },
		func(ctx context.Context) error { return hangups(ctx, s.Trigger) }, func(ctx context.Context) error { return folk.work(ctx, log) }}
	if harvests != nil {
		p.jobs = append(p.jobs, harvests.Run)
	}
	return p, nil
}

// followedBy answers readers elsewhere beside the operator, if there may be any.
func followedBy(feed replica.Source, token string, control http.Handler, log *slog.Logger) http.Handler {
	if feed == nil {
		return control
	}
	readers := replica.NewHandler(feed, token, log)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, replica.Path) {
			readers.ServeHTTP(w, r)
			return
		}
		control.ServeHTTP(w, r)
	})
}
