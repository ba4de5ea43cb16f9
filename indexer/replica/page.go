package replica

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"honglinh/catalog/store"
)

// A page of rows is one row a line in JSON, and a last line with their number and checksum, by
// which a page that was cut is told.

// last is the last line of a page.
type last struct {
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// maxLine bounds a line in bytes: a record is 32 MB at most, in base 64.
const maxLine = 64 << 20

// errCut says that a page is not whole.
var errCut = errors.New("the answer is not whole")

func writePage(w io.Writer, rows []store.Row) error {
	sum := sha256.New()
	enc := json.NewEncoder(io.MultiWriter(w, sum))
	for i := range rows {
		if err := enc.Encode(&rows[i]); err != nil {
			return err
		}
	}
	return json.NewEncoder(w).Encode(last{len(rows), hex.EncodeToString(sum.Sum(nil))})
}

func readPage(r io.Reader) ([]store.Row, error) {
	sum := sha256.New()
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	var rows []store.Row
	var line []byte
	for more := lines.Scan(); more; {
		line = bytes.Clone(lines.Bytes())
		if more = lines.Scan(); !more {
			break // that was the last
		}
		sum.Write(line)
		sum.Write([]byte("\n"))
		var v store.Row
		if err := json.Unmarshal(line, &v); err != nil {
			return nil, fmt.Errorf("%w: %w", errCut, err)
		}
		rows = append(rows, v)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	var end last
	if err := json.Unmarshal(line, &end); err != nil || end.Rows != len(rows) || end.SHA256 != hex.EncodeToString(sum.Sum(nil)) {
		return nil, errCut
	}
	return rows, nil
}
