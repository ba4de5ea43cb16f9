package help

import (
	"embed"

	"honglinh/catalog/text"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	keep int // days that an enquiry is kept; 0 where none is taken
}

// New returns the part over the frame; keep is how many days an enquiry is kept once it is
// answered, 0 where none is taken.
func New(s *frame.Frame, keep int) frame.Part {
	p := &pages{s, keep}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteAPI, Path: "/api", Handle: p.apiHelp},
			{Name: frame.RouteAbout, Path: "/about", Handle: p.about},
		},
		Views:    frame.Views{Files: files, Pages: map[string]any{"api": apiPage{}, "about": aboutPage{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteAPI), p.Fixed(frame.RouteWidget), p.Fixed(frame.RouteAbout)},
	}
}
