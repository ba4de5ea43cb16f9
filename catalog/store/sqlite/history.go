package sqlite

import (
	"context"
	"encoding/hex"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

// Versions implements store.History.
func (r *Reader) Versions(ctx context.Context, id string) ([]store.Version, error) {
	rows, err := r.read.QueryContext(ctx,
		"SELECT version, seq, modified, removed, hash FROM version WHERE id = ? AND seq <= ? ORDER BY version", id, r.at)
	if err != nil {
		return nil, fault("read the history of "+id, err)
	}
	defer rows.Close()
	var out []store.Version
	for rows.Next() {
		var v store.Version
		var modified int64
		var hash []byte
		if err := rows.Scan(&v.Version, &v.Seq, &modified, &v.Removed, &hash); err != nil {
			return nil, fault("read the history of "+id, err)
		}
		v.Modified, v.Hash = time.UnixMicro(modified).UTC(), hex.EncodeToString(hash)
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fault("read the history of "+id, err)
	}
	if len(out) == 0 {
		return nil, store.NotFound(id)
	}
	return out, nil
}

// RecordVersion implements store.History.
func (r *Reader) RecordVersion(ctx context.Context, id string, version int) (catalog.Record, error) {
	v, err := r.one(ctx, id, selectVersion+"WHERE v.id = ? AND v.version = ? AND v.seq <= ?", id, version, r.at)
	return v.record, r.orHistory(ctx, id, err)
}

// RecordAsOf implements store.History.
func (r *Reader) RecordAsOf(ctx context.Context, id string, on catalog.Date) (catalog.Record, error) {
	end, err := store.EndOf(on)
	if err != nil {
		return catalog.Record{}, err
	}
	v, err := r.one(ctx, id, selectVersion+"WHERE v.id = ? AND v.modified <= ? AND v.seq <= ? ORDER BY v.seq DESC LIMIT 1", id, end.UnixMicro(), r.at)
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
	err := r.stream(ctx, selectVersion+"WHERE v.seq > ? AND v.seq <= ? ORDER BY v.seq LIMIT ?", []any{since, r.at, limit}, func(v row) error {
		c := store.Change{Seq: v.seq, ID: v.record.ID, Removed: v.removed, Version: v.record.Version, Modified: v.record.Modified}
		if !v.removed && !v.damaged {
			c.Record = &v.record
		}
		out = append(out, c)
		return nil
	})
	return out, err
}
