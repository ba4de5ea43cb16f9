package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"

	"honglinh/catalog/store"
)

// Check implements store.Reader: SQLite's own integrity check, that every version
// can be read and has the hash it was published with, and that every id points at
// its newest version.
func (r *Reader) Check(ctx context.Context) ([]store.Damage, error) {
	var out []store.Damage
	err := integrity(ctx, r.read, store.MaxDamage, func(line string) {
		out = append(out, store.Damage{Code: store.DamagedFile, Detail: line})
	})
	if err != nil || len(out) > 0 {
		return out, err
	}
	for _, check := range []func(context.Context, *[]store.Damage) error{r.checkBodies, r.checkPointers} {
		if err := check(ctx, &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// integrity calls damage with what SQLite itself finds wrong, at most limit lines.
func integrity(ctx context.Context, db *sql.DB, limit int, damage func(line string)) error {
	rows, err := db.QueryContext(ctx, fmt.Sprintf("PRAGMA integrity_check(%d)", limit))
	if err != nil {
		return fault("check the file", err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return fault("check the file", err)
		}
		if line != "ok" {
			damage(line)
		}
	}
	return fault("check the file", rows.Err())
}

func (r *Reader) checkBodies(ctx context.Context, out *[]store.Damage) error {
	rows, err := r.read.QueryContext(ctx, "SELECT id, version, hash, body FROM version WHERE removed = 0 ORDER BY seq")
	if err != nil {
		return fault("check the versions", err)
	}
	defer rows.Close()
	for rows.Next() && len(*out) < store.MaxDamage {
		var id string
		var version int
		var hash, body []byte
		if err := rows.Scan(&id, &version, &hash, &body); err != nil {
			return fault("check the versions", err)
		}
		if sum := sha256.Sum256(body); !bytes.Equal(sum[:], hash) {
			*out = append(*out, store.Damage{Code: store.DamagedHash, ID: id, Detail: fmt.Sprintf("version %d is not what was published", version)})
		}
	}
	return fault("check the versions", rows.Err())
}

func (r *Reader) checkPointers(ctx context.Context, out *[]store.Damage) error {
	rows, err := r.read.QueryContext(ctx, `SELECT v.id FROM (SELECT id, max(seq) AS seq FROM version GROUP BY id) v
		LEFT JOIN current c ON c.id = v.id AND c.seq = v.seq WHERE c.id IS NULL
		UNION SELECT c.id FROM current c LEFT JOIN version v ON v.seq = c.seq AND v.id = c.id WHERE v.id IS NULL`)
	if err != nil {
		return fault("check the pointers", err)
	}
	defer rows.Close()
	for rows.Next() && len(*out) < store.MaxDamage {
		var id string
		if err := rows.Scan(&id); err != nil {
			return fault("check the pointers", err)
		}
		*out = append(*out, store.Damage{Code: store.DamagedPointer, ID: id, Detail: "the newest version is not the current one"})
	}
	return fault("check the pointers", rows.Err())
}
