package sqlite

import (
	"sync/atomic"

	"github.com/maypok86/otter/v2"

	"honglinh/catalog"
)

// maxNewest bounds the JSON bytes whose decoded records are kept: twice the
// shipped catalogue, or the hits of the usual searches of a larger one, at about
// four times as much memory.
const maxNewest = 4 << 20

// newest keeps the newest versions that were read lately, and the last sequence
// number, so that the same search again asks the database nothing. A publication
// makes all of it old at once. Only who holds the folder may have one, since nobody
// else writes then; a nil newest keeps nothing. Records are shared with all
// readers, who must not change what they point to.
type newest struct {
	cache *otter.Cache[string, kept]
	// round counts the publications.
	round atomic.Int64
	seq   atomic.Pointer[keptSeq]
}

// kept is a record as it was in a round; bytes is the length of its JSON.
type kept struct {
	record catalog.Record
	round  int64
	bytes  uint32
}

type keptSeq struct{ seq, round int64 }

func newNewest() (*newest, error) {
	c, err := otter.New(&otter.Options[string, kept]{MaximumWeight: maxNewest, Weigher: func(_ string, k kept) uint32 { return k.bytes }})
	if err != nil {
		return nil, err
	}
	return &newest{cache: c}, nil
}

// begin returns the round in which a reader begins: what it reads is put under that
// one, so that a change meanwhile leaves nothing stale behind.
func (n *newest) begin() int64 {
	if n == nil {
		return 0
	}
	return n.round.Load()
}

// changed ends the round; called once a change is acknowledged.
func (n *newest) changed() { n.round.Add(1) }

func (n *newest) record(id string, round int64) (catalog.Record, bool) {
	if n == nil {
		return catalog.Record{}, false
	}
	k, ok := n.cache.GetIfPresent(id)
	if !ok || k.round != round {
		return catalog.Record{}, false
	}
	return k.record, true
}

func (n *newest) put(r row, round int64) {
	if n != nil && !r.removed {
		n.cache.Set(r.record.ID, kept{r.record, round, uint32(r.bytes)})
	}
}

func (n *newest) last(round int64) (int64, bool) {
	if n == nil {
		return 0, false
	}
	s := n.seq.Load()
	if s == nil || s.round != round {
		return 0, false
	}
	return s.seq, true
}

func (n *newest) putLast(seq, round int64) {
	if n != nil {
		n.seq.Store(&keptSeq{seq, round})
	}
}
