package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

var _ store.Replica = (*Store)(nil)

// Rows implements store.Rows.
func (r *Reader) Rows(ctx context.Context, since int64, limit int) ([]store.Row, error) {
	const op = "read what is stored"
	rows, err := r.read.QueryContext(ctx, "SELECT seq, id, version, removed, modified, owner, hash, body FROM version WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
		since, r.at, max(1, min(limit, store.MaxChanges)))
	if err != nil {
		return nil, fault(op, err)
	}
	defer rows.Close()
	var out []store.Row
	for size := 0; size < store.MaxRowBytes && rows.Next(); {
		var v store.Row
		var modified int64
		if err := rows.Scan(&v.Seq, &v.ID, &v.Version, &v.Removed, &modified, &v.Owner, &v.Hash, &v.Body); err != nil {
			return nil, fault(op, err)
		}
		v.Modified = time.UnixMicro(modified).UTC()
		size += len(v.Body)
		out = append(out, v)
	}
	return out, fault(op, rows.Err())
}

// Replay implements store.Replica.
func (s *Store) Replay(ctx context.Context, rows []store.Row) error {
	const op = "keep what another store published"
	if len(rows) == 0 {
		return nil
	}
	if err := s.turn(ctx); err != nil {
		return err
	}
	defer func() { <-s.writing }()
	if err := s.transact(ctx, op, func(tx *sql.Tx) error { return replay(ctx, tx, rows) }); err != nil {
		return err
	}
	for _, v := range rows {
		s.logged += len(v.Body)
	}
	(&journal{store: s}).foldIfLarge(context.WithoutCancel(ctx))
	return nil
}

// transact runs work in a transaction; it is the caller's turn to write.
func (s *Store) transact(ctx context.Context, op string, work func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fault(op, err)
	}
	defer tx.Rollback()
	if err := work(tx); err != nil {
		return err
	}
	return fault(op, tx.Commit())
}

func replay(ctx context.Context, tx *sql.Tx, rows []store.Row) error {
	const op = "keep what another store published"
	var at int64
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM version").Scan(&at); err != nil {
		return fault(op, err)
	}
	st, err := prepare(ctx, tx)
	if err != nil {
		return fault(op, err)
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO version (seq, id, version, removed, modified, hash, owner, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return fault(op, err)
	}
	last := map[string]int{}
	for i, v := range rows {
		last[v.ID] = i
	}
	for i, v := range rows {
		if v.Seq <= at {
			return catalog.Invalidf(v.ID, "change %d does not come after %d", v.Seq, at)
		}
		at = v.Seq
		if _, err := insert.ExecContext(ctx, v.Seq, v.ID, v.Version, v.Removed, v.Modified.UnixMicro(), hashOf(v), v.Owner, v.Body); err != nil {
			return fault(op, err)
		}
		if last[v.ID] == i {
			if err := st.newest(ctx, v); err != nil {
				return fault(op, err)
			}
		}
	}
	return nil
}

// hashOf is the hash of a row as the schema wants it.
func hashOf(v store.Row) []byte {
	if v.Hash == nil {
		return []byte{}
	}
	return v.Hash
}

// newest has a row be the newest version of its record.
func (st statements) newest(ctx context.Context, v store.Row) error {
	kind, _, _ := catalog.SplitID(v.ID)
	if _, err := st.current.ExecContext(ctx, v.ID, string(kind), v.Seq, v.Version, v.Removed, hashOf(v), v.Owner); err != nil {
		return err
	}
	if _, err := st.unlink.ExecContext(ctx, v.ID); err != nil || v.Removed {
		return err
	}
	var rec catalog.Record
	if json.Unmarshal(v.Body, &rec) != nil {
		return nil // damaged where it comes from, and read by nobody
	}
	rec.ID = v.ID
	for _, edge := range store.Edges(rec) {
		if _, err := st.link.ExecContext(ctx, v.ID, edge.Rel, edge.To); err != nil {
			return err
		}
	}
	return nil
}

// Rewind implements store.Replica.
func (s *Store) Rewind(ctx context.Context, seq int64) error {
	const op = "forget what was published"
	if err := s.turn(ctx); err != nil {
		return err
	}
	defer func() { <-s.writing }()
	if err := s.transact(ctx, op, func(tx *sql.Tx) error { return fault(op, rewind(ctx, tx, seq)) }); err != nil {
		return err
	}
	s.Reader.newest.Clear()
	return nil
}

func rewind(ctx context.Context, tx *sql.Tx, seq int64) error {
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{"CREATE TEMP TABLE later AS SELECT DISTINCT id FROM version WHERE seq > ?", []any{seq}},
		{"DELETE FROM version WHERE seq > ?", []any{seq}},
		{"DELETE FROM link WHERE from_id IN (SELECT id FROM later)", nil},
		{"DELETE FROM current WHERE id IN (SELECT id FROM later)", nil},
	} {
		if _, err := tx.ExecContext(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	rows, err := before(ctx, tx)
	if err != nil {
		return err
	}
	st, err := prepare(ctx, tx)
	if err != nil {
		return err
	}
	for _, v := range rows {
		if err := st.newest(ctx, v); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "DROP TABLE later")
	return err
}

// before are the versions that are the newest again.
func before(ctx context.Context, tx *sql.Tx) ([]store.Row, error) {
	rows, err := tx.QueryContext(ctx, "SELECT seq, id, version, removed, owner, hash, body FROM version WHERE seq IN (SELECT max(v.seq) FROM version v JOIN later USING (id) GROUP BY id)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []store.Row
	for rows.Next() {
		var v store.Row
		if err := rows.Scan(&v.Seq, &v.ID, &v.Version, &v.Removed, &v.Owner, &v.Hash, &v.Body); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
