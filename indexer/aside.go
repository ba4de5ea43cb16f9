package indexer

import (
	"log/slog"
	"slices"
	"sync"
)

// aside is the records that the store has damaged: they are set aside until their
// source gives them again.
type aside struct {
	log *slog.Logger
	mu  sync.Mutex
	// ids hold whether a run has tried to restore the record.
	ids map[string]bool
}

// note takes a damaged version down, and tells of it once.
func (a *aside) note(id string, version int, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ids == nil {
		a.ids = map[string]bool{}
	}
	if _, known := a.ids[id]; known {
		return
	}
	a.ids[id] = false
	a.log.Error("a record is damaged in the store and set aside; the next run restores it from its source", "op", "store", "record", id, "version", version, "err", err)
}

// has reports whether a record is damaged.
func (a *aside) has(id string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, damaged := a.ids[id]
	return damaged
}

// fresh reports whether there are records that no run has tried to restore.
func (a *aside) fresh() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, tried := range a.ids {
		if !tried {
			return true
		}
	}
	return false
}

// tried says that a run has read every source.
func (a *aside) tried() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for id := range a.ids {
		a.ids[id] = true
	}
}

// mended takes a record off the list.
func (a *aside) mended(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.ids, id)
}

// list returns the ids in order.
func (a *aside) list() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := make([]string, 0, len(a.ids))
	for id := range a.ids {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}
