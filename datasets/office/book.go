package office

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Book is an open file: its sheets in order, and their rows.
type Book interface {
	Sheets() []Sheet
	// Rows gives the rows of a sheet to fn, in order. An error of fn ends it and
	// comes back as it is.
	Rows(ctx context.Context, sheet int, fn func(Row) error) error
}

// format is a kind of office file.
type format struct {
	name string // of a resource's format and of the file's ending
	open func(*container) (Book, error)
}

// formats is every format that is read. Macro-enabled workbooks are workbooks:
// no macro is ever looked at.
func formats() []format {
	return []format{
		{"xlsx", openXLSX},
		{"xlsm", openXLSX},
		{"ods", openODS},
		{"docx", openDOCX},
	}
}

// Formats returns the names of the formats that are read.
func Formats() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, f.name)
	}
	return out
}

// Reads reports whether the format is one of [Formats].
func Reads(format string) bool { return slices.Contains(Formats(), format) }

// Open opens a file of the format. The error is a *Fault where the file is no such file, is
// damaged, or is larger than MaxFile (ErrLimit).
func Open(format string, r io.ReaderAt, size int64) (Book, error) {
	if size > MaxFile {
		return nil, tooLarge(size)
	}
	c, err := contain(r, size)
	if err != nil {
		return nil, err
	}
	for _, f := range formats() {
		if f.name == format {
			return f.open(c)
		}
	}
	return nil, broken("định dạng %q không phải tệp văn phòng; cần một trong %s", "format %q is no office file; want one of %s", format, strings.Join(Formats(), ", "))
}

// OpenFile is Open of an open file of a file system, which is read into memory where it
// cannot be read from anywhere.
func OpenFile(format string, f fs.File) (Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if r, ok := f.(io.ReaderAt); ok {
		return Open(format, r, info.Size())
	}
	return ReadAll(format, f)
}

// ReadAll opens a file that can only be read from its beginning; it is in memory
// then.
func ReadAll(format string, r io.Reader) (Book, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, err
	}
	return Open(format, bytes.NewReader(b), int64(len(b)))
}
