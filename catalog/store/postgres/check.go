package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"honglinh/catalog/store"
)

// errEnough ends a check that has found as much as it tells.
var errEnough = errors.New("enough is found")

// Check implements store.Reader: that every version can be read and has the hash it was
// published with, and that every id points at its newest version. What the server itself finds
// wrong on its disk while it reads all that is told as damage of the file.
func (r *Reader) Check(ctx context.Context) ([]store.Damage, error) {
	var out []store.Damage
	for _, check := range []func(context.Context, *[]store.Damage) error{r.checkBodies, r.checkPointers} {
		err := check(ctx, &out)
		if said, ok := storageDamage(err); ok {
			return append(out, store.Damage{Code: store.DamagedFile, Detail: said}), nil
		}
		if err != nil && !errors.Is(err, errEnough) {
			return out, err
		}
	}
	return out, nil
}

// storageDamage tells what a server says of a damaged disk (SQLSTATE XX001, XX002, 58…).
func storageDamage(err error) (string, bool) {
	var s *pgconn.PgError
	if errors.As(err, &s) && (strings.HasPrefix(s.Code, "XX") || strings.HasPrefix(s.Code, "58")) {
		return s.Message, true
	}
	return "", false
}

// unhurried is the database for questions that read everything before they answer.
func (d *database) unhurried() *database {
	return &database{pool: d.pool, where: d.where, silence: longSilence, patience: d.patience}
}

func (r *Reader) checkBodies(ctx context.Context, out *[]store.Damage) error {
	const op = "check the versions"
	return r.read.unhurried().query(ctx, op, "SELECT id, version, hash, body FROM version WHERE NOT removed ORDER BY seq", nil, func(from pgx.Rows) error {
		var id string
		var version int
		var hash, body []byte
		if err := from.Scan(&id, &version, &hash, &body); err != nil {
			return fault(op, err)
		}
		if sum := sha256.Sum256(body); !bytes.Equal(sum[:], hash) {
			*out = append(*out, store.Damage{Code: store.DamagedHash, ID: id, Detail: fmt.Sprintf("version %d is not what was published", version)})
		}
		return enough(*out)
	})
}

func (r *Reader) checkPointers(ctx context.Context, out *[]store.Damage) error {
	const op = "check the pointers"
	return r.read.unhurried().query(ctx, op, `SELECT v.id FROM (SELECT id, max(seq) AS seq FROM version GROUP BY id) v
		LEFT JOIN current c ON c.id = v.id AND c.seq = v.seq WHERE c.id IS NULL
		UNION SELECT c.id FROM current c LEFT JOIN version v ON v.seq = c.seq AND v.id = c.id WHERE v.id IS NULL
		UNION SELECT id FROM version WHERE seq > (SELECT seq FROM counter)`, nil, func(from pgx.Rows) error {
		var id string
		if err := from.Scan(&id); err != nil {
			return fault(op, err)
		}
		*out = append(*out, store.Damage{Code: store.DamagedPointer, ID: id, Detail: "the newest version is not the current one"})
		return enough(*out)
	})
}

func enough(found []store.Damage) error {
	if len(found) >= store.MaxDamage {
		return errEnough
	}
	return nil
}
