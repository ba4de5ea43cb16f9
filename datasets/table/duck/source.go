package duck

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// input is a source that is being read.
type input struct{ table.Source }

// open returns a scanner behind the byte order mark, and what closes the file.
func (s input) open() (*scanner, io.Closer, error) {
	in, err := s.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", s.File, err)
	}
	r := bufio.NewReaderSize(io.LimitReader(in, table.MaxFile+1), 64<<10)
	if mark, _ := r.Peek(3); string(mark) == "\xef\xbb\xbf" {
		if _, err := r.Discard(3); err != nil {
			return nil, in, fmt.Errorf("%s: %w", s.File, err)
		}
	}
	return newScanner(r, s.File, s.Dialect), in, nil
}

// header reads the column names and refuses what could not be told apart
// later. A file without a header has the schema's.
func (s input) header(sc *scanner) ([]string, error) {
	if s.Dialect.Header != nil && !*s.Dialect.Header {
		names := make([]string, len(s.Schema.Fields))
		for i, f := range s.Schema.Fields {
			names[i] = f.Name
		}
		if len(names) == 0 {
			return nil, catalog.NewFault(catalog.Invalid, s.File, "tệp không có dòng tiêu đề thì mô tả phải nêu các cột", "a file without a header line wants a schema that names its columns")
		}
		return names, s.checkHeader(names)
	}
	cells, err := sc.row()
	if err == io.EOF {
		return nil, catalog.NewFault(catalog.Invalid, s.File, "tệp rỗng; cần một dòng tiêu đề", "the file is empty; want a header line")
	}
	if bad, ok := err.(*errRow); ok {
		return nil, &catalog.Fault{Kind: catalog.Invalid, Where: s.File + ":1", Detail: bad.reason}
	}
	if err != nil {
		return nil, err
	}
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = string(c)
	}
	if len(names) > table.MaxColumns {
		return nil, catalog.NewFault(catalog.TooLarge, s.File+":1", fmt.Sprintf("%d cột; nhiều nhất %d", len(names), table.MaxColumns), fmt.Sprintf("%d columns; at most %d: a table this wide wants to be long", len(names), table.MaxColumns))
	}
	return names, s.checkHeader(names)
}

func (s input) checkHeader(names []string) error {
	seen := map[string]int{}
	bad := func(vi, en string, args ...any) error {
		return catalog.NewFault(catalog.Invalid, s.File+":1", fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...))
	}
	for i, n := range names {
		key := strings.ToLower(n)
		switch {
		case strings.TrimSpace(n) == "":
			return bad("cột %d không có tên", "column %d has no name", i+1)
		case len(n) > maxName:
			return bad("tên cột %d dài hơn %d byte", "the name of column %d is longer than %d bytes", i+1, maxName)
		case strings.ContainsFunc(n, func(r rune) bool { return r < ' ' || r == 0x7f }):
			return bad("tên cột %d có ký tự điều khiển", "the name of column %d has a control character", i+1)
		case seen[key] > 0:
			return bad("cột %[1]d và %[2]d cùng tên %[3]q; tên phải khác nhau không chỉ ở chữ hoa", "columns %[1]d and %[2]d are both named %[3]q; names differ in more than case", seen[key], i+1, n)
		case key == rowColumn || strings.HasPrefix(key, printed("")):
			return bad("cột %d: tên %q là tên riêng của chúng tôi; hãy đổi", "column %d: the name %q is our own; rename it", i+1, n)
		}
		seen[key] = i + 1
	}
	for _, f := range s.Schema.Fields {
		if seen[strings.ToLower(f.Name)] == 0 {
			near := text.Nearest(f.Name, names)
			return bad("thiếu cột %q của mô tả; gần nhất: %q", "the schema's column %q is missing; nearest: %q", f.Name, near)
		}
	}
	return nil
}

// maxName bounds a column name: a sentence in Vietnamese, not a paragraph.
const maxName = 500

// cellOut appends a cell in canonical CSV: quoted only where it must be.
func cellOut(out, cell []byte) []byte {
	if bytes.IndexByte(cell, ',') < 0 && bytes.IndexByte(cell, '"') < 0 && bytes.IndexByte(cell, '\n') < 0 && bytes.IndexByte(cell, '\r') < 0 {
		return append(out, cell...)
	}
	out = append(out, '"')
	for {
		i := bytes.IndexByte(cell, '"')
		if i < 0 {
			break
		}
		out = append(append(out, cell[:i+1]...), '"')
		cell = cell[i+1:]
	}
	return append(append(out, cell...), '"')
}
