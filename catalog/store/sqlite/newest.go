package sqlite

import (
	"github.com/maypok86/otter/v2"

	"honglinh/catalog"
)

// maxNewest bounds the JSON bytes whose decoded records are kept: twice the
// shipped catalogue, or the hits of the usual searches of a larger one, at about
// four times as much memory.
const maxNewest = 4 << 20

// newest keeps the records that were read lately as of a change, so that the same search
// again asks the database nothing. A nil newest keeps nothing. Records are shared with all
// readers, who must not change what they point to.
type newest struct{ cache *otter.Cache[string, kept] }

// kept is a version that was the newest from its own change up to another; bytes is the
// length of its JSON.
type kept struct {
	record   catalog.Record
	from, to int64
	bytes    uint32
}

func newNewest() (*newest, error) {
	c, err := otter.New(&otter.Options[string, kept]{MaximumWeight: maxNewest, Weigher: func(_ string, k kept) uint32 { return k.bytes }})
	if err != nil {
		return nil, err
	}
	return &newest{cache: c}, nil
}

// record is the newest version of a record as of a change; never that of now, which moves on.
func (n *newest) record(id string, at int64) (catalog.Record, bool) {
	if n == nil || at == now {
		return catalog.Record{}, false
	}
	k, ok := n.cache.GetIfPresent(id)
	if !ok || at < k.from || at > k.to {
		return catalog.Record{}, false
	}
	return k.record, true
}

// put keeps what was read as of a change.
func (n *newest) put(r row, at int64) {
	if n != nil && at != now && !r.removed {
		n.cache.Set(r.record.ID, kept{r.record, r.seq, at, uint32(r.bytes)})
	}
}
