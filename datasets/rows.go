package datasets

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text/notice"
	"honglinh/datasets/delimited"
	"honglinh/datasets/grid"
	"honglinh/datasets/jsonlist"
	"honglinh/datasets/office"
)

// MaxTable is the largest table file in bytes, unpacked: ten times the largest
// national register we know of.
const MaxTable = 64 << 30

// OpenTable opens the files of a tabular resource as one table, whose parts have the
// same columns. The names are as Files returns them; a file is called in faults and
// places what label makes of its name, nil for the name. What one file is refused for
// is the refusal of the table.
func OpenTable(fsys fs.FS, files []string, r Resource, label func(string) string) (grid.Reader, error) {
	if label == nil {
		label = func(name string) string { return name }
	}
	p := &parts{open: func(i int) (grid.Reader, error) { return openPart(fsys, files[i], r, label(files[i])) }, count: len(files)}
	return p, p.next()
}

// openPart opens one file by its format.
func openPart(fsys fs.FS, name string, r Resource, label string) (grid.Reader, error) {
	open := func() (io.ReadCloser, error) { return openFile(fsys, name, r.packed(name)) }
	if r.Inline != nil {
		open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(r.Inline)), nil }
	}
	var in grid.Reader
	var err error
	switch format := r.Format; {
	case office.Reads(format):
		in, err = openOffice(open, r, label)
	case format == "json", format == "jsonl":
		in, err = jsonlist.Open(jsonlist.Options{Open: open, File: label, Encoding: r.Encoding, Dialect: r.Dialect, Lines: r.Format == "jsonl", Names: r.Schema.names()})
		if err == nil {
			in = notatedRows(in, r.Schema)
		}
	case format == "", format == "csv", format == "tsv", format == "txt":
		opt := delimited.Options{Open: open, File: label, Encoding: r.Encoding, Dialect: r.Dialect, Names: r.Schema.names(), Most: MaxTable}
		if opt.Dialect.Delimiter == "" && (r.Format == "tsv" || strings.HasSuffix(strings.TrimSuffix(strings.ToLower(name), ".gz"), ".tsv")) {
			opt.Dialect.Delimiter = "\t"
		}
		in, err = delimited.Open(opt)
	default:
		err = catalog.NewFault(catalog.Invalid, label, fmt.Sprintf("không đọc được bảng dạng %q; hãy lưu bảng dạng CSV UTF-8", r.Format), fmt.Sprintf("tables of the format %q are not read; save the table as CSV UTF-8", r.Format))
	}
	if err != nil {
		return nil, err
	}
	if err := r.Schema.matches(in.About()); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return in, nil
}

func (s Schema) names() []string {
	out := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		out[i] = f.Name
	}
	return out
}

// packed reports whether a file is compressed with gzip.
func (r Resource) packed(name string) bool {
	return r.Compression == "gz" || strings.HasSuffix(strings.ToLower(name), ".gz")
}

// openFile opens a file, unpacked.
func openFile(fsys fs.FS, name string, packed bool) (io.ReadCloser, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, missing(name, err)
	}
	if !packed {
		return f, nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(notice.Of("not-gzip", path.Base(name)).Because(err), f.Close())
	}
	return unpacked{z, f}, nil
}

type unpacked struct {
	*gzip.Reader
	file fs.File
}

func (u unpacked) Close() error { return errors.Join(u.Reader.Close(), u.file.Close()) }

// parts reads several files as one table.
type parts struct {
	open  func(int) (grid.Reader, error)
	count int
	at    int // files opened
	now   grid.Reader
	about grid.About
	order []int // of the columns of the part in those of the first; nil for the same
	cells [][]byte
}

// next opens the following part; io.EOF after the last.
func (p *parts) next() error {
	if p.now != nil {
		p.take()
		if err := p.now.Close(); err != nil {
			return err
		}
		p.now = nil
	}
	if p.at == p.count {
		return io.EOF
	}
	in, err := p.open(p.at)
	if err != nil {
		return err
	}
	p.now = in
	if p.at++; p.at == 1 {
		notes := p.about.Notes
		p.about = *in.About()
		p.about.Notes = notes
		return nil
	}
	return p.align(in.About())
}

// align finds the columns of the first part in a further one.
func (p *parts) align(a *grid.About) error {
	p.order = nil
	if slices.Equal(a.Columns, p.about.Columns) {
		return nil
	}
	for _, name := range p.about.Columns {
		p.order = append(p.order, slices.Index(a.Columns, name))
	}
	if len(a.Columns) != len(p.about.Columns) || slices.Contains(p.order, -1) {
		return catalog.NewFault(catalog.Invalid, a.File+":1", fmt.Sprintf("tiêu đề khác với %s; các phần của một bảng phải cùng cột", p.about.File),
			fmt.Sprintf("the header differs from that of %s; the parts of a table have the same columns", p.about.File))
	}
	return nil
}

// take takes over what is known of the part that is being read: its notes, and of the
// first what shows while its rows go by.
func (p *parts) take() {
	if now := p.now.About(); p.at == 1 {
		p.about.Encoding, p.about.NumberRows, p.about.Behind, p.about.Beside = now.Encoding, now.NumberRows, now.Behind, now.Beside
	}
	for _, n := range p.now.About().Notes {
		p.about.Add(n)
	}
	p.now.About().Notes = nil
}

// About implements grid.Reader.
func (p *parts) About() *grid.About {
	if p.now != nil {
		p.take()
	}
	return &p.about
}

// Next implements grid.Reader.
func (p *parts) Next() (grid.Row, error) {
	for {
		if p.now == nil {
			return grid.Row{}, io.EOF
		}
		row, err := p.now.Next()
		if err == io.EOF {
			if err := p.next(); err != nil {
				return grid.Row{}, err
			}
			continue
		}
		if err == nil && p.order != nil {
			p.cells = p.cells[:0]
			for _, from := range p.order {
				p.cells = append(p.cells, row.Cells[from])
			}
			row.Cells = p.cells
			if row.Typed != nil {
				typed := make([]bool, len(p.order))
				for i, from := range p.order {
					typed[i] = row.Typed[from]
				}
				row.Typed = typed
			}
		}
		return row, err
	}
}

// Close implements grid.Reader.
func (p *parts) Close() error {
	if p.now == nil {
		return nil
	}
	now := p.now
	p.take()
	p.now = nil
	return now.Close()
}
