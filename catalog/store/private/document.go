package private

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"honglinh/catalog"
)

// MaxBody bounds a document in bytes: a draft carries a whole record, of which
// the largest, with an outline, have under 2 MB.
const MaxBody = 4 << 20

// MaxKeys bounds the keys of a document: a draft of the desk has about ten, a picture of many records by many people 45.
const MaxKeys = 48

// maxName bounds collections, ids, names and values of keys, and subjects, in
// bytes: a value may be an address or a mail address (RFC 5321: 254).
const maxName = 512

// Document is one version of one thing that is kept.
type Document struct {
	Collection string `json:"collection"` // lower-case letters and hyphens: "drafts"
	ID         string `json:"id"`
	// Version grows with every write; none is ever given twice in a store.
	Version  int64     `json:"version"`
	Modified time.Time `json:"modified"`
	// Subject is the person it tells of; "" for nobody.
	Subject string `json:"subject,omitempty"`
	// Keys are what it is listed by.
	Keys []Key `json:"keys,omitempty"`
	// Due is when it wants to be claimed; zero for never.
	Due time.Time `json:"due,omitzero"`
	// Claims counts how often it was claimed since somebody last saved it with 0.
	Claims int `json:"claims,omitempty"`
	// Expires is when its time is over; zero for when it is deleted.
	Expires time.Time `json:"expires,omitzero"`
	// Body is its content, a JSON value.
	Body json.RawMessage `json:"body"`
}

// Key is one value that a document is listed by; a name may have several.
type Key struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

var collectionName = regexp.MustCompile(`^[a-z][a-z-]{0,63}$`)

// Validate holds a document against the rules. Faults: Invalid, TooLarge.
func (d *Document) Validate() error {
	at := d.Collection + "/" + d.ID
	switch {
	case !collectionName.MatchString(d.Collection):
		return invalid("collection", "tên bộ sưu tập không hợp lệ: %q", "not the name of a collection: %q", d.Collection)
	case !named(d.ID):
		return invalid(at, "mã phải có từ 1 đến %d byte UTF-8", "an id has 1 to %d bytes of UTF-8", maxName)
	case d.Subject != "" && !named(d.Subject):
		return invalid(at, "chủ thể có tối đa %d byte UTF-8", "a subject has at most %d bytes of UTF-8", maxName)
	case len(d.Keys) > MaxKeys:
		return invalid(at, "có hơn %d khoá", "there are over %d keys", MaxKeys)
	case len(d.Body) > MaxBody:
		return catalog.NewFault(catalog.TooLarge, at, "nội dung lớn hơn 4 MB", "the content is over 4 MB")
	case !json.Valid(d.Body):
		return invalid(at, "nội dung không phải %s", "the content is not %s", "JSON")
	}
	for _, k := range d.Keys {
		if !named(k.Name) || !named(k.Value) {
			return invalid(at, "khoá %q: tên và giá trị có từ 1 đến %d byte UTF-8", "key %q: name and value have 1 to %d bytes of UTF-8", k.Name, maxName)
		}
	}
	return nil
}

// named reports whether s may stand for something: some bytes of UTF-8 without
// the NUL that not every database takes.
func named(s string) bool {
	return s != "" && len(s) <= maxName && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

func invalid(where, vi, en string, args ...any) error {
	return catalog.NewFault(catalog.Invalid, where, fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...))
}
