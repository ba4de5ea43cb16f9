package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/store/newest"
)

// What was current as of a change, which is the first parameter: the version that current
// names or, where that is a later one, the last before. Where nothing came later, which is
// the rule, the first is all that is looked at.
const (
	selectVersion = "SELECT v.id, v.version, v.removed, v.modified, v.body, v.seq FROM version v "
	selectCurrent = `SELECT v.id, v.version, v.removed, v.modified, v.body, v.seq
		FROM current c JOIN version v ON v.seq = CASE WHEN c.seq <= $1 THEN c.seq
		ELSE (SELECT max(w.seq) FROM version w WHERE w.id = c.id AND w.seq <= $1) END WHERE NOT v.removed `
	// earlier are the versions as of then of what has changed since.
	earlier = "SELECT max(w.seq) FROM version w WHERE w.seq <= $1 AND w.id IN (SELECT id FROM version WHERE seq > $1) GROUP BY w.id"
)

// At implements store.Reader.
func (r *Reader) At(seq int64) store.Reader {
	return &Reader{read: r.read, newest: r.newest, damaged: r.damaged, at: min(seq, r.at), part: true}
}

// Seq implements store.Feed.
func (r *Reader) Seq(ctx context.Context) (int64, error) {
	if r.at != newest.Now {
		return r.at, ctx.Err()
	}
	var seq int64
	_, err := r.read.value(ctx, "read the change sequence", "SELECT seq FROM counter", nil, &seq)
	return seq, err
}

// Record implements store.Records.
func (r *Reader) Record(ctx context.Context, id string) (catalog.Record, error) {
	if rec, ok := r.newest.Record(id, r.at); ok {
		return rec, ctx.Err()
	}
	v, err := r.one(ctx, id, selectVersion+"WHERE v.id = $2 AND v.seq <= $1 ORDER BY v.version DESC LIMIT 1", r.at, id)
	if err == nil {
		r.newest.Put(v.record, v.seq, r.at, v.bytes)
	}
	return v.record, err
}

// Records implements store.Records.
func (r *Reader) Records(ctx context.Context, ids []string) ([]catalog.Record, error) {
	out, missing := make([]catalog.Record, 0, len(ids)), []string(nil)
	for _, id := range ids {
		if rec, ok := r.newest.Record(id, r.at); ok {
			out = append(out, rec)
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return out, ctx.Err()
	}
	found := make(map[string]catalog.Record, len(ids))
	for _, rec := range out {
		found[rec.ID] = rec
	}
	err := r.each(ctx, selectCurrent+"AND c.id = ANY($2)", []any{r.at, missing}, func(v row) error {
		found[v.record.ID] = v.record
		r.newest.Put(v.record, v.seq, r.at, v.bytes)
		return nil
	})
	if err != nil {
		return nil, err
	}
	out = out[:0]
	for _, id := range ids {
		if rec, ok := found[id]; ok {
			out = append(out, rec)
		}
	}
	return out, nil
}

// Kind implements store.Records.
func (r *Reader) Kind(ctx context.Context, kind string) ([]catalog.Record, error) {
	var out []catalog.Record
	err := r.each(ctx, selectCurrent+"AND c.kind = $2 ORDER BY c.id", []any{r.at, kind}, func(v row) error {
		out = append(out, v.record)
		return nil
	})
	return out, err
}

// Each implements store.Records.
func (r *Reader) Each(ctx context.Context, fn func(catalog.Record, int64) error) error {
	return r.each(ctx, selectCurrent+"ORDER BY c.id", []any{r.at}, func(v row) error { return fn(v.record, v.seq) })
}

// Counts implements store.Records.
func (r *Reader) Counts(ctx context.Context) (map[string]int, error) {
	const query = `SELECT kind, count(*) FROM current WHERE NOT removed AND seq <= $1 GROUP BY kind
		UNION ALL SELECT split_part(id, '/', 1), count(*) FROM version WHERE NOT removed AND seq IN (` + earlier + ") GROUP BY 1"
	counts := map[string]int{}
	err := r.read.query(ctx, "count the records", query, []any{r.at}, func(from pgx.Rows) error {
		var kind string
		var n int
		err := from.Scan(&kind, &n)
		counts[kind] += n
		return fault("count the records", err)
	})
	return counts, err
}

// Document implements store.Reader.
func (r *Reader) Document(ctx context.Context, key string) ([]byte, error) {
	var b []byte
	ok, err := r.read.value(ctx, "read document "+key, "SELECT value FROM document WHERE key = $1", []any{key}, &b)
	if err == nil && !ok {
		err = store.NoDocument(key)
	}
	return b, err
}

// Owners implements store.Owners.
func (r *Reader) Owners(ctx context.Context) ([]string, error) {
	return r.column(ctx, "SELECT owner FROM current WHERE NOT removed AND seq <= $1 UNION SELECT owner FROM version WHERE NOT removed AND seq IN ("+earlier+") ORDER BY 1", r.at)
}

// Owned implements store.Owners.
func (r *Reader) Owned(ctx context.Context, owner string) ([]string, error) {
	return r.column(ctx, "SELECT id FROM current WHERE owner = $2 AND NOT removed AND seq <= $1 UNION SELECT id FROM version WHERE owner = $2 AND NOT removed AND seq IN ("+earlier+") ORDER BY 1", r.at, owner)
}
