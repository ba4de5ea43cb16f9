package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"sort"
	"time"

	"honglinh/catalog"
)

// Limits of one transaction: large enough that waiting for the disk does not
// count, small enough that readers and other writers never wait long.
const (
	flushChanges = 1000
	flushBytes   = 8 << 20
)

// Outcome is what Put did.
type Outcome int

// The outcomes of Put. Unchanged writes nothing.
const (
	Unchanged Outcome = iota
	Added
	Changed
)

// head is what the newest version of an id is.
type head struct {
	version int
	removed bool
	hash    [sha256.Size]byte
	source  string
	put     bool // in this publication
}

// pending is a change that waits for Flush.
type pending struct {
	id, kind string
	head     head
	modified time.Time
	body     []byte
	edges    []edge
}

// Publication brings the records of one source in. It is not safe for
// concurrent use and ends with Commit or Discard.
type Publication struct {
	store   *Store
	ctx     context.Context // of Publish; lookups within Put end with it
	source  string
	heads   map[string]head
	pending []pending
	bytes   int
	lookup  *sql.Stmt
	done    bool
}

// Publish begins a publication of the records of a source (a package name).
// There is one at a time; a second caller waits for the first or for ctx.
func (s *Store) Publish(ctx context.Context, source string) (*Publication, error) {
	if s.write == nil {
		return nil, errReadOnly()
	}
	select {
	case s.writing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p := &Publication{store: s, ctx: ctx, source: source}
	if err := p.load(ctx); err != nil {
		p.Discard()
		return nil, err
	}
	return p, nil
}

// load reads the source's heads at once, so that an unchanged run asks the
// database nothing per record.
func (p *Publication) load(ctx context.Context) error {
	var err error
	const byID = "SELECT version, removed, hash, source FROM current WHERE id = ?"
	if p.lookup, err = p.store.read.PrepareContext(ctx, byID); err != nil {
		return fault("prepare a publication", err)
	}
	rows, err := p.store.read.QueryContext(ctx, "SELECT id, version, removed, hash FROM current WHERE source = ?", p.source)
	if err != nil {
		return fault("prepare a publication", err)
	}
	defer rows.Close()
	p.heads = map[string]head{}
	for rows.Next() {
		h, id, hash := head{source: p.source}, "", []byte(nil)
		if err := rows.Scan(&id, &h.version, &h.removed, &hash); err != nil {
			return fault("prepare a publication", err)
		}
		copy(h.hash[:], hash)
		p.heads[id] = h
	}
	return fault("prepare a publication", rows.Err())
}

func (p *Publication) head(id string) (head, bool, error) {
	if h, ok := p.heads[id]; ok {
		return h, true, nil
	}
	h, hash := head{}, []byte(nil)
	err := p.lookup.QueryRowContext(p.ctx, id).Scan(&h.version, &h.removed, &hash, &h.source)
	if errors.Is(err, sql.ErrNoRows) {
		return head{}, false, nil
	}
	copy(h.hash[:], hash)
	return h, err == nil, fault("look up "+id, err)
}

// Put publishes a record of the source, unless the store says the same already.
// Faults: Invalid for a bad id or a value that JSON cannot hold.
func (p *Publication) Put(rec catalog.Record) (Outcome, error) {
	if p.done {
		return Unchanged, errors.New("store: publication is over")
	}
	kind, _, ok := catalog.SplitID(rec.ID)
	if !ok {
		return Unchanged, catalog.CheckID(rec.ID)
	}
	body, hash, err := content(rec)
	if err != nil {
		return Unchanged, err
	}
	old, known, err := p.head(rec.ID)
	if err != nil {
		return Unchanged, err
	}
	live := known && !old.removed
	next := head{version: old.version, hash: hash, source: p.source, put: true}
	if live && old.hash == hash && old.source == p.source {
		p.heads[rec.ID] = next
		return Unchanged, nil
	}
	next.version++
	p.heads[rec.ID] = next
	p.add(pending{id: rec.ID, kind: string(kind), head: next, modified: p.store.now(), body: body, edges: edges(rec)})
	if live {
		return Changed, p.flushIfLarge()
	}
	return Added, p.flushIfLarge()
}

// Keep says that a record of the source is still there though it was not put
// this time (its row was refused): Sweep leaves it alone.
func (p *Publication) Keep(id string) {
	if h, ok := p.heads[id]; ok {
		h.put = true
		p.heads[id] = h
	}
}

// Has reports whether the store holds a live record of this source with the id.
func (p *Publication) Has(id string) bool {
	h, ok := p.heads[id]
	return ok && !h.removed
}

// Remove publishes a tombstone for a record; one that is not live is left alone.
func (p *Publication) Remove(id string) error {
	old, known, err := p.head(id)
	if err != nil || !known || old.removed {
		return err
	}
	kind, _, _ := catalog.SplitID(id)
	next := head{version: old.version + 1, removed: true, source: p.source}
	p.heads[id] = next
	p.add(pending{id: id, kind: string(kind), head: next, modified: p.store.now()})
	return p.flushIfLarge()
}

// Sweep removes the live records of the source that were neither put nor kept
// in this publication, unless keep (may be nil) says so. It returns their ids.
func (p *Publication) Sweep(keep func(id string) bool) ([]string, error) {
	var stale []string
	for id, h := range p.heads {
		if !h.put && !h.removed && h.source == p.source && (keep == nil || !keep(id)) {
			stale = append(stale, id)
		}
	}
	sort.Strings(stale)
	for _, id := range stale {
		if err := p.Remove(id); err != nil {
			return nil, err
		}
	}
	return stale, nil
}

func (p *Publication) add(c pending) {
	p.pending = append(p.pending, c)
	p.bytes += len(c.body)
}

func (p *Publication) flushIfLarge() error {
	if len(p.pending) < flushChanges && p.bytes < flushBytes {
		return nil
	}
	_, err := p.Flush(p.ctx)
	return err
}

// Commit flushes what is left, ends the publication and returns the sequence
// number of the last acknowledged change.
func (p *Publication) Commit(ctx context.Context) (int64, error) {
	seq, err := p.Flush(ctx)
	p.Discard()
	return seq, err
}

// Discard ends the publication; changes that were not flushed are lost. After
// Commit it does nothing.
func (p *Publication) Discard() {
	if p.done {
		return
	}
	p.done, p.pending = true, nil
	if p.lookup != nil {
		_ = p.lookup.Close()
	}
	<-p.store.writing
}
