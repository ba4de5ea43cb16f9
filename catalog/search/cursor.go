package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math"
)

const maxCursor = 2048 // bytes; ours are under 600

// cursor is what a page's next holds: the place of its last hit in the order, the state of
// the engine that gave it, and a fingerprint of the query.
//
// While the engine still has that state, and it keeps some for minutes, the pages are those
// of one snapshot. Without it, after a restart or several changes:
//   - when nothing changed since, the walk goes on as if the state were there;
//   - in an order by a field of the records (title, date, capital, area, distance) it goes on
//     after the same place in the newest state, and the answers say so
//     ([Answer.Renewed]): a record that did not change is neither shown twice nor left out;
//   - in the order of relevance, where the scores of all records move with any change, the
//     cursor is an Invalid fault ([StaleCursor]).
//
// A cursor of another query is an Invalid fault too.
type cursor struct {
	Query string  `json:"q"`
	Key   float64 `json:"k"`
	Title string  `json:"t,omitempty"`
	ID    string  `json:"i"`
	State string  `json:"v,omitempty"`
}

// BadCursor is the fault of a cursor that the search did not hand out.
func BadCursor() error {
	return invalid("cursor", "Con trỏ trang không phải do kết quả này đưa ra; bắt đầu lại từ trang đầu, không có cursor.",
		"The cursor was not handed out by this search; start again from the first page, without cursor.")
}

// StaleCursor is the fault of a cursor into an order by relevance that is no more.
func StaleCursor() error {
	return invalid("cursor", "Danh mục đã thay đổi từ trang trước nên thứ tự theo độ phù hợp không còn như cũ; bắt đầu lại từ trang đầu, không có cursor, hoặc dùng sort=date hay sort=title để duyệt dài.",
		"The catalogue changed since the previous page and the order of relevance with it; start again from the first page, without cursor, or walk by sort=date or sort=title.")
}

// fingerprint tells queries apart whose orders differ; page size and facets do not matter.
func fingerprint(q Query) string {
	q.Cursor, q.Limit, q.Facets = "", 0, nil
	sum := sha256.Sum256([]byte(q.Values().Encode()))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func writeCursor(q Query, p *Position) string {
	if p == nil {
		return ""
	}
	b, err := json.Marshal(cursor{fingerprint(q), p.Key, p.Title, p.ID, p.State})
	if err != nil { // a key that is no number; the engine gives none
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func readCursor(q Query) (*Position, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err != nil {
		return nil, BadCursor()
	}
	var c cursor
	if json.Unmarshal(b, &c) != nil || c.Query != fingerprint(q) || c.ID == "" || len(c.State) > MaxState || math.IsNaN(c.Key) {
		return nil, BadCursor()
	}
	return &Position{Key: c.Key, Title: c.Title, ID: c.ID, State: c.State}, nil
}
