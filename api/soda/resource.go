package soda

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"honglinh/api/httpkit"
	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

// resource streams the rows of a table.
func (f *Face) resource(w http.ResponseWriter, r *http.Request) error {
	file, _ := httpkit.PathVar(r, "file")
	id, format, given := strings.Cut(file, ".")
	if !given {
		format = "json"
		if strings.HasPrefix(r.Header.Get("Accept"), "text/csv") {
			format = "csv"
		}
	}
	v, err := f.findTable(id)
	if err != nil {
		return err
	}
	media, ok := map[string]string{"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8", "geojson": "application/vnd.geo+json; charset=utf-8"}[format]
	if !ok {
		return fail(http.StatusNotAcceptable, "not_acceptable", nil, "Unknown format %s; there are json, csv and geojson", clause.Short(format))
	}
	c, err := v.read(r.URL.Query())
	if err != nil {
		return err
	}
	res, err := f.tables.Query(r.Context(), c.query)
	if err != nil {
		return err
	}
	defer res.Close()
	h := w.Header()
	h.Set("Content-Type", media)
	if format == "csv" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": v.id + ".csv"}))
	}
	c.describe(h, v, res.Columns)
	httpkit.AddVary(h, "Accept")
	val := httpkit.Validator{ETag: httpkit.ETag(v.id, v.version.SHA256, r.URL.RawQuery, format), Modified: v.version.Created}
	if httpkit.NotModified(w, r, val) || r.Method == http.MethodHead {
		return nil
	}
	out := bufio.NewWriterSize(w, 64<<10)
	switch format {
	case "csv":
		err = c.csv(r.Context(), out, res)
	case "geojson":
		err = c.geojson(r.Context(), out, res, v)
	default:
		err = c.json(r.Context(), out, res)
	}
	return errors.Join(err, out.Flush())
}

// typeName is the type in the headers of 2.1.
func typeName(t table.Type) string {
	switch t {
	case table.Integer, table.Number:
		return "number"
	case table.Boolean:
		return "boolean"
	case table.Date, table.DateTime, table.LocalDateTime:
		return "floating_timestamp"
	}
	return "text"
}

// describe sets the headers that carry the schema.
func (c *compiled) describe(h http.Header, v tableView, columns []table.Column) {
	names, types := make([]string, len(c.outputs)), make([]string, len(c.outputs))
	for i, o := range c.outputs {
		names[i], types[i] = asciiJSON(o.name), `"`+typeName(columns[o.at].Type)+`"`
		switch {
		case o.lat >= 0:
			types[i] = `"point"`
		case o.tail != "":
			types[i] = `"floating_timestamp"`
		}
	}
	h.Set("X-SODA2-Fields", "["+strings.Join(names, ",")+"]")
	h.Set("X-SODA2-Types", "["+strings.Join(types, ",")+"]")
	h.Set("X-SODA2-Truth-Last-Modified", v.version.Created.UTC().Format(http.TimeFormat))
	h.Set("X-SODA2-Data-Out-Of-Date", "false")
	h.Set("Access-Control-Expose-Headers", "X-SODA2-Fields, X-SODA2-Types, X-SODA2-Truth-Last-Modified, X-SODA2-Data-Out-Of-Date, ETag, Last-Modified, X-Request-Id")
}

// asciiJSON quotes s for a header, which holds ASCII only.
func asciiJSON(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r >= ' ' && r < 0x7f:
			b.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// each calls fn for every row up to the limit.
func (c *compiled) each(ctx context.Context, res *table.Result, fn func(n int, row []any) error) error {
	for n := 0; n < c.limit; n++ {
		row, err := res.Next(ctx)
		if err != nil {
			return err
		}
		if row == nil {
			break
		}
		if err := fn(n, row); err != nil {
			return err
		}
	}
	return nil
}

// value is a cell as SODA writes it: numbers are strings, dates are moments
// without a zone, a missing value is nil.
func (o output) value(row []any, columns []table.Column) any {
	v := row[o.at]
	switch {
	case o.lat >= 0 && (v == nil || row[o.lat] == nil) || v == nil:
		return nil
	case o.lat >= 0:
		return map[string]any{"type": "Point", "coordinates": []any{v, row[o.lat]}}
	case o.tail != "":
		return fmt.Sprint(v) + o.tail
	}
	switch x := v.(type) {
	case bool:
		return x
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
		return strconv.FormatFloat(x, 'f', -1, 64)
	case string:
		return floating(x, columns[o.at].Type)
	}
	return fmt.Sprint(v)
}

// floating prints a date or time without a zone.
func floating(s string, t table.Type) string {
	switch t {
	case table.Date:
		return s + "T00:00:00.000"
	case table.DateTime:
		if at, err := time.Parse(time.RFC3339, s); err == nil {
			return at.UTC().Format("2006-01-02T15:04:05.000")
		}
	case table.LocalDateTime:
		if at, err := time.Parse("2006-01-02T15:04:05", s); err == nil {
			return at.Format("2006-01-02T15:04:05.000")
		}
	}
	return s
}

// json writes rows as objects; missing values are left out, as Socrata does.
func (c *compiled) json(ctx context.Context, w *bufio.Writer, res *table.Result) error {
	w.WriteByte('[')
	err := c.each(ctx, res, func(n int, row []any) error {
		if n > 0 {
			w.WriteString("\n,")
		}
		return c.object(w, row, res.Columns, false)
	})
	w.WriteString("]\n")
	return err
}

func (c *compiled) object(w *bufio.Writer, row []any, columns []table.Column, nulls bool) error {
	sep := byte('{')
	for _, o := range c.outputs {
		v := o.value(row, columns)
		if v == nil && !nulls {
			continue
		}
		key, err := httpkit.Marshal(o.name)
		if err != nil {
			return err
		}
		value, err := httpkit.Marshal(v)
		if err != nil {
			return err
		}
		w.WriteByte(sep)
		w.Write(key)
		w.WriteByte(':')
		w.Write(value)
		sep = ','
	}
	if sep == '{' {
		w.WriteByte('{')
	}
	return w.WriteByte('}')
}

func (c *compiled) csv(ctx context.Context, w *bufio.Writer, res *table.Result) error {
	out := csv.NewWriter(w)
	line := make([]string, len(c.outputs))
	for i, o := range c.outputs {
		line[i] = o.name
	}
	if err := out.Write(line); err != nil {
		return err
	}
	err := c.each(ctx, res, func(_ int, row []any) error {
		for i, o := range c.outputs {
			line[i] = printed(o.value(row, res.Columns))
		}
		return out.Write(line)
	})
	out.Flush()
	return errors.Join(err, out.Error())
}

// printed writes a value into a cell; a point is WKT.
func printed(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case map[string]any:
		xy := x["coordinates"].([]any)
		return fmt.Sprintf("POINT (%v %v)", xy[0], xy[1])
	}
	return fmt.Sprint(v)
}

func (c *compiled) geojson(ctx context.Context, w *bufio.Writer, res *table.Result, v tableView) error {
	point := -1
	for i, o := range c.outputs {
		if o.lat >= 0 {
			point = i
		}
	}
	if point < 0 {
		return badRequest("This selection of %s has no %s to draw", v.id, pointField)
	}
	place := c.outputs[point]
	c.outputs = append(append([]output(nil), c.outputs[:point]...), c.outputs[point+1:]...)
	w.WriteString(`{"type":"FeatureCollection","features":[`)
	err := c.each(ctx, res, func(n int, row []any) error {
		if n > 0 {
			w.WriteString(",\n")
		}
		geometry, err := httpkit.Marshal(place.value(row, res.Columns))
		if err != nil {
			return err
		}
		w.WriteString(`{"type":"Feature","geometry":`)
		w.Write(geometry)
		w.WriteString(`,"properties":`)
		if err := c.object(w, row, res.Columns, true); err != nil {
			return err
		}
		return w.WriteByte('}')
	})
	w.WriteString("]}\n")
	return err
}
