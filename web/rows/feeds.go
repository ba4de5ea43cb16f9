package rows

import "honglinh/web/frame"

// FeedLinks are the feeds of a dataset's versions.
func FeedLinks(s *frame.Frame, l *frame.Locale, slug string) []frame.Link {
	at := func(name string) string { return s.Path(name, "lang", string(l.Lang), "slug", slug) }
	return []frame.Link{{Text: l.T("data_feed.atom"), URL: at(frame.RouteReleases)}, {Text: l.T("data_feed.json"), URL: at(frame.RouteReleasesJSON)}}
}
