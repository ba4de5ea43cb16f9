package duck

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// resource is a resource of a package with the files it names.
type resource struct {
	pack  *datasets.Package
	res   datasets.Resource
	fsys  fs.FS
	files []string
}

// source returns where the rows come from. Several files are parts of one
// table, whose headers must agree.
func (e *Engine) source(ctx context.Context, r resource) table.Source {
	src := table.Source{Dialect: r.res.Dialect, Schema: r.res.Schema, Version: r.pack.Version, File: strings.Join(r.files, " + ")}
	if src.Dialect.Delimiter == "" && (r.res.Format == "tsv" || strings.HasSuffix(src.File, ".tsv")) {
		src.Dialect.Delimiter = "\t"
	}
	if !r.res.Tabular() {
		src.Dialect, src.Plain = datasets.Dialect{}, true
		src.Open = func() (io.ReadCloser, error) { return e.opt.Rows(ctx, r.pack, r.res, r.fsys) }
		return src
	}
	headed := r.res.Dialect.Header == nil || *r.res.Dialect.Header
	src.Open = func() (io.ReadCloser, error) { return openParts(r.fsys, r.files, headed) }
	return src
}

// parts reads files one after the other; from the second on the header is
// checked and left out.
type parts struct {
	fsys   fs.FS
	files  []string
	headed bool
	header []byte
	at     int
	file   fs.File
	r      *bufio.Reader
	last   byte
}

func openParts(fsys fs.FS, files []string, headed bool) (io.ReadCloser, error) {
	p := &parts{fsys: fsys, files: files, headed: headed, last: '\n'}
	return p, p.next()
}

// next opens the following file; io.EOF after the last.
func (p *parts) next() error {
	if err := p.Close(); err != nil {
		return err
	}
	if p.at == len(p.files) {
		return io.EOF
	}
	f, err := p.fsys.Open(p.files[p.at])
	if err != nil {
		return err
	}
	p.file, p.r = f, bufio.NewReaderSize(f, 1<<16)
	p.at++
	if p.headed && len(p.files) > 1 {
		return p.check()
	}
	return nil
}

// check compares the header of a part with that of the first one.
func (p *parts) check() error {
	line, err := p.r.ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	line = bytes.TrimRight(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")), "\r\n")
	if p.at == 1 {
		p.header = line
		p.r = bufio.NewReader(io.MultiReader(bytes.NewReader(append(bytes.Clone(line), '\n')), p.r))
		return nil
	}
	if !bytes.Equal(line, p.header) {
		a, b := p.files[p.at-1], p.files[0]
		return catalog.NewFault(catalog.Invalid, a+":1", fmt.Sprintf("tiêu đề khác với %s; các phần của một bảng phải cùng cột", b), fmt.Sprintf("the header differs from that of %s; the parts of a table have the same columns", b))
	}
	return nil
}

// Read implements io.Reader; a part without a final line end gets one.
func (p *parts) Read(b []byte) (int, error) {
	for {
		n, err := p.r.Read(b)
		if n > 0 {
			p.last = b[n-1]
			return n, nil
		}
		if !errors.Is(err, io.EOF) {
			return 0, err
		}
		if p.at < len(p.files) && p.last != '\n' && len(b) > 0 {
			b[0], p.last = '\n', '\n'
			return 1, nil
		}
		if err := p.next(); err != nil {
			return 0, err
		}
	}
}

// Close closes the open part.
func (p *parts) Close() error {
	if p.file == nil {
		return nil
	}
	err := p.file.Close()
	p.file, p.r = nil, bufio.NewReader(strings.NewReader(""))
	return err
}
