package web

import (
	"context"
	"net/http"
	"net/url"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// frame returns what surrounds a page. where gives the page's path in a language.
func (s *site) frame(r *http.Request, title, description string, where func(text.Lang) string) Page {
	lang := pathLang(r)
	l := s.locales[lang]
	name := l.label(s.Name, "")
	p := Page{Lang: lang, Title: title, Site: name, Description: clipText(description, 300), Kind: "website", Home: s.local(routeHome, lang),
		Canonical: s.BaseURL + where(lang), Version: s.Version, ReportURL: s.local(routeAbout, lang) + "#contact"}
	for _, other := range text.Langs() {
		p.Alternates = append(p.Alternates, Alternate{string(other), s.BaseURL + where(other)})
	}
	p.Alternates = append(p.Alternates, Alternate{"x-default", s.BaseURL + where(text.VI)})
	p.Switch = Link{Text: l.t("lang.other"), URL: where(lang.Other()), Lang: string(lang.Other())}
	p.Nav, p.Foot = s.nav(l, r.URL), s.foot(l)
	p.Box = SearchBox{Action: s.local(routeSearch, lang), Suggest: apiSuggest, Head: true}
	p.Feed = apiQuery(lang, search.Query{}, ".atom")
	p.Print = Print{URL: p.Canonical, Day: l.day(s.Now()), QR: qrOf(p.Canonical)}
	p.Updated = l.day(s.newest(r.Context()))
	return p
}

func (s *site) nav(l *locale, at *url.URL) []Link {
	kinds := func(key string, kinds ...vocab.Kind) Link {
		q := search.Query{}
		for _, k := range kinds {
			q.Kinds = append(q.Kinds, string(k))
		}
		link := Link{Text: l.t(key), URL: s.searchPath(l.lang, q)}
		link.Current = link.URL == at.RequestURI()
		return link
	}
	links := []Link{
		kinds("nav.opportunities", vocab.Opportunity),
		kinds("nav.places", vocab.Place, vocab.Unit),
		kinds("nav.figures", vocab.Indicator, vocab.Dataset),
		kinds("nav.procedures", vocab.Procedure, vocab.Document, vocab.Plan),
	}
	atlas := Link{Text: l.t("map_title"), URL: s.local(routeMap, l.lang), Current: at.Path == s.local(routeMap, l.lang)}
	coverage := Link{Text: l.t("nav.coverage"), URL: s.local(routeCoverage, l.lang)}
	coverage.Current = coverage.URL == at.Path
	return append(links, atlas, coverage)
}

func (s *site) foot(l *locale) []Link {
	var links []Link
	for _, name := range []string{routeAbout, routeSources, routeCoverage, routeExplore, routeUsage, routeAPI, routeWidget} {
		links = append(links, Link{Text: l.t("foot." + name[len("web."):]), URL: s.local(name, l.lang)})
	}
	links = append(links, Link{Text: l.t("map_coordinates"), URL: s.coordinatesPath(l.lang)})
	return append(links, Link{Text: l.t("foot.feed"), URL: apiQuery(l.lang, search.Query{}, ".atom")})
}

// fixed is the path of a page without variables, in each language.
func (s *site) fixed(name string) func(text.Lang) string {
	return func(lang text.Lang) string { return s.local(name, lang) }
}

// titles loads the records behind the ids and returns a link to each that exists.
func (s *site) titles(ctx context.Context, l *locale, ids []string) map[string]Link {
	out := map[string]Link{}
	for len(ids) > 0 {
		n := min(len(ids), maxLinked)
		recs, err := s.Store.Records(ctx, ids[:n])
		if err != nil {
			s.log.Warn("titles of linked records", "op", "web.titles", "err", err)
			return out
		}
		for _, rec := range recs {
			p := l.pick(rec.Title)
			out[rec.ID] = Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.recordPath(l.lang, rec.ID), Note: l.label(vocab.Kinds().Label(string(rec.Kind)), "")}
		}
		ids = ids[n:]
	}
	return out
}

// maxLinked is how many titles are read at once: under SQLite's limit on the
// variables of a statement.
const maxLinked = 500

// clipText shortens s to at most n runes at a space.
func clipText(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := n
	for i := n; i > n*2/3; i-- {
		if r[i] == ' ' {
			cut = i
			break
		}
	}
	return string(r[:cut]) + "…"
}
