package search

// Holder is an Engine that can hold what it has now.
type Holder interface {
	Engine
	// Hold returns an engine that answers from what this one has now, whatever is applied
	// later; a position of a page that is held for longer is answered from its own state. It
	// takes no batch, and ends with Close or with this engine. Fault: Busy when this one is
	// closed.
	Hold() (Engine, error)
}

// Hold returns the snapshot as it is now, although its engine and words may go on to follow
// the store. release ends it. An engine that is no Holder answers from what it has when it is
// asked.
func (s Snapshot) Hold() (held Snapshot, release func() error) {
	release = func() error { return nil }
	if h, ok := s.Engine.(Holder); ok {
		if e, err := h.Hold(); err == nil { // a closed one says so when it is asked
			s.Engine, release = e, e.Close
		}
	}
	if w, ok := s.Words.(*Wordbook); ok && w != nil {
		s.Words = w.now()
	}
	return s, release
}

// now is a Wordbook that stays as this one is.
func (w *Wordbook) now() *Wordbook {
	held := &Wordbook{}
	held.current.Store(w.state())
	return held
}
