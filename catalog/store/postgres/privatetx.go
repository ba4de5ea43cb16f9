package postgres

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

// privateTx is one transaction of the private store, which holds the row of the counter.
type privateTx struct {
	tx  pgx.Tx
	now time.Time
}

var _ private.Tx = (*privateTx)(nil)

// Find implements private.Finder.
func (t *privateTx) Find(ctx context.Context, collection, id string) (private.Document, error) {
	d, err := scanDocument(t.tx.QueryRow(ctx, findOne, collection, id, t.now))
	if errors.Is(err, pgx.ErrNoRows) {
		return private.Document{}, private.NotFound(collection, id)
	}
	return d, fault("find "+collection, err)
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
	err := t.tx.QueryRow(ctx, "UPDATE counter SET version = version + 1 RETURNING version").Scan(&v)
	return v, fault("count the writes", err)
}

func (t *privateTx) put(ctx context.Context, d private.Document) error {
	keys, err := json.Marshal(d.Keys)
	if err != nil {
		return err
	}
	var names, values []string
	for _, k := range d.Keys {
		names, values = append(names, k.Name), append(values, k.Value)
	}
	var b pgx.Batch
	b.Queue(`INSERT INTO document (collection, id, version, modified, subject, keys, due, claims, expires, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (collection, id) DO UPDATE SET version = excluded.version, modified = excluded.modified,
		subject = excluded.subject, keys = excluded.keys, due = excluded.due, claims = excluded.claims, expires = excluded.expires, body = excluded.body`,
		d.Collection, d.ID, d.Version, d.Modified, d.Subject, keys, orNull(d.Due), d.Claims, orNull(d.Expires), []byte(d.Body))
	b.Queue("DELETE FROM key WHERE collection = $1 AND id = $2", d.Collection, d.ID)
	if len(names) > 0 {
		b.Queue("INSERT INTO key (collection, name, value, id) SELECT $1, n.name, n.value, $2 FROM unnest($3::text[], $4::text[]) AS n (name, value) ON CONFLICT DO NOTHING",
			d.Collection, d.ID, names, values)
	}
	return t.tx.SendBatch(ctx, &b).Close()
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
	_, err = t.remove(ctx, "SELECT collection, id FROM document WHERE collection = $1 AND id = $2", collection, id)
	return err
}

// remove deletes the documents that a question names, with their keys.
func (t *privateTx) remove(ctx context.Context, which string, args ...any) (int, error) {
	done, err := t.tx.Exec(ctx, "WITH gone AS ("+which+`), keys AS (DELETE FROM key k USING gone WHERE k.collection = gone.collection AND k.id = gone.id)
		DELETE FROM document d USING gone WHERE d.collection = gone.collection AND d.id = gone.id`, args...)
	return int(done.RowsAffected()), fault("remove documents", err)
}

func (t *privateTx) purge(ctx context.Context, limit int) (int, error) {
	return t.remove(ctx, "SELECT collection, id FROM document WHERE expires <= $1 ORDER BY expires LIMIT $2", t.now, limit)
}

// Forget implements private.Tx.
func (t *privateTx) Forget(ctx context.Context, subject string) (private.Forgotten, error) {
	var f private.Forgotten
	if subject == "" {
		return f, catalog.NewFault(catalog.Invalid, "subject", "thiếu chủ thể dữ liệu", "it is not said whose data")
	}
	var err error
	if f.Documents, err = t.remove(ctx, "SELECT collection, id FROM document WHERE subject = $1", subject); err != nil {
		return f, err
	}
	done, err := t.tx.Exec(ctx, "UPDATE entry SET subject = '', personal = NULL, salt = NULL WHERE subject = $1", subject)
	f.Entries = int(done.RowsAffected())
	return f, fault("forget a subject", err)
}

func (t *privateTx) claim(ctx context.Context, collection string, lease time.Duration, limit int) ([]private.Document, error) {
	const op = "claim documents"
	limit = max(1, min(limit, private.MaxPage))
	rows, err := t.tx.Query(ctx, selectDocument+`WHERE collection = $1 AND due <= $2 AND coalesce(expires > $2, TRUE)
		ORDER BY due, id LIMIT $3`, collection, t.now, limit)
	if err != nil {
		return nil, fault(op, err)
	}
	docs, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (private.Document, error) { return scanDocument(row) })
	if err != nil {
		return nil, fault(op, err)
	}
	for i := range docs {
		d := &docs[i]
		if d.Version, err = t.nextVersion(ctx); err != nil {
			return nil, err
		}
		d.Due, d.Claims = instant(t.now.Add(lease)), d.Claims+1
		_, err := t.tx.Exec(ctx, "UPDATE document SET version = $1, due = $2, claims = $3 WHERE collection = $4 AND id = $5",
			d.Version, d.Due, d.Claims, d.Collection, d.ID)
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
	var before private.Entry
	var hash []byte
	if err := t.tx.QueryRow(ctx, "SELECT seq, hash FROM counter").Scan(&before.Seq, &hash); err != nil {
		return e, fault(op, err)
	}
	if len(hash) != len(before.Hash) {
		return e, fault(op, errors.New("the counter of the log is damaged"))
	}
	copy(before.Hash[:], hash)
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // it never fails
	e = e.Chain(before, t.now, salt)
	var b pgx.Batch
	b.Queue(`INSERT INTO entry (seq, at, role, action, target, edition, subject, personal, salt, digest, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, e.Seq, e.At, e.Role, e.Action, e.Target, e.Edition,
		e.Subject, []byte(e.Personal), e.Salt, e.Digest[:], e.Hash[:])
	b.Queue("UPDATE counter SET seq = $1, hash = $2", e.Seq, e.Hash[:])
	return e, fault(op, t.tx.SendBatch(ctx, &b).Close())
}

// orNull is how a time is kept; NULL is never.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// instant is a time as it comes back.
func instant(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.UnixMicro(t.UnixMicro()).UTC()
}

func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}
