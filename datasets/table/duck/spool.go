package duck

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/datasets/table"
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
func (s input) spool(ctx context.Context, path string, report *table.Report) (*spooled, error) {
	rows, err := s.open()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := &spooled{names: rows.About().Columns}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	io.WriteString(sum, csvHeader(out.names, ",")+"\r\n")
	if err := errors.Join(s.count(ctx, rows, f, sum, out, report), f.Close()); err != nil {
		return nil, err
	}
	if out.rows == 0 && (report.RejectedTotal+report.Refused > 0 || s.Refused != nil) {
		return nil, emptied(s.File, report)
	}
	report.Notes = rows.About().Notes
	out.sha = hex.EncodeToString(sum.Sum(nil))
	return out, nil
}

// count reads, tallies and prints the rows: one goroutine scans, some tally and
// print, this one writes the rows as they are to w and as their values print to
// sum.
func (s input) count(ctx context.Context, rows grid.Reader, w, sum io.Writer, out *spooled, report *table.Report) error {
	var all sync.WaitGroup
	defer all.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := newLines(len(out.names))
	all.Go(func() { lines.read(ctx, rows, s.Refused, report) })
	started := make([]*counter, counters())
	ruled := make([]atomic.Bool, len(out.names))
	for i := range started {
		c := newCounter(s, out.names, ruled)
		started[i] = c
		all.Go(func() {
			for b := range lines.work {
				c.count(b)
				b.counted <- struct{}{}
			}
		})
	}
	var bytes int64
	for b := range lines.full {
		<-b.counted
		out.rows += b.rows
		out.longest = max(out.longest, b.longest)
		if bytes += int64(len(b.data)); bytes > table.MaxFile {
			return catalog.NewFault(catalog.TooLarge, s.File, fmt.Sprintf("tệp lớn hơn %d byte", int64(table.MaxFile)), fmt.Sprintf("the file is larger than %d bytes; split the table", int64(table.MaxFile)))
		}
		if _, err := w.Write(b.printed); err != nil {
			return err
		}
		sum.Write(b.plain) // a hash never fails
		lines.free <- b
	}
	out.tallies = make([]tally, len(out.names))
	for _, c := range started {
		for i := range out.tallies {
			out.tallies[i].join(c.tallies[i])
		}
	}
	return lines.err
}

// counter tallies and prints batches of rows.
type counter struct {
	missing [][]string
	tallies []tally
	prints  []printing
	// ruled says for each column that some counter has seen that it is none of
	// numbers.
	ruled []atomic.Bool
}

func newCounter(s input, names []string, ruled []atomic.Bool) *counter {
	schema := s.Schema
	c := &counter{missing: make([][]string, len(names)), tallies: make([]tally, len(names)), prints: make([]printing, len(names)), ruled: ruled}
	for i, n := range names {
		f := fieldOf(schema, n)
		c.missing[i] = codes(missingOf(schema, f))
		c.tallies[i].notated, c.tallies[i].plain = notated(f), s.Plain
		c.tallies[i].days = f.Type == "date" && layoutOf(f) == nil
		c.tallies[i].trim = f.Type == "" || f.Type == "any" || f.Type == "number" && f.DecimalChar == "" && f.GroupChar == "" && (f.BareNumber == nil || *f.BareNumber)
	}
	return c
}

func (c *counter) count(b *batch) {
	for i := range c.tallies {
		c.tallies[i].trim = c.tallies[i].trim && !c.ruled[i].Load()
	}
	columns := len(c.tallies)
	for n := range b.rows {
		cells := b.cells[n*columns : (n+1)*columns]
		for i, cell := range cells {
			c.prints[i] = c.tallies[i].add(cell, c.missing[i])
		}
		b.print(b.first+n, cells, c.prints)
	}
	for i := range c.tallies {
		if !c.tallies[i].trim {
			c.ruled[i].Store(true)
		}
	}
}

// emptied refuses a table of which no row is left: a shell with columns only tells
// nobody anything.
func emptied(file string, report *table.Report) error {
	vi, en := "không còn dòng nào: mọi dòng đều bị từ chối", "no row is left: all are refused"
	if all := report.RejectedTotal + report.Refused; all > 0 {
		vi, en = fmt.Sprintf("không còn dòng nào: cả %d dòng đều bị từ chối", all), fmt.Sprintf("no row is left: all %d are refused", all)
	}
	if len(report.Rejected) > 0 {
		why := report.Rejected[0]
		vi, en = vi+fmt.Sprintf(", dòng đầu tiên (%d): %s", why.Line, why.Detail[text.VI]), en+fmt.Sprintf(", the first of them (%d) because %s", why.Line, why.Reason)
	}
	return catalog.NewFault(catalog.Invalid, file, vi, en)
}

// maxRejects is how many rows are reported one by one; more are counted.
const maxRejects = 1000

// reject leaves a row out and names it, up to maxRejects.
func reject(r *table.Report, line int, reason text.Text) {
	r.RejectedTotal++
	if len(r.Rejected) < maxRejects {
		r.Rejected = append(r.Rejected, table.Reject{Line: line, Reason: reason[text.EN], Detail: reason})
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

func fieldOf(schema datasets.Schema, name string) datasets.Field {
	f, _ := schema.Field(name)
	return f
}

func missingOf(schema datasets.Schema, f datasets.Field) []string {
	if f.MissingValues != nil {
		return f.MissingValues
	}
	return schema.MissingValues
}
