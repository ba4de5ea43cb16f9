package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"honglinh/catalog/store"
	"honglinh/catalog/store/newest"
)

// walBound is how many bytes are published before the write-ahead log is folded
// into the file. SQLite does so by itself every 1,000 pages, but the log keeps
// its size; this bounds it after a large publication.
const walBound = 8 << 20

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
}

func (o Options) clock() func() time.Time {
	if o.Now == nil {
		return time.Now
	}
	return o.Now
}

// Store is the record of truth of one data folder, open for writing. It is safe
// for concurrent use.
type Store struct {
	*Reader
	write   *sql.DB // one connection
	now     func() time.Time
	writing chan struct{} // holds one token: one publication at a time
	logged  int           // bytes published since the log was folded; held by who holds the token
}

// Open opens the store in dir for writing, created if absent and brought up to
// this program's schema if an older one wrote it. The caller holds the folder.
// Fault: Internal for a file that is damaged or of a newer program.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("store: create the data folder: %w", err)
	}
	s := &Store{Reader: &Reader{damaged: o.Damaged, at: newest.Now}, now: o.clock(), writing: make(chan struct{}, 1)}
	if err := s.connect(ctx, pathIn(dir, records().file)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) connect(ctx context.Context, path string) error {
	// FULL: a commit waits for the disk, so that what is acknowledged survives
	// a power cut and not only a crash of the process.
	s.write = pool(path, "_txlock=immediate", "journal_mode(WAL)", "synchronous(FULL)", "journal_size_limit(67108864)")
	s.write.SetMaxOpenConns(1)
	if err := records().migrate(ctx, s.write); err != nil {
		return err
	}
	s.read = pool(path, "mode=ro", "query_only(1)", fmt.Sprintf("cache_size(-%d)", readCache))
	s.read.SetConnMaxIdleTime(readIdle)
	var err error
	s.newest, err = newest.New()
	return err
}

// Publish implements store.Store.
func (s *Store) Publish(ctx context.Context, owner string) (*store.Publication, error) {
	if err := store.CheckOwner(owner); err != nil {
		return nil, err
	}
	if err := s.turn(ctx); err != nil {
		return nil, err
	}
	return store.NewPublication(ctx, owner, &journal{store: s}, s.now)
}

// turn waits until nobody else publishes.
func (s *Store) turn(ctx context.Context) error {
	select {
	case s.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// PutDocument implements store.Store.
func (s *Store) PutDocument(ctx context.Context, key string, b []byte) error {
	if err := store.CheckDocument(key, b); err != nil {
		return err
	}
	if b == nil {
		b = []byte{}
	}
	_, err := s.write.ExecContext(ctx,
		"INSERT INTO document (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, b)
	return fault("write document "+key, err)
}

// Close folds the write-ahead log into the file. The connections of readers must
// be done.
func (s *Store) Close() error {
	err := s.Reader.Close()
	if s.write != nil {
		err = errors.Join(err, fold(context.Background(), s.write), fault("close", s.write.Close()))
	}
	return err
}

// fold folds the write-ahead log into the file as far as readers allow.
func fold(ctx context.Context, db *sql.DB) error {
	var blocked, logged, moved int
	row := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return fault("fold the log into the file", row.Scan(&blocked, &logged, &moved))
}
