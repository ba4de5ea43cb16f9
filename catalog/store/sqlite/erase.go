package sqlite

import (
	"context"

	"honglinh/catalog/store"
)

// eraseVersions takes the content from what is not the newest version of its record.
const eraseVersions = `UPDATE version SET removed = 1, hash = x'', body = NULL
	WHERE removed = 0 AND instr(body, CAST(? AS BLOB)) > 0 AND seq NOT IN (SELECT seq FROM current)`

// Erase implements store.Eraser. SQLite writes zeros over what is erased, and the log, which
// has it too, is folded into the file.
func (s *Store) Erase(ctx context.Context, value string) (int, bool, error) {
	const op = "erase versions"
	text, err := store.Quoted(value)
	if err != nil {
		return 0, false, err
	}
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return 0, false, fault(op, err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return 0, false, fault(op, err)
	}
	res, err := conn.ExecContext(ctx, eraseVersions, text)
	if err != nil {
		return 0, false, fault(op, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, false, err
	}
	var still bool
	if err := conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM current c JOIN version v ON v.seq = c.seq
		WHERE c.removed = 0 AND instr(v.body, CAST(? AS BLOB)) > 0)`, text).Scan(&still); err != nil {
		return int(n), false, fault(op, err)
	}
	if n == 0 {
		return 0, still, nil
	}
	if err := conn.Close(); err != nil { // it is the only one
		return int(n), still, fault(op, err)
	}
	return int(n), still, fold(ctx, s.write)
}
