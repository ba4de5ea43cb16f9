package duck

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/delimited"
	"honglinh/datasets/grid"
	"honglinh/datasets/table"
)

// input is a source that is being read.
type input struct{ table.Source }

// open opens the table and refuses columns that could not be told apart later.
func (s *input) open() (grid.Reader, error) {
	open := s.Rows
	if open == nil {
		names := make([]string, len(s.Schema.Fields))
		for i, f := range s.Schema.Fields {
			names[i] = f.Name
		}
		opt := delimited.Options{Open: s.Open, File: s.File, Dialect: s.Dialect, Names: names, Most: table.MaxFile}
		open = func() (grid.Reader, error) { return delimited.Open(opt) }
	}
	in, err := open()
	if err != nil {
		return nil, err
	}
	s.Plain = s.Plain || in.About().Plain
	if err := s.checkHeader(in.About().Columns); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return in, nil
}

func (s input) checkHeader(names []string) error {
	seen := map[string]bool{}
	bad := func(vi, en string, args ...any) error {
		return catalog.NewFault(catalog.Invalid, s.File+":1", fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...))
	}
	for i, n := range names {
		key := strings.ToLower(n)
		if key == rowColumn || strings.HasPrefix(key, printed("")) {
			return bad("cột %d: tên %q là tên riêng của chúng tôi; hãy đổi", "column %d: the name %q is our own; rename it", i+1, n)
		}
		seen[key] = true
	}
	for _, f := range s.Schema.Fields {
		if !seen[strings.ToLower(f.Name)] && s.Schema.FieldsMatch != "superset" && s.Schema.FieldsMatch != "partial" {
			vi, en := text.Nearly(f.Name, names)
			return bad("thiếu cột %q của mô tả"+vi, "the schema's column %q is missing"+en, f.Name)
		}
	}
	return nil
}

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
