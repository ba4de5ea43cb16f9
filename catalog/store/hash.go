package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"honglinh/catalog"
)

// content returns the canonical JSON of a record without its version and date
// (object keys of maps come sorted from encoding/json) with its SHA-256.
func content(rec catalog.Record) ([]byte, [sha256.Size]byte, error) {
	rec.Version, rec.Modified = 0, time.Time{}
	body, err := json.Marshal(rec)
	if err != nil {
		return nil, [sha256.Size]byte{}, catalog.Invalidf(rec.ID, "record cannot be written as JSON: %v", err)
	}
	return body, sha256.Sum256(body), nil
}

// Hash returns the content hash of a record in hex: equal for two records that
// say the same, whatever their versions and dates.
func Hash(rec catalog.Record) (string, error) {
	_, sum, err := content(rec)
	return hex.EncodeToString(sum[:]), err
}
