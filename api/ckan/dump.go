package ckan

import (
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

const byteOrderMark = "\xef\xbb\xbf"

// dump streams a whole table as a file.
func (f *Face) dump(w http.ResponseWriter, r *http.Request) error {
	id, _ := httpkit.PathVar(r, "resource")
	p := &params{values: fromQuery(r.URL.Query()), lang: httpkit.Lang(r)}
	p.values["resource_id"] = id
	s, err := f.readSearch(p, table.Unlimited, 0)
	if err != nil {
		return dumpFault(err)
	}
	format := p.str("format")
	if format == "" {
		format = "csv"
	}
	media, ok := map[string]string{"csv": "text/csv; charset=utf-8", "tsv": "text/tab-separated-values; charset=utf-8", "json": "application/json", "xml": "text/xml; charset=utf-8"}[format]
	if !ok {
		return catalog.NewFault(catalog.Invalid, "format", "format phải là csv, tsv, json hoặc xml", "format: must be one of csv, tsv, json, xml")
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": s.id + "." + format}))
	v := httpkit.Validator{ETag: httpkit.ETag(s.id, s.version.SHA256, r.URL.RawQuery, format), Modified: s.version.Created}
	if httpkit.NotModified(w, r, v) || r.Method == http.MethodHead {
		return nil
	}
	if err := httpkit.Rows(r, int64(s.version.Rows)); err != nil {
		return err
	}
	s.query.Limit = s.limit
	return f.writeDump(w, r, s, format, p.boolean("bom", false))
}

// dumpFault turns an action's failure into a fault, for an address that is no action.
func dumpFault(err error) error {
	var e *failure
	if !errors.As(err, &e) {
		return err
	}
	kind := catalog.Invalid
	if e.status == http.StatusNotFound {
		kind = catalog.NotFound
	}
	message := e.message
	for name, list := range e.fields {
		message = name + ": " + list[0]
	}
	return &catalog.Fault{Kind: kind, Detail: text.New(message, message)}
}

func (f *Face) writeDump(w http.ResponseWriter, r *http.Request, s *dataSearch, format string, bom bool) error {
	switch format {
	case "csv", "tsv":
		if s.limit == 0 {
			s.query.Where = &table.Expr{Op: table.Or} // of nothing: no row, but the header
		}
		opt := table.CSVOptions{BOM: bom}
		if format == "tsv" {
			opt.Delimiter = "\t"
		}
		_, err := f.tables.CSV(r.Context(), s.query, w, opt)
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	if bom {
		if _, err := out.WriteString(byteOrderMark); err != nil {
			return err
		}
	}
	res, err := f.dumpRows(r, s)
	if err != nil {
		return err
	}
	defer res.Close()
	if format == "json" {
		err = s.writeJSON(r.Context(), out, res)
	} else {
		err = s.writeXML(r.Context(), out, res)
	}
	return errors.Join(err, out.Flush())
}

func (f *Face) dumpRows(r *http.Request, s *dataSearch) (*table.Result, error) {
	if s.limit == 0 {
		s.query.Where = &table.Expr{Op: table.Or}
		s.query.Limit = 1
	}
	if s.limit > table.MaxLimit {
		s.query.Limit = table.Unlimited // streamed without the time limit of a page
	}
	return f.tables.Query(r.Context(), s.query)
}

func (s *dataSearch) writeJSON(ctx context.Context, w *bufio.Writer, res *table.Result) error {
	head, err := httpkit.Marshal(s.fieldDicts())
	if err != nil {
		return err
	}
	w.WriteString("{\n  \"fields\": ")
	w.Write(head)
	w.WriteString(",\n  \"records\": [")
	for n := 0; s.limit <= 0 || n < s.limit; n++ {
		row, err := res.Next(ctx)
		if err != nil {
			return err
		}
		if row == nil {
			break
		}
		if n > 0 {
			w.WriteByte(',')
		}
		for i := range row {
			row[i] = finite(row[i])
		}
		b, err := httpkit.Marshal(row)
		if err != nil {
			return err
		}
		w.WriteString("\n    ")
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	_, err = w.WriteString("\n]}\n")
	return err
}

// xmlName matches column names that are XML names as they stand.
var xmlName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

func (s *dataSearch) writeXML(ctx context.Context, w *bufio.Writer, res *table.Result) error {
	w.WriteString("<data xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n")
	for n := 0; s.limit <= 0 || n < s.limit; n++ {
		row, err := res.Next(ctx)
		if err != nil {
			return err
		}
		if row == nil {
			break
		}
		if err := s.writeElement(w, row); err != nil {
			return err
		}
	}
	_, err := w.WriteString("</data>\n")
	return err
}

func (s *dataSearch) writeElement(w *bufio.Writer, row []any) error {
	w.WriteString("<row")
	for i, name := range s.fields {
		if name == idColumn {
			w.WriteString(` _id="` + cell(row[i]) + `"`)
		}
	}
	w.WriteString(">")
	for i, name := range s.fields {
		if name == idColumn {
			continue
		}
		open, shut := name, name
		if !xmlName.MatchString(name) {
			open, shut = `column name="`+escaped(name)+`"`, "column"
		}
		if row[i] == nil {
			w.WriteString("<" + open + ` xsi:nil="true"/>`)
			continue
		}
		w.WriteString("<" + open + ">" + escaped(cell(row[i])) + "</" + shut + ">")
	}
	_, err := w.WriteString("</row>\n")
	return err
}

func escaped(s string) string {
	var b escapeBuffer
	_ = xml.EscapeText(&b, []byte(s)) // writes to memory
	return string(b)
}

type escapeBuffer []byte

// Write appends.
func (b *escapeBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// download serves the file of a resource that is no table.
func (f *Face) download(w http.ResponseWriter, r *http.Request) error {
	id, _ := httpkit.PathVar(r, "resource")
	name, _ := httpkit.PathVar(r, "file")
	pack, _ := httpkit.PathVar(r, "package")
	gone := catalog.NewFault(catalog.NotFound, "resource", "Không có tệp này.", "There is no such file.")
	d, res, _, ok := f.findResource(id)
	if !ok || f.files == nil || d.Name != pack && packageID(d) != pack || len(res.Paths) != 1 || path.Base(res.Paths[0]) != name {
		return gone
	}
	file, err := f.files.Open(d.Name, res.Paths[0])
	if errors.Is(err, fs.ErrNotExist) {
		return gone
	}
	if err != nil {
		return err
	}
	defer file.Close()
	w.Header().Set("Content-Type", mimeOf(res))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, modified := f.times(d)
	if httpkit.NotModified(w, r, httpkit.Validator{ETag: httpkit.ETag(id, res.Hash, modified.Format(time.RFC3339Nano)), Modified: modified}) {
		return nil
	}
	_, err = io.Copy(w, file)
	return err
}
