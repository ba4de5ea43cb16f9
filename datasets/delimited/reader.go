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

	"honglinh/catalog"
	"honglinh/catalog/search/analysis"
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
	closer io.Closer
	text   *charset.Reader
	sc     *scanner
	header Header
	kept   [][]byte
	mended []byte
	ended  bool
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

// start opens the text and settles the dialect.
func (r *Reader) start() error {
	in, err := r.opt.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", r.opt.File, err)
	}
	r.closer = in
	var src io.Reader = in
	if r.opt.Most > 0 {
		src = &bounded{in, r.opt.Most, r.opt.File}
	}
	if r.text, err = charset.NewReader(src, r.opt.Encoding, r.opt.File); err != nil {
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

// readHeader reads the rows that name the columns.
func (r *Reader) readHeader() error {
	if !r.opt.Dialect.Headed() {
		return r.unheaded()
	}
	var rows [][]string
	at := grid.Place{File: r.opt.File, Number: 1, Line: 1}
	want := slices.Sorted(slices.Values(r.opt.Dialect.HeaderRows))
	for {
		cells, err := r.sc.row()
		if bad, ok := err.(*errRow); ok {
			if len(want) > 0 && r.sc.number < want[0] {
				continue // a title
			}
			return &catalog.Fault{Kind: catalog.Invalid, Where: fmt.Sprintf("%s:%d", r.opt.File, r.sc.line), Detail: bad.reason}
		}
		if err == io.EOF {
			return r.noHeader(want)
		}
		if err == errNotUTF8 {
			if len(want) > 0 && r.sc.number < want[0] {
				continue
			}
			return catalog.NewFault(catalog.Invalid, fmt.Sprintf("%s:%d", r.opt.File, r.sc.line), "dòng tiêu đề không phải UTF-8; hãy lưu tệp dạng UTF-8 hoặc khai báo encoding", "the header row is not UTF-8; save the file as UTF-8 or declare its encoding")
		}
		if err != nil {
			return err
		}
		blank := len(cells) == 1 && len(bytes.TrimSpace(cells[0])) == 0
		if r.comment() || blank && len(want) == 0 || len(want) > 0 && !slices.Contains(want, r.sc.number) {
			continue
		}
		if len(rows) == 0 {
			at = r.place()
		}
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = string(c)
		}
		rows = append(rows, row)
		r.about.HeaderRows = append(r.about.HeaderRows, r.sc.number)
		if len(want) == 0 || r.sc.number >= want[len(want)-1] {
			break
		}
	}
	names := Join(rows, r.opt.Dialect.HeaderJoin)
	if len(rows) == 1 {
		names = rows[0]
	}
	var err error
	r.header, err = Mend(names, at, r.filled(len(names)), &r.about)
	return err
}

func (r *Reader) noHeader(want []int) error {
	if len(want) > 0 && r.sc.number > 0 {
		return catalog.NewFault(catalog.Invalid, r.opt.File, fmt.Sprintf("tệp có %d dòng, không có dòng tiêu đề %d mà dialect.headerRows nêu", r.sc.number, want[len(want)-1]),
			fmt.Sprintf("the file has %d rows and no header row %d, which dialect.headerRows names", r.sc.number, want[len(want)-1]))
	}
	return catalog.NewFault(catalog.Invalid, r.opt.File, "tệp rỗng; cần một dòng tiêu đề", "the file is empty; want a header row")
}

func (r *Reader) unheaded() error {
	if len(r.opt.Names) == 0 {
		return catalog.NewFault(catalog.Invalid, r.opt.File, "tệp không có dòng tiêu đề thì mô tả phải nêu các cột", "a file without a header line wants a schema that names its columns")
	}
	var err error
	r.header, err = Mend(r.opt.Names, grid.Place{File: r.opt.File}, func(int) (bool, error) { return true, nil }, &r.about)
	return err
}

// filled reads the file ahead, once, to tell which columns have a value.
func (r *Reader) filled(width int) func(int) (bool, error) {
	var has []bool
	return func(column int) (bool, error) {
		if has != nil {
			return has[column], nil
		}
		has = make([]bool, width)
		ahead := &Reader{opt: r.opt, about: grid.About{File: r.opt.File}}
		defer ahead.Close()
		if err := ahead.start(); err != nil {
			return false, err
		}
		for {
			cells, err := ahead.sc.row()
			if err == errNotUTF8 {
				err = nil
			}
			if _, bad := err.(*errRow); bad || err == nil && (ahead.sc.number <= r.sc.number || ahead.comment()) {
				continue
			}
			if err == io.EOF {
				return has[column], nil
			}
			if err != nil {
				return false, err
			}
			for i := range min(width, len(cells)) {
				has[i] = has[i] || len(bytes.TrimSpace(cells[i])) > 0
			}
		}
	}
}

// About implements grid.Reader.
func (r *Reader) About() *grid.About {
	r.about.Encoding = r.text.Found().Name
	return &r.about
}

// Close implements grid.Reader.
func (r *Reader) Close() error {
	if r.closer == nil {
		return nil
	}
	c := r.closer
	r.closer = nil
	return c.Close()
}

func (r *Reader) place() grid.Place {
	return grid.Place{File: r.opt.File, Number: r.sc.number, Line: r.sc.line}
}

// comment reports whether the row read last is one that the dialect calls a comment.
func (r *Reader) comment() bool { return slices.Contains(r.opt.Dialect.CommentRows, r.sc.number) }

// Next implements grid.Reader.
func (r *Reader) Next() (grid.Row, error) {
	for {
		cells, err := r.sc.row()
		if bad, ok := err.(*errRow); ok {
			return grid.Row{}, &grid.Bad{Place: r.place(), Reason: bad.reason, Remedy: bad.remedy, Cells: r.beginning()}
		}
		if err == errNotUTF8 {
			return grid.Row{}, r.garbled(cells)
		}
		if err == io.EOF {
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
		row := grid.Row{Place: r.place()}
		row.Cells, err = r.fit(cells)
		return row, err
	}
}

// fit brings the cells of a row under the columns.
func (r *Reader) fit(cells [][]byte) ([][]byte, error) {
	h := &r.header
	if len(cells) != h.Width {
		if cells = r.pad(cells); cells == nil {
			return nil, r.misfit(r.sc.cells)
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
		for _, c := range cells[h.Width:] {
			if len(bytes.TrimSpace(c)) > 0 {
				return nil
			}
		}
		r.about.Add(grid.Note{Code: "trailing-delimiter", File: r.opt.File, Row: r.sc.number, Text: text.New(
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

// odd reports whether the row has what may need repair: characters beyond ASCII, or
// zeros, which no text has.
func (r *Reader) odd() bool {
	return ascii(r.sc.raw) < len(r.sc.raw) || bytes.IndexByte(r.sc.raw, 0) >= 0
}

func ascii(p []byte) int {
	for i, b := range p {
		if b >= utf8.RuneSelf {
			return i
		}
	}
	return len(p)
}

// repair reads cells that were misread before they came into this file: UTF-8 or a
// legacy encoding taken for windows-1252.
func (r *Reader) repair(cells [][]byte) {
	r.mended = r.mended[:0]
	for i, c := range cells {
		if bytes.IndexByte(c, 0) >= 0 {
			c = bytes.ReplaceAll(c, []byte{0}, nil)
			cells[i] = c
			r.about.Add(grid.Note{Code: "nul-removed", File: r.opt.File, Row: r.sc.number, Column: r.header.Names[i], Text: text.New("đã bỏ ký tự rỗng (NUL)", "NUL characters were taken out")})
		}
		if !suspect(c) {
			continue
		}
		fixed, evidence := analysis.SafeText(string(c))
		if evidence == nil {
			continue
		}
		cells[i] = []byte(fixed)
		r.about.Add(grid.Note{Code: "encoding", File: r.opt.File, Row: r.sc.number, Column: r.header.Names[i], Example: fixed, Text: text.New(
			fmt.Sprintf("đọc lại theo %s: %.0f%% số từ là tiếng Việt sau khi đọc lại, trước đó %.0f%%", evidence.Encoding, 100*evidence.After, 100*evidence.Before),
			fmt.Sprintf("read as %s: %.0f%% of its words are Vietnamese after, %.0f%% before", evidence.Encoding, 100*evidence.After, 100*evidence.Before))})
	}
}

// suspect reports whether a cell has signs of a wrong reading and no letter that only
// Vietnamese in Unicode has: then it is what it should be.
func suspect(c []byte) bool {
	signs := false
	for i := 0; i < len(c); i++ {
		switch b := c[i]; {
		case b < utf8.RuneSelf:
		case b == 0xe1 || b == 0xc4:
			return false
		case b == 0xc6 && i+1 < len(c) && (c[i+1] == 0xa0 || c[i+1] == 0xa1 || c[i+1] == 0xaf || c[i+1] == 0xb0):
			return false
		case b == 0xc2 || b == 0xc3 || b == 0xef:
			signs = true
		}
	}
	return signs
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
