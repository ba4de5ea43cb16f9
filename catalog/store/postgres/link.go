package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog/store"
	"honglinh/catalog/store/newest"
)

// Backlinks implements store.Links. The links of now are kept; of a record that has changed
// since, its version of then tells.
func (r *Reader) Backlinks(ctx context.Context, id string) ([]store.Backlink, error) {
	var out []store.Backlink
	op := "read the links to " + id
	err := r.read.query(ctx, op, `SELECT from_id, rel FROM link WHERE to_id = $2 AND
		(NOT EXISTS (SELECT 1 FROM version WHERE seq > $1) OR (SELECT seq FROM current WHERE id = from_id) <= $1) ORDER BY rel, from_id`,
		[]any{r.at, id}, func(from pgx.Rows) error {
			var b store.Backlink
			err := from.Scan(&b.ID, &b.Rel)
			out = append(out, b)
			return fault(op, err)
		})
	if err != nil || r.at == newest.Now {
		return out, err
	}
	before := len(out)
	err = r.each(ctx, selectVersion+"WHERE NOT v.removed AND v.seq IN ("+earlier+") AND position($2::bytea IN v.body) > 0", []any{r.at, []byte(id)}, func(v row) error {
		out = store.AddBacklinks(out, v.record, id)
		return nil
	})
	if len(out) > before {
		out = store.OrderBacklinks(out)
	}
	return out, err
}

// Dangling implements store.Links.
func (r *Reader) Dangling(ctx context.Context) ([]store.Dangling, error) {
	var out []store.Dangling
	const op = "look for dangling links"
	err := r.read.query(ctx, op, `SELECT l.from_id, l.rel, l.to_id FROM link l
		LEFT JOIN current c ON c.id = l.to_id AND NOT c.removed WHERE c.id IS NULL ORDER BY 1, 2, 3`, nil, func(from pgx.Rows) error {
		var d store.Dangling
		err := from.Scan(&d.From, &d.Rel, &d.To)
		out = append(out, d)
		return fault(op, err)
	})
	return out, err
}
