package record

import (
	"context"
	"embed"
	"io/fs"

	"honglinh/api/httpkit"
	"honglinh/catalog/contact"
	catalogdesk "honglinh/catalog/desk"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
	"honglinh/datasets/rulebook"
	"honglinh/web/around"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
	"honglinh/web/profile"
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
	rules     *rulebook.Shelf // nil plans no journeys
	contacts  *contact.Book   // nil names nobody to ask
	Notices   Notices
}

// Options are what records are told from; all may be left out.
type Options struct {
	Describer *metadata.Describer
	Quality   *quality.Book
	Geometry  func() map[string][]datasets.GeometryReport
	Rules     *rulebook.Shelf
	Contacts  *contact.Book
	// Notices are what the desk tells readers of its changes; nil tells nothing.
	Notices Notices
}

// Notices tells of the changes of a record, the latest first.
type Notices interface {
	Notices(ctx context.Context, record string) ([]catalogdesk.Notice, error)
}

// New returns the part over the frame.
func New(s *frame.Frame, o Options) frame.Part {
	p := &pages{s, o.Describer, o.Quality, o.Geometry, o.Rules, o.Contacts, o.Notices}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteReleases, Path: "/dataset/{slug}/feed.atom", Use: httpkit.UseFeed, Handle: p.datasetAtom},
			{Name: frame.RouteReleasesJSON, Path: "/dataset/{slug}/feed.json", Use: httpkit.UseFeed, Handle: p.datasetJSONFeed},
			{Name: frame.RouteRecordFeed, Path: "/" + frame.KindPattern() + "/{slug}/feed.{form:atom|json}", Use: httpkit.UseFeed, Handle: p.feed},
			{Name: frame.RouteChain, Path: "/" + frame.KindPattern() + "/{slug}/through-time", Handle: p.chain},
			{Name: frame.RouteRecord, Path: "/" + frame.KindPattern() + "/{slug}", Handle: p.record},
		},
		Views: frame.Views{Files: files, Shared: []fs.FS{facts.Templates(), charts.Templates(), rows.Templates(), around.Templates(), profile.Templates()}, Pages: map[string]any{"record": page{}, "chain": chainPage{}, "dataset": datasetPage{}, "journey": journeyPage{}}},
	}
}
