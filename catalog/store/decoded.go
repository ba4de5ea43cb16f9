package store

import (
	"encoding/json"

	"github.com/maypok86/otter/v2"

	"honglinh/catalog"
)

// maxDecoded bounds the JSON bytes whose decoded records are kept: the hits of
// the usual searches, at about four times as much memory.
const maxDecoded = 8 << 20

// decoded keeps records that were read lately, by the sequence number of their
// version. A version never changes, so nothing here is ever stale. Records are
// shared with all readers, who must not change what they point to. A nil
// decoded keeps nothing.
type decoded struct {
	cache *otter.Cache[int64, kept]
}

type kept struct {
	record catalog.Record
	bytes  uint32
}

func newDecoded() (*decoded, error) {
	c, err := otter.New(&otter.Options[int64, kept]{MaximumWeight: maxDecoded, Weigher: func(_ int64, k kept) uint32 { return k.bytes }})
	if err != nil {
		return nil, err
	}
	return &decoded{c}, nil
}

func (d *decoded) decode(seq int64, body []byte, to *catalog.Record) error {
	if d == nil {
		return json.Unmarshal(body, to)
	}
	if k, ok := d.cache.GetIfPresent(seq); ok {
		*to = k.record
		return nil
	}
	if err := json.Unmarshal(body, to); err != nil {
		return err
	}
	d.cache.Set(seq, kept{*to, uint32(len(body))})
	return nil
}
