package client_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"honglinh/indexer/harvest/client"
)

// clock is time that passes when somebody sleeps.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	slept []time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	c.slept = append(c.slept, d)
	return ctx.Err()
}

// portal serves a hostile portal; it is asked without mercy.
func portal(t *testing.T, h http.HandlerFunc, change func(*client.Options)) (*client.Client, string, *clock) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	k := &clock{at: time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)}
	o := client.Options{Agent: "honglinh-test", Allow: []string{strings.TrimPrefix(s.URL, "http://")}, Now: k.now, Sleep: k.sleep}
	if change != nil {
		change(&o)
	}
	c := client.New(o)
	t.Cleanup(c.Close)
	return c, s.URL, k
}

func packed(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range n {
		if _, err := z.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAHostilePortalMeetsItsLimits(t *testing.T) {
	bomb := packed(t, 200)
	for _, c := range []struct {
		name   string
		portal http.HandlerFunc
		change func(*client.Options)
		want   error
		asked  int // requests at most
	}{
		{"one that answers 500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, nil, client.ErrFailed, 4},
		{"one that never begins", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
			func(o *client.Options) { o.Limits.Answer = 20 * time.Millisecond }, client.ErrFailed, 4},
		{"one that drips for ever", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				fmt.Fprint(w, "x")
				w.(http.Flusher).Flush()
				select {
				case <-r.Context().Done():
				case <-time.After(time.Millisecond):
				}
			}
		}, func(o *client.Options) { o.Limits.Answer = 30 * time.Millisecond }, client.ErrFailed, 4},
		{"one that is endless", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		}, func(o *client.Options) { o.Limits.AnswerBytes = 1 << 20 }, client.ErrTooLarge, 1},
		{"a bomb of gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		}, func(o *client.Options) { o.Limits.AnswerBytes = 1 << 30 }, client.ErrTooLarge, 1},
		{"a packing that nobody asked for", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, "x")
		}, nil, client.ErrRefused, 1},
		{"a length that is too long", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "short")
		}, nil, client.ErrFailed, 4},
		{"a redirect to itself", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), 302) }, nil, client.ErrRefused, 1},
		{"redirects without end", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", 302) }, nil, client.ErrRefused, 6},
		{"a redirect to the metadata of a cloud", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", 302)
		}, nil, client.ErrAddress, 2},
		{"a redirect to a port of this machine", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "http://127.0.0.1:1/", 302) }, nil, client.ErrAddress, 2},
		{"a redirect to the same as an IPv6 address", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "http://[::ffff:127.0.0.1]:1/", 302) }, nil, client.ErrAddress, 2},
		{"a redirect to a file", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(302)
		}, nil, client.ErrAddress, 1},
		{"a server that wants to be left alone for a day", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(503)
		}, nil, client.ErrStopped, 1},
		{"robots.txt that forbids", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /\n") },
			func(o *client.Options) { o.Robots = true }, client.ErrRobots, 1},
		{"robots.txt that cannot be had", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(503) },
			func(o *client.Options) { o.Robots = true }, client.ErrRobots, 4},
		{"more bytes than a run may have", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<16)) },
			func(o *client.Options) { o.Limits.RunBytes = 1 << 10 }, client.ErrStopped, 1},
		{"nothing there", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, nil, client.ErrMissing, 1},
		{"nothing there any more", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, nil, client.ErrGone, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k, at, _ := portal(t, c.portal, c.change)
			a, err := k.Get(t.Context(), client.Request{URL: at + "/a"})
			if !errors.Is(err, c.want) || a != nil {
				t.Errorf("got %v, %v, want %v", a, err, c.want)
			}
			if n := k.Count().Requests; n > c.asked {
				t.Errorf("%d requests, want at most %d", n, c.asked)
			}
		})
	}
}

func TestAnAddressInsideANetworkIsNotAsked(t *testing.T) {
	t.Parallel()
	k := client.New(client.Options{Agent: "t", Sleep: func(context.Context, time.Duration) error { return nil }})
	defer k.Close()
	for _, at := range []string{"http://127.0.0.1:1/", "http://localhost:1/", "http://10.0.0.1/", "http://169.254.169.254/", "http://[::1]:1/", "http://0.0.0.0:1/", "http://100.64.0.1/",
		"http://2130706433/", "ftp://example.org/", "http://user:pass@example.org/", "file:///etc/passwd", "//", "http://"} {
		if _, err := k.Get(t.Context(), client.Request{URL: at}); !errors.Is(err, client.ErrAddress) && !(at == "http://2130706433/" && errors.Is(err, client.ErrFailed)) {
			t.Errorf("%s: got %v, want %v", at, err, client.ErrAddress)
		}
	}
}

// TestANameThatChangesItsAnswerLeadsNowhere has a name server that tells a public address
// first and then one of this machine, and one that tells this machine at once: what counts
// is the address that is dialled.
func TestANameThatChangesItsAnswerLeadsNowhere(t *testing.T) {
	t.Parallel()
	reached := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(inside.URL, "http://"))
	for first, answers := range map[[4]byte]int32{{127, 0, 0, 1}: 1, nobody: 2} {
		var told atomic.Int32
		k := client.New(client.Options{Agent: "t", Sleep: func(context.Context, time.Duration) error { return nil }, Resolver: liar(t, first, &told),
			Limits: client.Limits{Answer: 300 * time.Millisecond}})
		defer k.Close()
		if _, err := k.Get(t.Context(), client.Request{URL: "http://portal.example:" + port + "/"}); !errors.Is(err, client.ErrAddress) || told.Load() != answers {
			t.Errorf("%v first: got %v after %d answers, want %v after %d", first, err, told.Load(), client.ErrAddress, answers)
		}
	}
	if reached {
		t.Error("a server of this machine was asked")
	}
}

// nobody is a public address that has no route: the relays it was for are given up
// (RFC 7526).
var nobody = [4]byte{192, 88, 99, 77}

// liar resolves every name to an address once, and then to one of this machine. It counts
// its answers.
func liar(t *testing.T, first [4]byte, told *atomic.Int32) *net.Resolver {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := c.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			m.Response = true
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				at := [4]byte{127, 0, 0, 1}
				if told.Add(1) == 1 {
					at = first
				}
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: at}}}
			}
			m.Additionals = nil
			if out, err := m.Pack(); err == nil {
				_, _ = c.WriteTo(out, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", c.LocalAddr().String())
	}}
}

func TestAHostIsAskedAtItsPace(t *testing.T) {
	t.Parallel()
	h := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: honglinh\nCrawl-delay: 7\nDisallow: /in\n")
		}
	}
	k, at, clock := portal(t, h, func(o *client.Options) { o.Robots, o.Pace = true, time.Second })
	for range 3 {
		if _, err := k.Get(t.Context(), client.Request{URL: at + "/a"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprint(clock.slept); got != "[7s 7s 7s]" {
		t.Errorf("waited %s between robots.txt and three pages", got)
	}
}

func TestARunEndsAtItsLimitsAndSaysSo(t *testing.T) {
	t.Parallel()
	pages := 0
	k, at, _ := portal(t, func(http.ResponseWriter, *http.Request) { pages++ }, func(o *client.Options) { o.Limits.Requests, o.Limits.Time, o.Pace = 100, time.Minute, time.Second })
	var err error
	for n := 0; err == nil && n < 10000; n++ {
		_, err = k.Get(t.Context(), client.Request{URL: fmt.Sprintf("%s/%d", at, n)})
	}
	if !errors.Is(err, client.ErrStopped) || pages > 61 {
		t.Errorf("%d pages in a minute at one a second, then %v", pages, err)
	}
}

func TestAHostThatFailsForEverythingIsLeftAlone(t *testing.T) {
	t.Parallel()
	n := 0
	k, at, _ := portal(t, func(w http.ResponseWriter, _ *http.Request) { n++; w.WriteHeader(500) }, nil)
	var err error
	for i := 0; !errors.Is(err, client.ErrStopped) && i < 100; i++ {
		_, err = k.Get(t.Context(), client.Request{URL: fmt.Sprintf("%s/%d", at, i)})
	}
	if n != 20 {
		t.Errorf("it was asked %d times, want 4 tries of 5 addresses", n)
	}
}

func TestAPauseThatAServerAsksForIsKept(t *testing.T) {
	t.Parallel()
	n := 0
	k, at, clock := portal(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			w.Header().Set("Retry-After", "90")
			w.WriteHeader(429)
		}
	}, nil)
	if _, err := k.Get(t.Context(), client.Request{URL: at}); err != nil || fmt.Sprint(clock.slept) != "[1m30s]" {
		t.Errorf("slept %v, then %v", clock.slept, err)
	}
}
