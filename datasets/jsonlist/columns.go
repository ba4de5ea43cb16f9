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
	"honglinh/catalog/text/notice"
	"honglinh/datasets/delimited"
	"honglinh/datasets/grid"
)

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
			if !known[key] && strings.TrimSpace(key) != "" && len(names) <= delimited.MaxColumns { // one more is a fault
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
	r.keys, r.about.Columns = names, h.Names
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
		return notice.Of("json-behind")
	}
	return nil
}

var errNoObject = errors.New("the value is no object")
