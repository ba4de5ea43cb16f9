package compare

import (
	"embed"
	"io/fs"

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
			{Name: frame.RouteCompare, Path: "/compare", Handle: p.compare},
		},
		Views: frame.Views{Files: files, Shared: []fs.FS{facts.Templates()}, Pages: map[string]any{"compare": page{}}},
	}
}
