package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"honglinh/catalog/store/private"
)

const selectDocument = "SELECT collection, id, version, modified, subject, keys, due, claims, expires, body FROM document "

// Find implements private.Finder.
func (r *PrivateReader) Find(ctx context.Context, collection, id string) (private.Document, error) {
	return findDocument(ctx, r.read, collection, id, r.now())
}

func findDocument(ctx context.Context, from asker, collection, id string, now time.Time) (private.Document, error) {
	row := from.QueryRowContext(ctx, selectDocument+"WHERE collection = ? AND id = ? AND coalesce(expires > ?, TRUE)", collection, id, now.UnixMicro())
	d, err := scanDocument(row)
	if errors.Is(err, sql.ErrNoRows) {
		return d, private.NotFound(collection, id)
	}
	return d, fault("find "+collection, err)
}

func scanDocument(row scanner, extra ...any) (private.Document, error) {
	var (
		d            private.Document
		modified     int64
		keys         string
		due, expires sql.NullInt64
		body         []byte
	)
	err := row.Scan(append([]any{&d.Collection, &d.ID, &d.Version, &modified, &d.Subject, &keys, &due, &d.Claims, &expires, &body}, extra...)...)
	if err == nil {
		err = json.Unmarshal([]byte(keys), &d.Keys)
	}
	d.Modified, d.Due, d.Expires, d.Body = time.UnixMicro(modified).UTC(), timeOf(due), timeOf(expires), body
	return d, err
}

// documentsOf reads rows of selectDocument to their end.
func documentsOf(rows *sql.Rows) ([]private.Document, error) {
	defer rows.Close()
	var out []private.Document
	for rows.Next() {
		d, err := scanDocument(rows)
		if err != nil {
			return nil, fault("read documents", err)
		}
		out = append(out, d)
	}
	return out, fault("read documents", rows.Err())
}

// List implements private.Reader.
func (r *PrivateReader) List(ctx context.Context, q private.Query) (private.Page, error) {
	q, after, on, err := q.Plan()
	if err != nil {
		return private.Page{}, err
	}
	query, args := listSQL(listColumns, q, after, on, r.now())
	rows, err := r.read.QueryContext(ctx, query, args...)
	if err != nil {
		return private.Page{}, fault("list "+q.Collection, err)
	}
	defer rows.Close()
	var page private.Page
	var last private.Cursor
	for size := 0; rows.Next(); {
		if len(page.Items) == q.Limit || size > private.MaxPageBytes {
			page.Next = last.String()
			break
		}
		d, err := scanDocument(rows, &last.Value)
		if err != nil {
			return private.Page{}, fault("list "+q.Collection, err)
		}
		last.ID, size = d.ID, size+len(d.Body)
		page.Items = append(page.Items, d)
	}
	return page, fault("list "+q.Collection, rows.Err())
}

// Count implements private.Reader.
func (r *PrivateReader) Count(ctx context.Context, q private.Query, most int) (n int, err error) {
	q.After = ""
	if q, _, _, err = q.Plan(); err != nil {
		return 0, err
	}
	q.Limit = max(0, most) - 1 // listSQL asks for one more
	query, args := listSQL("SELECT d.id, ", q, private.Cursor{}, false, r.now())
	return n, fault("count "+q.Collection, r.read.QueryRowContext(ctx, "SELECT count(*) FROM ("+query+")", args...).Scan(&n))
}

// listColumns are those of a document in a list.
const listColumns = "SELECT d.collection, d.id, d.version, d.modified, d.subject, d.keys, d.due, d.claims, d.expires, d.body, "

// listSQL asks for one more document than the page holds, to see whether there is
// a next one.
func listSQL(columns string, q private.Query, after private.Cursor, on bool, now time.Time) (string, []any) {
	const alive = " AND coalesce(d.expires > ?, TRUE)"
	if q.Key == "" {
		sql, args := columns+"'' FROM document d WHERE d.collection = ?"+alive, []any{q.Collection, now.UnixMicro()}
		if on {
			sql, args = sql+" AND d.id > ?", append(args, after.ID)
		}
		return sql + " ORDER BY d.id LIMIT ?", append(args, q.Limit+1)
	}
	sql := columns + "k.value FROM key k JOIN document d USING (collection, id) WHERE k.collection = ? AND k.name = ?" + alive
	args := []any{q.Collection, q.Key, now.UnixMicro()}
	if q.From != "" {
		sql, args = sql+" AND k.value >= ?", append(args, q.From)
	}
	if q.To != "" {
		sql, args = sql+" AND k.value <= ?", append(args, q.To)
	}
	if on {
		sql, args = sql+" AND (k.value, k.id) > (?, ?)", append(args, after.Value, after.ID)
	}
	return sql + " ORDER BY k.value, k.id LIMIT ?", append(args, q.Limit+1)
}

const selectEntry = "SELECT seq, at, role, action, target, edition, subject, personal, salt, digest, hash FROM entry "

// Entries implements private.Log.
func (r *PrivateReader) Entries(ctx context.Context, after int64, limit int) ([]private.Entry, error) {
	var out []private.Entry
	limit = max(1, min(limit, private.MaxPage))
	err := eachEntry(ctx, r.read, selectEntry+"WHERE seq > ? ORDER BY seq LIMIT ?", []any{after, limit}, func(e private.Entry) { out = append(out, e) })
	return out, err
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func eachEntry(ctx context.Context, from querier, query string, args []any, fn func(private.Entry)) error {
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return fault("read the log", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e private.Entry
		var at int64
		var personal, digest, hash []byte
		if err := rows.Scan(&e.Seq, &at, &e.Role, &e.Action, &e.Target, &e.Edition, &e.Subject, &personal, &e.Salt, &digest, &hash); err != nil {
			return fault("read the log", err)
		}
		e.At, e.Personal = time.UnixMicro(at).UTC(), personal
		copy(e.Digest[:], digest)
		copy(e.Hash[:], hash)
		fn(e)
	}
	return fault("read the log", rows.Err())
}

// Of implements private.Reader.
func (r *PrivateReader) Of(ctx context.Context, subject string) (private.Holding, error) {
	var h private.Holding
	if subject == "" {
		return h, nil
	}
	rows, err := r.read.QueryContext(ctx, selectDocument+"WHERE subject = ? ORDER BY collection, id", subject)
	if err != nil {
		return h, fault("read what is held of a subject", err)
	}
	if h.Documents, err = documentsOf(rows); err != nil {
		return h, err
	}
	err = eachEntry(ctx, r.read, selectEntry+"WHERE subject = ? ORDER BY seq", []any{subject}, func(e private.Entry) { h.Entries = append(h.Entries, e) })
	return h, err
}

// Check implements private.Reader.
func (r *PrivateReader) Check(ctx context.Context) ([]private.Damage, error) {
	var out []private.Damage
	err := integrity(ctx, r.read, private.MaxDamage, func(line string) {
		out = append(out, private.Damage{Code: private.DamagedFile, Detail: line})
	})
	if err != nil || len(out) > 0 {
		return out, err
	}
	// One state of the log and of what was noted of its end.
	tx, err := r.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fault("check the log", err)
	}
	defer tx.Rollback()
	end, err := lastEntry(ctx, tx)
	if err != nil {
		return nil, err
	}
	var chain private.Chain
	if err := eachEntry(ctx, tx, selectEntry+"ORDER BY seq", nil, chain.Next); err != nil {
		return nil, err
	}
	return chain.End(end.Seq, end.Hash), nil
}
