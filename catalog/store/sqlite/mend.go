package sqlite

import (
	"context"
	"errors"
	"fmt"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

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

// Restore implements store.Mender.
func (s *Store) Restore(ctx context.Context, rec catalog.Record) (bool, error) {
	body, sum, err := store.Content(rec)
	if err != nil {
		return false, err
	}
	res, err := s.write.ExecContext(ctx, "UPDATE version SET body = ? WHERE id = ? AND hash = ? AND removed = 0 AND body IS NOT ?", body, rec.ID, sum[:], body)
	if err != nil {
		return false, fault("restore "+rec.ID, err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// mendPointers points every record at its newest version.
const mendPointers = `INSERT OR REPLACE INTO current (id, kind, seq, version, removed, hash, owner)
	SELECT v.id, substr(v.id, 1, instr(v.id, '/') - 1), v.seq, v.version, v.removed, v.hash, v.owner FROM version v
	JOIN (SELECT id, max(seq) AS seq FROM version GROUP BY id) n ON n.seq = v.seq
	LEFT JOIN current c ON c.id = v.id AND c.seq = v.seq WHERE c.id IS NULL`

// Mend implements store.Mender: indexes of the file are built anew where SQLite
// finds them wrong, and pointers that lead to no version or to an old one.
func (s *Store) Mend(ctx context.Context) (int, error) {
	wrong := false
	if err := integrity(ctx, s.read, 1, func(string) { wrong = true }); err != nil {
		return 0, err
	}
	if wrong {
		if _, err := s.write.ExecContext(ctx, "REINDEX"); err != nil {
			return 0, fault("build the indexes of the file anew", err)
		}
	}
	mended := 0
	for _, stmt := range []string{mendPointers, "DELETE FROM current WHERE id NOT IN (SELECT id FROM version)"} {
		res, err := s.write.ExecContext(ctx, stmt)
		if err != nil {
			return mended, fault("mend the pointers", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return mended, fault("mend the pointers", err)
		}
		mended += int(n)
	}
	return mended, nil
}
