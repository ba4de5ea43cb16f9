package delimited

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"honglinh/catalog"
	"honglinh/datasets/grid"
)

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
			if surplus(cells, width) {
				continue // it will be refused
			}
			for i := range min(width, len(cells)) {
				has[i] = has[i] || len(bytes.TrimSpace(cells[i])) > 0
			}
		}
	}
}
