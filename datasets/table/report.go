package table

import (
	"time"

	"honglinh/catalog/text"
	"honglinh/datasets/grid"
)

// Report is what a load did.
type Report struct {
	Ref       Ref
	Version   *Version
	Unchanged bool
	// Dropped is a table that is no longer published; Err is why a table was not
	// loaded or its Parquet file not made. Both are set by Sync.
	Dropped bool
	Err     error
	Took    time.Duration
	// Rejected rows do not have the header's number of columns or cannot be
	// read; they are left out and named. RejectedTotal counts them all.
	Rejected      []Reject
	RejectedTotal int
	// Refused rows are left out because they were refused before.
	Refused int
	// Notes are what was done to read the table; of one that was read.
	Notes []grid.Note
}

// Reject is a row that could not be read.
type Reject struct {
	Line   int       `json:"line"`
	Reason string    `json:"reason"`
	Detail text.Text `json:"detail"`
}
