package datapackage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// table reads one delimited file.
type table struct {
	file    string
	res     datasets.Resource
	rules   []rule
	dialect dialect
	to      source.Sink
	row     int
	columns []*rule // in the order of the file
}

func (t *table) read(ctx context.Context, r io.Reader) error {
	lines := newScanner(r, t.dialect.quote)
	for {
		rec, err := lines.next()
		switch {
		case err == io.EOF:
			return t.end()
		case errors.Is(err, errTooLong):
			t.row++
			t.refuse("", t.guessID(rec), fmt.Sprintf("the row has more than %d bytes", MaxRecord), "split long values or close an open quote")
			continue
		case errors.Is(err, errUnclosed):
			t.row++
			t.refuse("", t.guessID(rec), "a quote opens in this row and is never closed", "close it, or write two quotes for one")
			lines.again(rec)
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", t.file, err)
		}
		t.row++
		if len(bytes.TrimSpace(rec)) == 0 || t.dialect.comment != "" && bytes.HasPrefix(rec, []byte(t.dialect.comment)) {
			continue
		}
		if t.row%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := t.record(rec, lines); err != nil {
			return err
		}
	}
}

func (t *table) end() error {
	if t.columns == nil {
		return fmt.Errorf("%s: the file is empty; want a header row", t.file)
	}
	return nil
}

func (t *table) record(rec []byte, lines *scanner) error {
	values, err := t.dialect.split(string(rec))
	if err != nil {
		t.refuse("", t.guessID(rec), err.Error(), "quote the whole value and write two quotes for one")
		lines.again(rec)
		return nil
	}
	if t.columns == nil {
		if t.dialect.header {
			return t.header(values)
		}
		for i := range t.rules {
			t.columns = append(t.columns, &t.rules[i])
		}
	}
	t.values(values)
	return nil
}

// header matches the file's columns with the schema's by name.
func (t *table) header(names []string) error {
	known := map[string]*rule{}
	for i := range t.rules {
		known[t.rules[i].field.Name] = &t.rules[i]
	}
	var all []string
	for name := range known {
		all = append(all, name)
	}
	seen := map[string]bool{}
	for _, name := range names {
		name = strings.TrimSpace(name)
		if seen[name] {
			return fmt.Errorf("%s: the header names the column %q twice", t.file, name)
		}
		seen[name] = true
		r, ok := known[name]
		if !ok && len(t.rules) > 0 {
			t.to.Warn(source.Warning{File: t.file, Row: 1, Column: name, Code: "unknown-column",
				Reason: fmt.Sprintf("the schema does not have the column; nearest: %q", text.Nearest(name, all))})
		}
		if !ok {
			r = &rule{field: datasets.Field{Name: name}}
		}
		t.columns = append(t.columns, r)
	}
	for name, r := range known {
		if !seen[name] && (r.field.Constraints.Required || t.res.Mapping != nil && t.res.Mapping.Used()[name]) {
			return fmt.Errorf("%s: the header lacks the column %q that the schema needs", t.file, name)
		}
	}
	return nil
}

func (t *table) values(values []string) {
	id := ""
	for i, c := range t.columns {
		if t.res.Mapping != nil && c.field.Name == t.res.Mapping.ID && i < len(values) {
			id = values[i]
		}
	}
	if len(values) != len(t.columns) {
		if len(values) < len(t.columns)/2 {
			id = ""
		}
		t.refuse("", id, fmt.Sprintf("the row has %d values, the header %d", len(values), len(t.columns)), "add or remove delimiters, or quote values that hold one")
		return
	}
	row := source.Row{File: t.file, Row: t.row, Cells: make(map[string]any, len(values))}
	for i, c := range t.columns {
		if !t.cell(c, values[i], id, &row) {
			return
		}
	}
	t.to.Row(row)
}

func (t *table) cell(c *rule, raw, id string, row *source.Row) bool {
	name := c.field.Name
	fixed, evidence := analysis.SafeText(raw)
	if evidence != nil {
		t.to.Warn(source.Warning{File: t.file, Row: t.row, Column: name, Code: "encoding",
			Reason: fmt.Sprintf("read as %s: %.0f%% of its words are Vietnamese after, %.0f%% before", evidence.Encoding, 100*evidence.After, 100*evidence.Before)})
		raw = fixed
	}
	if !utf8.ValidString(raw) {
		t.refuse(name, id, "the value is not UTF-8", "save the file as UTF-8")
		return false
	}
	raw = strings.TrimSpace(strings.ReplaceAll(raw, "\x00", ""))
	if c.isMissing(raw) {
		if c.field.Constraints.Required {
			t.refuse(name, id, "the value is missing", "fill it in; the schema requires it")
			return false
		}
		return true
	}
	v, err := parse(c.field, raw)
	if err == nil {
		err = c.check(raw, v, t.row)
	}
	var ce *cellError
	if errors.As(err, &ce) {
		t.refuse(name, id, ce.reason, ce.remedy)
		return false
	}
	row.Cells[name] = v
	return true
}

// guessID reads the id of a broken row where its first values can be told.
func (t *table) guessID(rec []byte) string {
	if t.res.Mapping == nil || t.columns == nil {
		return ""
	}
	for i, v := range bytes.Split(rec, []byte{t.dialect.delimiter}) {
		if i < len(t.columns) && t.columns[i].field.Name == t.res.Mapping.ID {
			return strings.Trim(string(v), string(t.dialect.quote)+" ")
		}
		if bytes.IndexByte(v, t.dialect.quote) >= 0 {
			return ""
		}
	}
	return ""
}

func (t *table) refuse(column, id, reason, remedy string) {
	t.to.Refuse(source.Refusal{File: t.file, Row: t.row, Column: column, Reason: reason, Remedy: remedy, ID: id})
}
