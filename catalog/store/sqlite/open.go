package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"honglinh/catalog/store/newest"
)

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

// Reader reads the store of a data folder beside whoever writes it. It is safe
// for concurrent use.
type Reader struct {
	read   *sql.DB
	newest *newest.Cache // nil for a reader by itself
	// at is the change as of which it answers; part says that it reads by the connections of
	// another.
	at   int64
	part bool
	// damaged is told of versions that cannot be read; nil for nobody.
	damaged func(id string, version int, err error)
}

// OpenReader opens the store in dir for reading. Faults: NotFound when there is
// none in dir, Internal for one of an older program that no writer has opened
// yet, or of a newer one.
func OpenReader(ctx context.Context, dir string) (*Reader, error) {
	s := records()
	if _, err := os.Stat(filepath.Join(dir, s.file)); errors.Is(err, os.ErrNotExist) {
		return nil, noStore(dir)
	}
	r := &Reader{read: pool(pathIn(dir, s.file), "mode=ro", "query_only(1)"), at: newest.Now}
	if err := s.readable(ctx, r.read, dir); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Close releases the connections.
func (r *Reader) Close() error {
	if r.read == nil || r.part {
		return nil
	}
	return fault("close", r.read.Close())
}

// FileIn returns where the record of truth of a data folder is.
func FileIn(dir string) string { return filepath.Join(dir, records().file) }

func pathIn(dir, file string) string {
	p := filepath.Join(dir, file)
	if abs, err := filepath.Abs(p); err == nil {
		return abs
	}
	return p
}

func pool(path, param string, pragmas ...string) *sql.DB {
	q, _ := url.ParseQuery(param) // our own constants
	q.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", busyWait.Milliseconds()))
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	dsn := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		panic(err) // only an unknown driver name fails here
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	return db
}
