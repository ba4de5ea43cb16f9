package search

import (
	"context"
	"runtime"
	"sync"

	"honglinh/catalog"
)

// feedBatch is how many documents a Feed hands over at once: some tens of megabytes.
const feedBatch = 1000

// Feed fills an engine from a stream of records, as for a full build: documents are prepared
// on all processors and handed over in batches. It is for one goroutine.
type Feed struct {
	ctx       context.Context
	engine    Engine
	seq       int64
	preparers []Preparer
	page      []catalog.Record
}

// NewFeed returns a Feed for records of the store's state seq. Documents are prepared as p
// does it. Close ends it.
func NewFeed(ctx context.Context, engine Engine, seq int64, p Preparer) *Feed {
	f := &Feed{ctx: ctx, engine: engine, seq: seq}
	for range runtime.GOMAXPROCS(0) {
		f.preparers = append(f.preparers, Preparer{Places: p.Places, Thesaurus: p.Thesaurus, Lexicon: p.Lexicon})
	}
	return f
}

// Put adds a record, and hands a batch over when it is full.
func (f *Feed) Put(rec *catalog.Record) error {
	if f.page = append(f.page, *rec); len(f.page) < feedBatch {
		return nil
	}
	return f.Flush()
}

// Flush hands over what is there. Readers need not see it yet.
func (f *Feed) Flush() error { return f.hand(true) }

// Close hands over what is left, and readers see everything.
func (f *Feed) Close() error { return f.hand(false) }

func (f *Feed) hand(more bool) error {
	b := Batch{Seq: f.seq, More: more, Put: make([]Document, len(f.page))}
	var wait sync.WaitGroup
	for w := range f.preparers {
		wait.Go(func() {
			for i := w; i < len(f.page); i += len(f.preparers) {
				b.Put[i] = f.preparers[w].Sure(&f.page[i])
			}
		})
	}
	wait.Wait()
	clear(f.page)
	f.page = f.page[:0]
	return f.engine.Apply(f.ctx, b)
}
