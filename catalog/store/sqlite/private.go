package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"honglinh/catalog/store/private"
)

var (
	_ private.Reader = (*PrivateReader)(nil)
	_ private.Store  = (*Private)(nil)
)

// PrivateReader reads the private store of a data folder. It is safe for
// concurrent use.
type PrivateReader struct {
	read *sql.DB
	now  func() time.Time
}

// Private is the private store of a data folder. Several processes may write to
// it: the operator adds an account while the server runs. It is safe for
// concurrent use.
type Private struct {
	*PrivateReader
	write *sql.DB // one connection
}

// OpenPrivate opens the private store in dir for writing, created if absent, for
// nobody but this user of the system, and brought up to this program's schema.
// Fault: Internal for a file that is damaged or of a newer program.
func OpenPrivate(ctx context.Context, dir string, o Options) (*Private, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("store: create the data folder: %w", err)
	}
	path := pathIn(dir, people().file)
	if err := shut(path); err != nil {
		return nil, err
	}
	p := &Private{PrivateReader: &PrivateReader{now: o.clock()}}
	// secure_delete: what is deleted is overwritten, and not only forgotten.
	p.write = pool(path, "_txlock=immediate", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "journal_size_limit(0)")
	p.write.SetMaxOpenConns(1)
	if err := people().migrate(ctx, p.write); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.read = pool(path, "mode=ro", "query_only(1)", fmt.Sprintf("cache_size(-%d)", readCache))
	p.read.SetConnMaxIdleTime(readIdle)
	return p, nil
}

// shut makes the file, if it is not there, and takes it from everybody else. The
// log beside it gets the rights of the file.
func shut(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = errors.Join(f.Chmod(0o600), f.Close())
	}
	if err != nil {
		return fmt.Errorf("store: open the private store: %w", err)
	}
	return nil
}

// OpenPrivateReader opens the private store in dir for reading. Faults: NotFound
// when there is none, Internal for one of another schema.
func OpenPrivateReader(ctx context.Context, dir string, o Options) (*PrivateReader, error) {
	s := people()
	if _, err := os.Stat(filepath.Join(dir, s.file)); errors.Is(err, os.ErrNotExist) {
		return nil, noStore(dir)
	}
	r := &PrivateReader{read: pool(pathIn(dir, s.file), "mode=ro", "query_only(1)"), now: o.clock()}
	if err := s.readable(ctx, r.read, dir); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Close releases the connections.
func (r *PrivateReader) Close() error {
	if r.read == nil {
		return nil
	}
	return fault("close", r.read.Close())
}

// Close releases the connections and folds the log into the file.
func (p *Private) Close() error {
	err := p.PrivateReader.Close()
	return errors.Join(err, fold(context.Background(), p.write), fault("close", p.write.Close()))
}

// Write implements private.Store.
func (p *Private) Write(ctx context.Context, fn func(private.Tx) error) error {
	erased, err := p.inTx(ctx, fn)
	if err == nil && erased {
		// The log still has what was removed. Where it cannot be folded now, the
		// next removal or Close does; what was written is kept either way.
		_ = fold(context.WithoutCancel(ctx), p.write)
	}
	return err
}

func (p *Private) inTx(ctx context.Context, fn func(private.Tx) error) (erased bool, err error) {
	const op = "write to the private store"
	tx, err := p.write.BeginTx(ctx, nil)
	if err != nil {
		return false, fault(op, err)
	}
	defer tx.Rollback()
	t := &privateTx{tx: tx, now: p.now().UTC()}
	if err := fn(t); err != nil {
		return false, err
	}
	return t.erased, fault(op, tx.Commit())
}

// purgeBatch is how many documents one transaction removes, so that writers never
// wait long.
const purgeBatch = 500

// Purge implements private.Store.
func (p *Private) Purge(ctx context.Context) (int, error) {
	total := 0
	for {
		n := 0
		err := p.Write(ctx, func(tx private.Tx) error {
			var err error
			n, err = tx.(*privateTx).purge(ctx, purgeBatch)
			return err
		})
		if total += n; err != nil || n < purgeBatch {
			return total, err
		}
	}
}

// Claim implements private.Store.
func (p *Private) Claim(ctx context.Context, collection string, lease time.Duration, limit int) ([]private.Document, error) {
	var out []private.Document
	err := p.Write(ctx, func(tx private.Tx) error {
		var err error
		out, err = tx.(*privateTx).claim(ctx, collection, lease, limit)
		return err
	})
	return out, err
}
