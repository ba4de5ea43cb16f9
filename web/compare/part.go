package compare

import (
	"embed"
	"io/fs"

	"honglinh/catalog/contact"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	contacts *contact.Book // nil names nobody to ask
}

// New returns the part over the frame; contacts tell whom to ask today.
func New(s *frame.Frame, contacts *contact.Book) frame.Part {
	p := &pages{s, contacts}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteCompare, Path: "/compare", Handle: p.compare},
		},
		Views: frame.Views{Files: files, Shared: []fs.FS{facts.Templates()}, Pages: map[string]any{"compare": page{}}},
	}
}
