package jsonlist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/jsonfault"
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
	closer io.Closer
	list   members
	lists  bool // the members are lists
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
	for i, name := range r.about.Columns {
		r.places[name] = i
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
	in, err := r.opt.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", r.opt.File, err)
	}
	r.closer = in
	src, err := charset.NewReader(in, r.opt.Encoding, r.opt.File)
	if err != nil {
		return err
	}
	r.about.Encoding = charset.UTF8
	if r.opt.Lines {
		r.list = NewLines(src, maxMember)
		return nil
	}
	r.list, err = r.seek(src)
	return err
}

// seek finds the list in the text: the text itself, or the property that the dialect
// names, or the only list of its object, or a value a line.
func (r *Reader) seek(src io.Reader) (members, error) {
	var seen bytes.Buffer
	dec := json.NewDecoder(io.TeeReader(src, &seen))
	first, err := dec.Token()
	if err != nil {
		return nil, r.notJSON(seen.Bytes(), err)
	}
	rest := func() io.Reader { return io.MultiReader(dec.Buffered(), src) }
	if first == json.Delim('[') {
		return NewSplitter(rest(), maxMember), nil
	}
	if first != json.Delim('{') {
		return nil, catalog.NewFault(catalog.Invalid, r.opt.File, "tệp JSON không phải danh sách đối tượng", "the JSON file is no list of objects")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, r.notJSON(seen.Bytes(), err)
		}
		value, err := dec.Token()
		if err != nil {
			return nil, r.notJSON(seen.Bytes(), err)
		}
		want := r.opt.Dialect.Property
		if value == json.Delim('[') && (key == want || want == "" && !scalars(dec)) {
			if want == "" {
				r.about.Add(grid.Note{Code: "property", File: r.opt.File, Text: text.New(
					fmt.Sprintf("danh sách đọc từ thuộc tính %q; khai báo dialect.property để khỏi phải đoán", key), fmt.Sprintf("the list is that of the property %q; declare dialect.property so that nothing is guessed", key))})
			}
			return NewSplitter(rest(), maxMember), nil
		}
		if err := skip(dec, value); err != nil {
			return nil, r.notJSON(seen.Bytes(), err)
		}
	}
	if r.opt.Dialect.Property == "" { // perhaps objects, one a line
		if _, err := dec.Token(); err == nil {
			r.about.Add(grid.Note{Code: "json-lines", File: r.opt.File, Text: text.New("mỗi dòng là một đối tượng JSON", "each line is a JSON object")})
			return NewLines(io.MultiReader(&seen, src), maxMember), nil
		}
	}
	return nil, catalog.NewFault(catalog.Invalid, r.opt.File, "tệp JSON không có danh sách đối tượng; hãy nêu thuộc tính chứa danh sách ở dialect.property", "the JSON file has no list of objects; name the property that holds it with dialect.property")
}

// scalars reports whether the list that begins here plainly is none of objects or
// lists.
func scalars(dec *json.Decoder) bool {
	head := make([]byte, 256)
	n, _ := dec.Buffered().Read(head)
	head = bytes.TrimLeft(head[:n], " \t\r\n")
	return len(head) > 0 && head[0] != '{' && head[0] != '['
}

// skip passes over the rest of a value whose first token was read.
func skip(dec *json.Decoder, first json.Token) error {
	depth := 0
	for t := first; ; {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if t, err = dec.Token(); err != nil {
			return err
		}
	}
}

func (r *Reader) notJSON(seen []byte, err error) error {
	line, why := 1+bytes.Count(seen, []byte("\n")), jsonfault.Reason(err)
	return catalog.NewFault(catalog.Invalid, fmt.Sprintf("%s:%d", r.opt.File, line), "tệp không phải JSON: "+clip(why[text.VI]), "the file is not JSON: "+clip(why[text.EN]))
}

func clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), 120)], "") }

// columns reads all members for their keys.
func (r *Reader) columns() error {
	if err := r.start(); err != nil {
		return errors.Join(err, r.Close())
	}
	defer r.Close()
	names := slices.Clone(r.opt.Dialect.ItemKeys)
	known := map[string]bool{}
	for _, n := range names {
		known[n] = true
	}
	for first := true; ; {
		raw, err := r.list.Next()
		if err == io.EOF {
			break
		}
		if errors.Is(err, ErrTooLong) {
			continue
		}
		if err != nil {
			return catalog.NewFault(catalog.Invalid, r.opt.File, "tệp bị cắt ngang: danh sách không kết thúc", "the file is cut short: the list does not end")
		}
		if first && bytes.HasPrefix(bytes.TrimSpace(raw), []byte{'['}) {
			return r.listColumns(raw)
		}
		first = false
		if len(r.opt.Dialect.ItemKeys) > 0 {
			break
		}
		_ = each(raw, func(key string, _ json.RawMessage) error { // what is wrong is told by Next
			if !known[key] && strings.TrimSpace(key) != "" && len(names) < delimited.MaxColumns {
				known[key] = true
				names = append(names, key)
			}
			return nil
		})
	}
	for _, n := range r.opt.Names {
		if !known[n] {
			names = append(names, n)
		}
	}
	h, err := delimited.Mend(names, grid.Place{File: r.opt.File}, func(int) (bool, error) { return true, nil }, &r.about)
	if len(names) == 0 {
		return nil
	}
	if err == nil && !slices.Equal(h.Names, names) {
		return catalog.NewFault(catalog.Invalid, r.opt.File, "khóa JSON có ký tự điều khiển hoặc dấu cách thừa", "a JSON key has control characters or spaces around it")
	}
	r.about.Columns = names
	return err
}

// listColumns reads the header of a list of lists.
func (r *Reader) listColumns(raw []byte) error {
	r.lists = true
	names := r.opt.Dialect.ItemKeys
	if len(names) == 0 && r.opt.Dialect.Headed() {
		var header []any
		if err := json.Unmarshal(raw, &header); err != nil {
			return r.notJSON(raw, err)
		}
		for _, h := range header {
			names = append(names, fmt.Sprint(h))
		}
	} else if len(names) == 0 {
		names = r.opt.Names
	}
	h, err := delimited.Mend(names, grid.Place{File: r.opt.File, Number: 1}, func(int) (bool, error) { return true, nil }, &r.about)
	r.about.Columns = h.Names
	return err
}

// each gives the members of an object to fn, in order.
func each(raw []byte, fn func(key string, value json.RawMessage) error) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	t, err := dec.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return errNoObject
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var v json.RawMessage
		if err := dec.Decode(&v); err != nil {
			return err
		}
		if err := fn(key.(string), v); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return err
	}
	if dec.More() {
		return errors.New("something stands behind the object")
	}
	return nil
}

var errNoObject = errors.New("the value is no object")

// About implements grid.Reader.
func (r *Reader) About() *grid.About { return &r.about }

// Close implements grid.Reader.
func (r *Reader) Close() error {
	if r.closer == nil {
		return nil
	}
	c := r.closer
	r.closer = nil
	return c.Close()
}

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
		return fmt.Errorf("the row has %d values, the header %d", len(values), len(r.cells))
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
			return fmt.Errorf("a value nests deeper than %d levels", maxDepth)
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
