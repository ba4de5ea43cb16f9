package frame

import (
	"net/http"
	"net/url"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// The names of the routes to which other parts lead; every URL of a page is
// built from one.
const (
	RouteHome    = "web.home"
	RouteSearch  = "web.search"
	RouteFeed    = "web.search-feed"
	RouteCompare = "web.compare"
	// RouteInvest is the finder of incentives, RouteJourneys the list of journeys.
	RouteInvest   = "web.invest"
	RouteJourneys = "web.journeys"
	RouteCoverage = "web.coverage"
	// RouteFreshness is how units keep what they published at the desk.
	RouteFreshness = "web.freshness"
	RouteListed    = "web.coverage-list"
	RouteSources   = "web.sources"
	RouteGeometry  = "web.geometry"
	RoutePicture   = "web.picture"
	RouteExplore   = "web.explore"
	RouteUsage     = "web.usage"
	RouteAPI       = "web.api"
	RouteWidget    = "web.widget"
	RouteMap       = "web.map"
	RouteHere      = "web.here"
	RouteAbout     = "web.about"
	RouteKind      = "web.kind"
	RouteRecord    = "web.record"
	// RouteChain is a record through time, RouteRecordFeed what changed in it.
	RouteChain      = "web.chain"
	RouteRecordFeed = "web.record-feed"
	RouteTable      = "web.table"
	RouteColumn     = "web.column"
	RouteRowDiff    = "web.rowdiff"
	RouteReleases   = "web.dataset-atom"
	// RouteEnquiry, RouteEnquiryStatus and RouteRating are there where readers can write to us.
	RouteEnquiry       = "web.enquiry"
	RouteEnquiryStatus = "web.enquiry-status"
	RouteRating        = "web.rating"
	RouteShortlist     = "web.shortlist"
	RouteShortlistFeed = "web.shortlist-feed"
	RouteFollow        = "web.follow"
	RouteFollowed      = "web.followed"
	// RouteReleasesJSON is the same as a JSON Feed.
	RouteReleasesJSON = "web.dataset-feed"
	RouteSitemap      = "web.sitemap"
	// RouteCoordinates has a name in each language: a point and the language follow.
	RouteCoordinates = "web.coordinates"
	// RouteInspect looks at a file before it comes in.
	RouteInspect = "web.inspect"
)

// Path returns the path of a named route; pairs are its variables. A wrong
// name or pair is a mistake in this package that the tests find.
func (s *Frame) Path(name string, pairs ...string) string {
	route := s.router.Get(name)
	if route == nil {
		s.Log.Error("no such route", "op", "web.path", "route", name)
		return "/"
	}
	u, err := route.URL(pairs...)
	if err != nil {
		s.Log.Error("page address", "op", "web.path", "route", name, "err", err)
		return "/"
	}
	return u.EscapedPath()
}

// Serves reports whether a part has mounted a route of the name.
func (s *Frame) Serves(name string) bool { return s.router.Get(name) != nil }

// Local returns the path of a page that a language is all the address needs.
func (s *Frame) Local(name string, lang text.Lang) string { return s.Path(name, "lang", string(lang)) }

// RecordPath returns the path of a record's page, "" for an id that cannot have one.
func (s *Frame) RecordPath(lang text.Lang, id string) string {
	kind, slug, ok := catalog.SplitID(id)
	if !ok {
		return ""
	}
	return s.Path(RouteRecord, "lang", string(lang), "kind", string(kind), "slug", slug)
}

// ChainPath is the page of a record through time.
func (s *Frame) ChainPath(lang text.Lang, id string) string { return s.ofRecord(RouteChain, lang, id) }

// RecordFeed is the feed of what changed in a record, in the form "atom" or "json".
func (s *Frame) RecordFeed(lang text.Lang, id, form string) string {
	return s.ofRecord(RouteRecordFeed, lang, id, "form", form)
}

// ofRecord is an address below a record's page, "" for an id that cannot have one.
func (s *Frame) ofRecord(route string, lang text.Lang, id string, more ...string) string {
	kind, slug, ok := catalog.SplitID(id)
	if !ok {
		return ""
	}
	return s.Path(route, append([]string{"lang", string(lang), "kind", string(kind), "slug", slug}, more...)...)
}

// ShortlistFeed is the feed of what changed in chosen records.
func (s *Frame) ShortlistFeed(lang text.Lang, form string, ids ...string) string {
	return WithQuery(s.Path(RouteShortlistFeed, "lang", string(lang), "form", form), url.Values{"ids": {strings.Join(ids, ",")}})
}

// ShortlistPath is the page of chosen records.
func (s *Frame) ShortlistPath(lang text.Lang, ids ...string) string {
	path := s.Local(RouteShortlist, lang)
	if len(ids) == 0 {
		return path
	}
	return path + "?ids=" + strings.NewReplacer("%2F", "/", "%2C", ",").Replace(url.QueryEscape(strings.Join(ids, ",")))
}

// Follows reports whether readers can be told of changes.
func (s *Frame) Follows() bool { return s.router.Get(RouteFollow) != nil }

// FollowPath is the page of a receiver's own subscription.
func (s *Frame) FollowPath(lang text.Lang, id, key string) string {
	return WithQuery(s.Path(RouteFollowed, "lang", string(lang), "id", id), url.Values{"key": {key}})
}

// FollowRecords is the form to follow records; FollowSearch that to follow a search.
func (s *Frame) FollowRecords(lang text.Lang, ids ...string) string {
	return WithQuery(s.Local(RouteFollow, lang), url.Values{"ids": {strings.Join(ids, ",")}})
}

// FollowSearch is the form to follow a search.
func (s *Frame) FollowSearch(lang text.Lang, q search.Query) string {
	q.Limit, q.Cursor = 0, ""
	return WithQuery(s.Local(RouteFollow, lang), url.Values{"query": {PageValues(q).Encode()}})
}

// Writes reports whether readers can write to us: ask, report and rate.
func (s *Frame) Writes() bool { return s.router.Get(RouteEnquiry) != nil }

// EnquiryPath is the form of a question about a record, or of a mistake in it; "" is
// the catalogue as a whole.
func (s *Frame) EnquiryPath(lang text.Lang, id string, mistake bool) string {
	v := url.Values{}
	if id != "" {
		v.Set("record", id)
	}
	if mistake {
		v.Set("about", "mistake")
	}
	return WithQuery(s.Local(RouteEnquiry, lang), v)
}

// StatusPath is the private page of an enquiry.
func (s *Frame) StatusPath(lang text.Lang, number, key string) string {
	return WithQuery(s.Path(RouteEnquiryStatus, "lang", string(lang), "number", number), url.Values{"key": {key}})
}

// SearchPath returns the page of a query.
func (s *Frame) SearchPath(lang text.Lang, q search.Query) string {
	return WithQuery(s.Local(RouteSearch, lang), PageValues(q))
}

// CoordinatesPath is the page that converts corners, under its name in the language.
func (s *Frame) CoordinatesPath(lang text.Lang) string {
	return s.Local(RouteCoordinates+"."+string(lang), lang)
}

// ExplorePath is the explorer with one indicator chosen.
func (s *Frame) ExplorePath(lang text.Lang, id string) string {
	return WithQuery(s.Local(RouteExplore, lang), url.Values{"indicator": {strings.TrimPrefix(id, "indicator/")}})
}

// SavedFeed is the JSON Feed of a search.
func (s *Frame) SavedFeed(lang text.Lang, q search.Query) string {
	q.Cursor, q.Limit = "", 0
	return WithQuery(s.Local(RouteFeed, lang), PageValues(q))
}

// MapPath is the map of a search.
func (s *Frame) MapPath(lang text.Lang, q search.Query) string {
	q.Limit, q.Cursor = 0, ""
	return WithQuery(s.Local(RouteMap, lang), PageValues(q))
}

// The public API's addresses that pages link to; they are fixed by its contract.
const (
	APIBase     = "/api/v1"
	APISuggest  = APIBase + "/suggest"
	APISearch   = APIBase + "/search"
	APIRecords  = APIBase + "/records/"
	APIDatasets = APIBase + "/datasets"
)

// APIQuery returns a query's address in the API, in the format of the suffix
// (".atom", ".csv", "" for JSON).
func APIQuery(lang text.Lang, q search.Query, suffix string) string {
	v := PageValues(q)
	v.Set("lang", string(lang))
	return WithQuery(APISearch+suffix, v)
}

// PageValues are the query's parameters on a page, whose path tells the language.
func PageValues(q search.Query) url.Values {
	if q.Limit == search.DefaultLimit {
		q.Limit = 0
	}
	q.Lang = ""
	return q.Values()
}

// WithQuery puts values behind a path, sorted by name; without any it is the path.
func WithQuery(path string, v url.Values) string {
	u := url.URL{RawQuery: v.Encode()}
	return path + u.String()
}

// PathLang returns the language in the request's path.
func PathLang(r *http.Request) text.Lang {
	if v, ok := httpkit.PathVar(r, "lang"); ok {
		if l, ok := text.ParseLang(v); ok {
			return l
		}
	}
	return httpkit.Lang(r)
}

func (s *Frame) root(w http.ResponseWriter, r *http.Request) error {
	httpkit.AddVary(w.Header(), "Accept-Language")
	http.Redirect(w, r, s.Local(RouteHome, httpkit.AcceptLanguage(r)), http.StatusFound)
	return nil
}

func (s *Frame) bareLang(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, s.Local(RouteHome, PathLang(r)), http.StatusMovedPermanently)
	return nil
}

// KindPattern matches the code of a kind in the path of a page.
func KindPattern() string { return "{kind:" + strings.Join(vocab.Kinds().Codes(), "|") + "}" }
