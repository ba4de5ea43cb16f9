package explore

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// Tables is the tabular engine as this face asks it.
type Tables interface {
	State(ref table.Ref) (*table.State, error)
	Query(ctx context.Context, q table.Query) (*table.Result, error)
	CSV(ctx context.Context, q table.Query, w io.Writer, opt table.CSVOptions) (int, error)
}

// Finder ranks dataset records for words.
type Finder interface {
	Search(ctx context.Context, q search.Query) (search.Answer, error)
}

// Files opens a file of a dataset's package.
type Files interface {
	Open(dataset, path string) (fs.File, error)
}

// Encode writes the rows of a query in a format of the list.
type Encode func(ctx context.Context, f export.Format, q table.Query, lang text.Lang, w io.Writer) error

// Options of the face. Kit, Library and Tables are needed.
type Options struct {
	Kit     *httpkit.Kit
	Library func() *datasets.Library
	Tables  Tables
	Finder  Finder
	Files   Files
	// Encode writes the formats that this face does not write itself; nil offers
	// none of them.
	Encode Encode
	Now    func() time.Time
}

// Face is the Explore API.
type Face struct {
	kit     *httpkit.Kit
	library func() *datasets.Library
	tables  Tables
	finder  Finder
	files   Files
	encode  Encode
	now     func() time.Time
}

// New returns the face.
func New(o Options) *Face {
	f := &Face{library: o.Library, tables: o.Tables, finder: o.Finder, files: o.Files, encode: o.Encode, now: o.Now}
	f.kit = o.Kit.WithRender(f.Render)
	if f.now == nil {
		f.now = time.Now
	}
	return f
}

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.kit.Mount(router, f.Routes()) }

// Base is the address below which the face answers.
const Base = "/api/explore/v2.1"

// Routes lists the addresses of the face, each also with a slash behind it:
// the official client asks for those, and a redirect would cost it a round.
func (f *Face) Routes() []httpkit.Route {
	var out []httpkit.Route
	add := func(name, path, vi, en string, h httpkit.Handler, class httpkit.Class, timeout time.Duration) {
		for i, p := range []string{Base + path, Base + path + "/"} {
			n := name
			if i > 0 {
				n += ".slash"
			}
			out = append(out, httpkit.Route{Name: n, Path: p, OwnQuery: true, Class: class, Handle: f.guarded(h), Timeout: timeout, Tag: "explore", Summary: text.New(vi, en)})
		}
	}
	add("explore.root", "", "Các địa chỉ", "Addresses", f.root, httpkit.Page, 0)
	add("explore.catalog", "/catalog", "Các địa chỉ của danh mục", "Addresses of the catalogue", f.root, httpkit.Page, 0)
	add("explore.datasets", "/catalog/datasets", "Các bộ dữ liệu", "Datasets", f.list, httpkit.Page, 0)
	add("explore.facets", "/catalog/facets", "Nhóm của danh mục", "Facets of the catalogue", f.catalogFacets, httpkit.Page, 0)
	add("explore.catalog.exports", "/catalog/exports", "Định dạng tải danh mục", "Formats of the catalogue", f.catalogFormats, httpkit.Page, 0)
	add("explore.catalog.export", "/catalog/exports/{format}", "Tải danh mục", "Download the catalogue", f.catalogExport, httpkit.Export, 0)
	add("explore.dataset", "/catalog/datasets/{dataset}", "Một bộ dữ liệu", "One dataset", f.one, httpkit.Page, 0)
	add("explore.dataset.facets", "/catalog/datasets/{dataset}/facets", "Nhóm của bộ dữ liệu", "Facets of a dataset", f.facets, httpkit.Table, 0)
	add("explore.records", "/catalog/datasets/{dataset}/records", "Các dòng", "Records", f.records, httpkit.Table, 0)
	add("explore.record", "/catalog/datasets/{dataset}/records/{record}", "Một dòng", "One record", f.record, httpkit.Table, 0)
	add("explore.exports", "/catalog/datasets/{dataset}/exports", "Định dạng tải về", "Formats", f.formats, httpkit.Page, 0)
	add("explore.export", "/catalog/datasets/{dataset}/exports/{format}", "Tải về", "Download", f.export, httpkit.Export, httpkit.StreamTimeout)
	add("explore.attachments", "/catalog/datasets/{dataset}/attachments", "Tệp đính kèm", "Attachments", f.attachments, httpkit.Page, 0)
	add("explore.attachment", "/catalog/datasets/{dataset}/attachments/{attachment}", "Một tệp đính kèm", "One attachment", f.attachment, httpkit.Export, httpkit.StreamTimeout)
	return out
}

// guarded sends the faults of callers in the face's own form; others are logged.
func (f *Face) guarded(h httpkit.Handler) httpkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f.limits(w.Header())
		err := h(w, r)
		if e := failureOf(err); e != nil {
			return e.write(w)
		}
		return err
	}
}

// limits says the limit of the client under the names of this API too.
func (f *Face) limits(h http.Header) {
	if h.Get("RateLimit-Limit") == "" {
		return
	}
	seconds, _ := strconv.Atoi(h.Get("RateLimit-Reset")) // ours is a number
	h.Set("X-RateLimit-Limit", h.Get("RateLimit-Limit"))
	h.Set("X-RateLimit-Remaining", h.Get("RateLimit-Remaining"))
	h.Set("X-RateLimit-Reset", f.now().Add(time.Duration(seconds)*time.Second).UTC().Format("2006-01-02 15:04:05-07:00"))
}

type link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
}

func (f *Face) root(w http.ResponseWriter, r *http.Request) error {
	links := []link{{"self", f.kit.URL(Base + "/catalog")}}
	for _, rel := range []string{"datasets", "exports", "facets"} {
		links = append(links, link{rel, f.kit.URL(Base + "/catalog/" + rel)})
	}
	return httpkit.WriteJSON(w, r, map[string]any{"links": links}, httpkit.Validator{})
}
