package indexer

import (
	"errors"
	"sync"

	"honglinh/indexer/live"
)

// indexed is a shelf of whoever has the index follow the records: the writer of a folder, or a
// reader that follows another process.
type indexed struct {
	shelf
	outgoing []generation
	readers  []*live.State // of the index in use
	retired  sync.WaitGroup
	closing  chan struct{}
}

// close closes what readers read, and removes indexes that were replaced.
func (s *indexed) close() error {
	close(s.closing)
	s.retired.Wait()
	var errs []error
	for _, old := range s.outgoing {
		errs = append(errs, old.close())
		s.remove(old.Number)
	}
	return errors.Join(append(errs, s.shelf.close())...)
}
