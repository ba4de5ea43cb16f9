package jsonlist

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"honglinh/catalog/text/notice"
)

// Splitter cuts a JSON list into its members by brackets and quotes alone, so
// that a member that is no JSON can be passed over. It stands behind the '['.
type Splitter struct {
	r     *bufio.Reader
	limit int
	done  bool
}

// NewSplitter returns a splitter whose members have at most limit bytes.
func NewSplitter(r io.Reader, limit int) *Splitter {
	return &Splitter{r: bufio.NewReaderSize(r, 1<<16), limit: limit}
}

// ErrTooLong is of one member only.
var ErrTooLong = errors.New("the member is too long")

var errCut error = notice.Of("json-cut")

// Next returns the next member. io.EOF ends the list; ErrTooLong is of this
// member only, which has been passed over.
func (s *Splitter) Next() ([]byte, error) {
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

func (s *Splitter) member(out []byte, long bool) ([]byte, error) {
	switch {
	case long:
		return nil, ErrTooLong
	case len(out) == 0 && s.done:
		return nil, io.EOF
	}
	return out, nil
}

// Rest is what stands behind the list.
func (s *Splitter) Rest() io.Reader { return s.r }

// Lines cuts text with a JSON value a line into its lines; empty ones are passed
// over, and so are the record separators of RFC 8142.
type Lines struct {
	r     *bufio.Reader
	limit int
	// Line is the number of the line returned last, from 1.
	Line int
}

// NewLines returns what reads lines of at most limit bytes.
func NewLines(r io.Reader, limit int) *Lines {
	return &Lines{r: bufio.NewReaderSize(r, 1<<16), limit: limit}
}

// Next returns the next line. io.EOF ends the text; ErrTooLong is of this line only,
// which has been passed over.
func (l *Lines) Next() ([]byte, error) {
	for {
		l.Line++
		var out []byte
		long := false
		for {
			part, err := l.r.ReadSlice('\n')
			if long = long || len(out)+len(part) > l.limit; !long {
				out = append(out, part...)
			}
			if err == bufio.ErrBufferFull {
				continue
			}
			if err != nil && (err != io.EOF || len(out) == 0 && !long) {
				return nil, err
			}
			break
		}
		if long {
			return nil, ErrTooLong
		}
		if out = bytes.Trim(out, " \t\r\n\x1e"); len(out) > 0 {
			return out, nil
		}
	}
}
