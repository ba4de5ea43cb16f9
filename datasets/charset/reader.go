package charset

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// probe is how many bytes from the first that is not ASCII on are looked at: some
// ten thousand words, of which a few dozen suffice.
const probe = 128 << 10

// Reader reads text as UTF-8. While the text is ASCII it passes through; what the
// encoding is, is decided where that ends.
type Reader struct {
	src      io.Reader
	declared string
	file     string
	found    Found
	decided  bool
	decode   decoder // nil where bytes pass as they are
	raw, out []byte  // read and not decoded; decoded and not given
	at       int     // in out
	err      error
	buf      []byte
}

// NewReader returns a reader of a text whose descriptor declares an encoding, or ""
// for none. file names it in faults. An error is of the name of the encoding, or of
// a file that is no text.
func NewReader(src io.Reader, declared, file string) (*Reader, error) {
	name := ""
	if declared != "" {
		var err error
		if name, err = Known(declared); err != nil {
			return nil, err
		}
	}
	size := 64 << 10
	if s, ok := src.(interface{ Len() int }); ok { // a page in memory, of which there are thousands
		size = min(size, s.Len()+1)
	}
	r := &Reader{src: src, declared: name, file: file, buf: make([]byte, size)}
	return r, r.begin()
}

// Found returns the encoding; it is decided when the text has been read.
func (r *Reader) Found() Found {
	if !r.decided {
		return Found{Name: ASCII, Declared: r.declared != ""}
	}
	return r.found
}

// begin reads the marks at the front of the file.
func (r *Reader) begin() error {
	head, err := r.head()
	if err != nil {
		return fmt.Errorf("%s: %w", r.file, err)
	}
	if what, bad := notText(head); bad {
		return &catalog.Fault{Kind: catalog.Invalid, Where: r.file, Detail: what}
	}
	mark := func(name string, n int) {
		r.raw = r.raw[n:]
		r.adopt(Found{Name: name, Why: text.New("theo dấu thứ tự byte ở đầu tệp", "by the byte order mark at its start")})
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		mark(UTF8, 3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		mark(UTF16LE, 2)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		mark(UTF16BE, 2)
	case r.declared == UTF16LE, r.declared == UTF16BE, r.declared == VN1: // VN1 has letters among the control characters
		r.adopt(Found{Name: r.declared})
	default:
		if name := utf16(head); name != "" {
			r.adopt(Found{Name: name, Why: text.New("theo vị trí các byte 0 trong tệp", "by where the zero bytes stand in it")})
		} else if bytes.IndexByte(head, 0) >= 0 && bytes.Count(head, []byte{0})*20 > len(head) {
			return catalog.NewFault(catalog.Invalid, r.file, "tệp không phải văn bản; hãy lưu bảng dạng CSV UTF-8", "the file is no text; save the table as CSV UTF-8")
		}
	}
	return nil
}

// head reads the first kilobytes into raw.
func (r *Reader) head() ([]byte, error) {
	for len(r.raw) < 4<<10 && r.err == nil {
		r.more()
	}
	if r.err != nil && r.err != io.EOF {
		return nil, r.err
	}
	return r.raw[:min(len(r.raw), 4<<10)], nil
}

// more reads on behind raw.
func (r *Reader) more() {
	n, err := r.src.Read(r.buf)
	r.raw = append(r.raw, r.buf[:n]...)
	r.err = err
}

// adopt takes the encoding as found. UTF-16 goes through another reader, whose text then
// is UTF-8.
func (r *Reader) adopt(f Found) {
	f.Declared = r.declared == f.Name
	f.Doubt = r.declared != "" && !f.Declared
	r.found, r.decided, r.decode = f, true, decoderOf(f.Name)
	if f.Name != UTF16LE && f.Name != UTF16BE {
		return
	}
	order := unicode.LittleEndian
	if f.Name == UTF16BE {
		order = unicode.BigEndian
	}
	var rest io.Reader = bytes.NewReader(r.raw)
	if r.err == nil {
		rest = io.MultiReader(rest, r.src)
	}
	r.raw, r.err = nil, nil
	r.src = transform.NewReader(rest, unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder())
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	for r.at == len(r.out) {
		r.out, r.at = r.out[:0], 0
		if len(r.raw) == 0 && r.err != nil {
			return 0, r.err
		}
		if len(r.raw) == 0 {
			if r.decided && r.decode == nil {
				return r.src.Read(p) // nothing to do
			}
			r.more()
		}
		if err := r.advance(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.out[r.at:])
	r.at += n
	return n, nil
}

// advance moves text from raw to out.
func (r *Reader) advance() error {
	if !r.decided {
		n := ascii(r.raw)
		if n > 0 {
			n = whole(r.raw, n)
		}
		if n > 0 {
			r.take(n, nil)
			return nil
		}
		if ascii(r.raw) == len(r.raw) && r.err == nil && len(r.raw) < probe {
			r.more() // a word goes on
			return nil
		}
		return r.decide()
	}
	n := len(r.raw)
	if r.decode != nil && r.err == nil {
		if n = whole(r.raw, n); n == 0 && len(r.raw) < probe {
			r.more()
			return nil
		} else if n == 0 {
			n = len(r.raw)
		}
	}
	r.take(n, r.decode)
	return nil
}

func (r *Reader) take(n int, decode decoder) {
	if decode == nil {
		r.out = append(r.out, r.raw[:n]...)
	} else {
		r.out = decode(r.out, r.raw[:n])
	}
	r.raw = r.raw[:copy(r.raw, r.raw[n:])]
}

// decide looks at what is not ASCII.
func (r *Reader) decide() error {
	for len(r.raw) < probe && r.err == nil {
		r.more()
	}
	if r.err != nil && r.err != io.EOF {
		return r.err
	}
	p := r.raw[:min(len(r.raw), probe)]
	if ascii(p) == len(p) { // the end, or a word of kilobytes
		r.take(len(p), nil)
		return nil
	}
	f, sure := detect(p)
	valid := f.Name == UTF8 && sure
	switch {
	case r.declared == "" && sure, valid:
		r.adopt(f)
	case (r.declared == "" || r.declared == UTF8) && !sure && mostlyGarbled(p):
		return catalog.NewFault(catalog.Invalid, r.file, "tệp không phải UTF-8 và không nhận ra bảng mã ("+f.Why[text.VI]+"); hãy khai báo encoding hoặc lưu tệp dạng UTF-8",
			"the file is not UTF-8, and its encoding cannot be told ("+f.Why[text.EN]+"); declare the encoding, or save it as UTF-8")
	case r.declared == "" || r.declared == UTF8 && !sure:
		r.adopt(Found{Name: UTF8, Doubt: true}) // rows that are not are told apart there
	case r.declared == UTF8:
		r.adopt(f)
	default:
		r.adopt(Found{Name: r.declared})
	}
	return nil
}

// mostlyGarbled reports whether so many lines are no UTF-8 that it is not a matter of
// rows but of the file.
func mostlyGarbled(p []byte) bool {
	bad, marked := 0, 0
	for line := range bytes.SplitSeq(cutTail(p), []byte{'\n'}) {
		if ascii(line) == len(line) {
			continue
		}
		marked++
		if !utf8.Valid(line) {
			bad++
		}
	}
	return bad >= 3 && bad*5 >= marked
}

// ascii returns how many bytes at the front are ASCII.
func ascii(p []byte) int {
	for i, b := range p {
		if b >= utf8.RuneSelf {
			return i
		}
	}
	return len(p)
}

// whole returns the length of the longest part of p[:n] that ends behind an ASCII
// character which is no letter: there no sequence of bytes goes on.
func whole(p []byte, n int) int {
	for ; n > 0; n-- {
		b := p[n-1]
		if b < utf8.RuneSelf && !('a' <= b && b <= 'z' || 'A' <= b && b <= 'Z') && (b >= ' ' || b == '\n' || b == '\r' || b == '\t') {
			return n
		}
	}
	return 0
}
