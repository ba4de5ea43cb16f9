package store

import (
	"time"

	"honglinh/catalog"
)

// MaxChanges is the most changes one call returns: a change carries a whole
// record, 1,000 of them are some megabytes.
const MaxChanges = 1000

// Version is one entry of a record's history.
type Version struct {
	Version  int       `json:"version"`
	Seq      int64     `json:"seq"`
	Modified time.Time `json:"modified"`
	Removed  bool      `json:"removed,omitempty"`
	// Hash is the content hash in hex, "" for a removal.
	Hash string `json:"hash,omitempty"`
}

// Change is one entry of the change sequence.
type Change struct {
	Seq      int64     `json:"seq"`
	ID       string    `json:"id"`
	Removed  bool      `json:"removed,omitempty"`
	Version  int       `json:"version"`
	Modified time.Time `json:"modified"`
	// Record is what was published, nil for a removal and for what storage has
	// damaged.
	Record *catalog.Record `json:"record,omitempty"`
}

// EndOf returns the instant up to which a record is asked for "as of" a day, a
// month or a year. Fault: Invalid for no date.
func EndOf(on catalog.Date) (time.Time, error) {
	end := on.End()
	if end.IsZero() {
		return end, catalog.Invalidf("as_of", "date %q is not one", on)
	}
	return end, nil
}
