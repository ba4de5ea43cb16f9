package frame

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// NewPage returns what surrounds a page. where gives the page's path in a language.
func (s *Frame) NewPage(r *http.Request, title, description string, where func(text.Lang) string) Page {
	lang := PathLang(r)
	l := s.Locale(lang)
	name := s.Brand(l)
	p := Page{Lang: lang, Title: title, Site: name, Description: ClipText(description, 300), Kind: "website", Home: s.Local(RouteHome, lang),
		Canonical: s.BaseURL + where(lang), Version: s.Version, ReportURL: s.Local(RouteAbout, lang) + "#contact"}
	for _, other := range text.Langs() {
		p.Alternates = append(p.Alternates, Alternate{string(other), s.BaseURL + where(other)})
	}
	p.Alternates = append(p.Alternates, Alternate{"x-default", s.BaseURL + where(s.Site().Languages[0])})
	if s.Site().Picture != nil {
		p.Logo = APIBase + "/site/logo"
	}
	if c := s.Site().Colour; c != "" {
		p.Brand = WithQuery(s.Path(routeBrand), url.Values{"v": {c[1:]}})
	}
	p.OpenSearch, p.Manifest = s.Local(routeOpenSearch, lang), s.Local(routeManifest, lang)
	p.Switch = Link{Text: l.T("lang.other"), URL: where(lang.Other()), Lang: string(lang.Other())}
	p.Nav, p.Foot = s.nav(r, l), s.foot(l)
	p.Box = SearchBox{Action: s.Local(RouteSearch, lang), Suggest: APISuggest, Head: true}
	p.Feed = APIQuery(lang, search.Query{}, ".atom")
	p.Print = Print{URL: p.Canonical, Day: l.Day(s.Now()), QR: qrOf(p.Canonical)}
	if s.Writes() {
		p.ReportURL, p.RateURL = s.EnquiryPath(lang, "", true), s.Local(RouteRating, lang)
		p.RateAs, _, _ = strings.Cut(where(lang), "?")
	}
	p.Updated = l.Day(s.Census.Newest(r.Context()))
	return p
}

// Held returns those of the kinds that have records, all of them where they cannot be
// counted: no page offers a kind of which the catalogue has nothing.
func (s *Frame) Held(ctx context.Context, kinds ...vocab.Kind) []string {
	c, err := s.Census.Take(ctx)
	var out []string
	for _, k := range kinds {
		if err != nil || c.Kinds[k] > 0 {
			out = append(out, string(k))
		}
	}
	return out
}

// Offers reports whether a page is served and has records of the kind to speak of.
func (s *Frame) Offers(ctx context.Context, route string, kind vocab.Kind) bool {
	return s.Serves(route) && len(s.Held(ctx, kind)) > 0
}

func (s *Frame) nav(r *http.Request, l *Locale) []Link {
	at := r.URL
	var links []Link
	kinds := func(key string, kinds ...vocab.Kind) {
		held := s.Held(r.Context(), kinds...)
		if len(held) == 0 {
			return
		}
		link := Link{Text: l.T(key), URL: s.SearchPath(l.Lang, search.Query{Kinds: held})}
		link.Current = link.URL == at.RequestURI()
		links = append(links, link)
	}
	kinds("nav.opportunities", vocab.Opportunity)
	kinds("nav.places", vocab.Place, vocab.Unit)
	kinds("nav.figures", vocab.Indicator, vocab.Dataset)
	kinds("nav.procedures", vocab.Procedure, vocab.Document, vocab.Plan)
	atlas := Link{Text: l.T("map_title"), URL: s.Local(RouteMap, l.Lang), Current: at.Path == s.Local(RouteMap, l.Lang)}
	coverage := Link{Text: l.T("nav.coverage"), URL: s.Local(RouteCoverage, l.Lang)}
	coverage.Current = coverage.URL == at.Path
	if s.Offers(r.Context(), RouteInvest, vocab.Incentive) {
		finder := Link{Text: l.T("nav.invest"), URL: s.Local(RouteInvest, l.Lang)}
		finder.Current = finder.URL == at.Path
		links = slices.Insert(links, min(1, len(links)), finder)
	}
	return append(links, atlas, coverage)
}

func (s *Frame) foot(l *Locale) []Link {
	var links []Link
	for _, name := range []string{RouteAbout, RouteSources, RouteCoverage, RouteExplore, RouteUsage, RouteAPI, RouteWidget} {
		links = append(links, Link{Text: l.T("foot." + name[len("web."):]), URL: s.Local(name, l.Lang)})
	}
	if s.Writes() {
		links = append(links, Link{Text: l.T("foot.enquiry"), URL: s.Local(RouteEnquiry, l.Lang)})
	}
	links = append(links, Link{Text: l.T("map_coordinates"), URL: s.CoordinatesPath(l.Lang)}, Link{Text: l.T("inspect_title"), URL: s.Local(RouteInspect, l.Lang)})
	return append(links, Link{Text: l.T("foot.feed"), URL: APIQuery(l.Lang, search.Query{}, ".atom")})
}

// Fixed is the path of a page without variables, in each language.
func (s *Frame) Fixed(name string) func(text.Lang) string {
	return func(lang text.Lang) string { return s.Local(name, lang) }
}

// Titles loads the records behind the ids and returns a link to each that exists.
func (s *Frame) Titles(ctx context.Context, l *Locale, ids []string) map[string]Link {
	out := map[string]Link{}
	for len(ids) > 0 {
		n := min(len(ids), maxLinked)
		recs, err := s.Store.Records(ctx, ids[:n])
		if err != nil {
			s.Log.Warn("titles of linked records", "op", "web.titles", "err", err)
			return out
		}
		for _, rec := range recs {
			p := l.Pick(rec.Title)
			out[rec.ID] = Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.RecordPath(l.Lang, rec.ID), Note: l.Label(vocab.Kinds().Label(string(rec.Kind)), "")}
		}
		ids = ids[n:]
	}
	return out
}

// maxLinked is how many titles are read at once: under SQLite's limit on the
// variables of a statement.
const maxLinked = 500
