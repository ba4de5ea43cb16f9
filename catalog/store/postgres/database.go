package postgres

import (
	"context"
	"crypto/rand"
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
	// patience is how long a question waits for a server that is away.
	patience time.Duration
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
	told := false
	return d.ask(ctx, op, sql, args, func() bool { return !told }, func(row pgx.Rows) error {
		told = true
		return each(row)
	})
}

// collect is query for what is kept until the answer is whole: where the connection was lost
// again is called, to forget what was told, and it asks anew.
func (d *database) collect(ctx context.Context, op, sql string, args []any, again func(), each func(row pgx.Rows) error) error {
	return d.ask(ctx, op, sql, args, func() bool { again(); return true }, each)
}

// ask asks until the answer is whole, as long as more says that it may ask again.
func (d *database) ask(ctx context.Context, op, sql string, args []any, more func() bool, each func(row pgx.Rows) error) error {
	var own error
	err := patiently(ctx, d.patience, func() error {
		err := d.rows(ctx, sql, args, func(row pgx.Rows) error {
			own = each(row)
			return own
		})
		if err != nil && own == nil && !more() {
			own = fault(op, err)
		}
		if own != nil {
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
	err = d.collect(ctx, op, sql, args, func() { ok = false }, func(row pgx.Rows) error {
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
	mark := mark{token: rand.Text()}
	if err := tx.QueryRow(ctx, leaveMark, mark.token).Scan(&mark.id); err != nil {
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
	return d.fate(ctx, mark, fmt.Errorf("%w: %v", errLostWithin, err))
}

// isAnswer reports whether an error is the server's word that a transaction was not kept.
func isAnswer(err error) bool {
	var s *pgconn.PgError
	return errors.Is(err, pgx.ErrTxCommitRollback) || errors.As(err, &s) && !isLost(err)
}

// mark is what a transaction is known by: its number, and a row of its own. A server that
// crashed may give the number of a transaction that it lost to another one.
type mark struct{ id, token string }

// leaveMark puts the row down, takes those away that nobody asks for any more, and gives the number.
const leaveMark = `WITH old AS (DELETE FROM outcome WHERE at < now() - interval '1 day'), new AS (INSERT INTO outcome (token, at) VALUES ($1, now()))
	SELECT pg_current_xact_id()::text`

// fate returns nil where the transaction of the mark was kept, and the error that was met where
// it was not.
func (d *database) fate(ctx context.Context, m mark, met error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writePatience)
	defer cancel()
	for {
		running, kept, err := d.outcome(ctx, m)
		switch {
		case err != nil:
			return fmt.Errorf("it is not known whether the last transaction was kept, and the server cannot be asked: %v", errors.Join(met, err))
		case kept:
			return nil
		case !running:
			return met
		}
		select { // the server has not noticed yet that its client is gone
		case <-ctx.Done():
			return fmt.Errorf("it is not known whether the last transaction was kept: %v", met)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// outcome asks whether the transaction of the mark goes on, and then whether it was kept.
func (d *database) outcome(ctx context.Context, m mark) (running, kept bool, err error) {
	err = patiently(ctx, writePatience, func() error {
		var status *string
		err := d.pool.QueryRow(ctx, "SELECT pg_xact_status($1::text::xid8)", m.id).Scan(&status)
		if s := (*pgconn.PgError)(nil); errors.As(err, &s) && s.Code == inFuture {
			err = nil // a server that crashed does not know the number any more
		}
		if err != nil {
			return err
		}
		running = status != nil && *status == "in progress"
		return d.pool.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM outcome WHERE token = $1)", m.token).Scan(&kept)
	})
	return running, kept, err
}

// inFuture is the code for the number of a transaction that there has not been.
const inFuture = "22023"
