package search

import (
	"embed"
	"io/fs"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/web/facts"
	"honglinh/web/frame"
	"honglinh/web/results"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	zeroResults func(words string, lang text.Lang) // told of a search that found nothing
}

// New returns the part over the frame.
func New(s *frame.Frame, zeroResults func(words string, lang text.Lang)) frame.Part {
	p := &pages{s, zeroResults}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteSearch, Path: "/search", Use: httpkit.UseSearch, Handle: p.search},
			{Name: frame.RouteFeed, Path: "/search.json-feed", Use: httpkit.UseFeed, Handle: p.searchFeed},
			{Name: frame.RouteKind, Path: "/" + frame.KindPattern(), Handle: p.kindList},
		},
		Views:    frame.Views{Files: files, Shared: []fs.FS{facts.Templates()}, Pages: map[string]any{"search": results.Found{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteSearch)},
	}
}
