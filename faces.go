package main

import (
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"honglinh/api"
	"honglinh/api/dcat"
	"honglinh/api/httpkit"
	"honglinh/api/native"
	"honglinh/api/tables"
	"honglinh/catalog/contact"
	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/search/engines"
	"honglinh/datasets"
	"honglinh/datasets/rulebook"
	"honglinh/datasets/table"
	"honglinh/indexer/live"
	"honglinh/web"
)

// answering hands each request to what answers from the state that is shown when it comes in.
// The state is taken once, so that no answer mixes two, and held until the answer ends.
type answering struct{ now atomic.Pointer[answers] }

// answers are what answers from one state.
type answers struct {
	state   *live.State
	handler http.Handler
}

func newAnswering(shown *live.Current, of func(*live.State) http.Handler) *answering {
	a := &answering{}
	shown.Before(func(s *live.State) { a.now.Store(&answers{s, of(s)}) })
	return a
}

// ServeHTTP answers from one state.
func (a *answering) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := a.now.Load()
	for !at.state.Hold() { // the next one is there already
		at = a.now.Load()
	}
	defer at.state.Release()
	at.handler.ServeHTTP(w, r)
}

// faces makes what readers get of a state. What it holds outlives states.
type faces struct {
	o           *serveCmd
	c           *commandLine
	s           member
	folk        *people
	log         *slog.Logger
	metrics     *httpkit.Metrics
	zeroResults *web.ZeroResults
	usage       *web.Usage
	limits      httpkit.Limits
	base        *basemap.Map
	design      web.Design
	kept        *api.Kept // nil without tables
}

// of makes the pages and the API of a state.
func (f *faces) of(s *live.State) http.Handler {
	o, limits := f.o, f.limits
	limits.Kept = httpkit.NewKept(int64(o.KeptAnswers)<<20, f.c.now) // thrown away with the state
	rules := rulebook.New(rulebook.Options{Store: s.Records, Tables: s.Tables, Library: fixed(s.Library), Places: fixed(s.Places), Now: f.c.now, Log: f.log})
	people, brief := f.folk.readers.pages(web.Options{BaseURL: o.BaseURL, Site: fixed(s.Site), Store: s.Records, Finder: s.Finder, Places: fixed(s.Places),
		Library: fixed(s.Library), Layers: fixed(s.Layers), Basemap: f.base, Geometry: func() map[string][]datasets.GeometryReport { return s.Geometry }, Ingested: ingested(f.s), Portals: f.s.Portals,
		ZeroResults: f.zeroResults, Tables: s.Tables, Describer: s.Describer, Quality: s.Quality, Rules: rules, Usage: f.usage, Count: f.usage.Count, Design: &f.design, Protocols: api.Protocols(),
		Desk: f.desk(), Notices: f.s.notices, Freshness: f.folk.editions,
		Contacts: contact.New(contact.Options{Records: s.Records, Places: fixed(s.Places), Site: fixed(s.Site)}),
		Metrics:  f.metrics, Limits: limits, Now: f.c.now, Log: f.log, Version: version})
	machines := api.New(api.Options{Follower: f.folk.readers.follower, Recs: s.Records, Brief: brief, Desk: f.folk.readers.desk, Freshness: f.folk.editions, Gate: f.folk.readers.gates.Plain, Rates: f.folk.readers.gates.Rates, Follows: f.folk.readers.follows, BaseURL: o.BaseURL, Site: fixed(s.Site), Versions: formats(f.s.Schema(), engines.Format(o.Engine)), Log: f.log, Metrics: f.metrics, Count: f.usage.Count, Version: version, Now: f.c.now,
		Limits: limits, Layers: fixed(s.Layers), Describer: s.Describer, Quality: s.Quality, Rules: rules, BasemapFile: o.Basemap, Basemap: f.base, Certification: o.Certification, Kept: f.kept,
		Sources: f.sources(s), Tables: tables.Sources{Engine: s.Tables, Library: fixed(s.Library), Places: fixed(s.Places), Files: s.Files}})
	return beside(f.units(s), split(machines, dcat.Pages(fixed(s.Library), people)))
}

// fixed gives always the same part of a state.
func fixed[T any](part *T) func() *T {
	return func() *T { return part }
}

// sources are what the API reads of a state.
func (f *faces) sources(s *live.State) native.Sources {
	return native.Sources{Store: s.Records, Finder: s.Finder, Places: fixed(s.Places), ZeroResults: f.zeroResults.Add, Layers: fixed(s.Layers), Library: fixed(s.Library),
		Geometry: func(dataset string) ([]datasets.GeometryReport, bool) {
			list, ok := s.Geometry[dataset]
			return list, ok
		},
		Rows: func(dataset, name string) (int64, bool) {
			v, err := s.Tables.Version(table.Ref{Dataset: dataset, Table: name}, "", "")
			if err != nil {
				return 0, false
			}
			return int64(v.Rows), true
		},
		Ingested: func() time.Time { _, at := f.s.LastReport(); return at }}
}

// split hands the API's addresses to machines and all others to people.
func split(machines, people http.Handler) http.Handler {
	protocols := api.Protocols()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := httpkit.Owner(protocols, r.URL.Path); ok {
			machines.ServeHTTP(w, r)
			return
		}
		people.ServeHTTP(w, r)
	})
}

func ingested(s shown) func() web.Ingest {
	return func() web.Ingest {
		r, at := s.LastReport()
		return web.Ingest{At: at, Read: r.Read, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Removed: r.Removed, Refused: len(r.Refused)}
	}
}
