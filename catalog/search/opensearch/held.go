package opensearch

import (
	"context"
	"errors"
	"sync"

	"honglinh/catalog/search"
)

// held is an engine that stays with one view.
type held struct {
	*Engine
	view *view
	once sync.Once
}

var (
	_ search.Holder = (*Engine)(nil)
	_ search.Engine = (*held)(nil)
)

// Hold implements search.Holder. What is held is lost when the cluster loses it and the index
// has gone on since; it then answers from the newest state.
func (e *Engine) Hold() (search.Engine, error) {
	v, err := e.views.hold()
	if err != nil {
		return nil, err
	}
	return &held{Engine: e, view: v}, nil
}

// Search answers from the view.
func (h *held) Search(ctx context.Context, req search.Request) (search.Result, error) {
	return h.search(ctx, req, h.view)
}

// Seq is the sequence of the view.
func (h *held) Seq() int64 { return h.view.seq }

// Apply takes nothing.
func (h *held) Apply(context.Context, search.Batch) error {
	return errors.New("apply to search index: a held state never changes")
}

// Close lets the view go; the engine stays open.
func (h *held) Close() error {
	h.once.Do(func() { h.view.held.Add(-1) })
	return nil
}
