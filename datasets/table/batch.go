package table

import (
	"context"
	"fmt"
	"io"
)

// batch is rows on their way from the scanner: the cells of one row after the
// other, in data.
type batch struct {
	data  []byte
	cells [][]byte
}

// batchBytes is how much text is handed over at once.
const batchBytes = 256 << 10

// add copies a row, whose cells are the scanner's.
func (b *batch) add(cells [][]byte) {
	for _, c := range cells {
		from := len(b.data)
		b.data = append(b.data, c...)
		b.cells = append(b.cells, b.data[from:len(b.data):len(b.data)])
	}
}

// lines hands batches of rows from the goroutine that scans to the one that
// counts; the batches go round.
type lines struct {
	columns    int
	full, free chan *batch
	err        error // set before full is closed
}

func newLines(columns int) *lines {
	l := &lines{columns: columns, full: make(chan *batch, 2), free: make(chan *batch, 4)}
	for range 3 {
		l.free <- &batch{}
	}
	return l
}

// read scans to the end or until ctx does. Rows that cannot be read are left
// out and named in the report.
func (l *lines) read(ctx context.Context, sc *scanner, report *Report) {
	defer close(l.full)
	b := <-l.free
	send := func() bool {
		select {
		case l.full <- b:
		case <-ctx.Done():
			return false
		}
		select {
		case b = <-l.free:
			b.data, b.cells = b.data[:0], b.cells[:0]
			return true
		case <-ctx.Done():
			return false
		}
	}
	for {
		cells, err := sc.row()
		switch {
		case err == io.EOF:
			send()
			l.err = ctx.Err()
			return
		case err == nil && len(cells) == 1 && l.columns != 1 && len(cells[0]) == 0:
			continue // an empty line
		case err == nil && len(cells) != l.columns:
			err = badRow(fmt.Sprintf("có %d ô, cần %d", len(cells), l.columns), fmt.Sprintf("has %d cells, want %d", len(cells), l.columns))
		}
		if bad, ok := err.(*errRow); ok {
			report.reject(sc.line, bad.reason)
			continue
		}
		if err != nil {
			l.err = err
			return
		}
		if b.add(cells); len(b.data) >= batchBytes && !send() {
			l.err = ctx.Err()
			return
		}
	}
}
