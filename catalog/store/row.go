package store

import (
	"context"
	"time"
)

// MaxRowBytes is about how many bytes of content one call of Rows returns.
const MaxRowBytes = 4 << 20

// Row is a version as a store keeps it, for whoever keeps the same store elsewhere.
type Row struct {
	Seq      int64     `json:"seq"`
	ID       string    `json:"id"`
	Version  int       `json:"version"`
	Removed  bool      `json:"removed,omitempty"`
	Modified time.Time `json:"modified"`
	Owner    string    `json:"owner"`
	// Hash is the content hash that was published, none for a removal.
	Hash []byte `json:"hash,omitempty"`
	// Body is the content as it is stored, which for one that storage has damaged is not what
	// was published; none for a removal.
	Body []byte `json:"body,omitempty"`
}

// Rows are the versions as they are stored.
type Rows interface {
	// Rows returns the versions after the sequence number since, oldest first: at most limit
	// (1 to MaxChanges), and no more once they have MaxRowBytes.
	Rows(ctx context.Context, since int64, limit int) ([]Row, error)
}

// Replica is a store that keeps what another one published, with its numbers, dates and
// owners. Nothing else may be published in it.
type Replica interface {
	Reader
	// Replay keeps rows of the other store, all or none, in this order. They come after what
	// is there. Fault: Invalid for rows that do not.
	Replay(ctx context.Context, rows []Row) error
	// Rewind forgets what was published after the sequence number.
	Rewind(ctx context.Context, seq int64) error
	// PutDocument stores a side document under key, as of a Store.
	PutDocument(ctx context.Context, key string, b []byte) error
}
