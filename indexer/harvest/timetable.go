package harvest

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// Timetable runs sources by their own timetables until its context ends.
type Timetable struct {
	Sources []Source
	// Find returns the protocol of a name.
	Find func(name string) (Protocol, bool)
	// Options are those of every run.
	Options Options
	// Written is called after a run that wrote packages.
	Written func()
	// Jitter spreads a time over a tenth more or less, so that servers that start at
	// once do not ask at once; nil is by chance.
	Jitter func(time.Duration) time.Duration
}

const (
	// firstWithin is how soon after the start a source that is due runs.
	firstWithin = 30 * time.Second
	// mostPatience is how much longer the time between runs grows for a source that
	// fails: six hours become four days.
	mostPatience = 16
)

// Run runs the sources. Those of one host run one after the other.
func (t *Timetable) Run(ctx context.Context) error {
	t.Options.defaults()
	if t.Jitter == nil {
		t.Jitter = func(d time.Duration) time.Duration { return d - d/10 + rand.N(d/5+1) }
	}
	if t.Options.Sleep == nil {
		t.Options.Sleep = wait
	}
	hosts := map[string]*sync.Mutex{}
	for _, s := range t.Sources {
		hosts[s.host()] = &sync.Mutex{}
	}
	var all sync.WaitGroup
	for _, s := range t.Sources {
		all.Go(func() {
			for t.Options.Sleep(ctx, t.until(s)) == nil {
				t.once(ctx, s, hosts[s.host()])
			}
		})
	}
	all.Wait()
	return ctx.Err()
}

// until is how long the next run of a source is to wait.
func (t *Timetable) until(s Source) time.Duration {
	st, err := StatusOf(t.Options.Data, s.Name)
	if err != nil || st.Last.Started.IsZero() {
		return t.Jitter(firstWithin / 2)
	}
	every := s.Interval() * time.Duration(min(1<<min(st.Failures, 10), mostPatience))
	due := st.Last.Started.Add(t.Jitter(every)).Sub(t.Options.Now())
	return max(due, t.Jitter(firstWithin/2))
}

// once makes one run when no other runs at its host.
func (t *Timetable) once(ctx context.Context, s Source, host *sync.Mutex) {
	host.Lock()
	defer host.Unlock()
	if ctx.Err() != nil {
		return
	}
	log := t.Options.Log
	protocol, ok := t.Find(s.Protocol)
	if !ok {
		log.Error("a source has no protocol", "op", "harvest", "source", s.Name)
		return
	}
	rep, err := Run(ctx, s, protocol, t.Options)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		log.Error("a source cannot be harvested", "op", "harvest", "source", s.Name, "err", err)
		_ = t.Options.Sleep(ctx, time.Minute) // whatever it is does not pass at once; the end of ctx is seen above
		return
	case rep.Stopped != "":
		log.Warn("a harvest did not come to its end", "op", "harvest", "source", s.Name, "why", rep.Stopped)
	}
	log.Info("harvest done", "op", "harvest", "source", s.Name, "items", rep.Items, "added", rep.Added, "changed", rep.Changed, "gone", rep.Gone, "refused", rep.RefusedCount,
		"requests", rep.Cost.Requests, "took", time.Duration(rep.TookMS)*time.Millisecond)
	if rep.Written {
		t.Written()
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
