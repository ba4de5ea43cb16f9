package inspect

import (
	"embed"
	"net/http"

	"honglinh/catalog/text"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part; a file is looked at while no other is.
type pages struct {
	*frame.Frame
	turn chan struct{}
}

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s, make(chan struct{}, 1)}
	return frame.Part{
		Views:    frame.Views{Files: files, Pages: map[string]any{"inspect": page{}}},
		Standing: []func(text.Lang) string{s.Fixed(frame.RouteInspect)},
		Routes:   []frame.Route{{Name: frame.RouteInspect, Path: "/inspect", Methods: []string{http.MethodGet, http.MethodHead, http.MethodPost}, Handle: p.inspect}},
	}
}
