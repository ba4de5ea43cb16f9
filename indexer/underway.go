package indexer

import (
	"context"
	"sync"
	"time"
)

// step is how far a run is.
type step struct {
	stage       string
	done, total int
}

// How often a run under way is heard of: whoever looks on in a terminal or a
// file, and the log.
const (
	stepEvery = 10 * time.Second
	logEvery  = time.Minute
)

// Running returns for how long the run under way has run; 0 if there is none.
func (s *Service) Running() time.Duration {
	since := s.since.Load()
	if since == 0 {
		return 0
	}
	return time.Since(time.Unix(0, since))
}

// told wraps the teller of progress: it is told again of a step that lasts, and
// by one goroutine at a time.
func (s *Service) told(tell func(string, int, int)) func(string, int, int) {
	var one sync.Mutex
	return func(stage string, done, total int) {
		one.Lock()
		defer one.Unlock()
		s.under.Store(&step{stage, done, total})
		tell(stage, done, total)
	}
}

// begin notes that a run is under way and has it heard of until the function
// returned is called.
func (s *Service) begin(ctx context.Context) (end func()) {
	s.since.Store(time.Now().UnixNano())
	s.under.Store(&step{stage: "start"})
	ctx, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	wait.Go(func() { s.remind(ctx) })
	return func() {
		cancel()
		wait.Wait()
		s.since.Store(0)
	}
}

// remind says where the run is, however long one step takes.
func (s *Service) remind(ctx context.Context) {
	tick := time.NewTicker(stepEvery)
	defer tick.Stop()
	logged := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		at := *s.under.Load()
		if at.done < at.total || at.total == 0 {
			s.opt.Progress(at.stage, at.done, at.total)
		}
		if time.Since(logged) >= logEvery {
			logged = time.Now()
			s.opt.Log.Info("the run goes on", "op", "ingest", "stage", at.stage, "done", at.done, "total", at.total, "took", s.Running().Round(time.Second))
		}
	}
}
