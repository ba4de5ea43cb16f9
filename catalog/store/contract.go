package store

import (
	"context"

	"honglinh/catalog"
)

// Records are the records as they are now.
type Records interface {
	// Record returns the newest version of a record. Faults: NotFound, Gone,
	// Internal for one that storage has damaged.
	Record(ctx context.Context, id string) (catalog.Record, error)
	// Records returns the live records of the ids in the order asked; those that
	// do not exist or were removed are left out.
	Records(ctx context.Context, ids []string) ([]catalog.Record, error)
	// Kind returns the live records of one kind, ordered by id; meant for kinds
	// of which there are few.
	Kind(ctx context.Context, kind string) ([]catalog.Record, error)
	// Each calls fn with every live record and its sequence number, ordered by
	// id, in one snapshot and without holding them all. An error of fn ends it. A
	// record that storage has damaged is left out, here and wherever several are
	// asked for.
	Each(ctx context.Context, fn func(catalog.Record, int64) error) error
	// Counts returns the number of live records by kind.
	Counts(ctx context.Context) (map[string]int, error)
}

// History is what records were.
type History interface {
	// Versions returns the history of a record, oldest first. Fault: NotFound.
	Versions(ctx context.Context, id string) ([]Version, error)
	// RecordVersion returns one version of a record. Faults: NotFound, Gone for
	// the version that is the removal.
	RecordVersion(ctx context.Context, id string, version int) (catalog.Record, error)
	// RecordAsOf returns the version that was current at the end of the given
	// day, month or year (UTC; the time of publication, not of validity).
	// Faults: Invalid for no date, NotFound before the first version, Gone.
	RecordAsOf(ctx context.Context, id string, on catalog.Date) (catalog.Record, error)
}

// Feed is the change sequence.
type Feed interface {
	// Seq returns the last acknowledged change, 0 for an empty store.
	Seq(ctx context.Context) (int64, error)
	// Changes returns the changes after the sequence number since, oldest first,
	// at most limit (1 to MaxChanges) of them. No change is ever acknowledged
	// with a number below one that was returned.
	Changes(ctx context.Context, since int64, limit int) ([]Change, error)
}

// Links are the links between live records.
type Links interface {
	// Backlinks returns the live records that point at id, ordered by relation and id.
	Backlinks(ctx context.Context, id string) ([]Backlink, error)
	// Dangling returns the links whose target is not a live record, in order.
	Dangling(ctx context.Context) ([]Dangling, error)
}

// Owners tell whose the records are.
type Owners interface {
	// Owners returns the owners of live records, in order.
	Owners(ctx context.Context) ([]string, error)
	// Owned returns the ids of the live records of an owner, in order.
	Owned(ctx context.Context, owner string) ([]string, error)
}

// Reader is a store as its readers see it. It is safe for concurrent use. Records
// it returns may be shared: nobody changes what they point to.
type Reader interface {
	Records
	History
	Feed
	Rows
	Links
	Owners
	// At returns the store as of a change sequence: what is published later it does not see,
	// in records, history, feed, backlinks and owners. Documents, Dangling and Check are of now
	// all the same. It needs no Close, and is over with the store.
	At(seq int64) Reader
	// Document returns a side document. Fault: NotFound.
	Document(ctx context.Context, key string) ([]byte, error)
	// Check looks at the whole store and returns what is wrong, at most MaxDamage
	// things.
	Check(ctx context.Context) ([]Damage, error)
	// Close releases what the store holds; readers must be done.
	Close() error
}

// Store is a store as its one writing process sees it.
type Store interface {
	Reader
	// Publish begins a publication of the records of an owner. There is one at a
	// time; a second caller waits for the first or for ctx. Fault: Invalid for no
	// owner.
	Publish(ctx context.Context, owner string) (*Publication, error)
	// PutDocument stores a side document under key; it is kept for good when the
	// call returns. Fault: TooLarge over MaxDocument.
	PutDocument(ctx context.Context, key string, b []byte) error
}

// Eraser takes out for good what records said before: for what must not be kept, as
// other versions are.
type Eraser interface {
	// Erase takes the content from every version but the newest ones that holds value as
	// one of its texts: from records with it, and from those that were removed. They stay in
	// the history and in the feed as removals, and the tombstone stays what it is. It returns
	// of how many versions, and whether a record still says so: that is published, and not
	// a thing of the past.
	Erase(ctx context.Context, value string) (erased int, still bool, err error)
}

// Mender mends what storage has damaged, from what is known besides.
type Mender interface {
	// Restore writes the content of a record into every version that was published
	// with exactly this content and is stored otherwise; it makes no new version.
	// It reports whether there was one.
	Restore(ctx context.Context, rec catalog.Record) (bool, error)
	// Mend has every record point at its newest version again, and returns how many
	// did not.
	Mend(ctx context.Context) (int, error)
}
