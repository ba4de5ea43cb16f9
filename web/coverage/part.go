package coverage

import (
	"context"
	"embed"
	"io/fs"

	"honglinh/catalog/desk"
	"honglinh/catalog/store/handovers"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer/harvest"
	"honglinh/web/facts"
	"honglinh/web/frame"
	"honglinh/web/zeroresults"
)

//go:embed templates/*.html
var files embed.FS

// Board tells of each unit how it keeps what it published at the desk.
type Board interface {
	Freshness(ctx context.Context) ([]desk.Fresh, error)
}

// Options are what the part needs beside the frame.
type Options struct {
	// Handovers are decisions on procedures; nil has none.
	Handovers *handovers.Keeper

	ZeroResults func(limit int) []zeroresults.Search // what was asked most often without a result
	Geometry    func() map[string][]datasets.GeometryReport
	Portals     func() []harvest.Status // nil harvests none
	Board       Board                   // nil tells of no unit
}

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	Options
}

// New returns the part over the frame.
func New(s *frame.Frame, o Options) frame.Part {
	p := &pages{s, o}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteCoverage, Path: "/coverage", Handle: p.coverage},
			{Name: frame.RouteListed, Path: "/coverage/records", Handle: p.coverageList},
			{Name: frame.RouteFreshness, Path: "/coverage/units", Handle: p.freshness},
			{Name: frame.RouteSources, Path: "/sources", Handle: p.sourceList},
			{Name: frame.RouteGeometry, Path: "/geometry", Handle: p.geometryPage},
		},
		Views:    frame.Views{Files: files, Shared: []fs.FS{facts.Templates()}, Pages: map[string]any{"coverage": page{}, "coveragelist": listPage{}, "freshness": freshPage{}, "sources": sourcesPage{}, "geometry": geometryPage{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteCoverage), p.Fixed(frame.RouteFreshness), p.Fixed(frame.RouteSources), p.Fixed(frame.RouteGeometry)},
	}
}
