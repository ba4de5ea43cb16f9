package quality

import (
	"context"
	"sync"
	"time"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
)

// Describer derives what catalogues say of a dataset.
type Describer interface {
	Describe(ctx context.Context, p *datasets.Package) (*metadata.Dataset, error)
}

// Documents keeps small documents by key; a key that is not there is a NotFound fault.
type Documents interface {
	Document(ctx context.Context, key string) ([]byte, error)
	PutDocument(ctx context.Context, key string, b []byte) error
}

// Book judges datasets and keeps how their scores changed. It is safe for
// concurrent use.
type Book struct {
	describer Describer
	kept      Documents
	now       func() time.Time
	mu        sync.Mutex // one history is written at a time
}

// NewBook returns a book that keeps its histories in kept; nil keeps none.
func NewBook(describer Describer, kept Documents, now func() time.Time) *Book {
	if now == nil {
		now = time.Now
	}
	return &Book{describer: describer, kept: kept, now: now}
}

func historyKey(p *datasets.Package) string { return "quality/" + p.Name }

// Report judges a dataset as it is and remembers the score where it differs from
// the last one. The dataset as described comes with it.
func (b *Book) Report(ctx context.Context, p *datasets.Package) (Report, *metadata.Dataset, error) {
	d, err := b.describer.Describe(ctx, p)
	if err != nil {
		return Report{}, nil, err
	}
	r := Judge(Subject{Dataset: d}, b.now())
	if b.kept == nil {
		return r, d, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	kept, err := b.kept.Document(ctx, historyKey(p))
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return r, d, err
	}
	keep, changed, err := r.Remember(kept, b.now())
	if err == nil && changed {
		err = b.kept.PutDocument(ctx, historyKey(p), keep)
	}
	return r, d, err
}

// Record judges all datasets; it is called when they have been published.
func (b *Book) Record(ctx context.Context, all []*datasets.Package) error {
	for _, p := range all {
		if _, _, err := b.Report(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
