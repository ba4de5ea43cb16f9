package private

import (
	"context"
	"time"
)

// Finder finds single documents.
type Finder interface {
	// Find returns a document. Fault: NotFound, also for one whose time is over.
	Find(ctx context.Context, collection, id string) (Document, error)
}

// Log is the log as it is read.
type Log interface {
	// Entries returns the entries after a sequence number, oldest first, at most
	// limit (1 to MaxPage) of them.
	Entries(ctx context.Context, after int64, limit int) ([]Entry, error)
}

// Reader is a store as its readers see it. It is safe for concurrent use.
type Reader interface {
	Finder
	Log
	// List returns a page of the documents that a query asks for. Fault: Invalid
	// for a query that cannot be answered.
	List(ctx context.Context, q Query) (Page, error)
	// Count returns how many times documents are in the whole list that a query asks for,
	// and counts up to most of them; After and Limit of the query count for nothing.
	// Fault: Invalid.
	Count(ctx context.Context, q Query, most int) (int, error)
	// Of returns all that is held of a subject.
	Of(ctx context.Context, subject string) (Holding, error)
	// Check looks at the whole store, the chain of the log first, and returns what
	// is wrong, at most MaxDamage things.
	Check(ctx context.Context) ([]Damage, error)
	// Close releases what the store holds.
	Close() error
}

// Tx is one transaction: all of it is kept, or nothing.
type Tx interface {
	Finder
	// Save writes a document whose Version is the one that was read, 0 for a new
	// one, and returns it with its new version. Faults: Invalid for a document
	// against the rules, or with ErrChanged where somebody wrote or removed it
	// meanwhile; TooLarge over MaxBody.
	Save(ctx context.Context, d Document) (Document, error)
	// Delete removes the version of a document that was read. Faults: NotFound;
	// Invalid with ErrChanged.
	Delete(ctx context.Context, collection, id string, version int64) error
	// Append adds an entry to the log and returns it as it stands there. Faults:
	// Invalid, TooLarge.
	Append(ctx context.Context, e Entry) (Entry, error)
	// Forget removes the documents of a subject and what the log says of it; the
	// entries stay, and so does their chain. Fault: Invalid for nobody.
	Forget(ctx context.Context, subject string) (Forgotten, error)
}

// Store is a private store as its writers see it. Several processes may write.
type Store interface {
	Reader
	// Write runs fn in a transaction, which is kept when fn and Write return nil.
	// fn must not wait for anything but its Tx, and may run again from the start.
	// Fault: Busy.
	Write(ctx context.Context, fn func(Tx) error) error
	// Claim takes up to limit documents of a collection that are due, the longest
	// due first, and makes them due again after the lease. Nobody else gets them
	// meanwhile. Whoever is done saves or deletes the version it was given: with
	// ErrChanged, the lease had ended and another has it.
	Claim(ctx context.Context, collection string, lease time.Duration, limit int) ([]Document, error)
	// Purge removes the documents whose time is over, and returns how many.
	Purge(ctx context.Context) (int, error)
}

// Forgotten says what Forget removed.
type Forgotten struct {
	Documents int `json:"documents"`
	Entries   int `json:"entries"`
}

// Holding is all that is held of a subject, for the subject to read.
type Holding struct {
	Documents []Document `json:"documents"`
	Entries   []Entry    `json:"entries"`
}
