package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"honglinh/catalog"
)

// maxAsk is how many ids one statement asks for; SQLite takes 32,766 parameters.
const maxAsk = 500

// Seq returns the last acknowledged change, 0 for an empty store.
func (s *Store) Seq(ctx context.Context) (int64, error) {
	round := s.newest.begin()
	if seq, ok := s.newest.last(round); ok {
		return seq, ctx.Err()
	}
	var seq int64
	if err := s.read.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM version").Scan(&seq); err != nil {
		return 0, fault("read the change sequence", err)
	}
	s.newest.putLast(seq, round)
	return seq, nil
}

const selectVersion = "SELECT v.id, v.version, v.removed, v.modified, v.body, v.seq FROM version v "

// Record returns the newest version of a record. Faults: NotFound, Gone.
func (s *Store) Record(ctx context.Context, id string) (catalog.Record, error) {
	round := s.newest.begin()
	if rec, ok := s.newest.record(id, round); ok {
		return rec, ctx.Err()
	}
	r, err := s.one(ctx, id, selectVersion+"JOIN current c ON c.seq = v.seq WHERE c.id = ?", id)
	if err == nil {
		s.newest.put(r, round)
	}
	return r.record, err
}

// RecordVersion returns one version of a record. Faults: NotFound, Gone for the
// version that is the removal.
func (s *Store) RecordVersion(ctx context.Context, id string, version int) (catalog.Record, error) {
	r, err := s.one(ctx, id, selectVersion+"WHERE v.id = ? AND v.version = ?", id, version)
	return r.record, s.orHistory(ctx, id, err)
}

// RecordAsOf returns the version that was current at the end of the given day,
// month or year (UTC; the time of publication, not of validity). Faults:
// NotFound before the first version, Gone.
func (s *Store) RecordAsOf(ctx context.Context, id string, on catalog.Date) (catalog.Record, error) {
	if on.End().IsZero() {
		return catalog.Record{}, catalog.Invalidf("as_of", "date %q is not one", on)
	}
	r, err := s.one(ctx, id, selectVersion+"WHERE v.id = ? AND v.modified <= ? ORDER BY v.seq DESC LIMIT 1", id, on.End().UnixMicro())
	return r.record, s.orHistory(ctx, id, err)
}

// orHistory tells a record that is unknown from one that only has no such
// version: then the fault says which there are.
func (s *Store) orHistory(ctx context.Context, id string, err error) error {
	if catalog.KindOf(err) != catalog.NotFound {
		return err
	}
	versions, histErr := s.Versions(ctx, id)
	if histErr != nil || len(versions) == 0 {
		return err
	}
	return noVersion(id, len(versions), versions[0].Modified)
}

func (s *Store) one(ctx context.Context, id, query string, args ...any) (row, error) {
	r, err := scanRow(s.read.QueryRowContext(ctx, query, args...))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return row{}, notFound(id)
	case err != nil:
		return row{}, fault("read record "+id, err)
	case r.removed:
		return row{}, gone(id)
	}
	return r, nil
}

// Records returns the live records of the ids in the order asked; those that do
// not exist or were removed are left out.
func (s *Store) Records(ctx context.Context, ids []string) ([]catalog.Record, error) {
	round := s.newest.begin()
	out, missing := make([]catalog.Record, 0, len(ids)), []string(nil)
	for _, id := range ids {
		if rec, ok := s.newest.record(id, round); ok {
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
	if err := s.readInto(ctx, found, missing, round); err != nil {
		return nil, err
	}
	out = out[:0]
	for _, id := range ids {
		if r, ok := found[id]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// readInto adds the live records of the ids.
func (s *Store) readInto(ctx context.Context, found map[string]catalog.Record, ids []string, round int64) error {
	for start := 0; start < len(ids); start += maxAsk {
		part := ids[start:min(start+maxAsk, len(ids))]
		query := selectVersion + "JOIN current c ON c.seq = v.seq WHERE c.removed = 0 AND c.id IN (" + marks(len(part)) + ")"
		err := s.each(ctx, query, anys(part), func(r row) error {
			found[r.record.ID] = r.record
			s.newest.put(r, round)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Each calls fn with every live record and its sequence number, ordered by id,
// in one snapshot and without holding them all.
func (s *Store) Each(ctx context.Context, fn func(catalog.Record, int64) error) error {
	query := selectVersion + "JOIN current c ON c.seq = v.seq WHERE c.removed = 0 ORDER BY c.id"
	return s.each(ctx, query, nil, func(r row) error { return fn(r.record, r.seq) })
}

// Counts returns the number of live records by kind.
func (s *Store) Counts(ctx context.Context) (map[string]int, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT kind, count(*) FROM current WHERE removed = 0 GROUP BY kind")
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
		counts[kind] = n
	}
	return counts, fault("count the records", rows.Err())
}

// row is one row of selectVersion.
type row struct {
	record  catalog.Record
	seq     int64
	removed bool
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
	if !r.removed {
		if err := json.Unmarshal(body, &r.record); err != nil {
			return row{}, fmt.Errorf("version %d of %s is damaged: %w", version, id, err)
		}
	}
	r.bytes = len(body)
	r.record.ID, r.record.Version, r.record.Modified = id, version, time.UnixMicro(modified).UTC()
	return r, nil
}

// each streams rows.
func (s *Store) each(ctx context.Context, query string, args []any, fn func(row) error) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return fault("read records", err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanRow(rows)
		if err != nil {
			return fault("read records", err)
		}
		if err := fn(r); err != nil {
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

// Kind returns the live records of one kind, ordered by id; meant for kinds of
// which there are few.
func (s *Store) Kind(ctx context.Context, kind string) ([]catalog.Record, error) {
	var out []catalog.Record
	query := selectVersion + "JOIN current c ON c.seq = v.seq WHERE c.removed = 0 AND c.kind = ? ORDER BY c.id"
	err := s.each(ctx, query, []any{kind}, func(r row) error {
		out = append(out, r.record)
		return nil
	})
	return out, err
}

// Sources returns the sources that have live records, in order.
func (s *Store) Sources(ctx context.Context) ([]string, error) {
	return s.column(ctx, "SELECT DISTINCT source FROM current WHERE removed = 0 ORDER BY source")
}

// SourceIDs returns the ids of the live records of a source, in order.
func (s *Store) SourceIDs(ctx context.Context, source string) ([]string, error) {
	return s.column(ctx, "SELECT id FROM current WHERE source = ? AND removed = 0 ORDER BY id", source)
}

func (s *Store) column(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
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
