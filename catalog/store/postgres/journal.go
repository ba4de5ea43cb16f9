package postgres

import (
	"context"
	"fmt"
	"hash/maphash"
	"time"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

// journal is one publication's way into the store; it holds the token.
type journal struct {
	store *Store
	seq   int64 // the last change, which only this publication moves on
}

var _ store.Journal = (*journal)(nil)

// Heads implements store.Journal.
func (j *journal) Heads(ctx context.Context, owner string) (map[string]store.Head, error) {
	const op = "prepare a publication"
	if _, err := j.store.write.value(ctx, op, "SELECT seq FROM counter", nil, &j.seq); err != nil {
		return nil, err
	}
	heads := map[string]store.Head{}
	err := j.store.write.collect(ctx, op, "SELECT id, version, removed, hash FROM current WHERE owner = $1", []any{owner}, func() { clear(heads) }, func(from pgx.Rows) error {
		h, id, hash := store.Head{Owner: owner}, "", []byte(nil)
		err := from.Scan(&id, &h.Version, &h.Removed, &hash)
		copy(h.Sum[:], hash)
		heads[id] = h
		return fault(op, err)
	})
	return heads, err
}

// known are the ids that the store has, by their hashes: nobody else adds one while this
// process has the lease, so that a new record costs no question.
type known struct {
	seed maphash.Seed
	ids  map[uint64]struct{}
}

func (k *known) add(id string) { k.ids[maphash.String(k.seed, id)] = struct{}{} }

func (k *known) has(id string) bool {
	_, ok := k.ids[maphash.String(k.seed, id)]
	return ok
}

// known reads the ids, once in the life of the process.
func (j *journal) known(ctx context.Context) (*known, error) {
	if j.store.known != nil {
		return j.store.known, nil
	}
	k := &known{maphash.MakeSeed(), map[uint64]struct{}{}}
	err := j.store.write.collect(ctx, "read the ids", "SELECT id FROM current", nil, func() { clear(k.ids) }, func(from pgx.Rows) error {
		var id string
		err := from.Scan(&id)
		k.add(id)
		return fault("read the ids", err)
	})
	if err == nil {
		j.store.known = k
	}
	return k, err
}

// Head implements store.Journal.
func (j *journal) Head(ctx context.Context, id string) (store.Head, bool, error) {
	if k, err := j.known(ctx); err != nil || !k.has(id) {
		return store.Head{}, false, err
	}
	h, hash := store.Head{}, []byte(nil)
	ok, err := j.store.write.value(ctx, "look up "+id, "SELECT version, removed, hash, owner FROM current WHERE id = $1", []any{id}, &h.Version, &h.Removed, &hash, &h.Owner)
	copy(h.Sum[:], hash)
	return h, ok, err
}

// Seq implements store.Journal.
func (j *journal) Seq(ctx context.Context) (int64, error) { return j.store.Seq(ctx) }

// Write implements store.Journal.
func (j *journal) Write(ctx context.Context, entries []store.Entry) (int64, error) {
	const op = "publish records"
	c := columnsOf(entries, j.seq)
	last := j.seq + int64(len(entries))
	err := j.store.write.transact(ctx, op, func(ctx context.Context, tx pgx.Tx) error {
		if err := j.advance(ctx, tx, last); err != nil {
			return err
		}
		return fault(op, c.write(ctx, tx))
	})
	if err != nil {
		return 0, err
	}
	if k := j.store.known; k != nil {
		for _, e := range entries {
			k.add(e.ID)
		}
	}
	j.seq = last
	return last, nil
}

// advance moves the sequence on, if the lease is still ours and nobody else did.
func (j *journal) advance(ctx context.Context, tx pgx.Tx, to int64) error {
	if f := j.store.lease.gone.Load(); f != nil {
		return f
	}
	done, err := tx.Exec(ctx, "UPDATE counter SET seq = $1 WHERE seq = $2 AND lease = $3", to, j.seq, j.store.lease.number)
	if err != nil || done.RowsAffected() == 1 {
		return fault("publish records", err)
	}
	if err := j.store.lease.fence(ctx, tx); err != nil {
		return err
	}
	return catalog.NewFault(catalog.Internal, "store",
		fmt.Sprintf("kho dữ liệu không còn ở thay đổi %d mà lần nạp này bắt đầu từ đó; hãy nạp lại", j.seq),
		fmt.Sprintf("the store is no longer at change %d, from which this publication goes on; ingest again", j.seq))
}

// Release implements store.Journal.
func (j *journal) Release() { <-j.store.writing }

// columns are entries as the server takes them: one list for each column. Of an id that comes
// several times only the last is its newest.
type columns struct {
	seqs     []int64
	ids      []string
	versions []int32
	removed  []bool
	modified []time.Time
	hashes   [][]byte
	owners   []string
	bodies   [][]byte

	newest      []int64 // of the seqs
	kinds       []string
	from, to    []string
	rels        []string
	distinctIDs []string
}

func columnsOf(entries []store.Entry, before int64) *columns {
	c, last := &columns{}, map[string]int{}
	for i, e := range entries {
		hash := e.Head.Sum[:]
		if e.Head.Removed {
			hash = []byte{}
		}
		c.seqs, c.ids, c.versions = append(c.seqs, before+int64(i)+1), append(c.ids, e.ID), append(c.versions, int32(e.Head.Version))
		c.removed, c.modified, c.hashes = append(c.removed, e.Head.Removed), append(c.modified, e.Modified), append(c.hashes, hash)
		c.owners, c.bodies = append(c.owners, e.Head.Owner), append(c.bodies, e.Body)
		last[e.ID] = i
	}
	for i, e := range entries {
		if last[e.ID] != i {
			continue
		}
		c.newest, c.kinds, c.distinctIDs = append(c.newest, c.seqs[i]), append(c.kinds, e.Kind), append(c.distinctIDs, e.ID)
		for _, edge := range e.Edges {
			c.from, c.rels, c.to = append(c.from, e.ID), append(c.rels, edge.Rel), append(c.to, edge.To)
		}
	}
	return c
}

const (
	insertVersions = `INSERT INTO version (seq, id, version, removed, modified, hash, owner, body)
		SELECT * FROM unnest($1::bigint[], $2::text[], $3::integer[], $4::boolean[], $5::timestamptz[], $6::bytea[], $7::text[], $8::bytea[])`
	upsertCurrent = `INSERT INTO current (id, kind, seq, version, removed, hash, owner)
		SELECT v.id, n.kind, v.seq, v.version, v.removed, v.hash, v.owner FROM unnest($1::bigint[], $2::text[]) AS n (seq, kind) JOIN version v USING (seq)
		ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, version = excluded.version, removed = excluded.removed, hash = excluded.hash, owner = excluded.owner`
	deleteLinks = "DELETE FROM link WHERE from_id = ANY($1)"
	insertLinks = "INSERT INTO link (from_id, rel, to_id) SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING"
)

// write sends everything in one go.
func (c *columns) write(ctx context.Context, tx pgx.Tx) error {
	var b pgx.Batch
	b.Queue(insertVersions, c.seqs, c.ids, c.versions, c.removed, c.modified, c.hashes, c.owners, c.bodies)
	b.Queue(upsertCurrent, c.newest, c.kinds)
	b.Queue(deleteLinks, c.distinctIDs)
	if len(c.from) > 0 {
		b.Queue(insertLinks, c.from, c.rels, c.to)
	}
	return tx.SendBatch(ctx, &b).Close()
}
