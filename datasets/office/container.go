package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"
)

// container is the zip file around every office format.
type container struct {
	parts map[string]*zip.File
}

// contain opens the zip. What is none is told apart: files of Excel 97 and files
// with a password are both compound files.
func contain(r io.ReaderAt, size int64) (*container, error) {
	var head [8]byte
	if n, _ := r.ReadAt(head[:], 0); n == 8 && bytes.Equal(head[:], []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return nil, broken("tệp có mật khẩu hoặc theo dạng Office 97 (.xls, .doc); hãy bỏ mật khẩu và lưu thành .xlsx hoặc .docx", "the file has a password or the form of Office 97 (.xls, .doc); take the password away and save it as .xlsx or .docx")
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, broken("tệp không phải tệp văn phòng hoặc bị cắt cụt"+againVI, "the file is no office file or is cut short"+againEN)
	}
	if len(z.File) > MaxParts {
		return nil, broken("tệp có %d phần; nhiều nhất %d: hãy lưu riêng trang tính", "the file has %d parts; at most %d are read: save the sheet alone", len(z.File), MaxParts)
	}
	c := &container{parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		c.parts[strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/")] = f
	}
	return c, nil
}

func (c *container) has(name string) bool { return c.parts[name] != nil }

// part opens a part for reading within the limits.
func (c *container) part(name string) (io.ReadCloser, error) {
	f := c.parts[name]
	if f == nil {
		return nil, broken("tệp thiếu phần %s"+againVI, "the file lacks its part %s"+againEN, name)
	}
	if f.Flags&1 != 0 {
		return nil, broken("phần %s bị mã hóa; hãy bỏ mật khẩu (password)", "the part %s is encrypted; take the password away", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, broken("phần %s không giải nén được (%v)"+againVI, "the part %s cannot be unzipped (%v)"+againEN, name, err)
	}
	return &unzipping{r: r, name: name, zipped: int64(f.CompressedSize64)}, nil
}

// unzipping fails once a part is larger than it may be.
type unzipping struct {
	r            io.ReadCloser
	name         string
	read, zipped int64
}

func (u *unzipping) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.read += int64(n)
	switch {
	case u.read > MaxUnzipped:
		return n, tooMuch(broken("phần %s lớn hơn %d MB sau khi giải nén; hãy tách trang tính", "the part %s is larger than %d MB once unzipped; split the sheet", u.name, MaxUnzipped>>20))
	case u.read > ratioFrom && u.read/max(u.zipped, 1) > MaxRatio:
		return n, tooMuch(broken("phần %s giải nén ra hơn %d lần kích thước"+againVI, "the part %s unzips to more than %d times its size"+againEN, u.name, MaxRatio))
	case err != nil && err != io.EOF:
		return n, broken("phần %s bị hỏng (%v)"+againVI, "the part %s is damaged (%v)"+againEN, u.name, err)
	}
	return n, err
}

func (u *unzipping) Close() error { return u.r.Close() }

// tokens reads a part's XML piece by piece. Names have no namespace: the writers
// of these formats use various prefixes for the same elements.
type tokens struct {
	d    *xml.Decoder
	part string
	mark int64
	read int64
	in   io.ReadCloser
}

// tokens opens a part as XML; the caller closes it.
func (c *container) tokens(name string) (*tokens, error) {
	in, err := c.part(name)
	if err != nil {
		return nil, err
	}
	return newTokens(in, name), nil
}

func newTokens(in io.ReadCloser, name string) *tokens {
	t := &tokens{part: name, in: in}
	t.d = xml.NewDecoder(t)
	t.d.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the encoding %s is not read", charset)
	}
	return t
}

// Read implements io.Reader for the decoder and bounds one token.
func (t *tokens) Read(p []byte) (int, error) {
	if t.read-t.mark > maxToken {
		return 0, tooMuch(broken("phần %s có giá trị dài hơn %d MB; hãy rút ngắn", "the part %s has a value longer than %d MB; shorten it", t.part, maxToken>>20))
	}
	n, err := t.in.Read(p)
	t.read += int64(n)
	return n, err
}

// next returns the next token, valid until the call after; io.EOF ends.
func (t *tokens) next() (xml.Token, error) {
	tok, err := t.d.RawToken()
	t.mark = t.d.InputOffset()
	if err == nil || err == io.EOF {
		return tok, err
	}
	var f *Fault
	if errors.As(err, &f) {
		return nil, f
	}
	return nil, broken("phần %s không phải XML (%v)"+againVI, "the part %s is no XML (%v)"+againEN, t.part, err)
}

// all are the tokens to the end of the part; an error is the last thing it gives.
func (t *tokens) all() iter.Seq2[xml.Token, error] {
	return func(yield func(xml.Token, error) bool) {
		for {
			tok, err := t.next()
			if err == io.EOF || !yield(tok, err) || err != nil {
				return
			}
		}
	}
}

func (t *tokens) close() { _ = t.in.Close() } // only read from

// attr returns an element's attribute by its name without prefix.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// each gives every element's start to fn.
func (c *container) each(name string, fn func(xml.StartElement) error) error {
	t, err := c.tokens(name)
	if err != nil {
		return err
	}
	defer t.close()
	for tok, err := range t.all() {
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok {
			if err := fn(e); err != nil {
				return err
			}
		}
	}
	return nil
}
