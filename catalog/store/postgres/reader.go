package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/store/newest"
)

// Reader reads the records of a schema beside whoever writes them. It is safe for concurrent
// use.
type Reader struct {
	read   *database
	newest *newest.Cache // nil for a reader by itself
	// at is the change as of which it answers; part says that it reads by the connections of
	// another.
	at   int64
	part bool
	// damaged is told of versions that cannot be read; nil for nobody.
	damaged func(id string, version int, err error)
}

// OpenReader opens the records at an address for reading. Faults: NotFound when there are
// none, Internal for a schema of an older program that no writer has opened yet, or of a newer
// one, Upstream for a server that does not answer.
func OpenReader(ctx context.Context, a Address) (*Reader, error) {
	if err := records().readable(ctx, a); err != nil {
		return nil, opening(err)
	}
	d, err := a.pool(ctx, readers, true)
	if err != nil {
		return nil, err
	}
	return &Reader{read: d, at: newest.Now}, nil
}

// Close releases the connections.
func (r *Reader) Close() error {
	if !r.part {
		r.read.close()
	}
	return nil
}

// row is one row of selectVersion.
type row struct {
	record  catalog.Record
	seq     int64
	removed bool
	damaged bool
	bytes   int // of the stored JSON
}

// damagedError is a version whose content cannot be read.
type damagedError struct {
	id      string
	version int
	err     error
}

// Error implements error.
func (d *damagedError) Error() string {
	return fmt.Sprintf("version %d of %s cannot be read: %v", d.version, d.id, d.err)
}

func scanRow(from pgx.Row) (row, error) {
	var (
		r        row
		id       string
		version  int
		modified time.Time
		body     []byte
	)
	if err := from.Scan(&id, &version, &r.removed, &modified, &body, &r.seq); err != nil {
		return row{}, fault("read records", err)
	}
	var err error
	if !r.removed {
		if wrong := json.Unmarshal(body, &r.record); wrong != nil {
			r.record, err = catalog.Record{}, &damagedError{id, version, wrong}
		}
	}
	r.bytes = len(body)
	r.record.ID, r.record.Version, r.record.Modified = id, version, modified.UTC()
	return r, err
}

// setAside reports whether err is damage of one version, and tells of it.
func (r *Reader) setAside(err error) bool {
	var d *damagedError
	if !errors.As(err, &d) {
		return false
	}
	if r.damaged != nil {
		r.damaged(d.id, d.version, d.err)
	}
	return true
}

// one reads the only row of a question.
func (r *Reader) one(ctx context.Context, id, query string, args ...any) (row, error) {
	var v row
	var wrong error
	found := false
	err := r.read.query(ctx, "read record "+id, query, args, func(from pgx.Rows) error {
		v, wrong = scanRow(from)
		found = true
		return nil
	})
	switch {
	case err != nil:
		return row{}, err
	case !found:
		return row{}, store.NotFound(id)
	case r.setAside(wrong):
		return row{}, store.Damaged(id, wrong)
	case wrong != nil:
		return row{}, wrong
	case v.removed:
		return row{}, store.Gone(id)
	}
	return v, nil
}

// each streams rows; one that is damaged is set aside and costs no other.
func (r *Reader) each(ctx context.Context, query string, args []any, fn func(row) error) error {
	return r.stream(ctx, query, args, func(v row) error {
		if v.damaged {
			return nil
		}
		return fn(v)
	})
}

// stream streams rows, also damaged ones, which have no record but its id.
func (r *Reader) stream(ctx context.Context, query string, args []any, fn func(row) error) error {
	return r.read.query(ctx, "read records", query, args, func(from pgx.Rows) error {
		v, err := scanRow(from)
		if v.damaged = r.setAside(err); err != nil && !v.damaged {
			return err
		}
		return fn(v)
	})
}

// column reads one column of text.
func (r *Reader) column(ctx context.Context, query string, args ...any) ([]string, error) {
	var out []string
	err := r.read.query(ctx, "read ids", query, args, func(from pgx.Rows) error {
		var v string
		err := from.Scan(&v)
		out = append(out, v)
		return fault("read ids", err)
	})
	return out, err
}

// Identity is the number that the records at an address were given when they were made.
// Fault: NotFound where there are none.
func Identity(ctx context.Context, a Address) (string, error) {
	r, err := OpenReader(ctx, a)
	if err != nil {
		return "", err
	}
	defer r.Close()
	var id string
	_, err = r.read.value(ctx, "read the identity of the store", "SELECT identity::text FROM counter", nil, &id)
	return id, err
}
