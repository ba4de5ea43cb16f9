package explore

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

// object is a row that marshals to an object in the order of its fields.
type object struct {
	names  []string
	values []any
}

// MarshalJSON writes the row.
func (o object) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteByte('{')
	for i, name := range o.names {
		if i > 0 {
			buf.WriteByte(',')
		}
		key, err := httpkit.Marshal(name)
		if err != nil {
			return nil, err
		}
		value, err := httpkit.Marshal(o.values[i])
		if err != nil {
			return nil, err
		}
		buf.Write(append(append(key, ':'), value...))
	}
	buf.WriteByte('}')
	return buf.Bytes(), nil
}

type coordinates struct {
	Lon any `json:"lon"`
	Lat any `json:"lat"`
}

// row makes the fields of an answer from a row of the engine.
func (c *compiled) row(columns []table.Column, values []any, zone *time.Location) object {
	out := object{make([]string, len(c.outputs)), make([]any, len(c.outputs))}
	for i, o := range c.outputs {
		v := values[o.at]
		out.names[i] = o.name
		switch {
		case o.lat >= 0 && (v == nil || values[o.lat] == nil):
		case o.lat >= 0:
			out.values[i] = coordinates{v, values[o.lat]}
		case o.width > 0 && v != nil:
			out.values[i] = interval(v, o.width)
		default:
			out.values[i] = shown(v, columns[o.at].Type, zone)
		}
	}
	return out
}

// interval prints a range bucket by its bounds, as the original does.
func interval(v any, width float64) any {
	lo, ok := v.(float64)
	if !ok {
		return v
	}
	return "[" + strconv.FormatFloat(lo, 'f', -1, 64) + ", " + strconv.FormatFloat(lo+width, 'f', -1, 64) + "["
}

// shown puts times into the zone asked for and drops what JSON cannot say.
func shown(v any, t table.Type, zone *time.Location) any {
	switch x := v.(type) {
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
	case string:
		if t == table.DateTime {
			if at, err := time.Parse(time.RFC3339, x); err == nil {
				return at.In(zone).Format("2006-01-02T15:04:05-07:00")
			}
		}
	}
	return v
}

type recordList struct {
	Total   int    `json:"total_count"`
	Links   []link `json:"links,omitempty"`
	Results []any  `json:"results"`
}

func (f *Face) records(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err == nil {
		err = o.checkPage()
	}
	if err != nil {
		return err
	}
	id, _ := httpkit.PathVar(r, "dataset")
	e, err := f.table(id)
	if err != nil {
		return err
	}
	c, err := e.compile(o)
	if err != nil {
		return err
	}
	out, err := f.page(r.Context(), e, c, o)
	if err != nil {
		return err
	}
	if o.links {
		out.Links = f.pageLinks(r, o, out.Total)
	}
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{Modified: e.version.Created})
}

// page reads a page with its total.
func (f *Face) page(ctx context.Context, e entry, c *compiled, o options) (recordList, error) {
	out := recordList{Results: []any{}}
	metas := o.metas && !c.grouped && len(e.version.Columns) > 0 && !aggregates(c.query)
	if metas {
		c.addIdentity(e)
	}
	q := c.query
	q.Total = true
	if o.limit == 0 {
		q.Limit = 1
	}
	res, err := f.tables.Query(ctx, q)
	if err != nil {
		return out, err
	}
	rows, err := res.All(ctx)
	if err != nil {
		return out, err
	}
	out.Total = res.Total
	if o.limit == 0 {
		return out, nil
	}
	for _, row := range rows {
		rec := c.row(res.Columns, row, o.zone)
		if metas {
			rec = f.withIdentity(e, rec, row[len(row)-len(e.identity()):])
		}
		out.Results = append(out.Results, rec)
	}
	return out, nil
}

func aggregates(q table.Query) bool {
	for _, it := range q.Select {
		for _, fn := range table.Aggregates() {
			if it.Func == fn {
				return true
			}
		}
	}
	return false
}

// identity are the columns that tell a record from all others: its key, else
// its place in the file.
func (e entry) identity() []string {
	if len(e.version.Key) > 0 {
		return e.version.Key
	}
	return []string{table.RowNumber}
}

func (c *compiled) addIdentity(e entry) {
	for i, name := range e.identity() {
		c.query.Select = append(c.query.Select, table.Item{Column: name, As: fmt.Sprintf("__id%d", i)})
	}
}

func (f *Face) withIdentity(e entry, rec object, key []any) object {
	id := recordID(key)
	size := 0
	if b, err := rec.MarshalJSON(); err == nil {
		size = len(b)
	}
	dataset := f.kit.URL(Base + "/catalog/datasets/" + e.id)
	links := []link{{"self", dataset + "/records/" + id}, {"datasets", f.kit.URL(Base + "/catalog/datasets")}, {"dataset", dataset}}
	return object{append([]string{"_id", "_timestamp", "_size", "_links"}, rec.names...), append([]any{id, instant(e.version.Created), size, links}, rec.values...)}
}

// recordID is the key of a record as base64url of JSON, so that it finds the
// record again after an update.
func recordID(key []any) string {
	b, _ := json.Marshal(key) // texts, numbers and booleans always marshal
	return base64.RawURLEncoding.EncodeToString(b)
}

func readRecordID(s string, n int) ([]any, bool) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var key []any
	if d.Decode(&key) != nil || len(key) != n {
		return nil, false
	}
	return key, true
}

func (f *Face) record(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err != nil {
		return err
	}
	id, _ := httpkit.PathVar(r, "dataset")
	e, err := f.table(id)
	if err != nil {
		return err
	}
	given, _ := httpkit.PathVar(r, "record")
	gone := noResource("The requested record %s does not exist.", clause.Short(given))
	key, ok := readRecordID(given, len(e.identity()))
	if !ok {
		return gone
	}
	o.where, o.group, o.order, o.limit, o.offset, o.metas = "", "", "", 1, 0, true
	c, err := e.compile(o)
	if err != nil {
		return err
	}
	where := table.Expr{Op: table.And}
	for i, name := range e.identity() {
		where.Args = append(where.Args, table.Expr{Op: table.Eq, Column: name, Values: []any{fmt.Sprint(key[i])}})
	}
	c.query.Where = &where
	page, err := f.page(r.Context(), e, c, o)
	if err != nil {
		return err
	}
	if len(page.Results) == 0 {
		return gone
	}
	return httpkit.WriteJSON(w, r, page.Results[0], httpkit.Validator{Modified: e.version.Created})
}

func (f *Face) pageLinks(r *http.Request, o options, total int) []link {
	at := func(offset int) string {
		q := r.URL.Query()
		q.Set("limit", strconv.Itoa(o.limit))
		q.Set("offset", strconv.Itoa(offset))
		return strings.TrimSuffix(f.kit.URL(r.URL.EscapedPath()), "/") + "?" + q.Encode()
	}
	out := []link{{"self", at(o.offset)}, {"first", at(0)}}
	if o.limit > 0 && total > 0 {
		out = append(out, link{"last", at((total - 1) / o.limit * o.limit)})
	}
	if o.limit > 0 && o.offset+o.limit < total {
		out = append(out, link{"next", at(o.offset + o.limit)})
	}
	if o.offset > 0 {
		out = append(out, link{"prev", at(max(0, o.offset-o.limit))})
	}
	return out
}
