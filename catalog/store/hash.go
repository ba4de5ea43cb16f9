package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"honglinh/catalog"
)

// Sum is the content hash of a record, the zero Sum that of a removal.
type Sum [sha256.Size]byte

// String returns the hash in hex, "" for a removal.
func (s Sum) String() string {
	if s == (Sum{}) {
		return ""
	}
	return hex.EncodeToString(s[:])
}

// Content returns the canonical JSON of a record without its version and date
// (object keys of maps come sorted from encoding/json) with its SHA-256. Fault:
// Invalid for a value that JSON cannot hold.
func Content(rec catalog.Record) ([]byte, Sum, error) {
	rec.Version, rec.Modified = 0, time.Time{}
	body, err := json.Marshal(rec)
	if err != nil {
		return nil, Sum{}, catalog.Invalidf(rec.ID, "record cannot be written as JSON: %v", err)
	}
	return body, sha256.Sum256(body), nil
}

// Hash returns the content hash of a record in hex: equal for two records that
// say the same, whatever their versions and dates.
func Hash(rec catalog.Record) (string, error) {
	_, sum, err := Content(rec)
	return hex.EncodeToString(sum[:]), err
}
