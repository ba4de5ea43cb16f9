package native

import (
	"github.com/maypok86/otter/v2"

	"honglinh/api/httpkit"
	"honglinh/catalog"
)

// maxEncoded bounds the JSON of records kept for the hits of searches, in bytes:
// twice the shipped catalogue.
const maxEncoded = 4 << 20

// encoded keeps records as the JSON of a hit. A version never changes, so nothing
// here is ever stale.
type encoded struct {
	cache *otter.Cache[recordVersion, encodedRecord]
}

type recordVersion struct {
	id      string
	version int
}

type encodedRecord struct {
	json []byte
	cut  []string
}

func newEncoded() encoded {
	return encoded{otter.Must(&otter.Options[recordVersion, encodedRecord]{MaximumWeight: maxEncoded,
		Weigher: func(_ recordVersion, e encodedRecord) uint32 { return uint32(len(e.json)) }})}
}

// of returns the JSON of a record as hits show it, which must not be changed, and
// what was left out.
func (e encoded) of(rec catalog.Record) ([]byte, []string, error) {
	key := recordVersion{rec.ID, rec.Version}
	if kept, ok := e.cache.GetIfPresent(key); ok {
		return kept.json, kept.cut, nil
	}
	short, cut := short(whole(rec))
	b, err := httpkit.Marshal(short)
	if err != nil {
		return nil, nil, err
	}
	e.cache.Set(key, encodedRecord{b, cut})
	return b, cut, nil
}

// maxHitBody is the longest body in bytes that a hit carries; the longest article of
// the catalogue has a third of it, a law a hundred times as much, and a page holds
// a hundred hits.
const maxHitBody = 32 << 10

// short leaves out a body too long for a list; the record itself has it.
func short(rec catalog.Record) (catalog.Record, []string) {
	size := 0
	for _, body := range rec.Body {
		size += len(body)
	}
	if size <= maxHitBody {
		return rec, nil
	}
	rec.Body = nil
	return rec, []string{"body"}
}
