package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The rush: so many connections for so long, at twice what the machine can do.
const (
	rushConnections = 256
	rushLasts       = 8 * time.Second
	calmLasts       = 3 * time.Second
	backWithin      = 5 * time.Second
	// mostArrivals bounds the generator on a machine that is much faster than ours.
	mostArrivals = 200_000
)

// asked is one request of the mix and how it was answered.
type asked struct {
	first  bool // a first page or a suggestion
	status int
	took   time.Duration
}

// crowd asks one server as many readers do.
type crowd struct {
	addr    string
	client  *http.Client
	queries []string
}

// path draws from the mix of a portal: mostly searches, of which few are the same,
// records, suggestions, rows, and now and then an export. first is none of the last two.
func (c *crowd) path(r *rand.Rand) (path string, first bool) {
	word := c.queries[r.IntN(len(c.queries))]
	q := url.Values{"q": {word}, "as_of": {fmt.Sprintf("%d-01-%02d", 2010+r.IntN(16), 1+r.IntN(28))}}
	switch n := r.IntN(100); {
	case n < 35:
		return "/vi/search?" + q.Encode(), true
	case n < 60:
		return "/api/v1/search?" + q.Encode(), true
	case n < 85:
		return "/api/v1/suggest?" + url.Values{"q": {string([]rune(word)[:1+r.IntN(len([]rune(word)))])}}.Encode(), true
	case n < 90:
		return "/vi/", true
	case n < 97:
		return "/api/v1/datasets/units/tables/units/rows?" + url.Values{"q": {word}}.Encode(), false
	}
	return "/api/v1/search.csv?" + q.Encode(), false
}

func (c *crowd) ask(ctx context.Context, r *rand.Rand) asked {
	path, first := c.path(r)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.addr+path, nil)
	if err != nil {
		return asked{first: first}
	}
	req.Header.Set("Accept-Encoding", "gzip")
	begun := time.Now()
	res, err := c.client.Do(req)
	if err != nil {
		return asked{first: first}
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return asked{first: first}
	}
	return asked{first, res.StatusCode, time.Since(begun)}
}

// closed asks one after the other from so many connections, and says how many good
// answers there were a second.
func (c *crowd) closed(b *testing.B, connections int, lasts time.Duration) float64 {
	ctx, cancel := context.WithTimeout(b.Context(), lasts)
	defer cancel()
	var good atomic.Int64
	var all sync.WaitGroup
	for i := range connections {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		all.Go(func() {
			for ctx.Err() == nil {
				if c.ask(ctx, r).status == http.StatusOK {
					good.Add(1)
				}
			}
		})
	}
	all.Wait()
	return float64(good.Load()) / lasts.Seconds()
}

// open asks at a rate whatever the answers, as a crowd does that knows nothing of the
// others; who finds no connection free waits, and the wait counts.
func (c *crowd) open(b *testing.B, rate float64) []asked {
	arrivals := make(chan time.Time, mostArrivals)
	var all sync.WaitGroup
	var mu sync.Mutex
	var out []asked
	for i := range rushConnections {
		r := rand.New(rand.NewPCG(2, uint64(i)))
		all.Go(func() {
			for at := range arrivals {
				waited := time.Since(at)
				a := c.ask(b.Context(), r)
				a.took += waited
				mu.Lock()
				out = append(out, a)
				mu.Unlock()
			}
		})
	}
	begun := time.Now()
	for n := 0; n < mostArrivals && time.Since(begun) < rushLasts; {
		for due := int(time.Since(begun).Seconds() * rate); n < min(due, mostArrivals); n++ {
			arrivals <- time.Now()
		}
		time.Sleep(time.Millisecond)
	}
	close(arrivals)
	all.Wait()
	return out
}

// BenchmarkRush is a real mix at twice what the built program can do, from 256
// connections: how long those wait who are let in, how fast the others are told to come
// again, the most memory, and how soon all is as it was. Generator and server share the
// machine.
func BenchmarkRush(b *testing.B) {
	program := asProcess.program(b)
	addr, _, pid := startProgram(b, program, b.TempDir(), "--rate-limit", "0")
	c := &crowd{addr: addr, queries: judged(b), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: rushConnections, DisableCompression: true}}}
	defer c.client.CloseIdleConnections()
	for range b.N {
		c.closed(b, 8, calmLasts) // warm
		can := c.closed(b, 8, calmLasts)
		forgetMost(pid) // the first ingest needs more than any reader
		answers := c.open(b, 2*can)
		over := time.Now()
		var in, out []time.Duration
		lost := 0
		for _, a := range answers {
			switch {
			case a.status == http.StatusOK && a.first:
				in = append(in, a.took)
			case a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests:
				out = append(out, a.took)
			case a.status == 0:
				lost++
			}
		}
		back := time.Duration(0)
		for c.closed(b, 8, time.Second) < can*0.8 && back < 4*backWithin {
			back = time.Since(over)
		}
		b.ReportMetric(can, "calm/s")
		b.ReportMetric(float64(len(answers))/rushLasts.Seconds(), "asked/s")
		b.ReportMetric(float64(len(in)), "first-pages")
		b.ReportMetric(ms(percentile(in, 50)), "first-p50-ms")
		b.ReportMetric(ms(percentile(in, 99)), "first-p99-ms")
		b.ReportMetric(float64(len(out)), "refused")
		b.ReportMetric(ms(percentile(out, 99)), "refused-p99-ms")
		b.ReportMetric(float64(lost), "lost")
		b.ReportMetric(back.Seconds(), "back-s")
		b.ReportMetric(float64(most(pid))/1024, "MiB")
	}
}

func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, len(all)*p/100)]
}

// forgetMost lets most begin anew (proc(5), clear_refs).
func forgetMost(pid int) {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0) // else the figure is that of the whole run
}

// most is the most memory that the process had in kB.
func most(pid int) (kB int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	_, _ = fmt.Sscan(rest, &kB)
	return kB
}
