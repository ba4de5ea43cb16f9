package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/store/newest"
)

// maxAsk is how many ids one statement asks for; SQLite takes 32,766 parameters.
const maxAsk = 500

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
	err := r.read.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM version").Scan(&seq)
	return seq, fault("read the change sequence", err)
}

// What was current as of a change, which is the first parameter: the version that current
// names or, where that is a later one, the last before. Where nothing came later, which is
// the rule, the first is all that is looked at.
const (
	selectVersion = "SELECT v.id, v.version, v.removed, v.modified, v.body, v.seq FROM version v "
	selectCurrent = "SELECT v.id, v.version, v.removed, v.modified, v.body, v.seq " + fromCurrent
	fromCurrent   = `FROM current c JOIN version v ON v.seq = CASE WHEN c.seq <= ?1 THEN c.seq
		ELSE (SELECT max(w.seq) FROM version w WHERE w.id = c.id AND w.seq <= ?1) END WHERE v.removed = 0 `
	// earlier are the versions as of then of what has changed since.
	earlier = "SELECT max(w.seq) FROM version w WHERE w.seq <= ?1 AND w.id IN (SELECT id FROM version WHERE seq > ?1) GROUP BY w.id"
)

// Record implements store.Records.
func (r *Reader) Record(ctx context.Context, id string) (catalog.Record, error) {
	if rec, ok := r.newest.Record(id, r.at); ok {
		return rec, ctx.Err()
	}
	v, err := r.one(ctx, id, selectVersion+"WHERE v.id = ?2 AND v.seq <= ?1 ORDER BY v.version DESC LIMIT 1", r.at, id)
	if err == nil {
		r.newest.Put(v.record, v.seq, r.at, v.bytes)
	}
	return v.record, err
}

func (r *Reader) one(ctx context.Context, id, query string, args ...any) (row, error) {
	v, err := scanRow(r.read.QueryRowContext(ctx, query, args...))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return row{}, store.NotFound(id)
	case r.setAside(err):
		return row{}, store.Damaged(id, err)
	case err != nil:
		return row{}, fault("read record "+id, err)
	case v.removed:
		return row{}, store.Gone(id)
	}
	return v, nil
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
	if err := r.readInto(ctx, found, missing); err != nil {
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

// readInto adds the live records of the ids.
func (r *Reader) readInto(ctx context.Context, found map[string]catalog.Record, ids []string) error {
	for start := 0; start < len(ids); start += maxAsk {
		part := ids[start:min(start+maxAsk, len(ids))]
		query := selectCurrent + "AND c.id IN (" + marks(len(part)) + ")"
		err := r.each(ctx, query, append([]any{r.at}, anys(part)...), func(v row) error {
			found[v.record.ID] = v.record
			r.newest.Put(v.record, v.seq, r.at, v.bytes)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Kind implements store.Records.
func (r *Reader) Kind(ctx context.Context, kind string) ([]catalog.Record, error) {
	var out []catalog.Record
	err := r.each(ctx, selectCurrent+"AND c.kind = ?2 ORDER BY c.id", []any{r.at, kind}, func(v row) error {
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
	const query = `SELECT kind, count(*) FROM current WHERE removed = 0 AND seq <= ?1 GROUP BY kind
		UNION ALL SELECT substr(id, 1, instr(id, '/') - 1), count(*) FROM version WHERE removed = 0 AND seq IN (` + earlier + ") GROUP BY 1"
	rows, err := r.read.QueryContext(ctx, query, r.at)
	if err != nil {
		return nil, fault("count the records", err)
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var kind string
		var n int
		if err := rows.Scan(&kind, &n); err != nil {
			return nil, fault("count the records", err)
		}
		counts[kind] += n
	}
	return counts, fault("count the records", rows.Err())
}

// Document implements store.Reader.
func (r *Reader) Document(ctx context.Context, key string) ([]byte, error) {
	var b []byte
	err := r.read.QueryRowContext(ctx, "SELECT value FROM document WHERE key = ?", key).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, store.NoDocument(key)
	}
	return b, fault("read document "+key, err)
}

// row is one row of selectVersion.
type row struct {
	record  catalog.Record
	seq     int64
	removed bool
	damaged bool
	bytes   int // of the stored JSON
}

type scanner interface{ Scan(...any) error }

func scanRow(from scanner) (row, error) {
	var (
		r        row
		id       string
		version  int
		modified int64
		body     []byte
	)
	if err := from.Scan(&id, &version, &r.removed, &modified, &body, &r.seq); err != nil {
		return row{}, err
	}
	var err error
	if !r.removed {
		if wrong := json.Unmarshal(body, &r.record); wrong != nil {
			r.record, err = catalog.Record{}, &damagedError{id, version, wrong}
		}
	}
	r.bytes = len(body)
	r.record.ID, r.record.Version, r.record.Modified = id, version, time.UnixMicro(modified).UTC()
	return r, err
}

// each streams rows; one that is damaged is set aside and costs no other.
func (r *Reader) each(ctx context.Context, query string, args []any, fn func(row) error) error {
	return r.stream(ctx, query, args, func(v row) error {
		if v.damaged {
			return nil
		}
		return fn(v)
	})
}

// stream streams rows, also damaged ones, which have no record but its id.
func (r *Reader) stream(ctx context.Context, query string, args []any, fn func(row) error) error {
	rows, err := r.read.QueryContext(ctx, query, args...)
	if err != nil {
		return fault("read records", err)
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scanRow(rows)
		if v.damaged = r.setAside(err); err != nil && !v.damaged {
			return fault("read records", err)
		}
		if err := fn(v); err != nil {
			return err
		}
	}
	return fault("read records", rows.Err())
}

func marks(n int) string {
	b := make([]byte, 0, 2*n)
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '?')
	}
	return string(b)
}

func anys(ids []string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}

// Owners implements store.Owners. There are few, of many records each: it goes from owner to
// owner through their index, and reads no record but the first that is live.
func (r *Reader) Owners(ctx context.Context) ([]string, error) {
	const query = `WITH RECURSIVE o(owner) AS (
			SELECT min(owner) FROM current
			UNION ALL SELECT (SELECT min(owner) FROM current WHERE owner > o.owner) FROM o WHERE o.owner IS NOT NULL)
		SELECT owner FROM o WHERE owner IS NOT NULL AND EXISTS (SELECT 1 FROM current c WHERE c.owner = o.owner AND removed = 0 AND seq <= ?1)
		UNION SELECT owner FROM version WHERE removed = 0 AND seq IN (` + earlier + ") ORDER BY 1"
	return r.column(ctx, query, r.at)
}

// Owned implements store.Owners.
func (r *Reader) Owned(ctx context.Context, owner string) ([]string, error) {
	return r.column(ctx, "SELECT id FROM current WHERE owner = ?2 AND removed = 0 AND seq <= ?1 UNION SELECT id FROM version WHERE owner = ?2 AND removed = 0 AND seq IN ("+earlier+") ORDER BY 1", r.at, owner)
}

func (r *Reader) column(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := r.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fault("read ids", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, fault("read ids", err)
		}
		out = append(out, v)
	}
	return out, fault("read ids", rows.Err())
}
