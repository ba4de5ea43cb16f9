package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

// Restore implements store.Mender.
func (s *Store) Restore(ctx context.Context, rec catalog.Record) (bool, error) {
	body, sum, err := store.Content(rec)
	if err != nil {
		return false, err
	}
	n, err := s.alter(ctx, "restore "+rec.ID,
		"UPDATE version SET body = $1 WHERE id = $2 AND hash = $3 AND NOT removed AND body IS DISTINCT FROM $1", body, rec.ID, sum[:])
	return n > 0, err
}

// mendPointers points every record at its newest version.
const mendPointers = `INSERT INTO current (id, kind, seq, version, removed, hash, owner)
	SELECT v.id, split_part(v.id, '/', 1), v.seq, v.version, v.removed, v.hash, v.owner FROM version v
	JOIN (SELECT id, max(seq) AS seq FROM version GROUP BY id) n ON n.seq = v.seq
	LEFT JOIN current c ON c.id = v.id AND c.seq = v.seq WHERE c.id IS NULL
	ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, seq = excluded.seq, version = excluded.version,
	removed = excluded.removed, hash = excluded.hash, owner = excluded.owner`

// Mend implements store.Mender: pointers that lead to no version or to an old one. Indexes of
// the server it leaves to REINDEX, which who administers it runs.
func (s *Store) Mend(ctx context.Context) (int, error) {
	mended, err := s.alter(ctx, "mend the pointers", mendPointers)
	if err != nil {
		return 0, err
	}
	n, err := s.alter(ctx, "mend the pointers", "DELETE FROM current WHERE NOT EXISTS (SELECT 1 FROM version v WHERE v.id = current.id)")
	return mended + n, err
}

// alter runs one statement under the lease and returns how many rows it changed.
func (s *Store) alter(ctx context.Context, op, sql string, args ...any) (int, error) {
	n := 0
	err := s.write.transact(ctx, op, func(ctx context.Context, tx pgx.Tx) error {
		if err := s.lease.fence(ctx, tx); err != nil {
			return err
		}
		done, err := tx.Exec(ctx, sql, args...)
		n = int(done.RowsAffected())
		return fault(op, err)
	})
	return n, err
}
