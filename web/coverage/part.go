package coverage

import (
	"embed"
	"io/fs"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer/harvest"
	"honglinh/web/facts"
	"honglinh/web/frame"
	"honglinh/web/zeroresults"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	zeroResults func(limit int) []zeroresults.Search // what was asked most often without a result
	geometry    func() map[string][]datasets.GeometryReport
	portals     func() []harvest.Status // nil harvests none
}

// New returns the part over the frame.
func New(s *frame.Frame, zeroResults func(limit int) []zeroresults.Search, geometry func() map[string][]datasets.GeometryReport, portals func() []harvest.Status) frame.Part {
	p := &pages{s, zeroResults, geometry, portals}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteCoverage, Path: "/coverage", Handle: p.coverage},
			{Name: frame.RouteListed, Path: "/coverage/records", Handle: p.coverageList},
			{Name: frame.RouteSources, Path: "/sources", Handle: p.sourceList},
			{Name: frame.RouteGeometry, Path: "/geometry", Handle: p.geometryPage},
		},
		Views:    frame.Views{Files: files, Shared: []fs.FS{facts.Templates()}, Pages: map[string]any{"coverage": page{}, "coveragelist": listPage{}, "sources": sourcesPage{}, "geometry": geometryPage{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteCoverage), p.Fixed(frame.RouteSources), p.Fixed(frame.RouteGeometry)},
	}
}
