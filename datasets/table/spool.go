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
	err = s.count(ctx, sc, p, out, report)
	if end := errors.Join(p.close(), f.Close()); err == nil {
		err = end
	}
	out.sha = p.sum()
	return out, err
}

// count tallies and prints the rows while they are read.
func (s Source) count(ctx context.Context, sc *scanner, p *press, out *spooled, report *Report) error {
	missing := make([][]string, len(out.names))
	for i, n := range out.names {
		f := fieldOf(s.Schema, n)
		missing[i] = codes(missingOf(s.Schema, f))
		out.tallies[i].trim = f.Type == "" || f.Type == "any" || f.Type == "number" && f.DecimalChar == "" && f.GroupChar == "" && (f.BareNumber == nil || *f.BareNumber)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := newLines(len(out.names))
	go func() { lines.read(ctx, sc, report) }()
	prints := make([]printing, len(out.names))
	for b := range lines.full {
		for at := 0; at < len(b.cells); at += len(out.names) {
			cells := b.cells[at : at+len(out.names)]
			for i, c := range cells {
				prints[i] = out.tallies[i].add(c, missing[i])
			}
			out.rows++
			out.longest = max(out.longest, p.row(out.rows, cells, prints))
		}
		if p.bytes > MaxFile {
			return catalog.NewFault(catalog.TooLarge, s.File, fmt.Sprintf("tệp lớn hơn %d byte", int64(MaxFile)), fmt.Sprintf("the file is larger than %d bytes; split the table", int64(MaxFile)))
		}
		lines.free <- b
	}
	return lines.err
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

// press writes rows to a file and hashes them as the CSV download prints them,
// in a goroutine of its own that close waits for.
type press struct {
	w     io.Writer
	hash  hash.Hash
	buf   []byte // of the row numbers and cells
	plain []byte // of the cells as their values print, with CRLF
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

// row prints a row as it is, and once more as its values print, and returns
// its length.
func (p *press) row(number int, cells [][]byte, prints []printing) int {
	p.buf = append(strconv.AppendInt(p.buf, int64(number), 10), ',')
	from := len(p.buf)
	other := false
	for i, c := range cells {
		if i > 0 {
			p.buf = append(p.buf, ',')
		}
		p.buf = cellOut(p.buf, c)
		other = other || prints[i] != asWritten
	}
	n := len(p.buf) - from
	if other {
		for i, c := range cells {
			if i > 0 {
				p.plain = append(p.plain, ',')
			}
			switch prints[i] {
			case asWritten:
				p.plain = cellOut(p.plain, c)
			case withoutZeros:
				p.plain = append(p.plain, trimZeros(c)...)
			}
		}
	} else {
		p.plain = append(p.plain, p.buf[from:]...)
	}
	p.plain = append(p.plain, '\r', '\n')
	p.buf = append(p.buf, '\n')
	if p.bytes += int64(n); len(p.buf) >= pressBuffer {
		p.flush()
	}
	return n
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
