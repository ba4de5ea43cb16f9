package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
)

// Damage is one thing found wrong in the store.
type Damage struct {
	Code   string `json:"code"` // file|body|hash|pointer
	ID     string `json:"id,omitempty"`
	Detail string `json:"detail"`
}

// maxDamage bounds the list: a broken disk breaks everything at once.
const maxDamage = 100

// Check looks at the whole store: SQLite's own integrity check, that every
// version can be read and has the hash it was published with, and that every id
// points at its newest version. It returns what is wrong, at most 100 things.
func (s *Store) Check(ctx context.Context) ([]Damage, error) {
	out, err := s.checkFile(ctx)
	if err != nil || len(out) > 0 {
		return out, err
	}
	for _, check := range []func(context.Context, *[]Damage) error{s.checkBodies, s.checkPointers} {
		if err := check(ctx, &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (s *Store) checkFile(ctx context.Context) ([]Damage, error) {
	rows, err := s.read.QueryContext(ctx, fmt.Sprintf("PRAGMA integrity_check(%d)", maxDamage))
	if err != nil {
		return nil, fault("check the file", err)
	}
	defer rows.Close()
	var out []Damage
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, fault("check the file", err)
		}
		if line != "ok" {
			out = append(out, Damage{Code: "file", Detail: line})
		}
	}
	return out, fault("check the file", rows.Err())
}

func (s *Store) checkBodies(ctx context.Context, out *[]Damage) error {
	rows, err := s.read.QueryContext(ctx, "SELECT id, version, hash, body FROM version WHERE removed = 0 ORDER BY seq")
	if err != nil {
		return fault("check the versions", err)
	}
	defer rows.Close()
	for rows.Next() && len(*out) < maxDamage {
		var id string
		var version int
		var hash, body []byte
		if err := rows.Scan(&id, &version, &hash, &body); err != nil {
			return fault("check the versions", err)
		}
		if sum := sha256.Sum256(body); !bytes.Equal(sum[:], hash) {
			*out = append(*out, Damage{"hash", id, fmt.Sprintf("version %d is not what was published", version)})
		}
	}
	return fault("check the versions", rows.Err())
}

func (s *Store) checkPointers(ctx context.Context, out *[]Damage) error {
	rows, err := s.read.QueryContext(ctx, `SELECT v.id FROM (SELECT id, max(seq) AS seq FROM version GROUP BY id) v
		LEFT JOIN current c ON c.id = v.id AND c.seq = v.seq WHERE c.id IS NULL
		UNION SELECT c.id FROM current c LEFT JOIN version v ON v.seq = c.seq AND v.id = c.id WHERE v.id IS NULL`)
	if err != nil {
		return fault("check the pointers", err)
	}
	defer rows.Close()
	for rows.Next() && len(*out) < maxDamage {
		var id string
		if err := rows.Scan(&id); err != nil {
			return fault("check the pointers", err)
		}
		*out = append(*out, Damage{"pointer", id, "the newest version is not the current one"})
	}
	return fault("check the pointers", rows.Err())
}
