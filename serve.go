package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"honglinh/api"
	"honglinh/api/httpkit"
	"honglinh/api/native"
	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/search/engines"
	"honglinh/indexer"
	"honglinh/web"
)

type serveCmd struct {
	contentFlags  `embed:""`
	Addr          string        `help:"${addr_help}" env:"${addr_env}" default:"${addr_default}" placeholder:"HOST:PORT"`
	AdminAddr     string        `help:"${admin_addr_help}" env:"${admin_addr_env}" default:"${admin_addr_default}" placeholder:"HOST:PORT"`
	BaseURL       string        `name:"base-url" help:"${base_url_help}" env:"${base_url_env}" placeholder:"URL"`
	Refresh       time.Duration `help:"${refresh_help}" env:"${refresh_env}" default:"${refresh_default}"`
	Basemap       string        `help:"${basemap_help}" env:"${basemap_env}" type:"existingfile" placeholder:"FILE"`
	Certification bool          `help:"${certification_help}" env:"${certification_env}"`
	RateLimit     int           `help:"${rate_limit_help}" env:"${rate_limit_env}" default:"${rate_limit_default}"`
	RateBurst     int           `help:"${rate_burst_help}" env:"${rate_burst_env}" default:"${rate_burst_default}"`
	KeptAnswers   int           `help:"${kept_answers_help}" env:"${kept_answers_env}" default:"${kept_answers_default}" placeholder:"MIB"`
	KeyRateLimit  int           `help:"${key_rate_limit_help}" env:"${key_rate_limit_env}" default:"${key_rate_limit_default}"`
	KeepEnquiries int           `help:"${keep_enquiries_help}" env:"${keep_enquiries_env}" default:"${keep_enquiries_default}" placeholder:"DAYS"`
	APIKeys       []string      `name:"api-keys" help:"${api_keys_help}" env:"${api_keys_env}" placeholder:"KEY"`
	TrustProxy    proxies       `help:"${trust_proxy_help}" env:"${trust_proxy_env}" placeholder:"HOPS|NETWORKS"`
	TLSCert       string        `name:"tls-cert" help:"${tls_cert_help}" env:"${tls_cert_env}" placeholder:"FILE"`
	TLSKey        string        `name:"tls-key" help:"${tls_key_help}" env:"${tls_key_env}" placeholder:"FILE"`
	AdminToken    string        `help:"${admin_token_help}" env:"${admin_token_env}" placeholder:"TOKEN"`
	AdminHosts    []string      `help:"${admin_hosts_help}" env:"${admin_hosts_env}" placeholder:"NAME"`
	ReplicaToken  string        `help:"${replica_token_help}" env:"${replica_token_env}" placeholder:"TOKEN"`
	Follow        string        `help:"${follow_help}" env:"${follow_env}" placeholder:"URL"`
	Writer        string        `help:"${writer_help}" env:"${writer_env}" placeholder:"URL"`
	LogFormat     string        `help:"${log_format_help}" env:"${log_format_env}" default:"${log_format_default}" enum:"text,json"`
}

// drain is how long requests under way may take once the server is told to
// stop; supervisors commonly kill after 30 seconds.
const drain = 20 * time.Second

// firstPatience is how long a package may keep the others waiting at the first start: ten
// times what the largest shipped one takes.
const firstPatience = 20 * time.Second

// frugal has the process collect garbage at half of what lives again: the live heap is small
// and most pages, answers and rows are short-lived, so that it costs little and keeps a small
// machine small. GOGC says otherwise.
func frugal() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
}

// Run serves until the command line's context ends.
func (o *serveCmd) Run(c *commandLine) error {
	frugal()
	stated, err := c.blocks.site()
	if err != nil {
		return err
	}
	log := o.logger(c.err)
	defer lastResort(c.ctx, log)()
	if o.Follow != "" {
		return o.follow(c, stated, log)
	}
	p := newProgress(c.err, c.now)
	p.log = log
	opt := o.options(c, "serve", log)
	opt.Refresh, opt.Progress, opt.Trim, opt.Site = o.Refresh, p.first, releaseProgram, stated
	opt.FirstPatience, opt.Followed, opt.Version = firstPatience, o.ReplicaToken != "", version
	var folk *people // opened after the folder is held, and before the first run
	opt.Beside = func(ctx context.Context) (map[string][]byte, error) { return besideRecords(ctx, folk.editions) }
	opt.Propose = func(ctx context.Context, p indexer.Proposal) error {
		return folk.editions.Propose(ctx, p.Record, p.From, p.Fields)
	}
	s, err := indexer.Open(c.ctx, opt)
	if err != nil {
		return err
	}
	if o.AllowRemoval {
		s.AllowRemoval() // of the first run only: left in a unit file it would switch the guard off for good
	}
	p.done = s.Ready
	if folk, err = openPeople(c.ctx, o.Store, o.Data, "", c.now); err != nil {
		return errors.Join(err, s.Close())
	}
	calendar, err := c.blocks.holidays()
	if err != nil {
		return errors.Join(err, s.Close(), folk.Close())
	}
	if folk.identity, err = c.blocks.identity(); err != nil {
		return errors.Join(err, s.Close(), folk.Close())
	}
	folk.edit(publisher{s}, calendar, c.now)
	folk.tables = s
	if err := folk.library(c.ctx, o.Files, o.Data, c.now); err != nil {
		return errors.Join(err, s.Close(), folk.Close())
	}
	part, err := o.writes(c, s, folk, log)
	if err == nil {
		err = o.serve(c, part, folk, log)
	}
	return errors.Join(err, s.Close(), folk.Close())
}

// lastCall is how long the process may outlive its drain: then it ends by itself,
// whatever runs. What was acknowledged is on the disk, and the next start goes on.
const lastCall = 3 * time.Second

// lastResort ends the process when it does not stop in time; what it returns
// calls that off.
func lastResort(ctx context.Context, log *slog.Logger) (stopped func()) {
	done := make(chan struct{})
	go func() {
		select {
		case <-done:
			return
		case <-ctx.Done():
		}
		select {
		case <-done:
		case <-time.After(drain + lastCall):
			log.Error("something does not stop; the process ends without it", "op", "stop")
			os.Exit(1)
		}
	}()
	return sync.OnceFunc(func() { close(done) })
}

func (o *serveCmd) logger(w io.Writer) *slog.Logger {
	if o.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

// serve listens on both addresses and does the work of its part meanwhile.
func (o *serveCmd) serve(c *commandLine, s member, folk *people, log *slog.Logger) error {
	encrypted, err := o.encryption(c, log)
	if err != nil {
		return err
	}
	public, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("address for readers: %w", err)
	}
	admin, err := net.Listen("tcp", o.AdminAddr)
	if err != nil {
		return errors.Join(fmt.Errorf("address for the operator: %w", err), public.Close())
	}
	if o.BaseURL == "" {
		o.BaseURL = "http://" + public.Addr().String()
		if encrypted != nil {
			o.BaseURL = "https://" + public.Addr().String()
		}
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	limiter, err := o.limiter(c)
	if err != nil {
		return errors.Join(err, public.Close(), admin.Close())
	}
	if folk.readers, err = o.openReaders(c, s, folk, log); err != nil {
		return errors.Join(err, public.Close(), admin.Close())
	}
	if s.opened != nil {
		s.opened()
	}
	usage := openUsage(c, s.counts, log)
	defer usage.Flush()
	base, err := basemap.OpenFile(o.Basemap)
	if err != nil {
		return errors.Join(err, public.Close(), admin.Close())
	}
	pages, control := o.handlers(c, s, folk, log, httpkit.Limits{Limiter: limiter, Load: httpkit.NewLoad(0)}, usage, base)
	if err := s.Announce(c.ctx, public.Addr().String(), admin.Addr().String()); err != nil {
		return errors.Join(err, public.Close(), admin.Close())
	}
	log.Info("listening", "op", "serve", "addr", public.Addr().String(), "admin_addr", admin.Addr().String(), "base_url", o.BaseURL, "version", version)
	g, ctx := errgroup.WithContext(c.ctx)
	drained, end := context.WithCancel(context.WithoutCancel(ctx))
	g.Go(func() error {
		defer end() // the operator is told that the server stops until readers are served
		readers := httpkit.Server(o.Addr, pages, log)
		readers.TLSConfig = encrypted
		return serveUntil(ctx, public, readers)
	})
	g.Go(func() error { return serveUntil(drained, admin, httpkit.Server(o.AdminAddr, control, log)) })
	for _, job := range s.jobs {
		g.Go(func() error { return ended(job(ctx)) })
	}
	return g.Wait()
}

// encryption is how readers are served by TLS, nil where they are not.
func (o *serveCmd) encryption(c *commandLine, log *slog.Logger) (*tls.Config, error) {
	if o.TLSCert == "" && o.TLSKey == "" {
		return nil, nil
	}
	cert, err := newCertificate(o.TLSCert, o.TLSKey, c.now, log)
	if err != nil {
		return nil, err
	}
	return cert.config(), nil
}

// ended tells a stop that was asked for from one that was not.
func ended(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// serveUntil serves until ctx ends, then lets requests under way finish.
func serveUntil(ctx context.Context, l net.Listener, srv *http.Server) error {
	failed := make(chan error, 1)
	go func() {
		if srv.TLSConfig != nil {
			failed <- srv.ServeTLS(l, "", "")
			return
		}
		failed <- srv.Serve(l)
	}()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err := srv.Shutdown(stop)
	if err != nil {
		err = errors.Join(err, srv.Close())
	}
	<-failed // http.ErrServerClosed
	return err
}

// hangups asks for a run at every SIGHUP.
func hangups(ctx context.Context, trigger func()) error {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hup:
			trigger()
		}
	}
}

// limiter bounds how fast clients may ask.
func (o *serveCmd) limiter(c *commandLine) (*httpkit.Limiter, error) {
	return httpkit.NewLimiter(httpkit.LimiterOptions{
		Anonymous: httpkit.Rate{PerMinute: o.RateLimit, Burst: o.RateBurst},
		Keyed:     httpkit.Rate{PerMinute: o.KeyRateLimit, Burst: o.KeyRateLimit / 10},
		Keys:      o.APIKeys, Proxies: o.TrustProxy.Proxies, Now: c.now,
	})
}

// handlers wires what readers and the operator get.
func (o *serveCmd) handlers(c *commandLine, s member, folk *people, log *slog.Logger, limits httpkit.Limits, usage *web.Usage, base *basemap.Map) (pages, control http.Handler) {
	registry := newRegistry(s, s.Schema(), engines.Format(o.Engine), s.metrics...)
	all := &faces{o: o, c: c, s: s, folk: folk, log: log, metrics: httpkit.NewMetrics(registry), zeroResults: openZeroResults(c.ctx, s.counts, log), usage: usage, limits: limits, base: base}
	if t := s.State().Tables; t != nil {
		all.kept = api.NewKept(t.Scratch())
	}
	kit := httpkit.New(httpkit.Options{BaseURL: o.BaseURL, Log: log, Now: c.now})
	control = httpkit.Admin(httpkit.AdminOptions{Kit: kit, Also: s.operator, Ready: s.Ready, Stopping: func() bool { return c.ctx.Err() != nil }, Gatherer: registry, Version: version,
		Token: o.AdminToken, Hosts: append([]string{o.AdminAddr}, o.AdminHosts...), Detail: s.detail, Trigger: s.trigger,
		Report: func() (any, time.Time) { r, at := s.LastReport(); return r, at }})
	return s.front(kit, newAnswering(s.Live(), all.of)), s.behind(control)
}

// heldBack is what the operator should know though readers are served.
func heldBack(s *indexer.Service) func() any {
	return func() any {
		if rep, _ := s.LastReport(); len(rep.Held) > 0 {
			return map[string]any{"held_back": rep.Held}
		}
		return nil
	}
}

// formats are the versions of what the program keeps: of the schema of the records,
// and of what the engine writes.
func formats(schema, index string) native.Versions {
	return native.Versions{Schema: schema, Index: index}
}

// zeroResultsKey is the store's document of searches that found nothing;
// formerZeroResultsKey is where programs before December 2026 kept it.
const (
	zeroResultsKey       = "web/zero-results"
	formerZeroResultsKey = "web/in-vain"
)

// openZeroResults returns the counter of zero-result searches, as the store kept it.
func openZeroResults(ctx context.Context, records counts, log *slog.Logger) *web.ZeroResults {
	ctx = context.WithoutCancel(ctx) // a count may be saved while the server drains
	v := web.NewZeroResults(func(state []byte) {
		if err := records.PutDocument(ctx, zeroResultsKey, state); err != nil {
			log.Warn("zero-result searches are not kept", "op", "search", "err", err)
		}
	})
	state, err := records.Document(ctx, zeroResultsKey)
	if err != nil {
		state, err = records.Document(ctx, formerZeroResultsKey)
	}
	if err == nil {
		if err := v.Load(state); err != nil {
			log.Warn("zero-result searches start anew", "op", "start", "err", err)
		}
	}
	return v
}

// usageKey is the store's document of how much the catalogue is used.
const usageKey = "web/usage"

// openUsage returns the counter of use, as the store kept it. What the last
// minute brought is saved when the server is told to stop.
func openUsage(c *commandLine, kept counts, log *slog.Logger) *web.Usage {
	ctx := context.WithoutCancel(c.ctx) // saved while the server drains
	u := web.NewUsage(c.now, func(state []byte) {
		if err := kept.PutDocument(ctx, usageKey, state); err != nil {
			log.Warn("use is not kept", "op", "usage", "err", err)
		}
	})
	if state, err := kept.Document(ctx, usageKey); err == nil {
		if err := u.Load(state); err != nil {
			log.Warn("counting use starts anew", "op", "start", "err", err)
		}
	}
	return u
}
