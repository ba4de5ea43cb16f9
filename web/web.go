package web

import (
	"net/http"

	"honglinh/web/archive"
	"honglinh/web/compare"
	"honglinh/web/contact"
	"honglinh/web/coordinates"
	"honglinh/web/coverage"
	"honglinh/web/desk"
	"honglinh/web/explore"
	"honglinh/web/follow"
	"honglinh/web/frame"
	"honglinh/web/help"
	"honglinh/web/here"
	"honglinh/web/home"
	"honglinh/web/inspect"
	"honglinh/web/invest"
	"honglinh/web/maps"
	"honglinh/web/photos"
	"honglinh/web/record"
	"honglinh/web/search"
	"honglinh/web/shortlist"
	"honglinh/web/sitemap"
	"honglinh/web/tables"
	"honglinh/web/usage"
	"honglinh/web/widget"
)

// New returns the handler of all pages, their static files and the widget. It
// panics without a Store or a Finder, or when an embedded template or locale is
// broken: mistakes of the program, which the tests find.
func New(o Options) http.Handler {
	s, err := Build(o)
	if err != nil {
		panic(err)
	}
	return s.Handler()
}

// Build returns the site with its parts, for who asks it more than to answer.
func Build(o Options) (*frame.Frame, error) {
	o = o.withDefaults()
	s, err := frame.New(o.frame())
	if err != nil {
		return nil, err
	}
	return s, s.Mount(parts(s, o)...)
}

// kept is how many days an enquiry is kept once it is answered, 0 where none is taken.
func kept(o Options) int {
	if o.Contact.Desk == nil {
		return 0
	}
	return o.Contact.Keep
}

// parts is the explicit list of the parts of the site. A new one is a folder and
// a line here. Where two patterns meet, the part that comes first answers.
func parts(s *frame.Frame, o Options) []frame.Part {
	return []frame.Part{
		sitemap.New(s),
		desk.New(s, o.Desk.With(record.Previewer(s, o.Describer, o.Quality, o.Geometry), o.ZeroResults.Top)),
		contact.New(s, o.Contact),
		shortlist.New(s),
		follow.New(s, o.Follow),
		archive.New(s),
		home.New(s),
		invest.New(s, o.Rules),
		search.New(s, o.ZeroResults.Add),
		maps.New(s),
		here.New(s),
		coverage.New(s, coverage.Options{ZeroResults: o.ZeroResults.Top, Geometry: o.Geometry, Portals: o.Portals, Board: o.Freshness, Handovers: o.Desk.Handovers}),
		explore.New(s),
		usage.New(s, o.Usage),
		help.New(s, kept(o)),
		widget.New(s),
		coordinates.New(s),
		photos.New(s, o.Desk.Photos),
		inspect.New(s),
		compare.New(s, o.Contacts),
		record.New(s, record.Options{Describer: o.Describer, Quality: o.Quality, Geometry: o.Geometry, Rules: o.Rules, Contacts: o.Contacts, Notices: notices(o)}),
		tables.New(s),
	}
}

// notices are what readers are told of changes; nil where there is no desk.
func notices(o Options) record.Notices {
	if o.Notices != nil {
		return o.Notices
	}
	if o.Desk.Editions == nil {
		return nil
	}
	return o.Desk.Editions
}
