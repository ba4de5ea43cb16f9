package delimited

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"honglinh/catalog/text"
)

// scanner reads delimited text row by row in a dialect. It reads what RFC 4180
// allows and, where a file breaks it, loses one line with its number instead of the
// rest of the file.
type scanner struct {
	r     io.Reader
	file  string // for faults
	delim []byte
	quote byte
	// escape stands before a literal quote; equal to quote means a doubled one, 0 none.
	escape  byte
	bared   bool // it stands before a character outside of quotes, too
	comment []byte
	trim    bool
	// eol ends a line: LF, or CR in files of old Macs and some exports; 0 until
	// the first end has been seen.
	eol byte

	buf        []byte
	start, end int // unread part of buf
	eof        bool
	err        error

	line   int    // where the row returned last begins
	number int    // of that row, from 1
	raw    []byte // that row; of a broken one its first line
	next   int    // line of the first unread byte
	cells  [][]byte
	own    []byte // unescaped cells of the row
}

// scanBuffer0 is the first size of the scanner's buffer; it grows to a row.
const scanBuffer0 = 1 << 20

func newScanner(r io.Reader, file string, d Dialect) *scanner {
	s := &scanner{r: r, file: file, delim: []byte(","), quote: '"', next: 1, trim: d.SkipInitialSpace, buf: make([]byte, scanBuffer0)}
	if d.Delimiter != "" {
		s.delim = []byte(d.Delimiter)
	}
	if d.QuoteChar != "" {
		s.quote = d.QuoteChar[0]
	}
	if s.escape = s.quote; d.DoubleQuote != nil && !*d.DoubleQuote {
		s.escape = 0
	}
	if d.EscapeChar != "" {
		s.escape = d.EscapeChar[0]
		s.bared = s.escape != s.quote
	}
	if d.CommentChar != "" {
		s.comment = []byte(d.CommentChar)
	}
	if end := d.LineTerminator; len(end) == 1 && end != "\n" {
		s.eol = end[0]
	}
	return s
}

// errRow is a row that cannot be read; the rows after it can.
type errRow struct{ reason, remedy text.Text }

func (e *errRow) Error() string { return e.reason[text.EN] }

// errMore says that the buffer ends inside of the row.
var errMore = errors.New("row goes on")

// row returns the cells of the next row, valid until the next call; io.EOF
// after the last, *errRow for a line that must be left out.
func (s *scanner) row() ([][]byte, error) {
	if s.eol == 0 {
		s.findEOL()
	}
	for {
		if s.start == s.end && !s.fill() {
			return nil, s.ending()
		}
		n, err := s.parse(s.buf[s.start:s.end])
		if err == errMore {
			if open := !s.eof; s.end-s.start <= MaxLine && (s.fill() || open && s.err == nil) {
				continue // with more, or knowing that there is no more
			}
			if s.err != nil {
				return nil, s.err
			}
			n, err = s.unclosed()
		} else if n > MaxLine {
			err = tooLong()
		} else if _, bad := err.(*errRow); bad { // a stray quote costs its own line only
			n = s.firstLine()
		}
		s.number++
		s.line = s.next
		s.raw = s.buf[s.start : s.start+n]
		s.next += bytes.Count(s.raw, []byte{s.eol})
		s.start += n
		if err != nil {
			return nil, err
		}
		if !utf8.Valid(s.raw) {
			return s.cells, errNotUTF8
		}
		if s.comment != nil && bytes.HasPrefix(s.raw, s.comment) {
			continue
		}
		return s.cells, nil
	}
}

// firstLine is the length of the first line of what is unread.
func (s *scanner) firstLine() int {
	if i := bytes.IndexByte(s.buf[s.start:s.end], s.eol); i >= 0 {
		return i + 1
	}
	return s.end - s.start
}

// findEOL finds out what ends the lines: the first end outside of quotes says it.
func (s *scanner) findEOL() {
	for at, quoted := 0, false; ; at++ {
		for s.start+at+1 >= s.end && !s.eof && s.end-s.start <= MaxLine {
			s.fill()
		}
		b := s.buf[s.start:s.end]
		switch {
		case at >= len(b) || !quoted && b[at] == '\n':
			s.eol = '\n'
			return
		case b[at] == s.quote:
			quoted = !quoted
		case !quoted && b[at] == '\r':
			if s.eol = '\n'; at+1 < len(b) && b[at+1] != '\n' {
				s.eol = '\r'
			}
			return
		}
	}
}

func (s *scanner) ending() error {
	if s.err != nil {
		return s.err
	}
	return io.EOF
}

func tooLong() error {
	return &errRow{text.New(fmt.Sprintf("dòng dài hơn %d byte", MaxLine), fmt.Sprintf("the row has more than %d bytes", MaxLine)),
		text.New("chia giá trị dài ra, hoặc đóng dấu ngoặc kép đang mở", "split long values or close an open quote")}
}

// errNotUTF8 comes with the cells of a row, one of which is no UTF-8.
var errNotUTF8 = errors.New("not UTF-8")

// unclosed ends a row whose quote is open at the end of the file or beyond any
// length: only its first line is given up. A line that itself is too long is passed
// over to its end, its beginning kept.
func (s *scanner) unclosed() (int, error) {
	n := s.firstLine()
	if bytes.IndexByte(s.buf[s.start:s.end], s.eol) >= 0 || s.eof && n <= MaxLine {
		return n, &errRow{text.New("dấu ngoặc kép mở mà không đóng", "a quote opens in this row and is never closed"),
			text.New("đóng lại, hoặc viết hai dấu ngoặc kép cho một", "close it, or write two quotes for one")}
	}
	const head = 4 << 10
	for {
		s.end = s.start + head // what follows is not kept
		if !s.fill() {
			return head, tooLong()
		}
		rest := s.buf[s.start+head : s.end]
		i := bytes.IndexByte(rest, s.eol)
		if i < 0 {
			continue
		}
		s.end = s.start + head + copy(rest, rest[i:])
		return head + 1, tooLong()
	}
}

// fill reads more behind the unread part and reports whether there was more.
func (s *scanner) fill() bool {
	if s.eof {
		return false
	}
	if s.start > 0 {
		copy(s.buf, s.buf[s.start:s.end])
		s.start, s.end = 0, s.end-s.start
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 { // empty reads
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			s.eof = true
			if err != io.EOF {
				s.err = fmt.Errorf("%s: %w", s.file, err)
			}
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	s.eof, s.err = true, fmt.Errorf("%s: %w", s.file, io.ErrNoProgress)
	return false
}

// parse reads one row from the front of b and returns its length.
func (s *scanner) parse(b []byte) (int, error) {
	s.cells, s.own = s.cells[:0], s.own[:0]
	nl := bytes.IndexByte(b, s.eol)
	n := nl + 1
	line := b
	switch {
	case nl < 0 && !s.eof:
		return 0, errMore
	case nl < 0:
		n = len(b)
	default:
		line = b[:nl]
	}
	if (bytes.IndexByte(line, s.quote) >= 0 || s.bared && bytes.IndexByte(line, s.escape) >= 0) && (s.comment == nil || !bytes.HasPrefix(line, s.comment)) {
		return s.quoted(b)
	}
	if len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	}
	s.split(line)
	return n, nil
}

// split cuts a line that has no quote in it.
func (s *scanner) split(line []byte) {
	for {
		i := -1
		if len(s.delim) == 1 {
			i = bytes.IndexByte(line, s.delim[0])
		} else {
			i = bytes.Index(line, s.delim)
		}
		if i < 0 {
			s.add(line)
			return
		}
		s.add(line[:i])
		line = line[i+len(s.delim):]
	}
}

func (s *scanner) add(cell []byte) {
	if s.trim {
		cell = bytes.TrimLeft(cell, " ")
	}
	s.cells = append(s.cells, cell)
}

// quoted reads a row that has a quote in its first line.
func (s *scanner) quoted(b []byte) (int, error) {
	at := 0
	for {
		if s.trim {
			for at < len(b) && b[at] == ' ' {
				at++
			}
		}
		var err error
		var done bool
		if at < len(b) && b[at] == s.quote {
			at, done, err = s.inQuotes(b, at+1)
		} else {
			at, done, err = s.bare(b, at)
		}
		if done || err != nil {
			return at, err
		}
	}
}

// bare reads an unquoted cell; a quote inside of it is a character.
func (s *scanner) bare(b []byte, at int) (int, bool, error) {
	end := bytes.IndexByte(b[at:], s.eol)
	if end < 0 {
		if !s.eof {
			return 0, false, errMore
		}
		end = len(b) - at
	}
	line := b[at : at+end]
	if s.bared && bytes.IndexByte(line, s.escape) >= 0 {
		return s.escaped(b, at)
	}
	if i := bytes.Index(line, s.delim); i >= 0 {
		s.cells = append(s.cells, line[:i])
		return at + i + len(s.delim), false, nil
	}
	s.cells = append(s.cells, bytes.TrimSuffix(line, []byte{'\r'}))
	return min(at+end+1, len(b)), true, nil
}

// escaped reads an unquoted cell in which the escape stands before characters that are
// its own.
func (s *scanner) escaped(b []byte, at int) (int, bool, error) {
	copied := len(s.own)
	end := func() { s.cells = append(s.cells, s.own[copied:len(s.own):len(s.own)]) }
	for at < len(b) {
		switch {
		case b[at] == s.escape:
			if at+1 == len(b) {
				if !s.eof {
					return 0, false, errMore
				}
				at++
				continue
			}
			s.own = append(s.own, b[at+1])
			at += 2
			continue
		case b[at] == s.eol:
			if n := len(s.own); n > copied && s.own[n-1] == '\r' {
				s.own = s.own[:n-1]
			}
			end()
			return at + 1, true, nil
		case bytes.HasPrefix(b[at:], s.delim):
			end()
			return at + len(s.delim), false, nil
		}
		s.own = append(s.own, b[at])
		at++
	}
	if !s.eof {
		return 0, false, errMore
	}
	end()
	return at, true, nil
}

// inQuotes reads the rest of a quoted cell and what ends it.
func (s *scanner) inQuotes(b []byte, at int) (int, bool, error) {
	from, copied := at, len(s.own)
	for {
		i := bytes.IndexByte(b[at:], s.quote)
		if s.escape != s.quote {
			if e := bytes.IndexByte(b[at:], s.escape); e >= 0 && (i < 0 || e < i) {
				if at+e+1 >= len(b) {
					return 0, false, errMore
				}
				s.own = append(append(s.own, b[from:at+e]...), b[at+e+1])
				at += e + 2
				from = at
				continue
			}
		}
		if i < 0 || at+i+1 == len(b) && !s.eof {
			return 0, false, errMore
		}
		at += i + 1
		if at < len(b) && b[at] == s.quote && s.escape == s.quote {
			s.own = append(s.own, b[from:at]...)
			at++
			from = at
			continue
		}
		s.close(b, from, at-1, copied)
		return s.afterQuote(b, at)
	}
}

func (s *scanner) close(b []byte, from, to, copied int) {
	if len(s.own) == copied {
		s.cells = append(s.cells, b[from:to])
		return
	}
	s.own = append(s.own, b[from:to]...)
	s.cells = append(s.cells, s.own[copied:len(s.own):len(s.own)])
}

func (s *scanner) afterQuote(b []byte, at int) (int, bool, error) {
	rest := b[at:]
	switch {
	case len(rest) == 0:
		return at, true, nil
	case rest[0] == s.eol:
		return at + 1, true, nil
	case len(rest) > 1 && s.eol == '\n' && rest[0] == '\r' && rest[1] == '\n':
		return at + 2, true, nil
	case bytes.HasPrefix(rest, s.delim):
		return at + len(s.delim), false, nil
	case len(rest) < 2+len(s.delim) && !s.eof:
		return 0, false, errMore
	case len(rest) == 1 && rest[0] == '\r':
		return at + 1, true, nil
	}
	end := bytes.IndexByte(rest, s.eol)
	if end < 0 {
		if !s.eof {
			return 0, false, errMore
		}
		end = len(rest) - 1
	}
	return at + end + 1, true, &errRow{text.New("có chữ sau dấu ngoặc kép đóng", "there is text after a closing quote"),
		text.New("đặt cả giá trị trong ngoặc kép và viết hai dấu ngoặc kép cho một", "quote the whole value and write two quotes for one")}
}
