package dcat

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
)

// Describer derives what catalogues say of a dataset.
type Describer interface {
	Describe(ctx context.Context, p *datasets.Package) (*metadata.Dataset, error)
}

// Options of the face. Kit, Library and Describer are needed.
type Options struct {
	Kit       *httpkit.Kit
	Library   func() *datasets.Library
	Describer Describer
	// Places gives areas their points; nil leaves them without.
	Places func() *place.Register
	// Protocols are those of the catalogue; the ones that serve datasets are its
	// data services.
	Protocols []httpkit.Protocol
}

// Face is the DCAT-AP face.
type Face struct {
	kit      *httpkit.Kit
	library  func() *datasets.Library
	describe Describer
	places   func() *place.Register
	services []httpkit.Protocol
}

// New returns the face.
func New(o Options) *Face {
	return &Face{kit: o.Kit, library: o.Library, describe: o.Describer, places: o.Places, services: serving(o.Protocols)}
}

func serving(all []httpkit.Protocol) []httpkit.Protocol {
	return slices.DeleteFunc(slices.Clone(all), func(p httpkit.Protocol) bool { return !p.Serves })
}

// Mount adds the face's routes to the router; those with an extension first,
// since a slug may hold a dot.
func (f *Face) Mount(router *mux.Router) {
	f.kit.Mount(router, f.extensions())
	f.kit.Mount(router, f.Routes())
}

// extensions are the addresses that end in a syntax. They are the same answers
// as ?format gives and not documented twice.
func (f *Face) extensions() []httpkit.Route {
	var out []httpkit.Route
	for _, rt := range f.Routes() {
		if len(rt.Answers) != len(formats()) {
			continue
		}
		rt.Name, rt.Path = rt.Name+".ext", rt.Path+".{ext:ttl|jsonld|rdf|nt|trig}"
		rt.Params = slices.DeleteFunc(slices.Clone(rt.Params), func(p httpkit.Param) bool { return p.Name == "format" })
		out = append(out, rt)
	}
	return out
}

// Limits of a catalogue page.
const (
	defaultPage = 100  // what CKAN's DCAT plugin gives
	maxPage     = 1000 // about 10 MB of Turtle
)

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	var out []httpkit.Route
	add := func(name, path string, summary text.Text, params []httpkit.Param, h httpkit.Handler) {
		out = append(out, httpkit.Route{Name: name, Path: path, Tag: "catalog", Summary: summary, Params: append(params, formatParam()), Answers: answers(),
			Faults: []catalog.FaultKind{catalog.Invalid, catalog.NotFound, httpkit.NotAcceptable}, Handle: h})
	}
	all := text.New("Danh mục dữ liệu theo DCAT-AP 3.0.1", "The catalogue in DCAT-AP 3.0.1")
	one := text.New("Một bộ dữ liệu theo DCAT-AP 3.0.1", "One dataset in DCAT-AP 3.0.1")
	add("dcat.catalog", "/catalog", all, listParams(), f.list)
	add("dcat.api", "/api/v1/catalog", all, listParams(), f.list)
	add("dcat.dataset", "/catalog/datasets/{slug}", one, slugParams(), f.one)
	add("dcat.api.dataset", "/api/v1/catalog/datasets/{slug}", one, slugParams(), f.one)
	out = append(out, httpkit.Route{Name: "dcat.datapackage", Path: "/api/v1/datasets/{slug}/datapackage.json", Tag: "catalog", Params: slugParams(),
		Summary: text.New("Mô tả Data Package v2 với địa chỉ tải đầy đủ", "Data Package v2 descriptor with full download addresses"),
		Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "DataPackage"}}, Faults: []catalog.FaultKind{catalog.NotFound}, Handle: f.datapackage})
	return out
}

func listParams() []httpkit.Param {
	return []httpkit.Param{
		{Name: "page", Type: httpkit.Integer, Min: httpkit.Bound(1), Max: httpkit.Bound(1e6), Default: "1", Help: text.New("Số trang, từ 1.", "Page number, from 1.")},
		{Name: "limit", Type: httpkit.Integer, Min: httpkit.Bound(1), Max: httpkit.Bound(maxPage), Default: "100", Help: text.New("Số bộ dữ liệu một trang.", "Datasets a page.")},
		{Name: "modified_since", Type: httpkit.String, Max: httpkit.Bound(40), Example: "2026-11-01", Help: text.New("Chỉ các bộ dữ liệu đổi từ lúc này: ngày hoặc thời điểm RFC 3339.",
			"Only datasets changed since: a date or an RFC 3339 time.")},
	}
}

func slugParams() []httpkit.Param {
	return []httpkit.Param{{Name: "slug", Path: true, Type: httpkit.String, Required: true, Example: "indicators", Help: text.New("Mã bộ dữ liệu.", "The dataset's slug.")}}
}

func formatParam() httpkit.Param {
	return httpkit.Param{Name: "format", Type: httpkit.String, Enum: names(), Help: text.New("Cú pháp RDF; mặc định theo Accept, nếu không thì JSON-LD.", "RDF syntax; by default that of Accept, else JSON-LD.")}
}

// list answers with the catalogue.
func (f *Face) list(w http.ResponseWriter, r *http.Request) error {
	if forPeople(w, r, "/dataset") {
		return nil
	}
	values := httpkit.Parsed(r)
	since, err := sinceOf(values.String("modified_since"))
	if err != nil {
		return err
	}
	p := page{number: int(values.Int("page")), size: int(values.Int("limit")), path: r.URL.EscapedPath(), query: url.Values{}}
	for _, k := range []string{"modified_since", "format"} {
		if s := values.String(k); s != "" {
			p.query.Set(k, s)
		}
	}
	if err := f.fill(r.Context(), &p, since); err != nil {
		return err
	}
	b := f.builder()
	b.catalogue(p)
	w.Header().Set("X-Total-Count", decimal(float64(p.total)))
	return f.write(w, r, &b.Graph, p.modified)
}

// fill describes the datasets of the page. Only that page's are described in full.
func (f *Face) fill(ctx context.Context, p *page, since time.Time) error {
	var chosen []*datasets.Package
	for _, pkg := range f.library().All() {
		if pkg.Modified.After(p.modified) {
			p.modified = pkg.Modified
		}
		if t, err := time.Parse(time.RFC3339, pkg.Created); err == nil && (p.issued.IsZero() || t.Before(p.issued)) {
			p.issued = t
		}
		if since.IsZero() || pkg.Modified.IsZero() || !pkg.Modified.Before(since) {
			chosen = append(chosen, pkg)
		}
	}
	p.total = len(chosen)
	from := min(len(chosen), (p.number-1)*p.size)
	for _, pkg := range chosen[from:min(len(chosen), from+p.size)] {
		d, err := f.describe.Describe(ctx, pkg)
		if err != nil {
			return err
		}
		p.list = append(p.list, d)
	}
	return nil
}

func (f *Face) builder() *builder {
	b := &builder{base: f.kit.BaseURL(), whose: f.kit.Site(), services: f.services}
	if f.places != nil {
		b.places = f.places()
	}
	return b
}

// sinceOf reads a day or a moment.
func sinceOf(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	if d, err := catalog.ParseDate(s); err == nil {
		return d.Start(), nil
	}
	return time.Time{}, catalog.NewFault(catalog.Invalid, "modified_since", "Hãy viết YYYY-MM-DD hoặc thời điểm RFC 3339.", "Write YYYY-MM-DD or an RFC 3339 time.")
}

// one answers with a dataset.
func (f *Face) one(w http.ResponseWriter, r *http.Request) error {
	d, err := f.find(r)
	if err != nil {
		return err
	}
	if forPeople(w, r, "/dataset/"+url.PathEscape(d.Slug)) {
		return nil
	}
	b := f.builder()
	b.dataset(d)
	for _, s := range b.services {
		b.service(s, []*metadata.Dataset{d})
	}
	return f.write(w, r, &b.Graph, d.Modified)
}

// find describes the dataset that the path names.
func (f *Face) find(r *http.Request) (*metadata.Dataset, error) {
	slug, _ := httpkit.PathVar(r, "slug")
	p, ok := f.library().Find(slug)
	if !ok {
		fault := catalog.NewFault(catalog.NotFound, "slug", "Không có bộ dữ liệu này.", "There is no such dataset.")
		var known []string
		for _, p := range f.library().All() {
			known = append(known, p.Name)
		}
		fault.Nearest = text.Nearest(slug, known)
		return nil, fault
	}
	return f.describe.Describe(r.Context(), p)
}
