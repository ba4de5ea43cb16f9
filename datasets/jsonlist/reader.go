package jsonlist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/jsonfault"
	"honglinh/catalog/text/notice"
	"honglinh/datasets/charset"
	"honglinh/datasets/delimited"
	"honglinh/datasets/grid"
)

// Options say what is known of a file.
type Options struct {
	// Open opens the file, twice.
	Open func() (io.ReadCloser, error)
	// File names it in faults, notes and rows.
	File     string
	Encoding string
	Dialect  delimited.Dialect
	// Lines says that each line is a value of its own.
	Lines bool
	// Names are columns that are there whether or not an object has them.
	Names []string
}

// Limits of a file of objects.
const (
	maxMember = 16 << 20 // bytes of one object, with a geometry of 500,000 vertices in it
	maxDepth  = 32       // levels in a value
)

// members are the values of a list, one after the other.
type members interface{ Next() ([]byte, error) }

// Reader reads a list of objects as a table: the columns are all their keys, in the
// order of their first appearance. A list of lists has a header as its first.
type Reader struct {
	opt    Options
	about  grid.About
	text   *charset.File
	list   members
	lists  bool     // the members are lists
	keys   []string // of the columns in the objects
	number int
	places map[string]int // of columns
	cells  [][]byte
	typed  []bool
}

var _ grid.Reader = (*Reader)(nil)

// Open opens a file and reads it once, for its columns.
func Open(opt Options) (*Reader, error) {
	r := &Reader{opt: opt, about: grid.About{File: opt.File, Plain: true}, places: map[string]int{}}
	if err := r.columns(); err != nil {
		return nil, err
	}
	if len(r.about.Columns) == 0 {
		return nil, catalog.NewFault(catalog.Invalid, opt.File, "danh sách không có đối tượng nào có thuộc tính", "the list has no object with a property")
	}
	r.cells, r.typed = make([][]byte, len(r.about.Columns)), make([]bool, len(r.about.Columns))
	for i, key := range r.keys {
		r.places[key] = i
	}
	if err := r.start(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	if r.lists && opt.Dialect.Headed() && len(opt.Dialect.ItemKeys) == 0 {
		if _, err := r.list.Next(); err != nil {
			return nil, errors.Join(err, r.Close())
		}
		r.number++
		r.about.HeaderRows = []int{1}
	}
	return r, nil
}

// start opens the file at the first member.
func (r *Reader) start() error {
	var err error
	if r.text, err = charset.Open(r.opt.Open, r.opt.Encoding, r.opt.File, 0); err != nil {
		return err
	}
	r.about.Encoding = charset.UTF8
	if r.opt.Lines {
		r.list = NewLines(r.text, maxMember)
		return nil
	}
	r.list, err = r.seek(r.text)
	return err
}

// About implements grid.Reader.
func (r *Reader) About() *grid.About { return &r.about }

// Close implements grid.Reader.
func (r *Reader) Close() error { return r.text.Close() }

// Next implements grid.Reader.
func (r *Reader) Next() (grid.Row, error) {
	raw, err := r.list.Next()
	if err == io.EOF {
		return grid.Row{}, io.EOF
	}
	r.number++
	at := grid.Place{File: r.opt.File, Number: r.number}
	if lines, ok := r.list.(*Lines); ok {
		at.Number, at.Line = lines.Line, lines.Line
	}
	if errors.Is(err, ErrTooLong) {
		return grid.Row{}, &grid.Bad{Place: at, Reason: text.New(fmt.Sprintf("đối tượng dài hơn %d byte", maxMember), fmt.Sprintf("the object has more than %d bytes", maxMember)),
			Remedy: text.New("chia giá trị dài ra", "split long values")}
	}
	if err != nil {
		return grid.Row{}, err
	}
	clear(r.cells)
	clear(r.typed)
	if r.lists {
		err = r.fromList(raw)
	} else {
		err = each(raw, func(key string, v json.RawMessage) error { return r.put(r.place(key), v) })
	}
	if err != nil {
		return grid.Row{}, r.bad(at, err)
	}
	return grid.Row{Place: at, Cells: r.cells, Typed: r.typed}, nil
}

func (r *Reader) place(key string) int {
	if i, ok := r.places[key]; ok {
		return i
	}
	return -1
}

func (r *Reader) fromList(raw []byte) error {
	var values []json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return err
	}
	if len(values) != len(r.cells) {
		return notice.Of("list-row", len(values), len(r.cells))
	}
	for i, v := range values {
		if err := r.put(i, v); err != nil {
			return err
		}
	}
	return nil
}

// put writes a value as text under a column.
func (r *Reader) put(column int, v json.RawMessage) error {
	if column < 0 {
		return nil
	}
	switch v = bytes.TrimSpace(v); v[0] {
	case 'n': // null
	case '"':
		var s string
		if err := json.Unmarshal(v, &s); err != nil {
			return err
		}
		r.cells[column] = []byte(s)
	case '{', '[':
		if deep(v) {
			return notice.Of("too-deep", maxDepth)
		}
		var out bytes.Buffer
		if err := json.Compact(&out, v); err != nil {
			return err
		}
		r.cells[column] = out.Bytes()
	default: // a number or a boolean
		r.cells[column], r.typed[column] = slices.Clone(v), true
	}
	return nil
}

// deep reports whether a value nests too deep.
func deep(v []byte) bool {
	depth, quoted, escaped := 0, false, false
	for _, b := range v {
		switch {
		case quoted:
			quoted, escaped = escaped || b != '"', b == '\\' && !escaped
		case b == '"':
			quoted = true
		case b == '{' || b == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return false
}

func (r *Reader) bad(at grid.Place, err error) error {
	why := jsonfault.Reason(err)
	out := &grid.Bad{Place: at, Reason: text.New("mục không đọc được: "+clip(why[text.VI]), "the item cannot be read: "+clip(why[text.EN])),
		Remedy: text.New("viết mỗi mục là một đối tượng JSON; NaN và Infinity không phải số JSON", "write each item as a JSON object; NaN and Infinity are no JSON numbers")}
	if errors.Is(err, errNoObject) {
		out.Reason = text.New("mục không phải đối tượng JSON", "the item is no JSON object")
	}
	return out
}
