package invest

import (
	"embed"

	"honglinh/catalog/text"
	"honglinh/datasets/rulebook"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	rules *rulebook.Shelf
}

// New returns the part over the frame; without rules it has no pages.
func New(s *frame.Frame, rules *rulebook.Shelf) frame.Part {
	if rules == nil {
		return frame.Part{}
	}
	p := &pages{s, rules}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteInvest, Path: "/invest", Handle: p.finder},
			{Name: frame.RouteJourneys, Path: "/journey", Handle: p.journeys},
		},
		Views:    frame.Views{Files: files, Pages: map[string]any{"invest": page{}, "journeys": journeysPage{}}},
		Standing: []func(text.Lang) string{s.Fixed(frame.RouteInvest), s.Fixed(frame.RouteJourneys)},
	}
}
