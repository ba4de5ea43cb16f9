package datapackage

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxHead is how much of a record that is too long is kept, in bytes: enough to
// tell its id.
const maxHead = 4 << 10

// errTooLong says that a record passed MaxRecord; it was skipped to its end and
// comes with its beginning only.
var errTooLong = errors.New("row is too long")

// errUnclosed says that a quote was never closed.
var errUnclosed = errors.New("a quote is never closed")

// scanner splits a delimited file into records: lines, or several lines where a
// quoted value holds line breaks. It holds one record in memory.
type scanner struct {
	r     *bufio.Reader
	quote byte // 0 for none
	limit int
}

func newScanner(r io.Reader, quote byte) *scanner {
	s := &scanner{r: bufio.NewReaderSize(r, 1<<16), quote: quote, limit: MaxRecord}
	if b, err := s.r.Peek(3); err == nil && bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		_, _ = s.r.Discard(3) // just peeked
	}
	return s
}

// next returns the next record without its line end. io.EOF ends; errTooLong
// and errUnclosed are of this record only.
func (s *scanner) next() ([]byte, error) {
	var rec []byte
	open, long := false, false
	for {
		line, err := s.r.ReadSlice('\n')
		if s.quote != 0 && bytes.Count(line, []byte{s.quote})%2 == 1 {
			open = !open
		}
		if long = long || len(rec)+len(line) > s.limit; long {
			rec = bytes.Clone(rec[:min(len(rec), maxHead)])
		} else {
			rec = append(rec, line...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(rec) == 0 && !long:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		case err == nil && open:
			continue
		case long:
			return rec, errTooLong
		case open:
			return rec, errUnclosed
		}
		return trimEOL(rec), nil
	}
}

// again puts the lines after the first line of rec back, so that a stray quote
// costs its own row only.
func (s *scanner) again(rec []byte) {
	i := bytes.IndexByte(rec, '\n')
	if i < 0 || i+1 == len(rec) {
		return
	}
	rest := bytes.Clone(rec[i+1:])
	if rest[len(rest)-1] != '\n' {
		rest = append(rest, '\n')
	}
	s.r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), s.r), 1<<16)
}

func trimEOL(b []byte) []byte {
	b = bytes.TrimSuffix(b, []byte("\n"))
	return bytes.TrimSuffix(b, []byte("\r"))
}
