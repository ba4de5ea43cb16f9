package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

const fileName = "catalogue.sqlite"

// readers is the number of reading connections: SQLite reads scale with cores.
const readers = 8

// readCache is the page cache of a reading connection in KiB. Records that are
// read often are kept decoded, and the pages of the file by the system: more
// here would keep them a third time.
const readCache = 256

// readIdle is how long a reading connection stays open unused.
const readIdle = time.Minute

// busyWait is how long a statement waits for another process's lock; only a
// backup tool or a checkpoint beside us can hold one.
const busyWait = 5 * time.Second

// Store is the record of truth of one data folder. It is safe for concurrent use.
type Store struct {
	dir     string
	read    *sql.DB
	write   *sql.DB // one connection; nil when read-only
	lock    *folderLock
	holder  Holder
	now     func() time.Time
	newest  *newest
	writing chan struct{} // holds one token: one publication at a time
}

// Option changes how a store is opened.
type Option func(*Store)

// WithClock makes the store date versions with now instead of time.Now.
func WithClock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// WithHolder names the command that opens the store, for whoever finds it locked.
func WithHolder(doing string) Option { return func(s *Store) { s.holder.Doing = doing } }

// Open opens the store in dir, created if absent, for reading and writing. It
// holds the folder until Close; a second opener gets a Busy fault at once that
// names the holder.
func Open(ctx context.Context, dir string, opts ...Option) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("store: create the data folder: %w", err)
	}
	s := newStore(dir, opts)
	lock, err := lockFolder(dir, s.holder)
	if err != nil {
		return nil, err
	}
	s.lock = lock
	if s.newest, err = newNewest(); err == nil {
		err = s.connect(ctx)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// OpenReadOnly opens the store in dir beside whoever holds it. Faults: NotFound
// when there is no store in dir.
func OpenReadOnly(ctx context.Context, dir string, opts ...Option) (*Store, error) {
	if _, err := os.Stat(filepath.Join(dir, fileName)); errors.Is(err, os.ErrNotExist) {
		return nil, noStore(dir)
	}
	s := newStore(dir, opts)
	s.read = s.pool("mode=ro", "query_only(1)")
	v, err := fileVersion(ctx, s.read)
	if err == nil && v != schemaVersion {
		err = newerFault(v)
		if v < schemaVersion {
			err = noStore(dir)
		}
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func newStore(dir string, opts []Option) *Store {
	s := &Store{dir: dir, now: time.Now, writing: make(chan struct{}, 1)}
	for _, o := range opts {
		o(s)
	}
	s.holder.PID, s.holder.Since = os.Getpid(), s.now().UTC()
	return s
}

func (s *Store) connect(ctx context.Context) error {
	// FULL: a commit waits for the disk, so that what is acknowledged survives
	// a power cut and not only a crash of the process.
	s.write = s.pool("_txlock=immediate", "journal_mode(WAL)", "synchronous(FULL)", "journal_size_limit(67108864)")
	s.write.SetMaxOpenConns(1)
	if err := migrate(ctx, s.write); err != nil {
		return err
	}
	s.read = s.pool("mode=ro", "query_only(1)", fmt.Sprintf("cache_size(-%d)", readCache))
	s.read.SetConnMaxIdleTime(readIdle)
	return nil
}

func (s *Store) pool(param string, pragmas ...string) *sql.DB {
	q, _ := url.ParseQuery(param) // our own constants
	q.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", busyWait.Milliseconds()))
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	dsn := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(s.path()), RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		panic(err) // only an unknown driver name fails here
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	return db
}

func (s *Store) path() string {
	p := filepath.Join(s.dir, fileName)
	if abs, err := filepath.Abs(p); err == nil {
		return abs
	}
	return p
}

// Announce writes a server's addresses into the lock file, so that a command
// that finds the folder held can say where to ask.
func (s *Store) Announce(addr, adminAddr string) error {
	if s.lock == nil {
		return errors.New("store: opened read-only, holds no lock")
	}
	s.holder.Addr, s.holder.AdminAddr = addr, adminAddr
	return s.lock.write(s.holder)
}

// Dir returns the data folder.
func (s *Store) Dir() string { return s.dir }

// Close folds the write-ahead log into the file and releases the folder. The
// connections of readers must be done.
func (s *Store) Close() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.Checkpoint(context.Background()), s.write.Close())
	}
	if s.lock != nil {
		s.lock.release()
	}
	return fault("close", errors.Join(errs...))
}

// Checkpoint folds the write-ahead log into the store file as far as readers
// allow. SQLite does so by itself every 1,000 pages; this bounds the log after
// a large publication.
func (s *Store) Checkpoint(ctx context.Context) error {
	if s.write == nil {
		return nil
	}
	var blocked, logged, moved int
	row := s.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return fault("fold the log into the file", row.Scan(&blocked, &logged, &moved))
}
