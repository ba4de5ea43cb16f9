package ckan

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/datasets"
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

// Options of the face. Kit, Library and Tables are needed.
type Options struct {
	Kit     *httpkit.Kit
	Library func() *datasets.Library
	Tables  Tables
	// Finder ranks package_search; nil ranks by the words in titles and texts alone.
	Finder Finder
	// Files serves resources that are no tables; nil links to the dataset's page.
	Files Files
	Now   func() time.Time
}

// Face is the CKAN Action API.
type Face struct {
	kit     *httpkit.Kit
	library func() *datasets.Library
	tables  Tables
	finder  Finder
	files   Files
	now     func() time.Time
}

// apiVersion is the CKAN release whose read API this face follows.
const apiVersion = "2.12.0"

// New returns the face.
func New(o Options) *Face {
	f := &Face{kit: o.Kit, library: o.Library, tables: o.Tables, finder: o.Finder, files: o.Files, now: o.Now}
	f.kit = o.Kit.WithRender(f.Render)
	if f.now == nil {
		f.now = time.Now
	}
	return f
}

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.kit.Mount(router, f.Routes()) }

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	both := []string{http.MethodGet, http.MethodHead, http.MethodPost}
	routes := []httpkit.Route{
		{Name: "ckan.action", Path: "/api/action/{action}", Methods: both, OwnQuery: true, Class: httpkit.Table, Handle: f.action, Tag: "ckan",
			Summary: text.New("Hành động CKAN", "A CKAN action")},
		{Name: "ckan.action3", Path: "/api/3/action/{action}", Methods: both, OwnQuery: true, Class: httpkit.Table, Handle: f.action, Tag: "ckan",
			Summary: text.New("Hành động CKAN", "A CKAN action")},
		{Name: "ckan.dump", Path: "/datastore/dump/{resource}", Use: httpkit.UseDownload, OwnQuery: true, Class: httpkit.Export, Handle: f.dump, Timeout: httpkit.StreamTimeout, Tag: "ckan",
			Summary: text.New("Tải cả bảng", "Download a whole table")},
		{Name: "ckan.download", Path: "/dataset/{package}/resource/{resource}/download/{file}", Use: httpkit.UseDownload, Dataset: "package", OwnQuery: true, Class: httpkit.Export, Handle: f.download, Timeout: httpkit.StreamTimeout, Tag: "ckan",
			Summary: text.New("Tải tệp của một tài nguyên", "Download a resource's file")},
		{Name: "ckan.status", Path: "/api/util/status", OwnQuery: true, Handle: f.status, Tag: "ckan", Summary: text.New("Trạng thái", "Status")},
	}
	for _, path := range []string{"/api", "/api/", "/api/{version:[123]}", "/api/{version:[123]}/"} {
		routes = append(routes, httpkit.Route{Name: "ckan.version" + path, Path: path, OwnQuery: true, Handle: f.version, Tag: "ckan",
			Summary: text.New("Phiên bản API", "API version")})
	}
	return routes
}

func (f *Face) version(w http.ResponseWriter, r *http.Request) error {
	n := 3
	if v := mux.Vars(r)["version"]; v != "" {
		n = int(v[0] - '0')
	}
	return httpkit.WriteJSON(w, r, map[string]int{"version": n}, httpkit.Validator{})
}

func (f *Face) status(w http.ResponseWriter, r *http.Request) error {
	return httpkit.WriteJSON(w, r, f.siteStatus(), httpkit.Validator{})
}
