package usage

import (
	"embed"
	"io/fs"

	"honglinh/catalog/text"
	"honglinh/web/charts"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	stats *Counter // nil counts nothing
}

// New returns the part over the frame.
func New(s *frame.Frame, stats *Counter) frame.Part {
	p := &pages{s, stats}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteUsage, Path: "/usage", Handle: p.usage},
		},
		Views:    frame.Views{Files: files, Shared: []fs.FS{charts.Templates()}, Pages: map[string]any{"usage": page{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteUsage)},
	}
}
