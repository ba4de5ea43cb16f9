package datapackage

import (
	"bufio"
	"errors"
	"io"
)

// splitter cuts a JSON list into its members by brackets and quotes alone, so
// that a member that is no JSON can be passed over. It stands behind the '['.
type splitter struct {
	r     *bufio.Reader
	limit int
	done  bool
}

func newSplitter(r io.Reader, limit int) *splitter {
	return &splitter{r: bufio.NewReaderSize(r, 1<<16), limit: limit}
}

// errTooLong is of one member only.
var errTooLong = errors.New("the member is too long")

var errCut = errors.New("the file ends inside the list; it was cut short")

// next returns the next member. io.EOF ends the list; errTooLong is of this
// member only, which has been passed over.
func (s *splitter) next() ([]byte, error) {
	if s.done {
		return nil, io.EOF
	}
	var out []byte
	depth, quoted, escaped, long := 0, false, false, false
	for {
		b, err := s.r.ReadByte()
		if err == io.EOF {
			err = errCut
		}
		if err != nil {
			return nil, err
		}
		switch {
		case quoted:
			quoted, escaped = escaped || b != '"', b == '\\' && !escaped
		case b == '"':
			quoted = true
		case b == '{' || b == '[':
			depth++
		case depth == 0 && (b == ',' || b == ']'):
			s.done = b == ']'
			return s.member(out, long)
		case b == '}' || b == ']':
			depth--
		case len(out) == 0 && (b == ' ' || b == '\t' || b == '\r' || b == '\n'):
			continue
		}
		if long = long || len(out) >= s.limit; long {
			out = out[:0]
			continue
		}
		out = append(out, b)
	}
}

func (s *splitter) member(out []byte, long bool) ([]byte, error) {
	switch {
	case long:
		return nil, errTooLong
	case len(out) == 0 && s.done:
		return nil, io.EOF
	}
	return out, nil
}
