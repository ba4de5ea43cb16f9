package explore

import (
	"bufio"
	"cmp"
	"errors"
	"mime"
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// dialect are the media types of the formats that this face writes in a way of its
// own, by name.
func dialect() map[string]string {
	return map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8", "jsonl": "application/json-lines", "geojson": "application/geo+json"}
}

// formatNames lists the formats of a dataset; geographic ones are offered where it
// has points.
func (f *Face) formatNames(e entry) []string {
	var out []string
	for _, x := range export.For(export.Tables) {
		_, own := dialect()[x.Name]
		if (own || f.encode != nil) && (!x.Geographic || e.geo != nil) {
			out = append(out, x.Name)
		}
	}
	slices.Sort(out)
	return out
}

func (f *Face) formats(w http.ResponseWriter, r *http.Request) error {
	id, _ := httpkit.PathVar(r, "dataset")
	e, err := f.table(id)
	if err != nil {
		return err
	}
	self := f.kit.URL(Base + "/catalog/datasets/" + e.id + "/exports")
	links := []link{{"self", self}}
	for _, name := range f.formatNames(e) {
		links = append(links, link{name, self + "/" + name})
	}
	return httpkit.WriteJSON(w, r, map[string]any{"links": links}, httpkit.Validator{Modified: e.version.Created})
}

// export streams all rows; the bounds of a page do not hold for it.
func (f *Face) export(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err != nil {
		return err
	}
	id, _ := httpkit.PathVar(r, "dataset")
	e, err := f.table(id)
	if err != nil {
		return err
	}
	format, _ := httpkit.PathVar(r, "format")
	if !slices.Contains(f.formatNames(e), format) {
		return noFormat(format, f.formatNames(e))
	}
	if !o.limitGiven {
		o.limit = table.Unlimited
	}
	if o.limit < -1 {
		return badParameter("limit", "%d was found but -1 <= limit is expected.", o.limit)
	}
	c, err := e.compile(o)
	if err != nil {
		return err
	}
	if o.limit == 0 {
		c.query.Where, c.query.Limit = &table.Expr{Op: table.Or}, 1 // of nothing: no row
	}
	if hidden := len(c.query.Order) > 0 && strings.HasPrefix(c.query.Select[len(c.query.Select)-1].As, "__order"); hidden && format != "json" && format != "jsonl" {
		return badQuery("an export as %s that is sorted by an expression must also select it.", format)
	}
	if e.version != nil {
		if err := httpkit.Rows(r, int64(e.version.Rows)); err != nil {
			return err
		}
	}
	// A query that cannot be answered must say so before the first byte.
	probe := c.query
	probe.Limit = 1
	res, err := f.tables.Query(r.Context(), probe)
	if err != nil {
		return err
	}
	if err := res.Close(); err != nil {
		return err
	}
	return f.send(w, r, e, c, o, format)
}

func (f *Face) send(w http.ResponseWriter, r *http.Request, e entry, c *compiled, o options, format string) error {
	form, err := export.Find(export.Tables, format)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", cmp.Or(dialect()[format], form.Media))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": e.id + "." + form.Extension}))
	v := httpkit.Validator{ETag: httpkit.ETag(e.id, e.version.SHA256, r.URL.RawQuery, format, string(o.lang)), Modified: e.version.Created}
	if httpkit.NotModified(w, r, v) || r.Method == http.MethodHead {
		return nil
	}
	switch format {
	case "csv":
		return f.csv(w, r, e, c, o)
	case "json", "jsonl", "geojson":
		return f.objects(w, r, e, c, o, format)
	}
	c.plain()
	return f.encode(r.Context(), form, c.query, o.lang, w)
}

// plain leaves out what only this face makes of rows: the point of two columns.
func (c *compiled) plain() {
	var items []table.Item
	for _, o := range c.outputs {
		if o.lat < 0 {
			items = append(items, c.query.Select[o.at])
		}
	}
	c.query.Select = items
}

// csv writes what the engine prints: ; between cells and a byte order mark in
// front unless asked otherwise.
func (f *Face) csv(w http.ResponseWriter, r *http.Request, e entry, c *compiled, o options) error {
	c.plain()
	opt := table.CSVOptions{Delimiter: cmp.Or(o.query.Get("delimiter"), ";"), BOM: o.query.Get("with_bom") != "false", End: "\r\n"}
	if !slices.Contains([]string{",", ";", "\t", "|"}, opt.Delimiter) {
		opt.Delimiter = ";"
	}
	if o.query.Get("use_labels") == "true" {
		opt.Header = func(columns []table.Column) []string { return labels(e, columns, o.lang) }
	}
	_, err := f.tables.CSV(r.Context(), c.query, w, opt)
	return err
}

// labels are the titles of the fields, or the names of what has none.
func labels(e entry, columns []table.Column, l text.Lang) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Name
		if col, ok := e.column(c.Name); ok {
			if s, _ := col.Title.Best(l); s != "" {
				out[i] = s
			}
		}
	}
	return out
}

// objects writes rows as objects: in a list, by line, or as features.
func (f *Face) objects(w http.ResponseWriter, r *http.Request, e entry, c *compiled, o options, format string) error {
	if format == "geojson" {
		c.withPoint(e)
	}
	most := c.query.Limit
	if most > table.MaxLimit {
		c.query.Limit = table.Unlimited // streamed without the time limit of a page
	}
	res, err := f.tables.Query(r.Context(), c.query)
	if err != nil {
		return err
	}
	defer res.Close()
	out := bufio.NewWriterSize(w, 64<<10)
	frame := map[string][3]string{"json": {"[", ",\n", "]\n"}, "jsonl": {"", "\n", "\n"}, "geojson": {`{"type":"FeatureCollection","features":[`, ",\n", "]}\n"}}[format]
	out.WriteString(frame[0])
	n := 0
	for ; most <= 0 || n < most; n++ {
		row, err := res.Next(r.Context())
		if err != nil {
			return err
		}
		if row == nil {
			break
		}
		if n > 0 {
			out.WriteString(frame[1])
		}
		b, err := c.encode(res.Columns, row, o, format)
		if err != nil {
			return err
		}
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	if format != "jsonl" || n > 0 {
		out.WriteString(frame[2])
	}
	return errors.Join(err, out.Flush())
}

// withPoint makes sure that the coordinates are read, last in the row.
func (c *compiled) withPoint(e entry) {
	c.outputs = slices.DeleteFunc(c.outputs, func(o output) bool { return o.lat >= 0 })
	if !c.grouped && !aggregates(c.query) {
		c.query.Select = append(c.query.Select, table.Item{Column: e.geo.lon, As: "__x"}, table.Item{Column: e.geo.lat, As: "__y"})
	}
}

func (c *compiled) encode(columns []table.Column, row []any, o options, format string) ([]byte, error) {
	rec := c.row(columns, row, o.zone)
	if format != "geojson" {
		return httpkit.Marshal(rec)
	}
	var geometry any
	if n := len(row); columns[n-1].Name == "__y" && row[n-1] != nil && row[n-2] != nil {
		geometry = map[string]any{"type": "Point", "coordinates": []any{row[n-2], row[n-1]}}
	}
	return httpkit.Marshal(object{[]string{"type", "geometry", "properties"}, []any{"Feature", geometry, rec}})
}
