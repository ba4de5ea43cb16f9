package widget

import (
	"embed"

	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// The names of the routes of the scripts.
const (
	routeScript    = "web.script"
	routeMapScript = "web.map-script"
)

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	return frame.Part{
		Routes: []frame.Route{
			{Name: routeScript, Path: "/widget/v1/search.js", Bare: true, Handle: p.script},
			{Name: routeMapScript, Path: "/widget/v1/map.js", Bare: true, Handle: p.mapWidget},
			{Name: frame.RouteWidget, Path: "/widget", Handle: p.widgetHelp},
		},
		Views: frame.Views{Files: files, Pages: map[string]any{"widget": page{}}},
	}
}
