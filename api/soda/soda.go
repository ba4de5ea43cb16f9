package soda

import (
	"context"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Tables is the tabular engine as this face asks it.
type Tables interface {
	State(ref table.Ref) (*table.State, error)
	Query(ctx context.Context, q table.Query) (*table.Result, error)
}

// Options of the face. All but Now are needed.
type Options struct {
	Kit     *httpkit.Kit
	Library func() *datasets.Library
	Tables  Tables
	Now     func() time.Time
}

// Face is the SODA API.
type Face struct {
	kit     *httpkit.Kit
	library func() *datasets.Library
	tables  Tables
	now     func() time.Time
}

// New returns the face.
func New(o Options) *Face {
	f := &Face{library: o.Library, tables: o.Tables, now: o.Now}
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
	route := func(name, path, vi, en string, h httpkit.Handler, timeout time.Duration) httpkit.Route {
		return httpkit.Route{Name: name, Path: path, OwnQuery: true, Class: httpkit.Table, Handle: guarded(h), Timeout: timeout, Tag: "soda", Summary: text.New(vi, en)}
	}
	return []httpkit.Route{
		route("soda.resource", "/resource/{file}", "Các dòng của một bảng", "Rows of a table", f.resource, httpkit.StreamTimeout),
		route("soda.views", "/api/views.json", "Các bảng", "Tables", f.views, 0),
		route("soda.views.bare", "/api/views", "Các bảng", "Tables", f.views, 0),
		route("soda.view", "/api/views/{file}", "Mô tả một bảng", "A table described", f.view, 0),
		route("soda.catalog", "/api/catalog/v1", "Tìm bảng", "Find tables", f.catalog, 0),
		route("soda.catalog.json", "/api/catalog/v1.json", "Tìm bảng", "Find tables", f.catalog, 0),
	}
}

// guarded sends the faults of callers in the face's own form; others are logged.
func guarded(h httpkit.Handler) httpkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := h(w, r)
		if e := failureOf(err); e != nil {
			return e.write(w)
		}
		return err
	}
}
