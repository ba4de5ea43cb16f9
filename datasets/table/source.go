package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
)

// Limits of a table file from outside.
const (
	MaxFile    = 64 << 30 // bytes: ten times the largest national register we know of
	MaxLine    = 16 << 20 // bytes of one line, with a geometry of 500,000 vertices in it
	MaxColumns = datasets.MaxFields
	maxRejects = 1000 // rows reported one by one; more are counted
)

// Source is a delimited file to load.
type Source struct {
	Open    func() (io.ReadCloser, error)
	Dialect datasets.Dialect
	Schema  datasets.Schema
	// Version is the number of the first version; "" is 1.0.0.
	Version string
	// File names the source in faults.
	File string
}

func (s Source) delimiter() string {
	if s.Dialect.Delimiter == "" {
		return ","
	}
	return s.Dialect.Delimiter
}

func (s Source) quoteChar() string {
	if s.Dialect.QuoteChar == "" {
		return `"`
	}
	return s.Dialect.QuoteChar
}

// spool copies the file to path without its byte order mark and refuses what
// is not UTF-8, naming the line. It returns the length of the longest line.
func (s Source) spool(path string) (int, error) {
	in, err := s.Open()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", s.File, err)
	}
	defer in.Close()
	out, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	check := &utf8Check{line: 1}
	r := bufio.NewReaderSize(io.LimitReader(in, MaxFile+1), 1<<20)
	if mark, _ := r.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, err = r.Discard(3)
	}
	n, copyErr := io.Copy(io.MultiWriter(out, check), r)
	err = errors.Join(err, copyErr, out.Close())
	switch {
	case check.bad > 0:
		return 0, catalog.Invalidf(fmt.Sprintf("%s:%d", s.File, check.bad), "the line is not UTF-8; save the file as UTF-8")
	case err != nil:
		return 0, fmt.Errorf("%s: %w", s.File, err)
	case n > MaxFile:
		return 0, catalog.NewFault(catalog.TooLarge, s.File, fmt.Sprintf("tệp lớn hơn %d byte", int64(MaxFile)), fmt.Sprintf("the file is larger than %d bytes; split the table", int64(MaxFile)))
	case check.longest > MaxLine:
		return 0, catalog.NewFault(catalog.TooLarge, s.File, fmt.Sprintf("có dòng dài hơn %d byte", MaxLine), fmt.Sprintf("a line is longer than %d bytes", MaxLine))
	}
	return check.longest, nil
}

// utf8Check is a writer that notes the first line that is not UTF-8 and the
// length of the longest line.
type utf8Check struct {
	rest    []byte // an unfinished rune
	line    int
	bad     int
	length  int
	longest int
}

func (c *utf8Check) measure(p []byte) {
	for {
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			c.length += len(p)
			c.longest = max(c.longest, c.length)
			return
		}
		c.longest = max(c.longest, c.length+i+1)
		c.length, p = 0, p[i+1:]
	}
}

func (c *utf8Check) Write(p []byte) (int, error) {
	if c.bad > 0 {
		return len(p), nil
	}
	c.measure(p)
	b := p
	if len(c.rest) > 0 {
		b = append(c.rest, p...)
		c.rest = nil
	}
	cut := len(b)
	for i := 1; i <= utf8.UTFMax && i <= len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				cut = len(b) - i
			}
			break
		}
	}
	if !utf8.Valid(b[:cut]) {
		for i := 0; i < cut; {
			r, n := utf8.DecodeRune(b[i:cut])
			if r == utf8.RuneError && n == 1 {
				break
			}
			if r == '\n' {
				c.line++
			}
			i += n
		}
		c.bad = c.line
		return len(p), nil
	}
	c.line += strings.Count(string(b[:cut]), "\n")
	c.rest = append([]byte(nil), b[cut:]...)
	return len(p), nil
}

// header reads the column names from the spooled file and refuses what could
// not be told apart later.
func (s Source) header(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(io.LimitReader(f, MaxLine))
	if d, _ := utf8.DecodeRuneInString(s.delimiter()); d != utf8.RuneError {
		r.Comma = d
	}
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, catalog.Invalidf(s.File, "the file is empty; want a header line")
	}
	if err != nil {
		return nil, catalog.Invalidf(s.File+":1", "the header cannot be read: %v", err)
	}
	if len(names) > MaxColumns {
		return nil, catalog.NewFault(catalog.TooLarge, s.File+":1", fmt.Sprintf("%d cột; nhiều nhất %d", len(names), MaxColumns), fmt.Sprintf("%d columns; at most %d: a table this wide wants to be long", len(names), MaxColumns))
	}
	return names, s.checkHeader(names)
}

func (s Source) checkHeader(names []string) error {
	seen := map[string]int{}
	for i, n := range names {
		key := strings.ToLower(n)
		switch {
		case strings.TrimSpace(n) == "":
			return catalog.Invalidf(s.File+":1", "column %d has no name", i+1)
		case seen[key] > 0:
			return catalog.Invalidf(s.File+":1", "columns %d and %d are both named %q; names differ in more than case", seen[key], i+1, n)
		case n == rowColumn || strings.HasPrefix(n, printed("")):
			return catalog.Invalidf(s.File+":1", "column %d: the name %q is our own; rename it", i+1, n)
		}
		seen[key] = i + 1
	}
	for _, f := range s.Schema.Fields {
		if seen[strings.ToLower(f.Name)] == 0 {
			return catalog.Invalidf(s.File+":1", "the schema's column %q is missing; nearest: %q", f.Name, text.Nearest(f.Name, names))
		}
	}
	return nil
}
