package httpkit

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/site"
)

// Handler is an HTTP handler that returns what went wrong instead of writing it;
// Kit.Handle renders the error in one place.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Renderer writes a problem in the form of a face: JSON for the API, a page for
// people. It sets the content type and writes p.Status.
type Renderer func(w http.ResponseWriter, r *http.Request, p Problem)

// Options of a Kit. Only BaseURL is needed.
type Options struct {
	// BaseURL is the public address without a final slash: "https://honglinh.example".
	BaseURL string
	// Site is whose catalogue this is, asked at each request; nil is nobody's.
	Site func() *site.Site
	Log  *slog.Logger
	// Metrics may be shared by several kits; nil counts nothing.
	Metrics *Metrics
	// Render writes problems; nil is WriteProblem.
	Render Renderer
	// CSP is the Content-Security-Policy; "" is the one of an API, which loads nothing.
	CSP string
	// CORS opens the face to pages of any origin; right for public data read without a cookie.
	CORS bool
	// CORSAt says at which paths of a face with CORS; nil is at all of them.
	CORSAt func(path string) bool
	// Closed tells the addresses that are for people who signed in; nil for none.
	Closed *Closed
	// Use is what the routes of httpkit.Mount count as that name nothing else, Count is told of
	// each answer that counts; nil counts nothing.
	Use   Use
	Count func(Used)
	// Timeout bounds a request whose route names none; 0 is DefaultTimeout.
	Timeout time.Duration
	// MaxBody bounds a request body in bytes; 0 is DefaultBody.
	MaxBody int64
	// Limits are what bounds readers, and what is ready for them; kits share them.
	Limits
	Now  func() time.Time
	Rand io.Reader
}

// Limits are what bounds readers, and what is ready for them. The zero Limits bound
// nothing and keep nothing.
type Limits struct {
	// Limiter bounds how fast a client may ask.
	Limiter *Limiter
	// Load bounds how much is answered at once.
	Load *Load
	// Kept holds ready answers of the state that is answered from.
	Kept *Kept
}

// Limits of a request from outside.
const (
	// MaxURL is the longest path and query in bytes: what proxies pass on (nginx
	// keeps 8 kB buffers, Apache 8190 bytes) twice over, for escaped Vietnamese.
	MaxURL = 16 << 10
	// MaxHeader is the most header bytes: the longest URL and as much again twice
	// over for cookies that a shared domain may send.
	MaxHeader = 48 << 10
	// DefaultBody bounds a body; the largest known request is a filter document of a few kB.
	DefaultBody = 1 << 20
	// DefaultTimeout is far over the slowest answer (under a second) and under the
	// minute after which proxies give up.
	DefaultTimeout = 30 * time.Second
	// StreamTimeout is for downloads of a whole table over a slow line.
	StreamTimeout = 15 * time.Minute
)

// Kit is the manners of one face: its middleware and its way to render faults.
type Kit struct {
	baseURL string
	site    func() *site.Site
	log     *slog.Logger
	metrics *Metrics
	render  Renderer
	csp     string
	cors    bool
	corsAt  func(string) bool
	closed  *Closed
	use     Use
	count   func(Used)
	timeout time.Duration
	maxBody int64
	limiter *Limiter
	load    *Load
	kept    *Kept
	now     func() time.Time
	rand    io.Reader
}

// New returns a Kit, with defaults for what the options leave out: a clock, a silent log,
// WriteProblem, a policy that loads nothing, DefaultTimeout and DefaultBody.
func New(o Options) *Kit {
	k := &Kit{baseURL: strings.TrimRight(o.BaseURL, "/"), site: o.Site, log: o.Log, metrics: o.Metrics, render: o.Render, csp: o.CSP,
		cors: o.CORS, corsAt: o.CORSAt, closed: o.Closed, use: o.Use, count: o.Count, timeout: o.Timeout, maxBody: o.MaxBody, limiter: o.Limiter, load: o.Load, kept: o.Kept, now: o.Now, rand: o.Rand}
	if k.site == nil {
		k.site = site.NewCurrent(site.Site{}, nil).Site
	}
	if k.log == nil {
		k.log = slog.New(slog.DiscardHandler)
	}
	if k.render == nil {
		k.render = WriteProblem
	}
	if k.csp == "" {
		k.csp = "default-src 'none'; frame-ancestors 'none'"
	}
	if k.timeout == 0 {
		k.timeout = DefaultTimeout
	}
	if k.maxBody == 0 {
		k.maxBody = DefaultBody
	}
	if k.now == nil {
		k.now = time.Now
	}
	if k.rand == nil {
		k.rand = rand.Reader
	}
	return k
}

// WithRender returns a Kit that differs only in how it renders problems, for
// faces with an error form of their own (CKAN, Explore, SODA, SDMX).
func (k *Kit) WithRender(render Renderer) *Kit {
	other := *k
	other.render = render
	return &other
}

// BaseURL returns the public address without a final slash.
func (k *Kit) BaseURL() string { return k.baseURL }

// Site returns whose catalogue this is now, complete; do not change it.
func (k *Kit) Site() *site.Site { return k.site() }

// URL returns the absolute address of a path that begins with a slash.
func (k *Kit) URL(path string) string { return k.baseURL + path }

// Self returns the absolute address of the request with the query given.
func (k *Kit) Self(r *http.Request, query url.Values) string {
	if len(query) == 0 {
		return k.baseURL + r.URL.EscapedPath()
	}
	return k.baseURL + r.URL.EscapedPath() + "?" + query.Encode()
}

// Handle makes an http.Handler of a Handler; errors are rendered as problems.
func (k *Kit) Handle(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			k.Error(w, r, err)
		}
	})
}

// Error renders err. A reader that hung up gets nothing and is not a fault; an
// answer already begun is cut off, so that nobody takes half for the whole.
func (k *Kit) Error(w http.ResponseWriter, r *http.Request, err error) {
	s := stateOf(r.Context())
	if errors.Is(r.Context().Err(), context.Canceled) {
		s.status = ClientClosed
		if s.started { // it may be the server that ends
			panic(http.ErrAbortHandler)
		}
		return
	}
	p := k.Problem(r, err)
	switch {
	case p.Status == http.StatusServiceUnavailable: // busy or starting: said, and no fault
		k.log.DebugContext(r.Context(), "busy", "op", s.route, "request", s.id, "err", err)
	case p.Status >= http.StatusInternalServerError:
		k.log.ErrorContext(r.Context(), "request failed", "op", s.route, "request", s.id, "status", p.Status, "err", err)
	}
	if s.started {
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Content-Disposition", "Content-Encoding", "Content-Length", "Link", "Content-Language"} {
		h.Del(name)
	}
	h.Set("Cache-Control", CacheNever)
	if p.Kind == catalog.Busy && h.Get("Retry-After") == "" {
		h.Set("Retry-After", "5")
	}
	k.render(w, r, p)
}
