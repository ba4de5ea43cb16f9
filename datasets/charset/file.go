package charset

import (
	"fmt"
	"io"

	"honglinh/catalog"
)

// File is a text file that is open: its text in UTF-8, whatever it is written in.
type File struct {
	*Reader
	closer io.Closer
}

// Open opens a file of text. declared is the encoding that somebody names, "" for none;
// name stands in faults; most is how many bytes are read, 0 for all.
func Open(open func() (io.ReadCloser, error), declared, name string, most int64) (*File, error) {
	in, err := open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var src io.Reader = in
	if most > 0 {
		src = &bounded{in, most, name}
	}
	r, err := NewReader(src, declared, name)
	if err != nil {
		_ = in.Close() // it was read only
		return nil, err
	}
	return &File{r, in}, nil
}

// Close closes the file; a second time, and on none, it does nothing.
func (f *File) Close() error {
	if f == nil || f.closer == nil {
		return nil
	}
	c := f.closer
	f.closer = nil
	return c.Close()
}

// bounded fails once more than left bytes were read.
type bounded struct {
	r    io.Reader
	left int64
	file string
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, catalog.NewFault(catalog.TooLarge, b.file, "tệp lớn hơn mức đọc được; hãy chia bảng ra", "the file is larger than what is read; split the table")
	}
	return n, err
}
