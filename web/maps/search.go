package maps

import (
	"context"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
	"honglinh/web/drawing"
)

// mapKinds are the kinds that stand somewhere, of those that have records: a map that
// is asked for nothing shows these, and its chips and address say so.
func (s *pages) mapKinds(ctx context.Context) []string {
	var mapped []vocab.Kind
	for _, k := range vocab.KindTable() {
		if k.Mapped {
			mapped = append(mapped, k.Kind)
		}
	}
	return s.Held(ctx, mapped...)
}

// mapAnswer is a search in a map's order: the records that have coordinates of
// their own, page by page, and after them the others. Both keep the search's
// order, so that list and pins agree and the map is not empty while its list is full.
type mapAnswer struct {
	search.Answer     // of the whole search; Hits and Next are of the map's page
	located       int // records with coordinates of their own
	byUnit        []unitCount
}

// unitCount is how many found records a unit has that have no coordinates of their own.
type unitCount struct {
	value string // of the facet of places
	count int
}

// restMark begins the cursor of a page of the records without coordinates.
const restMark = "rest"

// world is every place: a record that meets it has coordinates.
func world() *orb.Bound { return &orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}} }

// inRegion tells that a search asks for a region, so that all it finds has coordinates.
func inRegion(q search.Query) bool {
	return q.BBox != nil || q.Polygon != nil || q.Near != nil && q.RadiusKM > 0
}

// mapAnswer searches for a page of a map.
func (s *pages) mapAnswer(ctx context.Context, q search.Query) (mapAnswer, error) {
	after, inRest := strings.CutPrefix(q.Cursor, restMark)
	after = strings.TrimPrefix(after, ".")
	all := q
	all.Facets = search.FacetNames()
	if inRegion(q) {
		a, err := s.Finder.Search(ctx, all)
		return mapAnswer{Answer: a, located: a.Total}, err
	}
	located := q
	located.BBox, located.Facets = world(), []string{"place"}
	if inRest {
		located.Cursor, located.Limit = "", 1
	}
	placed, err := s.Finder.Search(ctx, located)
	if err != nil {
		return mapAnswer{}, err
	}
	all.Cursor = after
	if !inRest {
		all.Cursor = ""
	}
	a, err := s.Finder.Search(ctx, all)
	if err != nil {
		return mapAnswer{}, err
	}
	out := mapAnswer{Answer: a, located: placed.Total, byUnit: byUnit(a.Facets, placed.Facets)}
	out.Hits, out.Next = nil, ""
	if !inRest {
		out.Hits, out.Next = placed.Hits, placed.Next
	}
	s.standIns(&out)
	if out.Next == "" && a.Total > placed.Total {
		out.Hits, out.Next, err = s.rest(ctx, q, a, out.Hits)
	}
	return out, err
}

// standIns counts the records of the page whose coordinates stand for their commune where the map shows them: at the commune.
func (s *pages) standIns(a *mapAnswer) {
	for i := range a.Hits {
		rec := &a.Hits[i].Record
		if hasCoordinates(rec) || rec.Geometry == nil {
			continue
		}
		a.located--
		for _, u := range s.unitsOf(rec) {
			at := slices.IndexFunc(a.byUnit, func(c unitCount) bool { return c.value == u.Code || c.value == u.ID })
			if at < 0 {
				a.byUnit = append(a.byUnit, unitCount{value: u.ID})
				at = len(a.byUnit) - 1
			}
			a.byUnit[at].count++
		}
	}
}

// mostPages bounds how many pages of a search are read for one page of records without coordinates.
const mostPages = 10

// rest adds the records without coordinates of a search's page; where it has none, of the next that does.
func (s *pages) rest(ctx context.Context, q search.Query, a search.Answer, hits []search.Hit) ([]search.Hit, string, error) {
	before := len(hits)
	for n := 0; ; n++ {
		for _, h := range a.Hits {
			if h.Record.Geometry == nil {
				hits = append(hits, h)
			}
		}
		if a.Next == "" {
			return hits, "", nil
		}
		if len(hits) > before || n == mostPages {
			return hits, restMark + "." + a.Next, nil
		}
		q.Cursor = a.Next
		var err error
		if a, err = s.Finder.Search(ctx, q); err != nil {
			return nil, "", err
		}
	}
}

// byUnit is the difference of two counts by place: what is known by its unit only.
func byUnit(all, placed []search.Facet) []unitCount {
	own := map[string]int{}
	for _, f := range placed {
		for _, v := range f.Values {
			own[v.Value] = v.Count
		}
	}
	var out []unitCount
	for _, f := range all {
		if f.Name != "place" {
			continue
		}
		for _, v := range f.Values {
			if n := v.Count - own[v.Value]; n > 0 {
				out = append(out, unitCount{v.Value, n})
			}
		}
	}
	return out
}

// hasCoordinates is whether a map can show the record itself.
func hasCoordinates(rec *catalog.Record) bool { return drawing.GeometryOf(rec) != nil }
