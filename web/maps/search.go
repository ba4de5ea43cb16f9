package maps

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
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
// their own, after them those known by their unit, and then those that nobody has
// placed. Each part keeps the search's order, so that list and pins agree and the
// map is not empty while its list is full.
type mapAnswer struct {
	search.Answer     // of the whole search; Hits and Next are of the map's page
	located       int // records with coordinates of their own
	listed        int // records that the map knows: all of them, or the first search.MaxWhole
	from          int // records before those of the page
	byUnit        []unitCount
}

// unitCount is how many found records a unit has that have no coordinates of their own.
type unitCount struct {
	unit  place.Unit
	count int
}

// mapAnswer searches for a page of a map. There is one search, that of the search page,
// and all that it found is put into the map's order.
func (s *pages) mapAnswer(ctx context.Context, q search.Query) (mapAnswer, error) {
	at, err := readPage(q.Cursor)
	if err != nil {
		return mapAnswer{}, err
	}
	q.Facets = search.FacetNames()
	out := mapAnswer{from: at.from}
	a, ids, err := s.Finder.Whole(ctx, q, func(ids []string) []string {
		s.arrange(&out, ids)
		return ids[min(at.from, len(ids)):min(at.from+q.Limit, len(ids))]
	})
	if err != nil {
		return mapAnswer{}, err
	}
	out.Answer, out.listed = a, len(ids)
	out.Renewed = at.from > 0 && at.seq != a.Seq
	if next := at.from + q.Limit; next < len(ids) {
		out.Next = pageAt{next, a.Seq}.String()
	}
	return out, nil
}

// pageAt is where a page of a map begins, and the state of the catalogue that its place was counted in.
type pageAt struct {
	from int
	seq  int64
}

func (p pageAt) String() string { return fmt.Sprintf("%d.%d", p.from, p.seq) }

func readPage(cursor string) (p pageAt, err error) {
	if cursor == "" {
		return p, nil
	}
	from, seq, _ := strings.Cut(cursor, ".")
	p.from, err = strconv.Atoi(from)
	if err == nil {
		p.seq, err = strconv.ParseInt(seq, 10, 64)
	}
	if err != nil || p.from < 0 || p.from > search.MaxWhole {
		return p, search.BadCursor()
	}
	return p, nil
}

// arrange puts ids into the map's order and counts them.
func (s *pages) arrange(a *mapAnswer, ids []string) {
	known := s.unitPoints()
	rank, counts := make(map[string]int, len(ids)), map[string]*unitCount{}
	a.located = 0
	for _, id := range ids {
		f, ok := s.feature(id)
		if ok && f.Own() != nil {
			a.located++
			continue
		}
		rank[id] = 2
		if !ok {
			continue
		}
		for _, u := range known.of(f.Units()) {
			rank[id] = 1
			if counts[u.ID] == nil {
				counts[u.ID] = &unitCount{unit: u}
			}
			counts[u.ID].count++
		}
	}
	slices.SortStableFunc(ids, func(x, y string) int { return rank[x] - rank[y] })
	a.byUnit = nil
	for _, c := range counts {
		a.byUnit = append(a.byUnit, *c)
	}
	slices.SortFunc(a.byUnit, func(x, y unitCount) int {
		if x.count != y.count {
			return y.count - x.count
		}
		return strings.Compare(x.unit.ID, y.unit.ID)
	})
}

// feature is a record as the layers have it.
func (s *pages) feature(id string) (*layers.Feature, bool) {
	set := s.Layers()
	if set == nil {
		return nil, false
	}
	return set.Record(id)
}

// unitPoints are the units of today by which a map shows records without coordinates, read once a request.
type unitPoints struct {
	pages  *pages
	points map[string]*orb.Point // nil of a unit that no point stands for
	todays map[string][]place.Unit
}

func (s *pages) unitPoints() *unitPoints {
	return &unitPoints{pages: s, points: map[string]*orb.Point{}, todays: map[string][]place.Unit{}}
}

// of are the units of today that have a point, for a former unit the ones that followed it, each once.
func (k *unitPoints) of(ids []string) (out []place.Unit) {
	for _, id := range ids {
		for _, u := range k.now(id) {
			if !slices.ContainsFunc(out, func(o place.Unit) bool { return o.ID == u.ID }) {
				out = append(out, u)
			}
		}
	}
	return out
}

func (k *unitPoints) now(id string) []place.Unit {
	if list, ok := k.todays[id]; ok {
		return list
	}
	var list []place.Unit
	for _, u := range k.pages.Places().Current(id) {
		if !wide(u) && k.at(u.ID) != nil {
			list = append(list, u)
		}
	}
	k.todays[id] = list
	return list
}

// at is where the name of a unit stands, nil where it is not known.
func (k *unitPoints) at(id string) *orb.Point {
	if p, ok := k.points[id]; ok {
		return p
	}
	var p *orb.Point
	if units := k.pages.unitLayer(); units != nil {
		if at, ok := unitPoint(units, id); ok {
			p = &at
		}
	}
	k.points[id] = p
	return p
}
