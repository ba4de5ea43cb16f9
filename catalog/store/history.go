package store

import (
	"context"
	"encoding/hex"
	"time"

	"honglinh/catalog"
)

// MaxChanges is the most changes one call returns: a change carries a whole
// record, 1,000 of them are some megabytes.
const MaxChanges = 1000

// Version is one entry of a record's history.
type Version struct {
	Version  int       `json:"version"`
	Seq      int64     `json:"seq"`
	Modified time.Time `json:"modified"`
	Removed  bool      `json:"removed,omitempty"`
	// Hash is the content hash in hex, "" for a removal.
	Hash string `json:"hash,omitempty"`
}

// Change is one entry of the change sequence.
type Change struct {
	Seq      int64     `json:"seq"`
	ID       string    `json:"id"`
	Removed  bool      `json:"removed,omitempty"`
	Version  int       `json:"version"`
	Modified time.Time `json:"modified"`
	// Record is what was published, nil for a removal.
	Record *catalog.Record `json:"record,omitempty"`
}

// Versions returns the history of a record, oldest first. Fault: NotFound.
func (s *Store) Versions(ctx context.Context, id string) ([]Version, error) {
	rows, err := s.read.QueryContext(ctx,
		"SELECT version, seq, modified, removed, hash FROM version WHERE id = ? ORDER BY version", id)
	if err != nil {
		return nil, fault("read the history of "+id, err)
	}
	defer rows.Close()
	var out []Version
	for rows.Next() {
		var v Version
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
		return nil, notFound(id)
	}
	return out, nil
}

// Changes returns the changes after the sequence number since, oldest first, at
// most limit (1 to MaxChanges) of them.
func (s *Store) Changes(ctx context.Context, since int64, limit int) ([]Change, error) {
	limit = max(1, min(limit, MaxChanges))
	var out []Change
	err := s.each(ctx, selectVersion+"WHERE v.seq > ? ORDER BY v.seq LIMIT ?", []any{since, limit}, func(r row) error {
		c := Change{Seq: r.seq, ID: r.record.ID, Removed: r.removed, Version: r.record.Version, Modified: r.record.Modified}
		if !r.removed {
			c.Record = &r.record
		}
		out = append(out, c)
		return nil
	})
	return out, err
}
