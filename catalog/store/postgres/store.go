package postgres

import (
	"context"
	"errors"
	"time"

	"honglinh/catalog/store"
	"honglinh/catalog/store/lock"
	"honglinh/catalog/store/newest"
)

var (
	_ store.Reader = (*Reader)(nil)
	_ store.Store  = (*Store)(nil)
	_ store.Mender = (*Store)(nil)
	_ store.Eraser = (*Store)(nil)
)

// Options change how a store is opened.
type Options struct {
	// Now dates what is written; nil is time.Now.
	Now func() time.Time
	// Damaged is told of every version that is met and cannot be read; it is set
	// aside, and what else is asked for is answered. Called from any goroutine.
	Damaged func(id string, version int, err error)
	// Holder says who writes, for whoever finds the store held.
	Holder lock.Holder
}

func (o Options) clock() func() time.Time {
	if o.Now == nil {
		return time.Now
	}
	return o.Now
}

// Store is the records of a schema, open for writing by this process alone. It is safe for
// concurrent use.
type Store struct {
	*Reader
	write   *database
	lease   *lease
	now     func() time.Time
	writing chan struct{} // holds one token: one publication at a time
	known   *known        // of the ids; held by who holds the token
}

// Open takes the lease of the records at an address and opens them for writing, made if they
// are not there and brought up to this program's schema. Faults: Busy, at once, with who
// writes them; Internal for those of a newer program; Upstream for a server that does not
// answer.
func Open(ctx context.Context, a Address, o Options) (*Store, error) {
	l, err := takeLease(ctx, a, o.Holder)
	if err != nil {
		return nil, opening(err)
	}
	s := &Store{Reader: &Reader{damaged: o.Damaged, at: newest.Now}, lease: l, now: o.clock(), writing: make(chan struct{}, 1)}
	if s.write, err = a.pool(ctx, writers, false); err == nil {
		s.read, err = a.pool(ctx, readers, true)
	}
	if err == nil {
		s.newest, err = newest.New()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Announce tells whoever finds the store held where this server listens.
func (s *Store) Announce(ctx context.Context, addr, adminAddr string) error {
	return s.lease.announce(ctx, s.write, addr, adminAddr)
}

// Publish implements store.Store.
func (s *Store) Publish(ctx context.Context, owner string) (*store.Publication, error) {
	if err := store.CheckOwner(owner); err != nil {
		return nil, err
	}
	select {
	case s.writing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return store.NewPublication(ctx, owner, &journal{store: s}, s.now)
}

// PutDocument implements store.Store.
func (s *Store) PutDocument(ctx context.Context, key string, b []byte) error {
	if err := store.CheckDocument(key, b); err != nil {
		return err
	}
	if b == nil {
		b = []byte{}
	}
	_, err := s.alter(ctx, "write document "+key,
		"INSERT INTO document (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, b)
	return err
}

// Close gives the lease up and releases the connections. Readers must be done.
func (s *Store) Close() error {
	if s.write != nil {
		s.lease.release(s.write)
	}
	s.write.close()
	s.read.close()
	return nil
}
