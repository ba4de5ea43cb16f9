package harvest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/protocols"
)

// clock is time that passes when everybody sleeps: each sleeper is woken in its turn.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func TestSourcesRunByTheirTimetablesAndHostsOneAtATime(t *testing.T) {
	t.Parallel()
	var under, most, asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), under.Add(1)))
		defer under.Add(-1)
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>A</title><item><title>Tin %d</title><link>/%d</link></item></channel></rss>`, asked.Load(), asked.Add(1))
	}))
	defer s.Close()
	var sources []harvest.Source
	for n := range 3 {
		src := harvest.Source{Name: fmt.Sprintf("s%d", n), Protocol: "feed", Address: s.URL + "/f", Pace: "0s", Every: "1h", AllowHosts: []string{strings.TrimPrefix(s.URL, "http://")}}
		if err := src.Check(protocols.Names()); err != nil {
			t.Fatal(err)
		}
		sources = append(sources, src)
	}
	ctx, stop := context.WithCancel(t.Context())
	k := &clock{now: time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)}
	var written atomic.Int64
	tt := harvest.Timetable{Sources: sources, Find: protocols.Find, Jitter: func(d time.Duration) time.Duration { return d }, Written: func() {
		if written.Add(1) == 9 {
			stop()
		}
	}, Options: harvest.Options{Data: t.TempDir(), Agent: "t", Now: k.Now, Sleep: func(ctx context.Context, d time.Duration) error {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.now = k.now.Add(d)
		return ctx.Err()
	}}}
	if err := tt.Run(ctx); err != context.Canceled {
		t.Errorf("got %v", err)
	}
	if most.Load() != 1 || written.Load() < 9 {
		t.Errorf("%d requests at once, %d runs wrote", most.Load(), written.Load())
	}
	for _, src := range sources {
		if st, err := harvest.StatusOf(tt.Options.Data, src.Name); err != nil || st.Good.IsZero() || st.Last.Items == 0 {
			t.Errorf("%s: %+v, %v", src.Name, st, err)
		}
	}
}
