package duck

import (
	"context"
	"io"
	"runtime"
	"strconv"

	"honglinh/datasets/grid"
	"honglinh/datasets/table"
)

// batch is rows on their way from the scanner over a counter to the file: the
// cells of one row after the other, in data, and what they print as.
type batch struct {
	data    []byte
	cells   [][]byte
	first   int // number of the first row, counted from 1
	rows    int
	longest int    // bytes of the longest row
	printed []byte // the numbers of the rows and their cells, as spoolCell writes them
	plain   []byte // the cells as their values print, with CRLF
	counted chan struct{}
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
	b.rows++
}

// print prints a row as it is, and once more as its values print.
func (b *batch) print(number int, cells [][]byte, prints []printing) {
	b.printed = strconv.AppendInt(b.printed, int64(number), 10)
	from := len(b.printed)
	for i, c := range cells {
		b.printed = spoolCell(append(b.printed, cellSign), c)
		if i > 0 {
			b.plain = append(b.plain, ',')
		}
		switch prints[i] {
		case asWritten:
			b.plain = cellOut(b.plain, c)
		case withoutZeros:
			b.plain = append(b.plain, trimZeros(c)...)
		}
	}
	b.longest = max(b.longest, len(b.printed)-from)
	b.plain = append(b.plain, '\r', '\n')
	b.printed = append(b.printed, '\n')
}

// lines hands batches of rows from the goroutine that scans to those that count
// and, in the order of the file, to the one that writes; the batches go round.
type lines struct {
	columns          int
	work, full, free chan *batch
	err              error // set before work and full are closed
}

// counters is how many goroutines count: the scanner is faster than three.
func counters() int { return min(runtime.GOMAXPROCS(0), 3) }

func newLines(columns int) *lines {
	n := counters() + 2 // one is being scanned, one written
	l := &lines{columns: columns, work: make(chan *batch, n), full: make(chan *batch, n), free: make(chan *batch, n)}
	for range n {
		l.free <- &batch{counted: make(chan struct{}, 1)}
	}
	return l
}

// read scans to the end or until ctx does. Rows that cannot be read are left
// out and named in the report; those that were refused elsewhere are left out.
func (l *lines) read(ctx context.Context, in grid.Reader, refused func(grid.Place) bool, report *table.Report) {
	defer close(l.full)
	defer close(l.work)
	first := 1
	b := <-l.free
	send := func() bool {
		b.first = first
		first += b.rows
		l.work <- b // there is room for every batch
		l.full <- b
		select {
		case b = <-l.free:
			*b = batch{data: b.data[:0], cells: b.cells[:0], printed: b.printed[:0], plain: b.plain[:0], counted: b.counted}
			return true
		case <-ctx.Done():
			return false
		}
	}
	for {
		row, err := in.Next()
		if err == io.EOF {
			send()
			l.err = ctx.Err()
			return
		}
		if bad, ok := err.(*grid.Bad); ok {
			if refused != nil && refused(bad.Place) {
				report.Refused++
				continue
			}
			reject(report, max(bad.Line, 1), bad.Reason)
			continue
		}
		if err != nil {
			l.err = err
			return
		}
		if refused != nil && refused(row.Place) {
			report.Refused++
			continue
		}
		if b.add(row.Cells); len(b.data) >= batchBytes && !send() {
			l.err = ctx.Err()
			return
		}
	}
}
