package home

import (
	"embed"
	"io/fs"

	"honglinh/catalog/text"
	"honglinh/web/facts"
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
			{Name: frame.RouteHome, Path: "/", Handle: p.home},
		},
		Views:    frame.Views{Files: files, Shared: []fs.FS{facts.Templates()}, Pages: map[string]any{"home": page{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteHome)},
	}
}
