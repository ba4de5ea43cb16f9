package search

import (
	"context"
	"errors"
)

// Factory makes and finds the engines of one sort. Each has a name, of lower-case letters,
// digits and hyphens, which the caller chooses: a new generation of the index is filled under
// a new name beside the one that answers.
type Factory interface {
	// Create makes an empty engine under a name that none has.
	Create(ctx context.Context, name string) (Engine, error)
	// Open gives the engine of a name. The error is ErrUnusable when it has to be built anew.
	// One that lost its newest changes may open in the state before them: Seq tells from where
	// the changes of the store have to be applied again.
	Open(ctx context.Context, name string) (Engine, error)
	// Remove gives up what an engine keeps; it must be closed. Removing what is not there does nothing.
	Remove(ctx context.Context, name string) error
}

// ErrUnusable says that there is no index this program can use: it is missing, damaged or of
// another version. Nothing is lost: remove it and build it anew from the store.
var ErrUnusable = errors.New("the search index cannot be used and has to be built anew from the store")

// ErrAway says that an engine in another process does not answer, or is too busy to. Nothing is
// lost, and nothing has to be built anew: try again later.
var ErrAway = errors.New("the search engine does not answer")
