package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog/store/private"
)

var (
	_ private.Reader = (*PrivateReader)(nil)
	_ private.Store  = (*Private)(nil)
)

// PrivateReader reads the private store of a schema. It is safe for concurrent use.
type PrivateReader struct {
	read *database
	now  func() time.Time
}

// Private is the private store of a schema. Several processes may write to it: the operator
// adds an account while the server runs. It is safe for concurrent use.
type Private struct {
	*PrivateReader
	write *database
}

// OpenPrivate opens the private store at an address for writing, in the schema that has
// _private behind its name; it is made if absent, for nobody but its owner, and brought up to
// this program's schema. Faults: Internal for one of a newer program, Upstream for a server
// that does not answer.
func OpenPrivate(ctx context.Context, a Address, o Options) (*Private, error) {
	a = a.people()
	if err := people().migrate(ctx, a); err != nil {
		return nil, opening(err)
	}
	p := &Private{PrivateReader: &PrivateReader{now: o.clock()}}
	var err error
	if p.write, err = a.pool(ctx, peopleWriters, false); err == nil {
		p.read, err = a.pool(ctx, peopleReaders, true)
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// OpenPrivateReader opens the private store at an address for reading. Faults: NotFound when
// there is none, Internal for one of another schema, Upstream for a server that does not
// answer.
func OpenPrivateReader(ctx context.Context, a Address, o Options) (*PrivateReader, error) {
	a = a.people()
	if err := people().readable(ctx, a); err != nil {
		return nil, opening(err)
	}
	d, err := a.pool(ctx, peopleReaders, true)
	if err != nil {
		return nil, err
	}
	return &PrivateReader{read: d, now: o.clock()}, nil
}

// Close releases the connections.
func (r *PrivateReader) Close() error {
	r.read.close()
	return nil
}

// Close releases the connections.
func (p *Private) Close() error {
	p.write.close()
	return p.PrivateReader.Close()
}

// Write implements private.Store.
func (p *Private) Write(ctx context.Context, fn func(private.Tx) error) error {
	return p.inTx(ctx, func(_ context.Context, tx *privateTx) error { return fn(tx) })
}

// inTx runs fn in a transaction. Writers take turns by the row of the counter, so that each
// sees all that the one before wrote, and the log has one end.
func (p *Private) inTx(ctx context.Context, fn func(context.Context, *privateTx) error) error {
	const op = "write to the private store"
	return p.write.transact(ctx, op, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT 1 FROM counter FOR UPDATE"); err != nil {
			return fault(op, err)
		}
		return fn(ctx, &privateTx{tx: tx, now: p.now().UTC()})
	})
}

// purgeBatch is how many documents one transaction removes, so that writers never
// wait long.
const purgeBatch = 500

// Purge implements private.Store.
func (p *Private) Purge(ctx context.Context) (int, error) {
	total := 0
	for {
		n := 0
		err := p.inTx(ctx, func(ctx context.Context, tx *privateTx) error {
			var err error
			n, err = tx.purge(ctx, purgeBatch)
			return err
		})
		if err != nil {
			return total, err
		}
		if total += n; n < purgeBatch {
			return total, nil
		}
	}
}

// Claim implements private.Store.
func (p *Private) Claim(ctx context.Context, collection string, lease time.Duration, limit int) ([]private.Document, error) {
	var out []private.Document
	err := p.inTx(ctx, func(ctx context.Context, tx *privateTx) error {
		var err error
		out, err = tx.claim(ctx, collection, lease, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
