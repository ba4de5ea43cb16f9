package table

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strconv"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
)

// spooled is a source read once: its rows in canonical CSV on disk, numbered,
// and what was counted on the way. Every row decides the types.
type spooled struct {
	names   []string
	tallies []tally
	rows    int
	longest int // bytes of the longest row
	sha     string
}

// spool reads the whole source and writes it to path: first the number of the
// row, then its cells, separated by commas and quoted only where needed. Rows
// that cannot be read are left out and named in the report.
func (s Source) spool(ctx context.Context, path string, report *Report) (*spooled, error) {
	sc, closer, err := s.open()
	if closer != nil {
		defer closer.Close()
	}
	if err != nil {
		return nil, err
	}
	out := &spooled{}
	if out.names, err = s.header(sc); err != nil {
		return nil, err
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	p := newPress(f, out.names)
	out.tallies = make([]tally, len(out.names))
	err = s.copyRows(ctx, sc, p, out, report)
	if end := errors.Join(p.close(), f.Close()); err == nil {
		err = end
	}
	out.sha = p.sum()
	return out, err
}

func (s Source) copyRows(ctx context.Context, sc *scanner, p *press, out *spooled, report *Report) error {
	missing := make([][]string, len(out.names))
	for i, n := range out.names {
		missing[i] = codes(missingOf(s.Schema, fieldOf(s.Schema, n)))
	}
	for {
		cells, err := sc.row()
		if err == io.EOF {
			return nil
		}
		if err == nil && len(cells) != len(out.names) {
			if len(cells) == 1 && len(cells[0]) == 0 {
				continue // an empty line
			}
			err = badRow(fmt.Sprintf("có %d ô, cần %d", len(cells), len(out.names)), fmt.Sprintf("has %d cells, want %d", len(cells), len(out.names)))
		}
		if bad, ok := err.(*errRow); ok {
			report.reject(sc.line, bad.reason)
			continue
		}
		if err != nil {
			return err
		}
		out.rows++
		if out.rows&0xffff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for i, c := range cells {
			out.tallies[i].add(c, missing[i])
		}
		n, err := p.row(out.rows, cells)
		if err != nil {
			return err
		}
		if out.longest = max(out.longest, n); p.bytes > MaxFile {
			return catalog.NewFault(catalog.TooLarge, s.File, fmt.Sprintf("tệp lớn hơn %d byte", int64(MaxFile)), fmt.Sprintf("the file is larger than %d bytes; split the table", int64(MaxFile)))
		}
	}
}

func (r *Report) reject(line int, reason text.Text) {
	r.RejectedTotal++
	if len(r.Rejected) < maxRejects {
		r.Rejected = append(r.Rejected, Reject{line, reason[text.EN], reason})
	}
}

// codes leaves out the empty string, which is always missing.
func codes(missing []string) []string {
	var out []string
	for _, m := range missing {
		if m != "" {
			out = append(out, m)
		}
	}
	return out
}

// press writes rows to a file and hashes them as the CSV download, in a
// goroutine of its own that close waits for.
type press struct {
	w     io.Writer
	hash  hash.Hash
	buf   []byte // of the row numbers and cells
	plain []byte // of the cells alone, with CRLF
	full  chan [2][]byte
	free  chan [2][]byte
	done  chan error
	bytes int64
}

// pressBuffer is the size of a buffer handed to the writing goroutine.
const pressBuffer = 1 << 20

func newPress(w io.Writer, names []string) *press {
	p := &press{w: w, hash: sha256.New(), full: make(chan [2][]byte, 2), free: make(chan [2][]byte, 3), done: make(chan error, 1)}
	for range 2 {
		p.free <- [2][]byte{make([]byte, 0, pressBuffer+pressBuffer/4), make([]byte, 0, pressBuffer+pressBuffer/4)}
	}
	io.WriteString(p.hash, csvHeader(names, ",")+"\r\n")
	go p.run()
	return p
}

func (p *press) run() {
	var first error
	for pair := range p.full {
		if first == nil {
			_, first = p.w.Write(pair[0])
			p.hash.Write(pair[1])
		}
		p.free <- [2][]byte{pair[0][:0], pair[1][:0]}
	}
	p.done <- first
}

// row prints a row and returns its length.
func (p *press) row(number int, cells [][]byte) (int, error) {
	from := len(p.plain)
	for i, c := range cells {
		if i > 0 {
			p.plain = append(p.plain, ',')
		}
		p.plain = cellOut(p.plain, c)
	}
	line := p.plain[from:]
	p.buf = append(strconv.AppendInt(p.buf, int64(number), 10), ',')
	p.buf = append(append(p.buf, line...), '\n')
	n := len(line)
	p.plain = append(p.plain, '\r', '\n')
	p.bytes += int64(n)
	if len(p.plain) >= pressBuffer {
		p.flush()
	}
	return n, nil
}

func (p *press) flush() {
	p.full <- [2][]byte{p.buf, p.plain}
	next := <-p.free
	p.buf, p.plain = next[0], next[1]
}

func (p *press) close() error {
	p.flush()
	close(p.full)
	return <-p.done
}

func (p *press) sum() string { return hex.EncodeToString(p.hash.Sum(nil)) }

func fieldOf(schema datasets.Schema, name string) datasets.Field {
	f, _ := schema.Field(name)
	return f
}

func missingOf(schema datasets.Schema, f datasets.Field) []string {
	if len(f.MissingValues) > 0 {
		return f.MissingValues
	}
	return schema.MissingValues
}
