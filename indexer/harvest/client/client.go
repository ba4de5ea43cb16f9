package client

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"honglinh/catalog/text/notice"
)

// Options say who asks, how fast and how much.
type Options struct {
	// Agent is the User-Agent, with how to reach the operator.
	Agent string
	// Pace is the pause between two requests to one host; 0 is none.
	Pace time.Duration
	// Allow are hosts with their ports (localhost:8080) that may be private or loopback.
	Allow []string
	// Robots asks for robots.txt and keeps to it.
	Robots bool
	Limits Limits
	Hosts  *Hosts // nil is a table of its own
	Kept   Kept   // nil keeps nothing
	// Now, Sleep and Resolver are those of the machine if nil.
	Now      func() time.Time
	Sleep    func(context.Context, time.Duration) error
	Resolver *net.Resolver
}

// Kept remembers answers between runs, so that they are asked for conditionally.
type Kept interface {
	// Load returns the answer kept for an address.
	Load(url string) (Held, bool)
	Store(url string, h Held) error
}

// Held is an answer that was kept, with what it is recognised by.
type Held struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	ContentType  string `json:"content_type,omitempty"`
	URL          string `json:"url"` // that it came from, after redirects
	Body         []byte `json:"-"`
}

// Request is what is asked for.
type Request struct {
	URL    string
	Accept string
	// ETag and LastModified are of what the asker holds: the answer may be Unchanged.
	ETag, LastModified string
	// Keep has the answer kept: when the server says it has not changed, the body
	// kept is the answer.
	Keep bool
	most int64 // bytes; 0 is the limit of answers
}

// Answer is what the server gave, whole.
type Answer struct {
	URL string // after redirects
	// Unchanged says that the asker's own copy, or the kept one, still holds; Body
	// is then the kept one or empty.
	Unchanged          bool
	ETag, LastModified string
	ContentType        string
	Body               []byte
}

// Count is what a run has cost so far.
type Count struct {
	Requests    int   `json:"requests"`
	Conditional int   `json:"conditional"` // of these, conditional ones
	Unchanged   int   `json:"unchanged"`   // answered with 304
	Bytes       int64 `json:"bytes"`       // unpacked
}

// Client asks for one run. It is used by one goroutine.
type Client struct {
	opt      Options
	http     *resty.Client
	allowed  map[string]bool
	rules    map[string]rules
	failures map[string]int // in a row, by host
	count    Count
	ends     time.Time
}

// New returns a client of a run that begins now.
func New(o Options) *Client {
	o.Limits = o.Limits.Over(Defaults())
	if o.Hosts == nil {
		o.Hosts = &Hosts{}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	c := &Client{opt: o, allowed: map[string]bool{}, rules: map[string]rules{}, failures: map[string]int{}, ends: o.Now().Add(o.Limits.Time)}
	for _, h := range o.Allow {
		c.allowed[strings.ToLower(h)] = true
	}
	c.http = resty.New().SetTransport(c.transport()).SetLogger(silent{}).SetDoNotParseResponse(true).
		SetHeader("User-Agent", o.Agent).SetHeader("Accept-Encoding", "gzip").
		SetRedirectPolicy(resty.RedirectPolicyFunc(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }))
	c.http.SetCookieJar(nil) // nothing of one answer goes to the next
	return c
}

// silent keeps resty's warnings out of the terminal: errors are returned.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Count returns what the run has cost so far.
func (c *Client) Count() Count { return c.count }

// Close lets the connections go.
func (c *Client) Close() { c.http.GetClient().CloseIdleConnections() }

// Get asks for an address and returns the answer whole. The error is an *Error, or
// that of ctx.
func (c *Client) Get(ctx context.Context, r Request) (*Answer, error) { return c.fetch(ctx, r, false) }

// fetch follows redirects by itself, so that each hop is checked, paced and counted.
func (c *Client) fetch(ctx context.Context, r Request, plain bool) (*Answer, error) {
	held := Held{}
	if r.Keep && c.opt.Kept != nil {
		if h, ok := c.opt.Kept.Load(r.URL); ok {
			held = h
			r.ETag, r.LastModified = h.ETag, h.LastModified
		}
	}
	seen := map[string]bool{}
	for at := r.URL; ; {
		u, err := parse(at)
		if err != nil {
			return nil, err
		}
		if seen[u.String()] {
			return nil, fail(at, ErrRefused, notice.Of("portal-circle"))
		}
		if len(seen) > maxRedirects {
			return nil, fail(r.URL, ErrRefused, notice.Of("portal-redirects", maxRedirects))
		}
		seen[u.String()] = true
		a, next, err := c.hop(ctx, u, r, plain)
		if err != nil {
			return nil, err
		}
		if next == "" {
			return a, c.keep(r, held, a)
		}
		at = next
	}
}

// keep fills an answer that has not changed from the kept one, and keeps a new one.
func (c *Client) keep(r Request, held Held, a *Answer) error {
	if !r.Keep || c.opt.Kept == nil {
		return nil
	}
	if a.Unchanged {
		a.Body, a.ContentType, a.URL = held.Body, held.ContentType, held.URL
		return nil
	}
	if a.ETag == "" && a.LastModified == "" {
		return nil
	}
	return c.opt.Kept.Store(r.URL, Held{ETag: a.ETag, LastModified: a.LastModified, ContentType: a.ContentType, URL: a.URL, Body: a.Body})
}

// parse reads an address that may be asked.
func parse(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return nil, fail(s, ErrAddress, notice.Of("portal-no-address"))
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fail(s, ErrAddress, notice.Of("portal-scheme"))
	case u.Hostname() == "":
		return nil, fail(s, ErrAddress, notice.Of("portal-no-host"))
	case u.User != nil:
		return nil, fail(s, ErrAddress, notice.Of("portal-password"))
	}
	u.Fragment = ""
	return u, nil
}

// hop asks one address, several times if need be. next is where the server sends
// us instead, "" if it answered.
func (c *Client) hop(ctx context.Context, u *url.URL, r Request, plain bool) (a *Answer, next string, err error) {
	held := rules{}
	if !plain {
		if held, err = c.rulesOf(ctx, u); err != nil {
			return nil, "", err
		}
		if err := held.admitted(u); err != nil {
			return nil, "", err
		}
	}
	for try := 1; ; try++ {
		var wait time.Duration
		a, next, wait, err = c.admitted(ctx, u, r, held)
		if err == nil || !errors.Is(err, ErrFailed) {
			if err == nil {
				c.failures[u.Host] = 0
			}
			return a, next, err
		}
		if try == tries {
			if c.failures[u.Host]++; c.failures[u.Host] >= maxFailures {
				return nil, "", fail(u.String(), ErrStopped, notice.Of("portal-host-fails", maxFailures, err))
			}
			return nil, "", err
		}
		if wait == 0 {
			wait = firstWait << (try - 1)
			wait = wait/2 + rand.N(wait) // so that not all come back at once
		}
		if wait > longestWait {
			return nil, "", fail(u.String(), ErrStopped, notice.Of("portal-wait", wait))
		}
		if err := c.opt.Sleep(ctx, wait); err != nil {
			return nil, "", err
		}
	}
}

// admitted asks once, when the host's slot is free.
func (c *Client) admitted(ctx context.Context, u *url.URL, r Request, held rules) (*Answer, string, time.Duration, error) {
	if err := c.budget(u); err != nil {
		return nil, "", 0, err
	}
	release, err := c.take(ctx, u.Host, held.pause(c.opt.Pace))
	if err != nil {
		return nil, "", 0, err
	}
	defer release()
	if err := c.budget(u); err != nil { // waiting took its time
		return nil, "", 0, err
	}
	c.count.Requests++
	asked, cancel := context.WithTimeout(ctx, c.opt.Limits.Answer)
	defer cancel()
	a, next, wait, err := c.once(asked, u, r)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return a, next, wait, err
}

// budget stops the run at its limits.
func (c *Client) budget(u *url.URL) error {
	l := c.opt.Limits
	switch {
	case c.count.Requests >= l.Requests:
		return fail(u.String(), ErrStopped, notice.Of("portal-requests", l.Requests))
	case c.count.Bytes >= l.RunBytes:
		return fail(u.String(), ErrStopped, notice.Of("portal-run-bytes.read", c.count.Bytes, l.RunBytes))
	case !c.opt.Now().Before(c.ends):
		return fail(u.String(), ErrStopped, notice.Of("portal-time", l.Time))
	}
	return nil
}

// once sends the request and reads the answer.
func (c *Client) once(ctx context.Context, u *url.URL, r Request) (*Answer, string, time.Duration, error) {
	q := c.http.R().SetContext(ctx)
	if r.Accept != "" {
		q.SetHeader("Accept", r.Accept)
	}
	if r.ETag != "" {
		q.SetHeader("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		q.SetHeader("If-Modified-Since", r.LastModified)
	}
	if r.ETag != "" || r.LastModified != "" {
		c.count.Conditional++
	}
	res, err := q.Get(u.String())
	if err != nil {
		return nil, "", 0, network(u, err)
	}
	body := res.RawBody()
	defer body.Close()
	if next, err := leads(u, res.RawResponse); next != "" || err != nil {
		return nil, next, 0, err
	}
	if err := refused(u, res.StatusCode(), r); err != nil {
		return nil, "", c.retryAfter(res.Header()), err
	}
	a := &Answer{URL: u.String(), ETag: res.Header().Get("ETag"), LastModified: res.Header().Get("Last-Modified"), ContentType: res.Header().Get("Content-Type")}
	if a.Unchanged = res.StatusCode() == http.StatusNotModified; a.Unchanged {
		c.count.Unchanged++
		return a, "", 0, nil
	}
	a.Body, err = c.read(u, body, res.Header().Get("Content-Encoding"), r.most)
	return a, "", 0, err
}

// network tells what became of a request without an answer.
func network(u *url.URL, err error) error {
	if inside := (*notPublic)(nil); errors.As(err, &inside) {
		return fail(u.String(), ErrAddress, notice.Of("portal-inside", inside.address))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fail(u.String(), ErrFailed, notice.Of("portal-slow"))
	}
	var op *url.Error
	if errors.As(err, &op) {
		err = op.Err
	}
	if errors.Is(err, io.EOF) {
		return fail(u.String(), ErrFailed, notice.Of("portal-hung-up"))
	}
	return fail(u.String(), ErrFailed, notice.Of("portal-network", err))
}
