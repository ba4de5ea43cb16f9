package sqlite

import (
	"context"

	"honglinh/catalog/store"
	"honglinh/catalog/store/newest"
)

// Backlinks implements store.Links. The links of now are kept; of a record that has changed
// since, its version of then tells.
func (r *Reader) Backlinks(ctx context.Context, id string) ([]store.Backlink, error) {
	rows, err := r.read.QueryContext(ctx, `SELECT from_id, rel FROM link WHERE to_id = ?2 AND
		(NOT EXISTS (SELECT 1 FROM version WHERE seq > ?1) OR (SELECT seq FROM current WHERE id = from_id) <= ?1) ORDER BY rel, from_id`, r.at, id)
	if err != nil {
		return nil, fault("read the links to "+id, err)
	}
	defer rows.Close()
	var out []store.Backlink
	for rows.Next() {
		var b store.Backlink
		if err := rows.Scan(&b.ID, &b.Rel); err != nil {
			return nil, fault("read the links to "+id, err)
		}
		out = append(out, b)
	}
	if err := rows.Err(); err != nil || r.at == newest.Now {
		return out, fault("read the links to "+id, err)
	}
	before := len(out)
	err = r.each(ctx, selectVersion+"WHERE v.removed = 0 AND v.seq IN ("+earlier+") AND instr(v.body, ?2) > 0", []any{r.at, []byte(id)}, func(v row) error {
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
	rows, err := r.read.QueryContext(ctx, `SELECT l.from_id, l.rel, l.to_id FROM link l
		LEFT JOIN current c ON c.id = l.to_id AND c.removed = 0 WHERE c.id IS NULL ORDER BY 1, 2, 3`)
	if err != nil {
		return nil, fault("look for dangling links", err)
	}
	defer rows.Close()
	var out []store.Dangling
	for rows.Next() {
		var d store.Dangling
		if err := rows.Scan(&d.From, &d.Rel, &d.To); err != nil {
			return nil, fault("look for dangling links", err)
		}
		out = append(out, d)
	}
	return out, fault("look for dangling links", rows.Err())
}
