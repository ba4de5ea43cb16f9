package help

import (
	"embed"

	"honglinh/catalog/text"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteAPI, Path: "/api", Handle: p.apiHelp},
			{Name: frame.RouteAbout, Path: "/about", Handle: p.about},
		},
		Views:    frame.Views{Files: files, Pages: map[string]any{"api": apiPage{}, "about": aboutPage{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteAPI), p.Fixed(frame.RouteWidget), p.Fixed(frame.RouteAbout)},
	}
}
