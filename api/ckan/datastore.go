package ckan

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Caps of datastore_search, as CKAN has them.
const (
	defaultLimit = 100
	maxLimit     = 32000
)

type fieldDict struct {
	ID     string      `json:"id"`
	Type   string      `json:"type"`
	Info   *fieldInfo  `json:"info,omitempty"`
	Schema *fieldShape `json:"schema,omitempty"`
}

// fieldInfo is the data dictionary; label_en and notes_en are ours.
type fieldInfo struct {
	Label   string `json:"label"`
	Notes   string `json:"notes"`
	LabelEN string `json:"label_en,omitempty"`
	NotesEN string `json:"notes_en,omitempty"`
	Unit    string `json:"unit,omitempty"`
}

type fieldShape struct {
	NativeType string `json:"native_type"`
	NotNull    bool   `json:"notnull"`
	UniqueKey  bool   `json:"uniquekey"`
	IsIndex    bool   `json:"is_index"`
}

// dataSearch is a datastore_search as read from its parameters.
type dataSearch struct {
	id      string
	pack    *datasets.Package
	version *table.Version
	columns columns
	// fields are the output columns by the names CKAN gives them.
	fields []string
	query  table.Query
	limit  int
	offset int
	byID   bool
}

// findTable finds the table of a resource.
func (f *Face) findTable(p *params) (string, *datasets.Package, *table.Version, table.Ref, error) {
	id := p.str("resource_id", "id")
	if id == "" {
		return "", nil, nil, table.Ref{}, invalid("resource_id", "Missing value")
	}
	d, r, _, ok := f.findResource(id)
	if !ok {
		return "", nil, nil, table.Ref{}, notFound(fmt.Sprintf(`Resource "%s" was not found.`, id))
	}
	v := f.newest(d, r)
	if v == nil {
		return "", nil, nil, table.Ref{}, notFound(fmt.Sprintf(`Resource "%s" is a file, not a table.`, id))
	}
	return resourceID(d, r), d, v, table.Ref{Dataset: d.Name, Table: r.Name}, nil
}

// readSearch reads what search and dump have in common.
func (f *Face) readSearch(p *params, fallback, ceiling int) (*dataSearch, error) {
	id, d, v, ref, err := f.findTable(p)
	if err != nil {
		return nil, err
	}
	s := &dataSearch{id: id, pack: d, version: v, columns: columnsOf(v)}
	s.query = table.Query{Ref: ref, Version: v.Number, Distinct: p.boolean("distinct", false)}
	if err := s.readFields(p); err != nil {
		return nil, err
	}
	if err := s.readWhere(p); err != nil {
		return nil, err
	}
	sorts, err := p.list("sort")
	if err != nil {
		return nil, err
	}
	if s.query.Order, err = s.columns.order(sorts); err != nil {
		return nil, err
	}
	s.byID = len(sorts) == 0
	if s.limit, err = p.natural("limit", fallback); err != nil {
		return nil, err
	}
	if ceiling > 0 {
		s.limit = min(s.limit, ceiling)
	}
	s.offset, err = p.natural("offset", 0)
	s.query.Offset = s.offset
	return s, err
}

func (s *dataSearch) readFields(p *params) error {
	names, err := p.list("fields")
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = s.columns.names
	}
	if len(names) > 2*len(s.columns.names) { // each may be named twice by a careless client
		return invalid("fields", "more names than the table has fields")
	}
	for _, name := range names {
		column, ok := s.columns.real(name)
		if !ok {
			return s.columns.missing("fields", name)
		}
		if !slices.Contains(s.fields, name) {
			s.fields = append(s.fields, name)
			s.query.Select = append(s.query.Select, table.Item{Column: column, As: name})
		}
	}
	return nil
}

func (s *dataSearch) readWhere(p *params) error {
	var parts []table.Expr
	if p.has("filters") && p.values["filters"] != "" {
		x, err := s.columns.filter(p.object("filters"), 0)
		if err != nil {
			return err
		}
		parts = append(parts, x)
	}
	for _, name := range []string{"q", "full_text"} {
		x, err := s.columns.words(p.object(name), p.boolean("plain", true))
		if err != nil {
			return err
		}
		if x != nil {
			parts = append(parts, *x)
		}
	}
	if len(parts) > 0 {
		s.query.Where = &table.Expr{Op: table.And, Args: parts}
	}
	return nil
}

func typeName(t table.Type) string {
	switch t {
	case table.Integer:
		return "int8"
	case table.Number:
		return "numeric"
	case table.Boolean:
		return "bool"
	case table.Date:
		return "date"
	case table.DateTime, table.LocalDateTime:
		return "timestamp"
	}
	return "text"
}

func (s *dataSearch) fieldDicts() []fieldDict {
	out := []fieldDict{}
	for _, name := range s.fields {
		if name == idColumn {
			out = append(out, fieldDict{ID: idColumn, Type: "int"})
			continue
		}
		c, _ := s.version.Column(name)
		out = append(out, fieldDict{ID: name, Type: typeName(c.Type), Info: infoOf(c)})
	}
	return out
}

func infoOf(c table.Column) *fieldInfo {
	if c.Title.IsZero() && c.Description.IsZero() && c.Unit == "" {
		return nil
	}
	return &fieldInfo{Label: best(c.Title), Notes: best(c.Description), LabelEN: c.Title.In(text.EN), NotesEN: c.Description.In(text.EN), Unit: c.Unit}
}

// datastoreSearch answers a page of rows and echoes the request.
func (f *Face) datastoreSearch(ctx context.Context, p *params) (any, error) {
	if p.str("resource_id", "id") == tableOfTables {
		return f.tableMetadata(p)
	}
	s, err := f.readSearch(p, defaultLimit, maxLimit)
	if err != nil {
		return nil, err
	}
	format := p.str("records_format")
	if format == "" {
		format = "objects"
	}
	if !slices.Contains([]string{"objects", "lists", "csv", "tsv"}, format) {
		return nil, invalid("records_format", "Value must be one of %s", "['objects', 'lists', 'csv', 'tsv']")
	}
	s.query.Total = p.boolean("include_total", true)
	rows, total, err := f.rows(ctx, s)
	if err != nil {
		return nil, err
	}
	out := s.echo(p)
	out["records_format"], out["fields"] = format, s.fieldDicts()
	if out["records"], err = s.records(rows, format); err != nil {
		return nil, err
	}
	if s.query.Total {
		out["total"], out["total_was_estimated"] = total, false
	}
	out["_links"] = f.pageLinks(p, s)
	s.nextPage(p, rows, out)
	return out, nil
}

// echo repeats the request, as CKAN does.
func (s *dataSearch) echo(p *params) map[string]any {
	out := map[string]any{"resource_id": s.id, "limit": s.limit, "include_total": s.query.Total}
	for _, name := range []string{"filters", "q", "full_text", "sort", "distinct", "plain", "language"} {
		if p.has(name) {
			out[name] = p.object(name)
		}
	}
	if p.has("offset") {
		out["offset"] = s.offset
	}
	return out
}

// nextPage adds the filter for the next page, which pages by id allow.
func (s *dataSearch) nextPage(p *params, rows [][]any, out map[string]any) {
	at := slices.Index(s.fields, idColumn)
	if !p.boolean("include_next_page", false) || !s.byID || at < 0 || len(rows) < s.limit || len(rows) == 0 {
		return
	}
	out["next_page"] = map[string]any{idColumn: map[string]any{"gt": rows[len(rows)-1][at]}}
}

// rows reads a page and, where asked for, the total.
func (f *Face) rows(ctx context.Context, s *dataSearch) ([][]any, int, error) {
	q := s.query
	if q.Limit = s.limit; s.limit == 0 {
		q.Limit = 1 // the engine reads 0 as its own default; the row is dropped
	}
	res, err := f.tables.Query(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	rows, err := res.All(ctx)
	if s.limit == 0 {
		rows = nil
	}
	return rows, res.Total, err
}

func (s *dataSearch) records(rows [][]any, format string) (any, error) {
	switch format {
	case "objects":
		out := make([]record, len(rows))
		for i, row := range rows {
			out[i] = record{s.fields, row}
		}
		return out, nil
	case "lists":
		if rows == nil {
			rows = [][]any{}
		}
		return rows, nil
	}
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	if format == "tsv" {
		w.Comma = '\t'
	}
	for _, row := range rows {
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = cell(v)
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return buf.String(), w.Error()
}

func cell(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

type pageLinks struct {
	Start string `json:"start"`
	Next  string `json:"next"`
	Prev  string `json:"prev,omitempty"`
}

// pageLinks are the addresses of the first, next and previous page, without a
// host, as older releases send them.
func (f *Face) pageLinks(p *params, s *dataSearch) pageLinks {
	at := func(offset int) string {
		q := url.Values{"resource_id": {s.id}}
		for _, name := range []string{"filters", "q", "full_text", "sort", "distinct", "plain", "language", "fields", "records_format", "include_total"} {
			if p.has(name) {
				q.Set(name, printed(p.values[name]))
			}
		}
		q.Set("limit", strconv.Itoa(s.limit))
		if offset > 0 {
			q.Set("offset", strconv.Itoa(offset))
		}
		return "/api/3/action/datastore_search?" + q.Encode()
	}
	l := pageLinks{Start: at(0), Next: at(s.offset + s.limit)}
	if s.offset > 0 {
		l.Prev = at(max(0, s.offset-s.limit))
	}
	return l
}
