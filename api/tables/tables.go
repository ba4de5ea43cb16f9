package tables

import (
	"io/fs"
	"net/http"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/api/native"
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// Sources are what the face answers from. Engine and Library are needed.
type Sources struct {
	Engine  table.Engine
	Library func() *datasets.Library
	// Places resolves within and unit; nil refuses them.
	Places func() *place.Register
	// Files is the file system a package was read from; nil offers no zips.
	Files func(*datasets.Package) fs.FS
}

// Options of the face. Kit and Sources are needed.
type Options struct {
	Kit     *httpkit.Kit
	Sources Sources
	// Encoder writes what is downloaded.
	Encoder export.Encoder
	// Spool keeps what is written for downloads; nil is one of this face alone.
	Spool *Spool
	Now   func() time.Time
}

// Face is the tables of the API.
type Face struct {
	kit     *httpkit.Kit
	src     Sources
	encoder export.Encoder
	now     func() time.Time
	spool   *Spool
}

var _ native.Documented = (*Face)(nil)

// New returns the face.
func New(o Options) *Face {
	f := &Face{kit: o.Kit, src: o.Sources, encoder: o.Encoder, now: o.Now, spool: o.Spool}
	if f.spool == nil {
		f.spool = NewSpool(o.Sources.Engine.Scratch(), MaxSpool)
	}
	if f.now == nil {
		f.now = time.Now
	}
	return f
}

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.kit.Mount(router, f.Routes()) }

// subject is the table that a request is about.
type subject struct {
	ref      table.Ref
	pack     *datasets.Package
	resource datasets.Resource
	state    *table.State
}

// dataset finds the package of the path.
func (f *Face) dataset(r *http.Request) (*datasets.Package, error) {
	slug, _ := httpkit.PathVar(r, "slug")
	if p, ok := f.src.Library().Find(slug); ok {
		return p, nil
	}
	var names []string
	for _, p := range f.src.Library().All() {
		names = append(names, p.Name)
	}
	return nil, &catalog.Fault{Kind: catalog.NotFound, Where: "slug", Nearest: text.Nearest(slug, names),
		Detail: text.New("Không có bộ dữ liệu này.", "There is no such dataset.")}
}

// subject finds the table of the path.
func (f *Face) subject(r *http.Request) (subject, error) {
	p, err := f.dataset(r)
	if err != nil {
		return subject{}, err
	}
	name, _ := httpkit.PathVar(r, "table")
	s := subject{ref: table.Ref{Dataset: p.Name, Table: name}, pack: p}
	var ok bool
	if s.resource, ok = p.Resource(name); ok {
		if s.state, err = f.src.Engine.State(s.ref); err == nil {
			return s, nil
		}
		return subject{}, catalog.NewFault(catalog.NotFound, "table", "Phần này của bộ dữ liệu không phải bảng, hoặc chưa nạp xong.", "This part of the dataset is no table, or is not loaded yet.")
	}
	var names []string
	for _, t := range p.Resources {
		if table.Loadable(t) {
			names = append(names, t.Name)
		}
	}
	return subject{}, &catalog.Fault{Kind: catalog.NotFound, Where: "table", Nearest: text.Nearest(name, names),
		Detail: text.New("Bộ dữ liệu này không có bảng đó.", "This dataset has no such table.")}
}

// path returns the address of the table, or of what is below it.
func (s subject) path(below string) string {
	return "/api/v1/datasets/" + s.ref.Dataset + "/tables/" + s.ref.Table + below
}

// codec reads queries to a version of the table; also are the parameters that
// the route reads itself.
func (f *Face) codec(s subject, v *table.Version, also ...string) table.Codec {
	c := table.Codec{Also: also}
	if shape, ok := export.ShapeOf(s.resource, v); ok && shape.Column == "" {
		c.Lon, c.Lat = shape.Lon, shape.Lat
	}
	if f.src.Places != nil {
		c.Places = f.src.Places()
	}
	if m := s.resource.Mapping; m != nil {
		if _, ok := v.Column(m.Place); ok {
			c.Place = m.Place
		}
	}
	return c
}

// version reads the version and as_of parameters and returns what they mean.
func (f *Face) version(s subject, number, asOf string) (*table.Version, error) {
	var on catalog.Date
	if asOf != "" {
		d, err := catalog.ParseDate(asOf)
		if err != nil || d == "" {
			return nil, catalog.NewFault(catalog.Invalid, "as_of", "Không phải ngày; hãy viết YYYY-MM-DD, YYYY-MM hoặc YYYY.", "No date; write YYYY-MM-DD, YYYY-MM or YYYY.")
		}
		on = d
	}
	return f.src.Engine.Version(s.ref, number, on)
}

// Schemas are the component schemas of the answers.
func (f *Face) Schemas() openapi3.Schemas { return schemas() }
