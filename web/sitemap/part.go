package sitemap

import "honglinh/web/frame"

// The names of the routes that nobody else leads to.
const (
	routeRobots   = "web.robots"
	routeSitemapN = "web.sitemap-part"
)

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	return frame.Part{
		Routes: []frame.Route{
			{Name: routeRobots, Path: "/robots.txt", Bare: true, Handle: p.robots},
			{Name: frame.RouteSitemap, Path: "/sitemap.xml", Bare: true, Handle: p.sitemap},
			{Name: routeSitemapN, Path: "/sitemap-{part:[0-9]{1,6}}.xml", Bare: true, Handle: p.sitemapPart},
		},
	}
}
