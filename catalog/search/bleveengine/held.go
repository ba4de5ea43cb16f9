package bleveengine

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

// Hold implements search.Holder.
func (e *Engine) Hold() (search.Engine, error) {
	h := &held{Engine: e}
	if err := e.views.hold(h); err != nil {
		return nil, err
	}
	return h, nil
}

// Search answers from the view.
func (h *held) Search(ctx context.Context, req search.Request) (search.Result, error) {
	return h.search(ctx, req, h)
}

// Seq is the sequence of the view.
func (h *held) Seq() int64 { return h.view.seq }

// Apply takes nothing.
func (h *held) Apply(context.Context, search.Batch) error {
	return errors.New("apply to search index: a held state never changes")
}

// Close lets the view go; the engine stays open.
func (h *held) Close() (err error) {
	h.once.Do(func() { err = h.views.drop(h) })
	return err
}

// hold has h stay with the current view.
func (s *views) hold(h *held) error {
	v, err := s.take(0, nil)
	if err != nil {
		return err
	}
	h.view = v
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds[h] = true
	return nil
}

// drop ends a hold, unless the engine was closed and did.
func (s *views) drop(h *held) error {
	s.mu.Lock()
	there := s.holds[h]
	delete(s.holds, h)
	s.mu.Unlock()
	if !there {
		return nil
	}
	return h.view.release()
}
