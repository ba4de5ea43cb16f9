package indexer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"honglinh/catalog/search"
	"honglinh/catalog/search/engines"
	"honglinh/catalog/store"
	"honglinh/catalog/store/lock"
	"honglinh/catalog/store/stores"
	"honglinh/indexer/live"
)

// Service is the writer of a data folder: it brings content into the store, the copies of the
// packages, the generations of the search index and the tables, and shows the state that comes
// of it.
type Service struct {
	indexed // what it prepares is guarded by running
	store   store.Store
	place   stores.Place
	lock    *lock.Lock

	last    atomic.Pointer[finished]
	ready   atomic.Bool
	allowed atomic.Bool // to remove, in the next run
	behind  atomic.Bool // the search engine was away
	under   atomic.Pointer[step]
	since   atomic.Int64 // when the run under way began, in nanoseconds; 0 for none

	aside   aside
	origins atomic.Pointer[map[string]found] // the packages of the last run, without the desk's changes
	trigger chan struct{}
	mapped  chan struct{} // the desk published
	running sync.Mutex    // one run at a time
	// hurried says that slow packages of the run under way are left for later, which
	// names them.
	hurried bool
	later   []string
	feed    *feed // nil where nobody may follow
}

// finished is a run that ended.
type finished struct {
	report Report
	at     time.Time
}

// Open opens the data folder and, if it holds a catalogue, gets ready to
// answer from it. Fault: Busy when another process holds the folder.
func Open(ctx context.Context, o Options) (*Service, error) {
	o.defaults()
	made, err := engines.Find(o.Engine, filepath.Join(o.Data, indexFolder))
	if err != nil {
		return nil, err
	}
	if err := ofAFollower(o.Data); err != nil {
		return nil, err
	}
	held, err := lock.Take(o.Data, lock.Holder{PID: os.Getpid(), Since: o.Now().UTC(), Doing: o.Holder})
	if err != nil {
		return nil, err
	}
	s := &Service{indexed: indexed{shelf: shelf{opt: o, engines: made}, closing: make(chan struct{})}, lock: held, aside: aside{log: o.Log}, trigger: make(chan struct{}, 1), mapped: make(chan struct{}, 1)}
	s.opt.Progress = s.told(o.Progress)
	if s.store, err = s.openStore(ctx); err != nil {
		held.Release()
		return nil, err
	}
	s.begins(s.store, s.store)
	if o.Followed {
		if s.feed, err = newFeed(ctx, s.store); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	if err := s.resume(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openStore opens the record of truth. One that vanished from beside what was made
// from it is no new start: with it the history would be gone without a word.
func (s *Service) openStore(ctx context.Context) (store.Store, error) {
	place, err := PlaceOf(ctx, s.opt.Store, s.opt.Data)
	if err != nil && (place == nil || !s.opt.StartAnew) {
		return nil, err
	}
	s.place = place
	st, err := place.Open(ctx, stores.Options{Now: s.opt.Now, Damaged: s.aside.note, Doing: s.opt.Holder})
	if err != nil {
		return nil, err
	}
	if err := bind(ctx, s.opt.Data, place); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// resume gets ready from what the folder holds, without reading any source.
func (s *Service) resume(ctx context.Context) error {
	if err := s.openTables(ctx, s.rows); err != nil {
		return err
	}
	seq, err := s.store.Seq(ctx)
	if s.next.Seq = seq; err == nil && seq > 0 {
		err = errors.Join(s.restore(ctx), s.resumeIndex(ctx))
	}
	if err == nil {
		err = s.display(ctx)
	}
	return err
}

// resumeIndex answers from the index of the last run. One that cannot be used
// is built anew by the first run, so that a start is never slow.
func (s *Service) resumeIndex(ctx context.Context) error {
	if err := s.takeIndex(ctx); errors.Is(err, search.ErrAway) {
		return s.resumeWithout(ctx, err)
	}
	if s.index.engine == nil {
		return nil
	}
	if s.index.engine.Seq() > s.next.Seq {
		// The store was put back to an earlier state: changes will come again by numbers that
		// the index has seen, and be others.
		s.index.Key = ""
	}
	if s.index.Key == s.indexKey(ctx) {
		if err := s.catchUp(ctx); err != nil {
			if errors.Is(err, search.ErrAway) {
				return s.resumeWithout(ctx, err)
			}
			return err
		}
		if s.index.words != nil {
			if err := s.followWords(ctx); err != nil {
				return err
			}
		}
	}
	return s.resumeReaders(ctx)
}

// resumeWithout serves what needs no search while the engine is away; Run tries again.
func (s *Service) resumeWithout(ctx context.Context, why error) error {
	s.opt.Log.Warn("the search engine does not answer; records and tables are served without it", "op", "index", "err", why)
	s.behind.Store(true)
	return s.resumeReaders(ctx)
}

func (s *Service) resumeReaders(ctx context.Context) error {
	if err := s.makeLayers(ctx); err != nil {
		return err
	}
	whole, err := s.isWhole(ctx)
	s.ready.Store(whole)
	return err
}

// Close waits for a run under way to end and releases the folder. Cancel the
// context of the run first.
func (s *Service) Close() error {
	s.running.Lock()
	defer s.running.Unlock()
	err := s.indexed.close()
	s.lock.Release()
	return err
}

// Ready reports whether the service answers: the folder held a catalogue, or
// the first run is done.
func (s *Service) Ready() bool { return s.ready.Load() }

// Schema is the sort and version of the schema of the record of truth.
func (s *Service) Schema() string { return s.place.Schema() }

// Store returns the record of truth.
func (s *Service) Store() store.Store { return s.store }

// Records are those of the record of truth as they are now.
func (s *Service) Records() store.Reader { return s.store }

// Live returns what readers are shown.
func (s *Service) Live() *live.Current { return &s.live }

// State returns the state that readers are shown; who reads for longer than a moment takes it
// from Live.
func (s *Service) State() *live.State { return s.live.Load() }

// Announce tells whoever finds the data folder or the store held where this server listens.
func (s *Service) Announce(ctx context.Context, addr, adminAddr string) error {
	if outside, ok := s.store.(stores.Announcer); ok {
		if err := outside.Announce(ctx, addr, adminAddr); err != nil {
			return err
		}
	}
	return s.lock.Announce(addr, adminAddr)
}

// LastReport returns what the last run did and when it ended; the zero time if
// none has ended since the start.
func (s *Service) LastReport() (Report, time.Time) {
	if f := s.last.Load(); f != nil {
		return f.report, f.at
	}
	return Report{}, time.Time{}
}
