package private

import (
	"encoding/base64"
	"encoding/json"

	"honglinh/catalog"
)

// MaxPage is the most documents or entries that one call returns: with the
// largest bodies a page is bounded by MaxPageBytes.
const MaxPage = 200

// MaxPageBytes is the size of the bodies after which a page ends early.
const MaxPageBytes = 16 << 20

// Query asks for documents of a collection: all of them in order of ids, or those
// that have a key, in order of its values, then of ids. A document with several
// values of the key comes once for each.
type Query struct {
	Collection string
	// Key names the key; "" asks for all documents.
	Key string
	// From and To bound the values of the key, both included; "" is no bound.
	From, To string
	// After is Next of the page before; "" begins.
	After string
	// Limit is 1 to MaxPage; 0 is MaxPage.
	Limit int
	one   bool // asked for one value
}

// Equal returns the query for one value of a key. No value is a fault and never
// all of them: whoever forgot whose documents it asks for gets none.
func (q Query) Equal(key, value string) Query {
	q.Key, q.From, q.To, q.one = key, value, value, true
	return q
}

// Page is a part of what a query asks for.
type Page struct {
	Items []Document
	// Next goes on after this page; "" at the end.
	Next string
}

// Cursor is where a page ended; implementations carry it in Query.After.
type Cursor struct{ Value, ID string }

// String returns the cursor as it travels.
func (c Cursor) String() string {
	b, _ := json.Marshal([2]string{c.Value, c.ID}) // two strings
	return base64.RawURLEncoding.EncodeToString(b)
}

// Plan holds the query against the rules and returns it with its limit, and where
// to go on; ok is false for the first page. Fault: Invalid.
func (q Query) Plan() (plan Query, after Cursor, ok bool, err error) {
	if !collectionName.MatchString(q.Collection) {
		return q, after, false, invalid("collection", "tên bộ sưu tập không hợp lệ: %q", "not the name of a collection: %q", q.Collection)
	}
	if q.Key == "" && (q.one || q.From != "" || q.To != "") {
		return q, after, false, catalog.NewFault(catalog.Invalid, "key", "có giới hạn nhưng thiếu tên khoá", "there are bounds but no key")
	}
	if q.one && q.From == "" {
		return q, after, false, invalid("key", "thiếu giá trị của khoá %s", "there is no value of the key %s", q.Key)
	}
	if q.Limit <= 0 || q.Limit > MaxPage {
		q.Limit = MaxPage
	}
	if q.After == "" {
		return q, after, false, nil
	}
	var pair [2]string
	b, err := base64.RawURLEncoding.DecodeString(q.After)
	if err == nil {
		err = json.Unmarshal(b, &pair)
	}
	if err != nil {
		return q, after, false, catalog.NewFault(catalog.Invalid, "after", "con trỏ lạ", "not a cursor of ours")
	}
	return q, Cursor{pair[0], pair[1]}, true, nil
}
