package table

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"honglinh/catalog"
)

// Cursor is where a page ended: bound to the version and the question, so that
// no row is repeated or lost while new versions come in.
type Cursor struct {
	Version string `json:"v"`
	Hash    string `json:"h"`
	Values  []any  `json:"k"`
	Offset  int    `json:"o,omitempty"`
}

// Fingerprint identifies the question without its page.
func Fingerprint(q Query) string {
	q.Cursor, q.Limit, q.Offset, q.Total, q.Version, q.AsOf = "", 0, 0, false, "", ""
	b, _ := json.Marshal(q) // plain data always marshals
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// Encode prints the cursor as DecodeCursor reads it.
func (c Cursor) Encode() string {
	b, _ := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(b)
}

// maxCursor bounds a cursor's length: a few sort keys of long text.
const maxCursor = 16 << 10

// DecodeCursor reads a cursor; Invalid if it does not belong to the question.
func DecodeCursor(s string, q Query) (Cursor, error) {
	bad := catalog.NewFault(catalog.Invalid, "cursor", "con trỏ trang không thuộc về truy vấn này; hãy bắt đầu lại từ trang đầu",
		"the cursor does not belong to this query; start again from the first page")
	var c Cursor
	if len(s) > maxCursor {
		return c, bad
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return c, bad
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&c); err != nil || c.Hash != Fingerprint(q) {
		return c, bad
	}
	return c, nil
}
