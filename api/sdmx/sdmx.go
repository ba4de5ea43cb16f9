package sdmx

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Tables is the tabular engine as this face asks it.
type Tables interface {
	State(ref table.Ref) (*table.State, error)
	Query(ctx context.Context, q table.Query) (*table.Result, error)
	Diff(ctx context.Context, ref table.Ref, from, to string, fn func(table.RowChange) error) (table.Counts, error)
}

// Options of the face. Kit, Library and Tables are needed.
type Options struct {
	Kit     *httpkit.Kit
	Library func() *datasets.Library
	Tables  Tables
}

// artefactVersion is the version of the structures. A code may be added to a list
// at any time; a dimension more or less would be another version.
const artefactVersion = "1.0"

// Face is the SDMX face.
type Face struct {
	kit     *httpkit.Kit
	library func() *datasets.Library
	tables  Tables

	mu    sync.Mutex
	flows map[string]*flow // by dataset, table and checksum
}

// maxFlows bounds the versions held in memory: the current ones and a few old.
const maxFlows = 8

// New returns the face.
func New(o Options) *Face {
	f := &Face{library: o.Library, tables: o.Tables, flows: map[string]*flow{}}
	f.kit = o.Kit.WithRender(f.Render)
	return f
}

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.kit.Mount(router, f.Routes()) }

// Root is the path below which the REST API lies.
const Root = "/sdmx/v3"

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	var out []httpkit.Route
	add := func(name, path string, summary text.Text, h httpkit.Handler) {
		out = append(out, httpkit.Route{Name: "sdmx." + name, Path: Root + path, Tag: "sdmx", Summary: summary, OwnQuery: true, Class: httpkit.Table, Handle: h})
	}
	data := text.New("Số liệu SDMX", "SDMX data")
	structure := text.New("Cấu trúc SDMX", "SDMX structures")
	add("data", "/data/{context}/{agency}/{id}/{version}/{key}", data, f.data)
	add("data.all", "/data/{context}/{agency}/{id}/{version}", data, f.data)
	add("data.short", "/data/{context}/{agency}/{id}", data, f.data)
	add("structure", "/structure/{type}/{agency}/{id}/{version}", structure, f.structure)
	add("structure.id", "/structure/{type}/{agency}/{id}", structure, f.structure)
	add("structure.agency", "/structure/{type}/{agency}", structure, f.structure)
	add("structure.type", "/structure/{type}", structure, f.structure)
	return out
}

// series is a resource whose rows are observations, as a dataflow.
type series struct {
	id       string
	dataset  *datasets.Package
	resource datasets.Resource
}

// all returns the dataflows: one a resource that maps a series.
func (f *Face) all() []series {
	var out []series
	for _, p := range f.library().All() {
		for _, r := range p.Resources {
			if r.Mapping != nil && r.Mapping.Series != nil && table.Loadable(r) {
				id := flowID(p.Name)
				if r.Name != p.Name {
					id += "_" + flowID(r.Name)
				}
				out = append(out, series{id, p, r})
			}
		}
	}
	return out
}

var notFlowID = regexp.MustCompile(`[^A-Z0-9]+`)

func flowID(name string) string { return notFlowID.ReplaceAllString(strings.ToUpper(name), "_") }

// flow returns a dataflow at the version that was current at a time; zero is now.
func (f *Face) flow(ctx context.Context, s series, at time.Time) (*flow, *table.State, error) {
	state, err := f.tables.State(table.Ref{Dataset: s.dataset.Name, Table: s.resource.Name})
	if err != nil {
		return nil, nil, err
	}
	v := state.Current()
	if !at.IsZero() {
		if v = versionAt(state, at); v == nil {
			return nil, nil, noData()
		}
	}
	key := s.dataset.Name + "/" + s.resource.Name + "/" + v.Number + "/" + v.SHA256
	f.mu.Lock()
	defer f.mu.Unlock() // one reader loads, the others wait for what it loads
	if held, ok := f.flows[key]; ok && held.dataset == s.dataset {
		return held, state, nil
	}
	loaded, err := load(ctx, f.tables, s.id, s.dataset, s.resource, v)
	if err != nil {
		return nil, nil, err
	}
	if len(f.flows) >= maxFlows {
		clear(f.flows)
	}
	f.flows[key] = loaded
	return loaded, state, nil
}

// versionAt returns the version that was current at a time, nil before the first.
func versionAt(state *table.State, at time.Time) *table.Version {
	for i := len(state.Versions) - 1; i >= 0; i-- {
		if !state.Versions[i].Created.After(at) {
			return &state.Versions[i]
		}
	}
	return nil
}

func noData() error {
	return catalog.NewFault(catalog.NotFound, "", "Không có quan sát nào khớp.", "No observations match.")
}

// part returns a variable of the path, "" where it is absent.
func part(r *http.Request, name string) string {
	s, _ := httpkit.PathVar(r, name)
	return s
}

// find returns the dataflow that a data query names: agency and version may be
// wildcards, the id must be known.
func (f *Face) find(r *http.Request) (series, error) {
	switch c := part(r, "context"); c {
	case "dataflow", "datastructure", "*":
	default:
		return series{}, &catalog.Fault{Kind: catalog.Invalid, Where: "context", Nearest: text.Nearest(c, []string{"dataflow", "datastructure"}),
			Detail: text.New("Ngữ cảnh là dataflow hoặc datastructure.", "The context is dataflow or datastructure.")}
	}
	var ids []string
	agency := f.agency()
	for _, s := range f.all() {
		id := part(r, "id")
		if agency.is(part(r, "agency")) && current(part(r, "version")) && (id == s.id || id == "*") {
			return s, nil
		}
		ids = append(ids, s.id)
	}
	return series{}, &catalog.Fault{Kind: catalog.NotFound, Where: "id", Nearest: text.Nearest(part(r, "id"), ids),
		Detail: text.New("Không có luồng dữ liệu này; có: "+agency.id+":"+strings.Join(ids, ", "), "There is no such dataflow; there are: "+agency.id+":"+strings.Join(ids, ", "))}
}

func current(version string) bool {
	switch version {
	case "", "*", "+", "~", "1.0", "1.0.0", "1.0+", "1+", "1.0.0+", "latest", "all":
		return true
	}
	return false
}
