package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"honglinh/catalog/store"
)

// journal is one publication's way into the store; it holds the token.
type journal struct {
	store  *Store
	lookup *sql.Stmt // made at the first Head
}

var _ store.Journal = (*journal)(nil)

// Heads implements store.Journal.
func (j *journal) Heads(ctx context.Context, owner string) (map[string]store.Head, error) {
	rows, err := j.store.read.QueryContext(ctx, "SELECT id, version, removed, hash FROM current WHERE owner = ?", owner)
	if err != nil {
		return nil, fault("prepare a publication", err)
	}
	defer rows.Close()
	heads := map[string]store.Head{}
	for rows.Next() {
		h, id, hash := store.Head{Owner: owner}, "", []byte(nil)
		if err := rows.Scan(&id, &h.Version, &h.Removed, &hash); err != nil {
			return nil, fault("prepare a publication", err)
		}
		copy(h.Sum[:], hash)
		heads[id] = h
	}
	return heads, fault("prepare a publication", rows.Err())
}

// Head implements store.Journal.
func (j *journal) Head(ctx context.Context, id string) (store.Head, bool, error) {
	if j.lookup == nil {
		stmt, err := j.store.read.PrepareContext(ctx, "SELECT version, removed, hash, owner FROM current WHERE id = ?")
		if err != nil {
			return store.Head{}, false, fault("look up "+id, err)
		}
		j.lookup = stmt
	}
	h, hash := store.Head{}, []byte(nil)
	err := j.lookup.QueryRowContext(ctx, id).Scan(&h.Version, &h.Removed, &hash, &h.Owner)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Head{}, false, nil
	}
	copy(h.Sum[:], hash)
	return h, err == nil, fault("look up "+id, err)
}

// Seq implements store.Journal.
func (j *journal) Seq(ctx context.Context) (int64, error) { return j.store.Seq(ctx) }

// Write implements store.Journal.
func (j *journal) Write(ctx context.Context, entries []store.Entry) (int64, error) {
	const op = "publish records"
	tx, err := j.store.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, fault(op, err)
	}
	defer tx.Rollback()
	seq, err := writeAll(ctx, tx, entries)
	if err != nil {
		return 0, fault(op, err)
	}
	if err := tx.Commit(); err != nil {
		return 0, fault(op, err)
	}
	for _, e := range entries {
		j.store.logged += len(e.Body)
	}
	j.foldIfLarge(context.WithoutCancel(ctx))
	return seq, nil
}

// foldIfLarge keeps the log small. What was written is acknowledged and in the
// log, whatever becomes of this: the next write tries again, and Close says it.
func (j *journal) foldIfLarge(ctx context.Context) {
	if j.store.logged < walBound {
		return
	}
	if err := fold(ctx, j.store.write); err == nil {
		j.store.logged = 0
	}
}

// Release implements store.Journal.
func (j *journal) Release() {
	if j.lookup != nil {
		_ = j.lookup.Close() // a statement for reading
	}
	<-j.store.writing
}

const (
	insertVersion = "INSERT INTO version (id, version, removed, modified, hash, owner, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
	upsertCurrent = `INSERT INTO current (id, kind, seq, version, removed, hash, owner) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, version = excluded.version, removed = excluded.removed,
		hash = excluded.hash, owner = excluded.owner`
	deleteLinks = "DELETE FROM link WHERE from_id = ?"
	insertLink  = "INSERT OR IGNORE INTO link (from_id, rel, to_id) VALUES (?, ?, ?)"
)

// statements are the prepared statements of one transaction.
type statements struct{ version, current, unlink, link *sql.Stmt }

func prepare(ctx context.Context, tx *sql.Tx) (statements, error) {
	var st statements
	for _, s := range []struct {
		to  **sql.Stmt
		sql string
	}{{&st.version, insertVersion}, {&st.current, upsertCurrent}, {&st.unlink, deleteLinks}, {&st.link, insertLink}} {
		stmt, err := tx.PrepareContext(ctx, s.sql)
		if err != nil {
			return st, err
		}
		*s.to = stmt
	}
	return st, nil
}

func writeAll(ctx context.Context, tx *sql.Tx, entries []store.Entry) (int64, error) {
	st, err := prepare(ctx, tx)
	if err != nil {
		return 0, err
	}
	var seq int64
	for _, e := range entries {
		if seq, err = st.write(ctx, e); err != nil {
			return 0, err
		}
	}
	return seq, nil
}

func (st statements) write(ctx context.Context, e store.Entry) (int64, error) {
	h, hash := e.Head, e.Head.Sum[:]
	if h.Removed {
		hash = []byte{}
	}
	res, err := st.version.ExecContext(ctx, e.ID, h.Version, h.Removed, e.Modified.UnixMicro(), hash, h.Owner, e.Body)
	if err != nil {
		return 0, err
	}
	seq, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	if _, err := st.current.ExecContext(ctx, e.ID, e.Kind, seq, h.Version, h.Removed, hash, h.Owner); err != nil {
		return 0, err
	}
	if _, err := st.unlink.ExecContext(ctx, e.ID); err != nil {
		return 0, err
	}
	for _, edge := range e.Edges {
		if _, err := st.link.ExecContext(ctx, e.ID, edge.Rel, edge.To); err != nil {
			return 0, err
		}
	}
	return seq, nil
}
