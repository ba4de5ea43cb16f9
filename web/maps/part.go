package maps

import (
	"embed"
	"io/fs"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

const (
	routeMapImage = "web.map-image"
	routeMapSheet = "web.map-sheet"
	routeMapPNG   = "web.map-png"
)

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteMap, Path: "/map", Handle: p.mapPage},
			{Name: routeMapImage, Path: "/map.svg", Use: httpkit.UseNone, Handle: p.mapImage},
			{Name: routeMapSheet, Path: "/map.pdf", Use: httpkit.UseDownload, Class: httpkit.Export, Handle: p.mapSheet},
			{Name: routeMapPNG, Path: "/map.png", Use: httpkit.UseDownload, Class: httpkit.Export, Handle: p.mapPNG},
		},
		Views:    frame.Views{Files: files, Shared: []fs.FS{facts.Templates()}, Pages: map[string]any{"map": page{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteMap)},
	}
}
