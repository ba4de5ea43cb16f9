package table

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"honglinh/catalog"
)

// cursor is where a page ended: bound to the version and the question, so that
// no row is repeated or lost while new versions come in.
type cursor struct {
	Version string `json:"v"`
	Hash    string `json:"h"`
	Values  []any  `json:"k"`
	Offset  int    `json:"o,omitempty"`
}

// fingerprint identifies the question without its page.
func fingerprint(q Query) string {
	q.Cursor, q.Limit, q.Offset, q.Total, q.Version, q.AsOf = "", 0, 0, false, "", ""
	b, _ := json.Marshal(q) // plain data always marshals
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (c cursor) encode() string {
	b, _ := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(b)
}

// maxCursor bounds a cursor's length: a few sort keys of long text.
const maxCursor = 16 << 10

func decodeCursor(s string, q Query) (cursor, error) {
	bad := catalog.NewFault(catalog.Invalid, "cursor", "con trỏ trang không thuộc về truy vấn này; hãy bắt đầu lại từ trang đầu",
		"the cursor does not belong to this query; start again from the first page")
	var c cursor
	if len(s) > maxCursor {
		return c, bad
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return c, bad
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&c); err != nil || c.Hash != fingerprint(q) {
		return c, bad
	}
	return c, nil
}

// after compiles "comes after the cursor's row" in the total order of keys.
// bind is called in the order in which the parameters are printed.
func after(keys []orderKey, values []any, bind func(any) string) (string, error) {
	if len(values) != len(keys) {
		return "", fmt.Errorf("cursor has %d keys, want %d", len(values), len(keys))
	}
	var alternatives []string
	for i, k := range keys {
		v := keyValue(values[i])
		if v == nil {
			continue // missing values are last: only a later key can come after
		}
		sign := ` > `
		if k.desc {
			sign = ` < `
		}
		parts := []string{`(` + quote(k.name) + sign + bind(v) + ` OR ` + quote(k.name) + ` IS NULL)`}
		for j := range i {
			parts = append(parts, equals(keys[j], keyValue(values[j]), bind))
		}
		alternatives = append(alternatives, `(`+strings.Join(parts, ` AND `)+`)`)
	}
	if len(alternatives) == 0 {
		return `false`, nil
	}
	return `(` + strings.Join(alternatives, ` OR `) + `)`, nil
}

func equals(k orderKey, v any, bind func(any) string) string {
	if v == nil {
		return quote(k.name) + ` IS NULL`
	}
	return quote(k.name) + ` = ` + bind(v)
}

// keyValue reads a value back from the cursor's JSON.
func keyValue(v any) any {
	switch x := v.(type) {
	case json.Number:
		if i, err := x.Int64(); err == nil {
			return i
		}
		f, err := x.Float64()
		if err != nil {
			return nil
		}
		return f
	case string:
		if t, err := time.Parse(time.RFC3339Nano, x); err == nil && len(x) >= 20 {
			return t
		}
	}
	return v
}
