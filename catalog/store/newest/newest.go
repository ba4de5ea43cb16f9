package newest

import (
	"math"

	"github.com/maypok86/otter/v2"

	"honglinh/catalog"
)

// Now is the change as of which a reader answers that is of no change: no other is after it.
const Now = math.MaxInt64

// maxBytes bounds the JSON bytes whose decoded records are kept: twice the
// shipped catalogue, or the hits of the usual searches of a larger one, at about
// four times as much memory.
const maxBytes = 4 << 20

// Cache keeps the records that were read lately as of a change, so that the same search
// again asks the database nothing. A nil Cache keeps nothing. Records are shared with all
// readers, who must not change what they point to.
type Cache struct{ cache *otter.Cache[string, kept] }

// kept is a version that was the newest from its own change up to another; bytes is the
// length of its JSON.
type kept struct {
	record   catalog.Record
	from, to int64
	bytes    uint32
}

// New returns an empty cache.
func New() (*Cache, error) {
	c, err := otter.New(&otter.Options[string, kept]{MaximumWeight: maxBytes, Weigher: func(_ string, k kept) uint32 { return k.bytes }})
	if err != nil {
		return nil, err
	}
	return &Cache{cache: c}, nil
}

// Record is the newest version of a record as of a change; never that of now, which moves on.
func (c *Cache) Record(id string, at int64) (catalog.Record, bool) {
	if c == nil || at == Now {
		return catalog.Record{}, false
	}
	k, ok := c.cache.GetIfPresent(id)
	if !ok || at < k.from || at > k.to {
		return catalog.Record{}, false
	}
	return k.record, true
}

// Put keeps a live record of change seq that was read as of a change; bytes is the length of
// its JSON.
func (c *Cache) Put(rec catalog.Record, seq, at int64, bytes int) {
	if c != nil && at != Now {
		c.cache.Set(rec.ID, kept{rec, seq, at, uint32(bytes)})
	}
}

// Clear forgets all: numbers of changes are to be given anew.
func (c *Cache) Clear() {
	if c != nil {
		c.cache.InvalidateAll()
	}
}
