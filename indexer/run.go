package indexer

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"honglinh/catalog/search"
)

// trimEvery is how often memory that a rush of readers left behind goes back to the
// system: often enough that a small machine has it for others, and so seldom that
// fetching some of it anew costs nothing.
const trimEvery = time.Minute

// Run ingests now, then every Refresh and whenever Trigger asks, until ctx
// ends. A run that fails is logged; readers keep what was there before.
func (s *Service) Run(ctx context.Context) error {
	var tick <-chan time.Time
	if s.opt.Refresh > 0 {
		t := time.NewTicker(s.opt.Refresh)
		defer t.Stop()
		tick = t.C
	}
	ticker := time.NewTicker(trimEvery)
	defer ticker.Stop()
	s.once(ctx)
	for {
		s.trim()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
			if !s.behind.Load() {
				continue
			}
		case <-s.mapped:
			s.remap(ctx)
			continue
		case <-s.feed.wanted():
			s.stand(ctx)
			continue
		case <-tick:
		case <-s.trigger:
		}
		s.once(ctx)
	}
}

func (s *Service) once(ctx context.Context) {
	rep, err := s.Ingest(ctx)
	s.behind.Store(errors.Is(err, search.ErrAway))
	if errors.Is(err, context.Canceled) {
		return
	}
	if err != nil {
		s.opt.Log.Error("ingest ended early; the content before it is still served", "op", "ingest", "err", err)
		return
	}
	s.opt.Log.Info("ingest done", "op", "ingest", "read", rep.Read, "added", rep.Added, "changed", rep.Changed,
		"removed", rep.Removed, "refused", len(rep.Refused), "warnings", len(rep.Warnings), "took", time.Duration(rep.TookMS)*time.Millisecond)
}

// trim gives back to the system what only the start, the run and a rush of readers
// needed: several times what serving needs.
func (s *shelf) trim() {
	debug.FreeOSMemory()
	if s.tables != nil {
		s.tables.Trim()
	}
	if s.opt.Trim != nil {
		s.opt.Trim()
	}
}

// Trigger asks Run for a run as soon as the one under way is done; several
// requests before it starts are one.
func (s *Service) Trigger() {
	select {
	case s.trigger <- struct{}{}:
	default:
	}
}
