package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// silence is how long a server may take to the first or next row before it is given up: a
// request of a reader ends after 30 seconds.
const silence = 25 * time.Second

// longSilence is that of a check, which reads everything before it says a word.
const longSilence = 30 * time.Minute

// How long it is tried again when the server is away: a reader waits for a fail-over of a
// connection pooler, a run for the restart of a server.
const (
	readPatience  = 3 * time.Second
	writePatience = 30 * time.Second
)

// database is a pool of connections to one schema.
type database struct {
	pool    *pgxpool.Pool
	where   string
	silence time.Duration
}

func (d *database) close() {
	if d != nil {
		d.pool.Close()
	}
}

// patiently calls try until it is done, fails for another reason than that the server is away,
// or the time is over.
func patiently(ctx context.Context, patience time.Duration, try func() error) error {
	end, pause := time.Now().Add(patience), 20*time.Millisecond
	for {
		err := try()
		if err == nil || ctx.Err() != nil || !isLost(err) || time.Now().Add(pause).After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause = min(2*pause, time.Second)
	}
}

// query calls each with every row of the answer. It asks again where the connection was lost
// before the first row. An error of each ends it and comes back as it is.
func (d *database) query(ctx context.Context, op, sql string, args []any, each func(row pgx.Rows) error) error {
	var own error
	told := false
	err := patiently(ctx, readPatience, func() error {
		err := d.rows(ctx, sql, args, func(row pgx.Rows) error {
			told = true
			own = each(row)
			return own
		})
		if told && err != nil && own == nil {
			own = fault(op, err) // some rows are told already: no second try
			return nil
		}
		return err
	})
	if own != nil {
		return own
	}
	return ended(ctx, op, err)
}

// ended is the fault of what ended with err; where the caller gave up it is that.
func ended(ctx context.Context, op string, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return fault(op, err)
}

// rows asks once.
func (d *database) rows(ctx context.Context, sql string, args []any, each func(row pgx.Rows) error) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	guard := time.AfterFunc(d.silence, func() { end(errSilent) })
	defer guard.Stop()
	rows, err := d.pool.Query(ctx, sql, args...)
	if err != nil {
		return reasoned(ctx, err)
	}
	defer rows.Close()
	for rows.Next() {
		guard.Stop()
		if err := each(rows); err != nil {
			return err
		}
		guard.Reset(d.silence)
	}
	return reasoned(ctx, rows.Err())
}

// reasoned tells a statement that was given up from one that the caller gave up.
func reasoned(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), errSilent) {
		return errSilent
	}
	return err
}

// value asks for one row and reads it; ok is false where there is none.
func (d *database) value(ctx context.Context, op, sql string, args []any, to ...any) (ok bool, err error) {
	err = d.query(ctx, op, sql, args, func(row pgx.Rows) error {
		ok = true
		return fault(op, row.Scan(to...))
	})
	return ok, err
}

// transact runs fn in a transaction, which is kept when it returns nil. Where the connection
// is lost fn runs again from the start, but never after a transaction that was kept.
func (d *database) transact(ctx context.Context, op string, fn func(ctx context.Context, tx pgx.Tx) error) error {
	var own error // of fn, which comes back as it is
	err := patiently(ctx, writePatience, func() error {
		own = nil
		return d.once(ctx, func(ctx context.Context, tx pgx.Tx) error {
			if own = fn(ctx, tx); own != nil && isLost(own) {
				err := fmt.Errorf("%w: %v", errLostWithin, own)
				own = nil // the server's, not the function's
				return err
			}
			return own
		})
	})
	if own != nil {
		return own
	}
	return ended(ctx, op, err)
}

// once runs fn in one transaction. A server that took a commit and was not heard of again is
// asked what became of it.
func (d *database) once(ctx context.Context, fn func(ctx context.Context, tx pgx.Tx) error) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	guard := time.AfterFunc(d.silence, func() { end(errSilent) })
	defer guard.Stop()
	tx, err := d.pool.Begin(ctx)
	if err != nil {
		return reasoned(ctx, err)
	}
	defer func() { // after a commit it does nothing; a panic of fn ends the transaction too
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), connectWait)
		defer cancel()
		_ = tx.Rollback(stop) // a connection that cannot roll back is closed, which does
	}()
	var id string
	if err := tx.QueryRow(ctx, "SELECT pg_current_xact_id()::text").Scan(&id); err != nil {
		return reasoned(ctx, err)
	}
	if err := fn(ctx, tx); err != nil {
		return reasoned(ctx, err)
	}
	if err := ctx.Err(); err != nil {
		return reasoned(ctx, err)
	}
	// From here on nobody gives up: the outcome has to be known.
	guard.Stop()
	sure, cancel := context.WithTimeout(context.WithoutCancel(ctx), writePatience)
	defer cancel()
	if err = tx.Commit(sure); err == nil || isAnswer(err) {
		return err
	}
	return d.fate(ctx, id, fmt.Errorf("%w: %v", errLostWithin, err))
}

// isAnswer reports whether an error is the server's word that a transaction was not kept.
func isAnswer(err error) bool {
	var s *pgconn.PgError
	return errors.Is(err, pgx.ErrTxCommitRollback) || errors.As(err, &s) && !isLost(err)
}

// fate returns nil where the transaction of the id was kept, and the error that was met where
// it was not.
func (d *database) fate(ctx context.Context, id string, met error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writePatience)
	defer cancel()
	for {
		var status *string
		err := patiently(ctx, writePatience, func() error {
			return d.pool.QueryRow(ctx, "SELECT pg_xact_status($1::text::xid8)", id).Scan(&status)
		})
		switch {
		case err != nil:
			return fmt.Errorf("it is not known whether the last transaction was kept, and the server cannot be asked: %v", errors.Join(met, err))
		case status != nil && *status == "committed":
			return nil
		case status == nil || *status == "aborted":
			return met
		}
		select { // the server has not noticed yet that its client is gone
		case <-ctx.Done():
			return fmt.Errorf("it is not known whether the last transaction was kept: %v", met)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
