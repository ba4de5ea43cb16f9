package inspect

import (
	"embed"
	"net/http"

	"honglinh/api/httpkit"
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
		Views:    frame.Views{Files: files, Pages: map[string]any{"inspect": page{}}},
		Standing: []func(text.Lang) string{s.Fixed(frame.RouteInspect)},
		Routes: []frame.Route{{Name: frame.RouteInspect, Path: "/inspect", Handle: p.inspect},
			{Name: frame.RouteInspect + ".file", Path: "/inspect", Methods: []string{http.MethodPost}, Class: httpkit.Upload, Handle: p.inspect}},
	}
}
