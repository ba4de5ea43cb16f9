package explore

import (
	"embed"
	"io/fs"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/web/charts"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// The names of the routes that only the explorer leads to.
const (
	routeExploreCSV = "web.explore-csv"
	routeExploreSVG = "web.explore-svg"
	routeExplorePNG = "web.explore-png"
	routeEmbed      = "web.embed"
)

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteExplore, Path: "/explore", Class: httpkit.Table, Handle: p.explore},
			{Name: routeExploreCSV, Path: "/explore.csv", Use: httpkit.UseDownload, Class: httpkit.Table, Handle: p.exploreCSV},
			{Name: routeExploreSVG, Path: "/explore.svg", Use: httpkit.UseNone, Class: httpkit.Table, Handle: p.exploreSVG},
			{Name: routeExplorePNG, Path: "/explore.png", Use: httpkit.UseDownload, Class: httpkit.Table, Handle: p.explorePNG},
			{Name: routeEmbed, Path: "/embed/chart", Bare: true, Use: httpkit.UsePage, Class: httpkit.Table, Handle: p.embed},
		},
		Views:    frame.Views{Files: files, Shared: []fs.FS{charts.Templates()}, Pages: map[string]any{"explore": page{}, "embed": embedPage{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteExplore)},
	}
}
