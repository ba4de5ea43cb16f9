package inspect

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/datasets/office"
)

// maxRefused is how many rows of a table are refused one by one; more are counted.
const maxRefused = 100

// ErrTooMuch says that a file has more cells than are looked at.
var ErrTooMuch = errors.New("more cells than are looked at")

// File tells what is understood of a file without a descriptor: every table of it,
// and the descriptor of a package that would have it. The error is the context's.
func File(ctx context.Context, fsys fs.FS, name string) (Finding, error) {
	return Within(ctx, fsys, name, math.MaxInt)
}

// Within is File for a file of at most so many cells, whatever they are packed into. The
// error is the context's, or ErrTooMuch.
func Within(ctx context.Context, fsys fs.FS, name string, cells int) (Finding, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	out := Finding{Path: name, spend: func(n int) {
		if cells -= n; cells < 0 {
			stop(ErrTooMuch)
		}
	}}
	format := datasets.FormatOf(name)
	switch {
	case office.Reads(format):
		out.office(ctx, fsys, name, format)
	case format == "csv" || format == "tsv" || format == "json" || format == "jsonl" || format == "":
		if format == "" {
			format = "csv"
		}
		out.add(ctx, fsys, datasets.Resource{Paths: []string{name}, Type: "table", Format: format})
	default:
		out.features(ctx, fsys, name, format)
	}
	if out.Fault == nil {
		out.Descriptor = describe(name, out.Tables)
	}
	out.spend = nil
	return out, context.Cause(ctx)
}

// office looks at every sheet that is shown; one without a table, or a row, is passed over
// where another has one.
func (f *Finding) office(ctx context.Context, fsys fs.FS, name, format string) {
	sheets, err := sheetsOf(fsys, name, format)
	if err != nil {
		f.Fault = said(err)
		return
	}
	var without []Table
	for i, s := range sheets {
		if s.Hidden && len(sheets) > 1 || ctx.Err() != nil {
			continue
		}
		res := datasets.Resource{Paths: []string{name}, Type: "table", Format: format}
		if len(sheets) > 1 {
			res.Dialect.SheetNumber = i + 1
		}
		for _, t := range f.apart(ctx, fsys, res) {
			t.number = res.Dialect.SheetNumber
			if t.Sheet == "" {
				t.Sheet = s.Name
			}
			if t.Fault != nil || t.Rows == 0 && t.RefusedTotal == 0 {
				without = append(without, t)
				continue
			}
			f.Tables = append(f.Tables, t)
		}
	}
	if len(f.Tables) == 0 {
		f.Tables = without
	}
}

// apart reads the tables of a sheet, each with the area that is its own: those one below
// the other, and of each row of them those side by side.
func (f *Finding) apart(ctx context.Context, fsys fs.FS, res datasets.Resource) []Table {
	var out []Table
	for _, t := range f.stacked(ctx, fsys, res) {
		var beside []Table
		for _, area := range t.Beside {
			res.Dialect.Range = area
			one := f.read(ctx, fsys, res)
			one.area = area
			beside = append(beside, one)
		}
		if beside == nil || slices.ContainsFunc(beside, func(x Table) bool { return x.Fault != nil || x.Rows == 0 }) {
			beside = []Table{t} // the groups are no tables by themselves
		}
		out = append(out, beside...)
	}
	return out
}

// maxStacked is how many tables of a sheet are told apart.
const maxStacked = 20

// stacked reads the tables of a sheet that stand one below the other, each with the rows
// that are its own.
func (f *Finding) stacked(ctx context.Context, fsys fs.FS, res datasets.Resource) []Table {
	out := []Table{f.read(ctx, fsys, res)}
	for from := 1; len(out) < maxStacked && ctx.Err() == nil; {
		next := out[len(out)-1].Behind
		if next <= from {
			break
		}
		out[len(out)-1].area = fmt.Sprintf("%d:%d", from, next-1)
		from = next
		res.Dialect.Range = fmt.Sprintf("%d:%d", from, office.MaxRows)
		out = append(out, f.read(ctx, fsys, res))
		out[len(out)-1].area = res.Dialect.Range
	}
	return out
}

func sheetsOf(fsys fs.FS, name, format string) ([]office.Sheet, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	book, err := office.OpenFile(format, file)
	if err != nil {
		return nil, err
	}
	return book.Sheets(), nil
}

func (f *Finding) add(ctx context.Context, fsys fs.FS, res datasets.Resource) {
	f.Tables = append(f.Tables, f.read(ctx, fsys, res))
}

// read reads a table to its end and tells what is in it.
func (f *Finding) read(ctx context.Context, fsys fs.FS, res datasets.Resource) Table {
	t := Table{Format: res.Format, path: res.Paths[0], spend: f.spend}
	t.File = res.Paths[0]
	in, err := datasets.OpenTable(fsys, res.Paths, res, nil)
	if err != nil {
		t.Fault = said(err)
		return t
	}
	defer in.Close()
	seed := maphash.MakeSeed()
	var tallies []*tally
	for _, name := range in.About().Columns {
		tallies = append(tallies, newTally(name, in.About().Plain, seed))
	}
	t.Fault = said(t.rows(ctx, in, tallies))
	t.About = *in.About()
	for _, c := range tallies {
		t.Fields = append(t.Fields, c.column())
	}
	return t
}

func (t *Table) rows(ctx context.Context, in grid.Reader, tallies []*tally) error {
	for {
		row, err := in.Next()
		if bad, ok := grid.AsBad(err); ok {
			if t.RefusedTotal++; len(t.Refused) < maxRefused {
				t.Refused = append(t.Refused, Refusal{Row: bad.Number, Reason: bad.Reason, Remedy: bad.Remedy})
			}
			continue
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if t.spend != nil {
			t.spend(len(row.Cells))
		}
		if t.Rows++; ctx.Err() != nil {
			return ctx.Err()
		}
		for i, c := range tallies {
			c.add(row.Number, row.Cells[i])
		}
	}
}

// said is an error in both languages; one that is only English is both.
func said(err error) text.Text {
	if err == nil {
		return nil
	}
	var f *catalog.Fault
	if !errors.As(err, &f) {
		return notice.Said(err)
	}
	out := text.New(f.Detail[text.VI], f.Detail[text.EN])
	for lang, s := range out {
		if f.Where != "" {
			out[lang] = f.Where + ": " + s
		}
	}
	return out
}

// Clean makes a file name the name of a package: lower-case ASCII.
func Clean(name string) string {
	base := path.Base(name)
	for ext := path.Ext(base); ext != "" && len(ext) <= 9 && ext != base; ext = path.Ext(base) {
		base = strings.TrimSuffix(base, ext)
	}
	if s := text.Slug(base, 60); s != "" {
		return s
	}
	return "table"
}

// String is the refusal on one line, for terminals.
func (r Refusal) String() string {
	return text.Visible(fmt.Sprintf("row %d: %s; %s", r.Row, r.Reason[text.EN], r.Remedy[text.EN]))
}
