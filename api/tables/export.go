package tables

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/cite"
	"honglinh/datasets/export"
)

func withValues(r *http.Request, v url.Values) context.Context {
	return context.WithValue(r.Context(), bodyKey{}, v)
}

func asMax(err error, f **http.MaxBytesError) bool { return errors.As(err, f) }

// export answers with a file. It is written to disk first: it has a length,
// takes ranges, and a fault is a problem document, never half a file.
func (f *Face) export(w http.ResponseWriter, r *http.Request) error {
	name, _ := httpkit.PathVar(r, "format")
	form, err := export.Find(export.Tables, name)
	if err != nil {
		return err
	}
	a, err := f.ask(r, "header", "bom", "semicolon")
	if err != nil {
		return err
	}
	opt, err := options(a)
	if err != nil {
		return err
	}
	tag := a.tag("export", form.Name, opt)
	about := export.About{Package: a.pack, Resource: a.resource, Address: f.permanent(a)}
	about.Citation = f.citation(a)
	file := download{tag: tag, media: form.Media, modified: a.version.Created, rows: wanted(a),
		name: fmt.Sprintf("%s-%s-%s.%s", a.ref.Dataset, a.ref.Table, a.version.Number, form.Extension)}
	return f.send(w, r, file, func(ctx context.Context, out io.Writer) error {
		_, err := f.encoder.Table(ctx, form, f.src.Engine, a.query, about, opt, out)
		return named(err)
	})
}

// wanted is how many rows an export has at most.
func wanted(a asked) int64 {
	rows := int64(a.version.Rows)
	if a.query.Limit > 0 {
		rows = min(rows, int64(a.query.Limit))
	}
	return rows
}

func options(a asked) (export.Options, error) {
	opt := export.Options{Lang: a.query.Lang, Header: export.Header(a.values.Get("header"))}
	switch opt.Header {
	case "", export.ColumnNames, export.Titles, export.Bilingual:
	default:
		known := []string{string(export.ColumnNames), string(export.Titles), string(export.Bilingual)}
		return opt, &catalog.Fault{Kind: catalog.Invalid, Where: "header", Nearest: text.Nearest(string(opt.Header), known), Detail: text.New("header là names, titles hoặc bilingual.", "header is names, titles or bilingual.")}
	}
	for name, to := range map[string]*bool{"bom": &opt.BOM, "semicolon": &opt.Semicolon} {
		switch a.values.Get(name) {
		case "", "false":
		case "true":
			*to = true
		default:
			return opt, catalog.NewFault(catalog.Invalid, name, "Giá trị phải là true hoặc false.", "The value must be true or false.")
		}
	}
	return opt, nil
}

// download is a file to send.
type download struct {
	tag, media, name string
	modified         time.Time
	rows             int64 // most that it holds
}

func (f *Face) send(w http.ResponseWriter, r *http.Request, d download, write func(context.Context, io.Writer) error) error {
	httpkit.AddVary(w.Header(), "Accept-Language")
	if httpkit.NotModified(w, r, httpkit.Validator{ETag: d.tag, Modified: d.modified}) {
		return nil
	}
	if err := httpkit.Rows(r, d.rows); err != nil {
		return err
	}
	file, err := f.spool.open(r.Context(), d.tag, write)
	if err != nil {
		return err
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", d.media)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, d.name))
	if r.Header.Get("Range") != "" {
		h.Set("Content-Encoding", "identity") // a range counts the plain bytes
	}
	out := &whole{ResponseWriter: w}
	http.ServeContent(out, ranged(r), "", d.modified, file)
	if r.Method != http.MethodHead && out.sent < out.size {
		return fmt.Errorf("%s: %d of %d bytes sent: %w", d.name, out.sent, out.size, io.ErrUnexpectedEOF)
	}
	return nil
}

// whole counts what was sent of the length promised: http.ServeContent tells
// nobody when its file ends early, and a compressed answer has no length that
// would show it.
type whole struct {
	http.ResponseWriter
	size, sent int64
}

func (w *whole) WriteHeader(status int) {
	w.size, _ = strconv.ParseInt(w.Header().Get("Content-Length"), 10, 64) // 0 without one
	w.ResponseWriter.WriteHeader(status)
}

func (w *whole) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	w.sent += int64(n)
	return n, err
}

func (w *whole) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// ranged keeps a range only where If-Range, if given, names this very state;
// the suffix that a compressed answer's tag has is no part of it.
func ranged(r *http.Request) *http.Request {
	cond := r.Header.Get("If-Range")
	if cond == "" {
		return r
	}
	r = r.Clone(r.Context())
	for _, c := range []string{"gzip", "br", "zstd"} {
		cond = strings.ReplaceAll(cond, "-"+c+`"`, `"`)
	}
	r.Header.Set("If-Range", cond)
	return r
}

func (f *Face) packageZip(w http.ResponseWriter, r *http.Request) error {
	p, err := f.dataset(r)
	if err != nil {
		return err
	}
	d := download{tag: httpkit.ETag("zip", p.Name, p.Version, p.Modified.UnixNano(), []byte(p.Raw), f.states(p.Name)), media: "application/zip", modified: p.Modified, name: p.Name + "-" + p.Version + ".zip"}
	return f.send(w, r, d, func(ctx context.Context, out io.Writer) error {
		return f.encoder.Package(ctx, p, f.src.Files(p), f.src.Engine, f.kit.BaseURL(), out)
	})
}

// states names the versions of the tables of a dataset, "" of all.
func (f *Face) states(dataset string) string {
	var b strings.Builder
	for _, s := range f.src.Engine.Tables() {
		if dataset == "" || s.Ref.Dataset == dataset {
			fmt.Fprintf(&b, "%s %s %s\n", s.Ref, s.Current().Number, s.Current().SHA256)
		}
	}
	return b.String()
}

func (f *Face) catalogueZip(w http.ResponseWriter, r *http.Request) error {
	all := f.src.Library().All()
	parts := []any{"catalogue", f.states("")}
	var newest time.Time
	for _, p := range all {
		parts = append(parts, []byte(p.Raw), p.Modified.UnixNano())
		if p.Modified.After(newest) {
			newest = p.Modified
		}
	}
	d := download{tag: httpkit.ETag(parts...), media: "application/zip", modified: newest, name: "catalogue-" + timestamp(f.now()) + ".zip"}
	return f.send(w, r, d, func(ctx context.Context, out io.Writer) error {
		return f.encoder.Catalogue(ctx, all, f.src.Files, f.src.Engine, f.kit.BaseURL(), out)
	})
}

// permanent is the address that gives the same bytes for ever: it names the
// version and the query.
func (f *Face) permanent(a asked) string {
	q := a.query
	q.Cursor, q.Lang, q.Version, q.Total = "", "", a.version.Number, false
	if q.Labels != "" && q.Labels != "codes" {
		q.Lang = a.query.Lang
	}
	return f.kit.URL(a.path("/exports/csv")) + "?" + q.Values().Encode()
}

func (f *Face) citation(a asked) text.Text {
	w := f.work(a)
	return text.New(cite.Text(w, text.VI, f.now()), cite.Text(w, text.EN, f.now()))
}

func (f *Face) work(a asked) cite.Work {
	w := cite.Of(a.pack)
	if len(a.pack.Resources) > 1 {
		for _, l := range text.Langs() {
			if t := label(a.resource.Title, l); t != "" {
				w.Title = text.New(w.Title[text.VI], w.Title[text.EN])
				w.Title[l] = label(a.pack.Title, l) + ": " + t
			}
		}
	}
	w.Version, w.Date, w.Address, w.Key = a.version.Number, a.version.Created, f.permanent(a), a.ref.Dataset+"-"+a.ref.Table+"-"+a.version.Number
	return w
}
