package tables

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// bare returns a media type without parameters.
func bare(media string) string {
	m, _, _ := strings.Cut(media, ";")
	return m
}

// asked is a checked question to one table.
type asked struct {
	subject
	version *table.Version
	query   table.Query
	values  url.Values
}

// ask reads the query of a request; also are parameters of the route's own. The
// version is fixed, so that everything the answer says is of one state.
func (f *Face) ask(r *http.Request, also ...string) (asked, error) {
	s, err := f.subject(r)
	if err != nil {
		return asked{}, err
	}
	values, ok := r.Context().Value(bodyKey{}).(url.Values)
	if !ok {
		if values, err = httpkit.RawParams(r); err != nil {
			return asked{}, err
		}
	}
	v, err := f.version(s, values.Get("version"), values.Get("as_of"))
	if err != nil {
		return asked{}, err
	}
	q, err := f.codec(s, v, also...).Parse(values, v)
	if err != nil {
		return asked{}, err
	}
	q.Ref = s.ref
	if q.Lang == "" {
		q.Lang = httpkit.Lang(r)
	}
	if q.Cursor == "" {
		q.Version, q.AsOf = v.Number, ""
	}
	return asked{s, v, q, values}, nil
}

// tag identifies the answer: the state of the table, the question, and the
// register of units where it asks for them.
func (a asked) tag(more ...any) string {
	q := a.query
	parts := []any{a.version.Number, a.version.SHA256, q.Values().Encode()}
	if q.UsesUnits() && q.Places != nil {
		parts = append(parts, q.Places.Digest())
	}
	return httpkit.ETag(append(parts, more...)...)
}

func (a asked) validator(more ...any) httpkit.Validator {
	return httpkit.Validator{ETag: a.tag(more...), Modified: a.version.Created}
}

// page is the answer to rows but for its items.
type page struct {
	Dataset string         `json:"dataset"`
	Table   string         `json:"table"`
	Version string         `json:"version"`
	SHA256  string         `json:"sha256"` // of the whole version
	Total   *int           `json:"total"`  // exact; null on a later page that did not ask for it
	Columns []table.Column `json:"columns"`
	Facets  []table.Facet  `json:"facets,omitempty"` // where they are asked for
}

func (f *Face) rows(w http.ResponseWriter, r *http.Request) error {
	a, err := f.ask(r, "facets")
	if err != nil {
		return err
	}
	val := a.validator(a.values.Get("facets"))
	if a.values.Get("version") != "" && a.query.Cursor == "" && !a.query.UsesUnits() {
		val.CacheControl = httpkit.CacheForever // a version never changes
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	if httpkit.NotModified(w, r, val) {
		return nil
	}
	q := a.query
	q.Total = q.Total || q.Cursor == "" && !a.values.Has("total") // a first page tells how much there is
	res, err := f.src.Engine.Query(r.Context(), q)
	if err != nil {
		return named(err)
	}
	defer res.Close()
	facets, err := f.facets(r, a)
	if err != nil {
		return err
	}
	body, err := pageJSON(r.Context(), a, res, facets, f.kit.URL(a.path("/rows")))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", httpkit.JSONMedia)
	_, err = w.Write(body)
	return err
}

// named gives a fault of the engine's filter the name that the filter has here.
func named(err error) error {
	var f *catalog.Fault
	if errors.As(err, &f) && f.Where == "where" {
		other := *f
		other.Where = "filter"
		return &other
	}
	return err
}

// pageJSON prints a page; a row is an object in the order of the columns.
func pageJSON(ctx context.Context, a asked, res *table.Result, facets []table.Facet, self string) ([]byte, error) {
	p := page{Dataset: a.ref.Dataset, Table: a.ref.Table, Version: res.Version.Number, SHA256: res.Version.SHA256, Columns: res.Columns, Facets: facets}
	if res.Total >= 0 {
		p.Total = &res.Total
	}
	head, err := httpkit.Marshal(p)
	if err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(head[:len(head)-1])
	b.WriteString(`,"items":[`)
	keys := make([][]byte, len(res.Columns))
	for i, c := range res.Columns {
		k, err := httpkit.Marshal(c.Name)
		if err != nil {
			return nil, err
		}
		keys[i] = append(k, ':')
	}
	for n := 0; ; n++ {
		row, err := res.Next(ctx)
		if err != nil {
			return nil, err
		}
		if row == nil {
			break
		}
		if err := rowJSON(b, keys, row, n > 0); err != nil {
			return nil, err
		}
	}
	b.WriteString(`]`)
	if next := res.Cursor(); next != "" {
		q := a.query
		q.Cursor, q.Offset, q.Version = next, 0, ""
		link, err := httpkit.Marshal(self + "?" + q.Values().Encode())
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(b, `,"next":"%s","next_url":%s`, next, link)
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

func rowJSON(b *bytes.Buffer, keys [][]byte, row []any, comma bool) error {
	if comma {
		b.WriteByte(',')
	}
	b.WriteByte('{')
	for i, v := range row {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(keys[i])
		cell, err := httpkit.Marshal(v)
		if err != nil {
			return err
		}
		b.Write(cell)
	}
	b.WriteByte('}')
	return nil
}

type bodyKey struct{}

// posted reads the parameters from a JSON body and hands them to a handler that
// otherwise reads the query string.
func (f *Face) posted(next httpkit.Handler) httpkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.URL.RawQuery != "" {
			return catalog.NewFault(catalog.Invalid, "query", "Với POST các tham số nằm trong thân JSON, không ở địa chỉ.", "With POST the parameters are in the JSON body, not in the address.")
		}
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil && r.Header.Get("Content-Type") != "" || media != "" && media != httpkit.JSONMedia {
			return catalog.NewFault(httpkit.UnsupportedMedia, "Content-Type", "Thân yêu cầu phải là application/json.", "The body must be application/json.")
		}
		values, err := bodyValues(r.Body)
		if err != nil {
			return err
		}
		return next(w, r.WithContext(withValues(r, values)))
	}
}

// bodyValues reads a JSON object as parameters: lists are joined by commas,
// objects stay JSON.
func bodyValues(body io.Reader) (url.Values, error) {
	bad := func(where, vi, en string) error { return catalog.NewFault(catalog.Invalid, where, vi, en) }
	d := json.NewDecoder(body)
	d.UseNumber()
	var m map[string]json.RawMessage
	if err := d.Decode(&m); err != nil {
		if f := (&http.MaxBytesError{}); asMax(err, &f) {
			return nil, err
		}
		return nil, bad("body", "Thân yêu cầu phải là một đối tượng JSON.", "The body must be a JSON object.")
	}
	out := url.Values{}
	for name, raw := range m {
		s, err := bodyValue(raw)
		if err != nil {
			return nil, bad(name, "Giá trị phải là văn bản, số, true, false, danh sách văn bản hoặc đối tượng lọc.", "The value must be text, a number, true, false, a list of text or a filter object.")
		}
		if s != nil {
			out.Set(name, *s)
		}
	}
	return out, nil
}

func bodyValue(raw json.RawMessage) (*string, error) {
	s := string(bytes.TrimSpace(raw))
	switch {
	case s == "null":
		return nil, nil
	case s[0] == '"':
		err := json.Unmarshal(raw, &s)
		return &s, err
	case s[0] != '[':
		return &s, nil // numbers, booleans and filters are read as they are written
	}
	var list []any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&list); err != nil {
		return nil, err
	}
	parts := make([]string, len(list))
	for i, v := range list {
		switch x := v.(type) {
		case string:
			parts[i] = x
		case json.Number:
			parts[i] = x.String()
		default:
			return nil, fmt.Errorf("item %d", i)
		}
	}
	s = strings.Join(parts, ",")
	return &s, nil
}

// label is a text in the reader's language with the language it is really in.
func label(t text.Text, l text.Lang) string {
	s, _ := t.Best(l)
	return s
}
