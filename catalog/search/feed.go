package search

import (
	"context"
	"runtime"
	"sync"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// feedBatch is how many documents a Feed hands over at once, and feedBytes about how much
// text: an engine holds some sixty times as much while it analyses it.
const (
	feedBatch = 1000
	feedBytes = 256 << 10
)

// Feed fills an engine and a Wordbook from a stream of records, as for a full build: documents are prepared
// on all processors and handed over in batches. It is for one goroutine.
type Feed struct {
	engine    Engine
	seq       int64
	preparers []Preparer
	page      []catalog.Record
	bytes     int // of the texts of page
	words     WordChanges
	book      Wordbook
}

// NewFeed returns a Feed for records of the store's state seq. Documents are prepared as p
// does it. Close ends it.
func NewFeed(engine Engine, seq int64, p Preparer) *Feed {
	f := &Feed{engine: engine, seq: seq}
	for range runtime.GOMAXPROCS(0) {
		f.preparers = append(f.preparers, Preparer{Places: p.Places, Thesaurus: p.Thesaurus, Lexicon: p.Lexicon})
	}
	return f
}

// Put adds a record, and hands a batch over when it is full.
func (f *Feed) Put(ctx context.Context, rec *catalog.Record) error {
	f.page = append(f.page, *rec)
	for _, t := range []text.Text{rec.Title, rec.Summary, rec.Body} {
		for _, s := range t {
			f.bytes += len(s)
		}
	}
	if len(f.page) < feedBatch && f.bytes < feedBytes {
		return nil
	}
	return f.Flush(ctx)
}

// Flush hands over what is there. Readers need not see it yet.
func (f *Feed) Flush(ctx context.Context) error { return f.hand(ctx, true) }

// Close hands over what is left, and readers see everything.
func (f *Feed) Close(ctx context.Context) error {
	err := f.hand(ctx, false)
	f.book.Apply(f.seq, &f.words)
	f.words = WordChanges{}
	return err
}

// Words are those of all records; complete once the Feed is closed.
func (f *Feed) Words() *Wordbook { return &f.book }

func (f *Feed) hand(ctx context.Context, more bool) error {
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
	wait.Go(func() {
		for i := range f.page {
			f.words.Put(entryOf(&f.page[i], &b.Put[i]))
		}
	})
	err := f.engine.Apply(ctx, b)
	wait.Wait()
	clear(f.page)
	f.page, f.bytes = f.page[:0], 0
	return err
}
