package store

import (
	"context"
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

// Head is the newest version of a record.
type Head struct {
	Version int
	Removed bool
	Sum     Sum
	Owner   string
}

// Entry is a version on its way into the store; Body is nil for a removal.
type Entry struct {
	ID, Kind string
	Head     Head
	Modified time.Time
	Body     []byte
	Edges    []Edge
}

// Journal is what a publication needs of an implementation. Only the publication
// calls it, from one goroutine at a time.
type Journal interface {
	// Heads returns the newest versions of an owner's records, removals too.
	Heads(ctx context.Context, owner string) (map[string]Head, error)
	// Head returns the newest version of a record, and whether there is one.
	Head(ctx context.Context, id string) (Head, bool, error)
	// Write keeps the entries, all or none, in this order, and returns the
	// sequence number of the last. They are acknowledged when it returns.
	Write(ctx context.Context, entries []Entry) (int64, error)
	// Seq returns the last acknowledged change.
	Seq(ctx context.Context) (int64, error)
	// Release ends the publication; another may begin.
	Release()
}

// Publication brings the records of one owner in. It is not safe for concurrent
// use and ends with Commit or Discard.
type Publication struct {
	journal Journal
	owner   string
	now     func() time.Time
	heads   map[string]Head
	stay    map[string]bool // put or kept in this publication
	pending []Entry
	bytes   int
	done    bool
}

// NewPublication begins a publication; implementations call it. It reads the
// owner's heads at once, so that an unchanged run asks nothing per record. The
// journal is released if that fails.
func NewPublication(ctx context.Context, owner string, journal Journal, now func() time.Time) (*Publication, error) {
	heads, err := journal.Heads(ctx, owner)
	if err != nil {
		journal.Release()
		return nil, err
	}
	return &Publication{journal: journal, owner: owner, now: now, heads: heads, stay: map[string]bool{}}, nil
}

// errOver is the error of a publication that is used after its end.
var errOver = errors.New("store: the publication is over")

func (p *Publication) head(ctx context.Context, id string) (Head, bool, error) {
	if h, ok := p.heads[id]; ok {
		return h, true, nil
	}
	return p.journal.Head(ctx, id)
}

// Owner returns who owns a record, live or removed; "" for one that was never there.
func (p *Publication) Owner(ctx context.Context, id string) (string, error) {
	h, _, err := p.head(ctx, id)
	return h.Owner, err
}

// Put publishes a record of the owner, unless the store says the same already. A
// record, also a removed one, belongs to who published it last. Faults: Invalid
// for a bad id, a value that JSON cannot hold, or with ErrOwned a record of
// another owner.
func (p *Publication) Put(ctx context.Context, rec catalog.Record) (Outcome, error) {
	return p.put(ctx, rec, false)
}

// Adopt publishes a record as Put does and makes it the owner's own, whoever
// owned it before.
func (p *Publication) Adopt(ctx context.Context, rec catalog.Record) (Outcome, error) {
	return p.put(ctx, rec, true)
}

func (p *Publication) put(ctx context.Context, rec catalog.Record, adopt bool) (Outcome, error) {
	if p.done {
		return Unchanged, errOver
	}
	kind, _, ok := catalog.SplitID(rec.ID)
	if !ok {
		return Unchanged, catalog.CheckID(rec.ID)
	}
	body, sum, err := Content(rec)
	if err != nil {
		return Unchanged, err
	}
	old, known, err := p.head(ctx, rec.ID)
	if err != nil {
		return Unchanged, err
	}
	mine := known && old.Owner == p.owner
	if known && !mine && !adopt {
		return Unchanged, owned(rec.ID, old.Owner)
	}
	p.stay[rec.ID] = true
	live := known && !old.Removed
	if live && mine && old.Sum == sum {
		return Unchanged, nil
	}
	p.add(Entry{ID: rec.ID, Kind: string(kind), Head: Head{Version: old.Version + 1, Sum: sum, Owner: p.owner}, Body: body, Edges: Edges(rec)})
	if live {
		return Changed, p.flushIfLarge(ctx)
	}
	return Added, p.flushIfLarge(ctx)
}

// Keep says that a record of the owner is still there though it was not put this
// time (its row was refused): Sweep leaves it alone.
func (p *Publication) Keep(id string) { p.stay[id] = true }

// Has reports whether the store holds a live record of this owner with the id.
func (p *Publication) Has(id string) bool {
	h, ok := p.heads[id]
	return ok && !h.Removed
}

// Owns reports whether the owner published the record last, also where that was its
// removal.
func (p *Publication) Owns(id string) bool {
	_, ok := p.heads[id]
	return ok
}

// Live returns the number of live records of the owner.
func (p *Publication) Live() int {
	n := 0
	for _, h := range p.heads {
		if !h.Removed {
			n++
		}
	}
	return n
}

// Remove publishes a tombstone for a record of the owner; one that is not live is
// left alone. Fault: Invalid with ErrOwned.
func (p *Publication) Remove(ctx context.Context, id string) error {
	if p.done {
		return errOver
	}
	old, known, err := p.head(ctx, id)
	if err != nil || !known || old.Removed {
		return err
	}
	if old.Owner != p.owner {
		return owned(id, old.Owner)
	}
	kind, _, _ := catalog.SplitID(id)
	delete(p.stay, id)
	p.add(Entry{ID: id, Kind: string(kind), Head: Head{Version: old.Version + 1, Removed: true, Owner: p.owner}})
	return p.flushIfLarge(ctx)
}

// Stale returns the ids of the owner's live records that were neither put nor
// kept in this publication, in order, but for those that keep (may be nil) names.
func (p *Publication) Stale(keep func(id string) bool) []string {
	var stale []string
	for id, h := range p.heads {
		if !h.Removed && !p.stay[id] && (keep == nil || !keep(id)) {
			stale = append(stale, id)
		}
	}
	sort.Strings(stale)
	return stale
}

// Sweep removes the stale records and returns their ids.
func (p *Publication) Sweep(ctx context.Context, keep func(id string) bool) ([]string, error) {
	stale := p.Stale(keep)
	for _, id := range stale {
		if err := p.Remove(ctx, id); err != nil {
			return nil, err
		}
	}
	return stale, nil
}

func (p *Publication) add(e Entry) {
	e.Modified = p.now()
	p.heads[e.ID] = e.Head
	p.pending = append(p.pending, e)
	p.bytes += len(e.Body)
}

func (p *Publication) flushIfLarge(ctx context.Context) error {
	if len(p.pending) < flushChanges && p.bytes < flushBytes {
		return nil
	}
	_, err := p.Flush(ctx)
	return err
}

// Flush writes the pending changes, all or none, and returns the last sequence
// number. They are acknowledged when it returns. Faults: Busy, Internal.
func (p *Publication) Flush(ctx context.Context) (int64, error) {
	if p.done {
		return 0, errOver
	}
	if len(p.pending) == 0 {
		return p.journal.Seq(ctx)
	}
	seq, err := p.journal.Write(ctx, p.pending)
	if err != nil {
		return 0, err
	}
	p.pending, p.bytes = p.pending[:0], 0
	return seq, nil
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
	p.journal.Release()
}
