package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog/store"
)

// eraseVersions takes the content from what is not the newest version of its record.
const eraseVersions = `UPDATE version v SET removed = true, hash = '', body = NULL
	WHERE NOT removed AND position($1::bytea IN body) > 0 AND NOT EXISTS (SELECT 1 FROM current c WHERE c.seq = v.seq)`

// Erase implements store.Eraser. The server clears the rows as they were with its next VACUUM
// of the table, which it makes by itself.
func (s *Store) Erase(ctx context.Context, value string) (int, bool, error) {
	const op = "erase versions"
	text, err := store.Quoted(value)
	if err != nil {
		return 0, false, err
	}
	n, still := 0, false
	err = s.write.transact(ctx, op, func(ctx context.Context, tx pgx.Tx) error {
		if err := s.lease.fence(ctx, tx); err != nil {
			return err
		}
		done, err := tx.Exec(ctx, eraseVersions, []byte(text))
		if err != nil {
			return fault(op, err)
		}
		n = int(done.RowsAffected())
		return fault(op, tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM current c JOIN version v ON v.seq = c.seq
			WHERE NOT c.removed AND position($1::bytea IN v.body) > 0)`, []byte(text)).Scan(&still))
	})
	return n, still, err
}
