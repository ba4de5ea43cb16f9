package postgres

import (
	"context"
	"encoding/hex"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

// Versions implements store.History.
func (r *Reader) Versions(ctx context.Context, id string) ([]store.Version, error) {
	var out []store.Version
	op := "read the history of " + id
	err := r.read.query(ctx, op, "SELECT version, seq, modified, removed, hash FROM version WHERE id = $1 AND seq <= $2 ORDER BY version",
		[]any{id, r.at}, func(from pgx.Rows) error {
			var v store.Version
			var hash []byte
			if err := from.Scan(&v.Version, &v.Seq, &v.Modified, &v.Removed, &hash); err != nil {
				return fault(op, err)
			}
			v.Modified, v.Hash = v.Modified.UTC(), hex.EncodeToString(hash)
			out = append(out, v)
			return nil
		})
	if err == nil && len(out) == 0 {
		err = store.NotFound(id)
	}
	return out, err
}

// RecordVersion implements store.History.
func (r *Reader) RecordVersion(ctx context.Context, id string, version int) (catalog.Record, error) {
	v, err := r.one(ctx, id, selectVersion+"WHERE v.id = $1 AND v.version = $2 AND v.seq <= $3", id, version, r.at)
	return v.record, r.orHistory(ctx, id, err)
}

// RecordAsOf implements store.History.
func (r *Reader) RecordAsOf(ctx context.Context, id string, on catalog.Date) (catalog.Record, error) {
	end, err := store.EndOf(on)
	if err != nil {
		return catalog.Record{}, err
	}
	v, err := r.one(ctx, id, selectVersion+"WHERE v.id = $1 AND v.modified <= $2 AND v.seq <= $3 ORDER BY v.seq DESC LIMIT 1", id, end, r.at)
	return v.record, r.orHistory(ctx, id, err)
}

// orHistory tells a record that is unknown from one that only has no such
// version: then the fault says which there are.
func (r *Reader) orHistory(ctx context.Context, id string, err error) error {
	if catalog.KindOf(err) != catalog.NotFound {
		return err
	}
	versions, histErr := r.Versions(ctx, id)
	if histErr != nil {
		return err
	}
	return store.NoVersion(id, versions)
}

// Changes implements store.Feed.
func (r *Reader) Changes(ctx context.Context, since int64, limit int) ([]store.Change, error) {
	limit = max(1, min(limit, store.MaxChanges))
	var out []store.Change
	err := r.stream(ctx, selectVersion+"WHERE v.seq > $1 AND v.seq <= $2 ORDER BY v.seq LIMIT $3", []any{since, r.at, limit}, func(v row) error {
		c := store.Change{Seq: v.seq, ID: v.record.ID, Removed: v.removed, Version: v.record.Version, Modified: v.record.Modified}
		if !v.removed && !v.damaged {
			c.Record = &v.record
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// Rows implements store.Rows.
func (r *Reader) Rows(ctx context.Context, since int64, limit int) ([]store.Row, error) {
	const op = "read what is stored"
	var out []store.Row
	size := 0
	err := r.read.collect(ctx, op, "SELECT seq, id, version, removed, modified, owner, hash, body FROM version WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3",
		[]any{since, r.at, max(1, min(limit, store.MaxChanges))}, func() { out, size = nil, 0 }, func(from pgx.Rows) error {
			if size >= store.MaxRowBytes {
				return nil
			}
			var v store.Row
			if err := from.Scan(&v.Seq, &v.ID, &v.Version, &v.Removed, &v.Modified, &v.Owner, &v.Hash, &v.Body); err != nil {
				return fault(op, err)
			}
			v.Modified = v.Modified.UTC()
			size += len(v.Body)
			out = append(out, v)
			return nil
		})
	return out, err
}
