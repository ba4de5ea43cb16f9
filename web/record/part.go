package record

import (
	"embed"
	"io/fs"

	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
	"honglinh/web/around"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	describer *metadata.Describer // nil where nothing can be described
	quality   *quality.Book
	geometry  func() map[string][]datasets.GeometryReport
}

// New returns the part over the frame.
func New(s *frame.Frame, describer *metadata.Describer, book *quality.Book, geometry func() map[string][]datasets.GeometryReport) frame.Part {
	p := &pages{s, describer, book, geometry}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteReleases, Path: "/dataset/{slug}/feed.atom", Handle: p.datasetAtom},
			{Name: frame.RouteReleasesJSON, Path: "/dataset/{slug}/feed.json", Handle: p.datasetJSONFeed},
			{Name: frame.RouteRecord, Path: "/" + frame.KindPattern() + "/{slug}", Handle: p.record},
		},
		Views: frame.Views{Files: files, Shared: []fs.FS{facts.Templates(), charts.Templates(), rows.Templates(), around.Templates()}, Pages: map[string]any{"record": page{}, "dataset": datasetPage{}}},
	}
}
