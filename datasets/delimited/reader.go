package delimited

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/text"
	"honglinh/datasets/charset"
	"honglinh/datasets/grid"
)

// Options say what is known of a file.
type Options struct {
	// Open opens the file, perhaps more than once.
	Open func() (io.ReadCloser, error)
	// File names it in faults, notes and rows.
	File string
	// Encoding and Dialect are what the descriptor declares.
	Encoding string
	Dialect  Dialect
	// Names are the columns of a file without a header.
	Names []string
	// Most is how many bytes are read; 0 is no limit.
	Most int64
}

// Reader reads a delimited file.
type Reader struct {
	opt    Options
	about  grid.About
	text   *charset.File
	sc     *scanner
	header Header
	kept   [][]byte
	mended []byte
	ended  bool
	back   []kept // rows that may be notes under the table
	queue  []kept // rows that were kept back and were none
	now    *grid.Place
	past   bool // the first row of data
}

var _ grid.Reader = (*Reader)(nil)

// sniffBytes is how much text is looked at to tell the delimiter.
const sniffBytes = 64 << 10

// Open opens a delimited file and reads its header. What the descriptor leaves open
// is found out and noted.
func Open(opt Options) (*Reader, error) {
	r := &Reader{opt: opt, about: grid.About{File: opt.File}}
	if err := r.start(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	if err := r.readHeader(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	r.about.Columns = r.header.Names
	return r, nil
}

// start opens the text and decides what the dialect leaves open.
func (r *Reader) start() error {
	var err error
	if r.text, err = charset.Open(r.opt.Open, r.opt.Encoding, r.opt.File, r.opt.Most); err != nil {
		return err
	}
	buf := bufio.NewReaderSize(r.text, sniffBytes)
	d, said := r.opt.Dialect, false
	probe, err := buf.Peek(sniffBytes)
	cut := err == nil
	if sign, ok := saidInFile(probe); ok && (d.Delimiter == "" || d.Delimiter == sign) {
		d.Delimiter, said = sign, true
	}
	if d.Delimiter == "" {
		found, other := delimiterOf(probe, cut, d)
		if d.Delimiter = found.delimiter; other {
			r.about.Add(sayDelimiter(r.opt.File, found))
		}
	}
	r.about.Delimiter = d.Delimiter
	r.sc = newScanner(buf, r.opt.File, d)
	if said {
		_, err = r.sc.row()
	} else {
		err = nil
	}
	return err
}

// About implements grid.Reader.
func (r *Reader) About() *grid.About {
	r.about.Encoding = r.text.Found().Name
	return &r.about
}

// Close implements grid.Reader.
func (r *Reader) Close() error { return r.text.Close() }

func (r *Reader) place() grid.Place {
	if r.now != nil {
		return *r.now
	}
	return grid.Place{File: r.opt.File, Number: r.sc.number, Line: r.sc.line}
}

// comment reports whether the row read last is one that the dialect calls a comment.
func (r *Reader) comment() bool { return slices.Contains(r.opt.Dialect.CommentRows, r.sc.number) }

// Next implements grid.Reader.
func (r *Reader) Next() (grid.Row, error) {
	for {
		if row, err, ok := r.release(); ok {
			return row, err
		}
		cells, err := r.sc.row()
		if bad, ok := err.(*errRow); ok {
			r.goesOn()
			return grid.Row{}, &grid.Bad{Place: r.place(), Reason: bad.reason, Remedy: bad.remedy, Cells: r.beginning()}
		}
		if err == errNotUTF8 {
			return grid.Row{}, r.garbled(cells)
		}
		if err == io.EOF {
			r.notesBelow()
			r.finish()
		}
		if err != nil {
			return grid.Row{}, err
		}
		if len(cells) == 1 && r.header.Width != 1 && len(bytes.TrimSpace(cells[0])) == 0 {
			continue // an empty line
		}
		if r.opt.Dialect.CommentRows != nil && r.comment() {
			continue
		}
		if r.keepBack(cells) {
			continue
		}
		if len(r.back) > 0 {
			r.goesOn(cells...)
			continue
		}
		row := grid.Row{Place: r.place()}
		if row.Cells, err = r.fit(cells); err == nil && !r.past && r.numbers(row.Cells) {
			continue
		}
		return row, err
	}
}

// numbers leaves out the row below the header that numbers the columns in brackets, as
// forms have it.
func (r *Reader) numbers(cells [][]byte) bool {
	r.past = true
	if !r.opt.Dialect.Headed() {
		return false
	}
	var filled []string
	for _, c := range cells {
		if len(c) > MaxName {
			return false
		}
		if len(bytes.TrimSpace(c)) > 0 {
			filled = append(filled, string(c))
		}
	}
	numbered, marked := grid.Numbers(filled)
	if !numbered || !marked {
		return false
	}
	r.about.NumberRows = []int{r.sc.number}
	r.about.Add(grid.Note{Code: "column-numbers", File: r.opt.File, Row: r.sc.number, Example: filled[0], Text: text.New("dòng đánh số cột được bỏ qua", "a row that numbers the columns is left out")})
	return true
}

// fit brings the cells of a row under the columns.
func (r *Reader) fit(cells [][]byte) ([][]byte, error) {
	h, cells0 := &r.header, cells
	if len(cells) != h.Width {
		if cells = r.pad(cells); cells == nil {
			return nil, r.misfit(cells0)
		}
	}
	if !h.whole() {
		r.kept = r.kept[:0]
		for _, at := range h.Keep {
			r.kept = append(r.kept, cells[at])
		}
		cells = r.kept
	}
	if null := r.opt.Dialect.NullSequence; null != "" {
		for i, c := range cells {
			if string(c) == null {
				cells[i] = nil
			}
		}
	}
	if r.odd() {
		r.repair(cells)
	}
	return cells, nil
}

// pad takes rows whose last cells only are too many or too few, and without value:
// nil for others.
func (r *Reader) pad(cells [][]byte) [][]byte {
	h := &r.header
	if len(cells) > h.Width {
		if surplus(cells, h.Width) {
			return nil
		}
		r.about.Add(grid.Note{Code: "trailing-delimiter", File: r.opt.File, Row: r.place().Number, Text: text.New(
			"dòng có dấu tách thừa ở cuối, không có giá trị sau đó: bỏ qua", "the row has delimiters too many at its end, without a value behind: left out")})
		return cells[:h.Width]
	}
	if last := h.Keep[len(h.Keep)-1]; len(cells) > last { // columns without name or value are not there
		for len(cells) < h.Width {
			cells = append(cells, nil)
		}
		return cells
	}
	return nil
}

// surplus reports whether a row has values beyond its columns.
func surplus(cells [][]byte, width int) bool {
	return len(cells) > width && slices.ContainsFunc(cells[width:], func(c []byte) bool { return len(bytes.TrimSpace(c)) > 0 })
}

func (r *Reader) misfit(cells [][]byte) error {
	bad := &grid.Bad{Place: r.place(),
		Reason: text.New(fmt.Sprintf("dòng có %d ô, tiêu đề có %d", len(cells), r.header.Width), fmt.Sprintf("the row has %d values, the header %d", len(cells), r.header.Width)),
		Remedy: text.New("thêm hoặc bớt dấu tách, hoặc đặt giá trị có dấu tách trong ngoặc kép", "add or remove delimiters, or quote values that hold one")}
	if len(cells) >= r.header.Width/2 {
		for _, c := range cells {
			bad.Cells = append(bad.Cells, string(c))
		}
	}
	return bad
}

// garbled is a row with a cell that is no UTF-8 where the others of the file are.
func (r *Reader) garbled(cells [][]byte) error {
	bad := &grid.Bad{Place: r.place(), Reason: text.New("giá trị không phải UTF-8", "the value is not UTF-8"),
		Remedy: text.New("lưu tệp dạng UTF-8, hoặc khai báo encoding", "save the file as UTF-8, or declare its encoding")}
	for _, c := range cells {
		bad.Cells = append(bad.Cells, strings.ToValidUTF8(string(c), "\ufffd"))
	}
	if len(cells) == r.header.Width {
		for i, at := range r.header.Keep {
			if !utf8.Valid(cells[at]) {
				bad.Column = r.header.Names[i]
				break
			}
		}
	}
	return bad
}

// beginning returns the first cells of a broken row, up to the first quote.
func (r *Reader) beginning() []string {
	var out []string
	for c := range bytes.SplitSeq(r.sc.raw[:min(len(r.sc.raw), 4<<10)], r.sc.delim) {
		if bytes.IndexByte(c, r.sc.quote) >= 0 {
			break
		}
		out = append(out, string(bytes.TrimSpace(c)))
	}
	if len(out) == 0 && len(r.header.Keep) > 0 { // the first cell itself may be what is not closed
		first, _, _ := bytes.Cut(r.sc.raw[:min(len(r.sc.raw), 4<<10)], r.sc.delim)
		out = append(out, string(bytes.Trim(bytes.TrimSpace(first), string(r.sc.quote))))
	}
	return out
}

// finish notes, once, what is known at the end only.
func (r *Reader) finish() {
	if r.ended {
		return
	}
	r.ended = true
	f := r.text.Found()
	if f.Name == charset.ASCII || f.Name == charset.UTF8 && !f.Doubt || f.Declared {
		return
	}
	vi, en := "đọc theo bảng mã "+f.Name, "read as "+f.Name
	if why := f.Why[text.EN]; why != "" {
		vi, en = vi+": "+f.Why[text.VI], en+": "+why
	}
	if r.opt.Encoding != "" {
		vi, en = vi+fmt.Sprintf("; mô tả ghi %q", r.opt.Encoding), en+fmt.Sprintf("; the descriptor says %q", r.opt.Encoding)
	}
	r.about.Add(grid.Note{Code: "encoding", File: r.opt.File, Text: text.New(vi, en)})
}
