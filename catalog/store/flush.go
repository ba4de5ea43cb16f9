package store

import (
	"context"
	"database/sql"
)

// Flush writes the pending changes in one transaction and returns the last
// sequence number. They are acknowledged, on the disk, when it returns.
func (p *Publication) Flush(ctx context.Context) (int64, error) {
	if len(p.pending) == 0 {
		return p.store.Seq(ctx)
	}
	tx, err := p.store.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, fault("begin a transaction", err)
	}
	defer tx.Rollback()
	seq, err := writeAll(ctx, tx, p.pending)
	if err != nil {
		return 0, fault("publish records of "+p.source, err)
	}
	if err := tx.Commit(); err != nil {
		return 0, fault("publish records of "+p.source, err)
	}
	p.store.newest.changed()
	p.pending, p.bytes = p.pending[:0], 0
	return seq, nil
}

const (
	insertVersion = "INSERT INTO version (id, version, removed, modified, hash, source, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
	upsertCurrent = `INSERT INTO current (id, kind, seq, version, removed, hash, source) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, version = excluded.version, removed = excluded.removed,
		hash = excluded.hash, source = excluded.source`
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

func writeAll(ctx context.Context, tx *sql.Tx, changes []pending) (int64, error) {
	st, err := prepare(ctx, tx)
	if err != nil {
		return 0, err
	}
	var seq int64
	for _, c := range changes {
		if seq, err = st.write(ctx, c); err != nil {
			return 0, err
		}
	}
	return seq, nil
}

func (st statements) write(ctx context.Context, c pending) (int64, error) {
	hash := c.head.hash[:]
	if c.head.removed {
		hash = []byte{}
	}
	res, err := st.version.ExecContext(ctx, c.id, c.head.version, c.head.removed, c.modified.UnixMicro(), hash, c.head.source, c.body)
	if err != nil {
		return 0, err
	}
	seq, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	if _, err := st.current.ExecContext(ctx, c.id, c.kind, seq, c.head.version, c.head.removed, hash, c.head.source); err != nil {
		return 0, err
	}
	if _, err := st.unlink.ExecContext(ctx, c.id); err != nil {
		return 0, err
	}
	for _, e := range c.edges {
		if _, err := st.link.ExecContext(ctx, c.id, e.rel, e.to); err != nil {
			return 0, err
		}
	}
	return seq, nil
}
