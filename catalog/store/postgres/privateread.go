package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog/store/private"
)

const selectDocument = "SELECT d.collection, d.id, d.version, d.modified, d.subject, d.keys, d.due, d.claims, d.expires, d.body FROM document d "

const findOne = selectDocument + "WHERE collection = $1 AND id = $2 AND coalesce(expires > $3, TRUE)"

// Find implements private.Finder.
func (r *PrivateReader) Find(ctx context.Context, collection, id string) (private.Document, error) {
	var d private.Document
	found := false
	err := r.read.query(ctx, "find "+collection, findOne, []any{collection, id, r.now()}, func(row pgx.Rows) error {
		var err error
		d, err = scanDocument(row)
		found = true
		return fault("find "+collection, err)
	})
	if err == nil && !found {
		err = private.NotFound(collection, id)
	}
	return d, err
}

func scanDocument(row pgx.Row, extra ...any) (private.Document, error) {
	var (
		d            private.Document
		keys, body   []byte
		due, expires *time.Time
	)
	err := row.Scan(append([]any{&d.Collection, &d.ID, &d.Version, &d.Modified, &d.Subject, &keys, &due, &d.Claims, &expires, &body}, extra...)...)
	if err == nil {
		err = json.Unmarshal(keys, &d.Keys)
	}
	d.Modified, d.Due, d.Expires, d.Body = d.Modified.UTC(), timeOf(due), timeOf(expires), body
	return d, err
}

// errPageEnds ends a list whose page is full.
var errPageEnds = errors.New("the page is full")

// List implements private.Reader.
func (r *PrivateReader) List(ctx context.Context, q private.Query) (private.Page, error) {
	q, after, on, err := q.Plan()
	if err != nil {
		return private.Page{}, err
	}
	query, args := listSQL(listColumns, q, after, on, r.now())
	var page private.Page
	var last private.Cursor
	size := 0
	err = r.read.query(ctx, "list "+q.Collection, query, args, func(row pgx.Rows) error {
		if len(page.Items) == q.Limit || size > private.MaxPageBytes {
			page.Next = last.String()
			return errPageEnds
		}
		d, err := scanDocument(row, &last.Value)
		if err != nil {
			return fault("list "+q.Collection, err)
		}
		last.ID, size = d.ID, size+len(d.Body)
		page.Items = append(page.Items, d)
		return nil
	})
	if err != nil && !errors.Is(err, errPageEnds) {
		return private.Page{}, err
	}
	return page, nil
}

// Count implements private.Reader.
func (r *PrivateReader) Count(ctx context.Context, q private.Query, most int) (n int, err error) {
	q.After = ""
	if q, _, _, err = q.Plan(); err != nil {
		return 0, err
	}
	q.Limit = max(0, most) - 1 // listSQL asks for one more
	query, args := listSQL("SELECT d.id, ", q, private.Cursor{}, false, r.now())
	_, err = r.read.value(ctx, "count "+q.Collection, "SELECT count(*) FROM ("+query+") AS list", args, &n)
	return n, err
}

// listColumns are those of a document in a list.
const listColumns = "SELECT d.collection, d.id, d.version, d.modified, d.subject, d.keys, d.due, d.claims, d.expires, d.body, "

// listSQL asks for columns, and for one more document than the page holds, to see whether
// there is a next one.
func listSQL(columns string, q private.Query, after private.Cursor, on bool, now time.Time) (string, []any) {
	var args []any
	arg := func(v any) string { args = append(args, v); return fmt.Sprintf("$%d", len(args)) }
	var sql strings.Builder
	if q.Key == "" {
		fmt.Fprintf(&sql, "%s'' FROM document d WHERE d.collection = %s AND coalesce(d.expires > %s, TRUE)", columns, arg(q.Collection), arg(now))
		if on {
			sql.WriteString(" AND d.id > " + arg(after.ID))
		}
		sql.WriteString(" ORDER BY d.id LIMIT " + arg(q.Limit+1))
		return sql.String(), args
	}
	fmt.Fprintf(&sql, "%sk.value FROM key k JOIN document d USING (collection, id) WHERE k.collection = %s AND k.name = %s AND coalesce(d.expires > %s, TRUE)", columns, arg(q.Collection), arg(q.Key), arg(now))
	if q.From != "" {
		sql.WriteString(" AND k.value >= " + arg(q.From))
	}
	if q.To != "" {
		sql.WriteString(" AND k.value <= " + arg(q.To))
	}
	if on {
		fmt.Fprintf(&sql, " AND (k.value, k.id) > (%s, %s)", arg(after.Value), arg(after.ID))
	}
	sql.WriteString(" ORDER BY k.value, k.id LIMIT " + arg(q.Limit+1))
	return sql.String(), args
}

const selectEntry = "SELECT seq, at, role, action, target, edition, subject, personal, salt, digest, hash FROM entry "

// Entries implements private.Log.
func (r *PrivateReader) Entries(ctx context.Context, after int64, limit int) ([]private.Entry, error) {
	var out []private.Entry
	limit = max(1, min(limit, private.MaxPage))
	err := r.read.query(ctx, "read the log", selectEntry+"WHERE seq > $1 ORDER BY seq LIMIT $2", []any{after, limit}, func(row pgx.Rows) error {
		e, err := scanEntry(row)
		out = append(out, e)
		return err
	})
	return out, err
}

func scanEntry(row pgx.Row) (private.Entry, error) {
	var e private.Entry
	var personal, digest, hash []byte
	if err := row.Scan(&e.Seq, &e.At, &e.Role, &e.Action, &e.Target, &e.Edition, &e.Subject, &personal, &e.Salt, &digest, &hash); err != nil {
		return e, fault("read the log", err)
	}
	e.At, e.Personal = e.At.UTC(), personal
	copy(e.Digest[:], digest)
	copy(e.Hash[:], hash)
	return e, nil
}

// Of implements private.Reader.
func (r *PrivateReader) Of(ctx context.Context, subject string) (private.Holding, error) {
	var h private.Holding
	if subject == "" {
		return h, nil
	}
	const op = "read what is held of a subject"
	err := r.read.query(ctx, op, selectDocument+"WHERE subject = $1 ORDER BY collection, id", []any{subject}, func(row pgx.Rows) error {
		d, err := scanDocument(row)
		h.Documents = append(h.Documents, d)
		return fault(op, err)
	})
	if err != nil {
		return h, err
	}
	err = r.read.query(ctx, op, selectEntry+"WHERE subject = $1 ORDER BY seq", []any{subject}, func(row pgx.Rows) error {
		e, err := scanEntry(row)
		h.Entries = append(h.Entries, e)
		return err
	})
	return h, err
}

// Check implements private.Reader: one state of the log and of what was noted of its end.
func (r *PrivateReader) Check(ctx context.Context) ([]private.Damage, error) {
	var chain private.Chain
	end := private.Entry{}
	err := r.read.unhurried().query(ctx, "check the log", `SELECT e.seq, e.at, e.role, e.action, e.target, e.edition, e.subject, e.personal, e.salt, e.digest, e.hash, c.seq, c.hash
		FROM counter c LEFT JOIN entry e ON TRUE ORDER BY e.seq`, nil, func(row pgx.Rows) error {
		e, last, err := scanChained(row)
		if err != nil {
			return fault("check the log", err)
		}
		if end = last; e.Seq != 0 {
			chain.Next(e)
		}
		return nil
	})
	if said, ok := storageDamage(err); ok {
		return []private.Damage{{Code: private.DamagedFile, Detail: said}}, nil
	}
	if err != nil {
		return nil, err
	}
	return chain.End(end.Seq, end.Hash), nil
}

// scanChained reads an entry, which is none in an empty log, with what was noted of the last.
func scanChained(row pgx.Row) (e, last private.Entry, err error) {
	var (
		seq                    *int64
		at                     *time.Time
		role, action, target   *string
		edition                *int
		subject                *string
		personal, digest, hash []byte
		noted                  []byte
	)
	if err := row.Scan(&seq, &at, &role, &action, &target, &edition, &subject, &personal, &e.Salt, &digest, &hash, &last.Seq, &noted); err != nil {
		return e, last, err
	}
	copy(last.Hash[:], noted)
	if seq == nil {
		return e, last, nil
	}
	e.Seq, e.At, e.Role, e.Action, e.Target, e.Edition, e.Subject, e.Personal = *seq, at.UTC(), *role, *action, *target, *edition, *subject, personal
	copy(e.Digest[:], digest)
	copy(e.Hash[:], hash)
	return e, last, nil
}
