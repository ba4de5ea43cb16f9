package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

// privateTx is one transaction of the private store.
type privateTx struct {
	tx     *sql.Tx
	now    time.Time
	erased bool // people's data were removed
}

var _ private.Tx = (*privateTx)(nil)

// Find implements private.Finder.
func (t *privateTx) Find(ctx context.Context, collection, id string) (private.Document, error) {
	return findDocument(ctx, t.tx, collection, id, t.now)
}

// Save implements private.Tx.
func (t *privateTx) Save(ctx context.Context, d private.Document) (private.Document, error) {
	if err := d.Validate(); err != nil {
		return d, err
	}
	if err := t.expect(ctx, d.Collection, d.ID, d.Version); err != nil {
		return d, err
	}
	var err error
	if d.Version, err = t.nextVersion(ctx); err != nil {
		return d, err
	}
	d.Modified, d.Due, d.Expires = instant(t.now), instant(d.Due), instant(d.Expires)
	return d, fault("save "+d.Collection, t.put(ctx, d))
}

// expect holds the version that was read against the one that is there; 0 is none.
func (t *privateTx) expect(ctx context.Context, collection, id string, version int64) error {
	there, err := t.Find(ctx, collection, id)
	switch {
	case catalog.KindOf(err) == catalog.NotFound && version == 0:
		return nil
	case catalog.KindOf(err) == catalog.NotFound || err == nil && there.Version != version:
		return private.Changed(collection, id)
	}
	return err
}

func (t *privateTx) nextVersion(ctx context.Context) (int64, error) {
	var v int64
	err := t.tx.QueryRowContext(ctx, "UPDATE counter SET version = version + 1 RETURNING version").Scan(&v)
	return v, fault("count the writes", err)
}

func (t *privateTx) put(ctx context.Context, d private.Document) error {
	keys, err := json.Marshal(d.Keys)
	if err != nil {
		return err
	}
	_, err = t.tx.ExecContext(ctx, `INSERT INTO document (collection, id, version, modified, subject, keys, due, claims, expires, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET version = excluded.version, modified = excluded.modified,
		subject = excluded.subject, keys = excluded.keys, due = excluded.due, claims = excluded.claims, expires = excluded.expires, body = excluded.body`,
		d.Collection, d.ID, d.Version, d.Modified.UnixMicro(), d.Subject, string(keys), micros(d.Due), d.Claims, micros(d.Expires), []byte(d.Body))
	if err != nil {
		return err
	}
	if _, err := t.tx.ExecContext(ctx, "DELETE FROM key WHERE collection = ? AND id = ?", d.Collection, d.ID); err != nil {
		return err
	}
	for _, k := range d.Keys {
		_, err := t.tx.ExecContext(ctx, "INSERT OR IGNORE INTO key (collection, name, value, id) VALUES (?, ?, ?, ?)", d.Collection, k.Name, k.Value, d.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// Delete implements private.Tx.
func (t *privateTx) Delete(ctx context.Context, collection, id string, version int64) error {
	there, err := t.Find(ctx, collection, id)
	if err != nil {
		return err
	}
	if there.Version != version {
		return private.Changed(collection, id)
	}
	_, err = t.remove(ctx, "collection = ? AND id = ?", collection, id)
	return err
}

// remove deletes the documents of a condition with their keys.
func (t *privateTx) remove(ctx context.Context, where string, args ...any) (int, error) {
	const op = "remove documents"
	_, err := t.tx.ExecContext(ctx, "DELETE FROM key WHERE (collection, id) IN (SELECT collection, id FROM document WHERE "+where+")", args...)
	if err != nil {
		return 0, fault(op, err)
	}
	res, err := t.tx.ExecContext(ctx, "DELETE FROM document WHERE "+where, args...)
	if err != nil {
		return 0, fault(op, err)
	}
	n, err := res.RowsAffected()
	t.erased = t.erased || n > 0
	return int(n), fault(op, err)
}

func (t *privateTx) purge(ctx context.Context, limit int) (int, error) {
	return t.remove(ctx, "rowid IN (SELECT rowid FROM document WHERE expires <= ? ORDER BY expires LIMIT ?)", t.now.UnixMicro(), limit)
}

// Forget implements private.Tx.
func (t *privateTx) Forget(ctx context.Context, subject string) (private.Forgotten, error) {
	var f private.Forgotten
	if subject == "" {
		return f, catalog.NewFault(catalog.Invalid, "subject", "thiếu chủ thể dữ liệu", "it is not said whose data")
	}
	var err error
	if f.Documents, err = t.remove(ctx, "subject = ?", subject); err != nil {
		return f, err
	}
	res, err := t.tx.ExecContext(ctx, "UPDATE entry SET subject = '', personal = NULL, salt = NULL WHERE subject = ?", subject)
	if err != nil {
		return f, fault("forget a subject", err)
	}
	n, err := res.RowsAffected()
	f.Entries, t.erased = int(n), t.erased || n > 0
	return f, fault("forget a subject", err)
}

func (t *privateTx) claim(ctx context.Context, collection string, lease time.Duration, limit int) ([]private.Document, error) {
	const op = "claim documents"
	limit = max(1, min(limit, private.MaxPage))
	rows, err := t.tx.QueryContext(ctx, selectDocument+`WHERE collection = ? AND due <= ? AND coalesce(expires > ?, TRUE)
		ORDER BY due, id LIMIT ?`, collection, t.now.UnixMicro(), t.now.UnixMicro(), limit)
	if err != nil {
		return nil, fault(op, err)
	}
	docs, err := documentsOf(rows)
	if err != nil {
		return nil, err
	}
	for i := range docs {
		d := &docs[i]
		if d.Version, err = t.nextVersion(ctx); err != nil {
			return nil, err
		}
		d.Due, d.Claims = instant(t.now.Add(lease)), d.Claims+1
		_, err := t.tx.ExecContext(ctx, "UPDATE document SET version = ?, due = ?, claims = ? WHERE collection = ? AND id = ?",
			d.Version, d.Due.UnixMicro(), d.Claims, d.Collection, d.ID)
		if err != nil {
			return nil, fault(op, err)
		}
	}
	return docs, nil
}

// saltBytes makes it hopeless to try the names of people until one fits the digest.
const saltBytes = 16

// Append implements private.Tx.
func (t *privateTx) Append(ctx context.Context, e private.Entry) (private.Entry, error) {
	const op = "append to the log"
	if err := e.Validate(); err != nil {
		return e, err
	}
	before, err := lastEntry(ctx, t.tx)
	if err != nil {
		return e, err
	}
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // it never fails
	e = e.Chain(before, t.now, salt)
	_, err = t.tx.ExecContext(ctx, `INSERT INTO entry (seq, at, role, action, target, edition, subject, personal, salt, digest, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.Seq, e.At.UnixMicro(), e.Role, e.Action, e.Target, e.Edition,
		e.Subject, []byte(e.Personal), e.Salt, e.Digest[:], e.Hash[:])
	if err == nil {
		_, err = t.tx.ExecContext(ctx, "UPDATE counter SET seq = ?, hash = ?", e.Seq, e.Hash[:])
	}
	return e, fault(op, err)
}

// micros is how a time is kept; NULL is never.
func micros(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: !t.IsZero()}
}

// instant is a time as it comes back.
func instant(t time.Time) time.Time { return timeOf(micros(t)) }

func timeOf(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMicro(n.Int64).UTC()
}

// lastEntry returns the number and hash of the entry that was appended last.
func lastEntry(ctx context.Context, from asker) (private.Entry, error) {
	var e private.Entry
	var hash []byte
	err := from.QueryRowContext(ctx, "SELECT seq, hash FROM counter").Scan(&e.Seq, &hash)
	if err == nil && len(hash) != len(e.Hash) {
		err = errors.New("the counter of the log is damaged")
	}
	copy(e.Hash[:], hash)
	return e, fault("read the end of the log", err)
}
