package maps

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"honglinh/catalog/geo/layers"
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
	byUnit        []layers.UnitCount
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
		spread := s.layerSet().Spread(ids, s.communes())
		out.located, out.byUnit = spread.Located, spread.Units
		return spread.Order[min(at.from, len(ids)):min(at.from+q.Limit, len(ids))]
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

// communes are the units by which a map shows records without coordinates.
func (s *pages) communes() *layers.Communes { return s.layerSet().Communes(s.Places()) }

// layerSet is the layers of the catalogue, without a feature before there are any.
func (s *pages) layerSet() *layers.Set {
	if s.Layers != nil {
		if set := s.Layers(); set != nil {
			return set
		}
	}
	return layers.Build(nil)
}
