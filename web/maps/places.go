package maps

import (
	"slices"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/shape"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/web/drawing"
	"honglinh/web/facts"
	"honglinh/web/frame"
	"honglinh/web/results"
)

// unitPin is a unit on the map with the found records that are known by the unit
// only: most sources say in which ward something is, few say where.
type unitPin struct {
	ID, Title, Lang string
	Count           string
	URL             string // the search narrowed to the unit
	count           int
	at              orb.Point
}

// mapGroup is a part of the list with its heading.
type mapGroup struct {
	ID, Title string
	Cards     []facts.Card
}

// unitPins are the units of today with records known by them only, those with most
// first. Places that no point stands for have none.
func (s *pages) unitPins(l *frame.Locale, q search.Query, ask drawing.Ask, counts []unitCount) []unitPin {
	units := s.unitLayer()
	if units == nil {
		return nil
	}
	asked := s.placesAsked(q)
	var out []unitPin
	for _, c := range counts {
		list := s.Places().Resolve(c.value, s.Now().Format(time.DateOnly))
		if len(list) == 0 || wide(list[0]) || asked != nil && !asked[list[0].ID] {
			continue
		}
		at, ok := unitPoint(units, list[0].ID)
		if !ok {
			continue
		}
		p := l.Pick(list[0].Name)
		narrow := results.Toggle(q, "place", c.value)
		out = append(out, unitPin{ID: list[0].ID, Title: p.Text, Lang: p.Lang, Count: l.Num(float64(c.count)), count: c.count, at: at,
			URL: mapAddress(s.Local(frame.RouteMap, l.Lang), ask.Looked().Put(frame.PageValues(narrow)), ask.Own)})
	}
	slices.SortStableFunc(out, func(a, b unitPin) int { return b.count - a.count })
	return out
}

// placesAsked are the units of today on the territory of the places that a search asks for, nil when it asks for none: what it finds may be filed
// under other communes as well, where nothing was sought.
func (s *pages) placesAsked(q search.Query) map[string]bool {
	if len(q.Places) == 0 {
		return nil
	}
	today := s.Now().Format(time.DateOnly)
	out := map[string]bool{}
	for _, name := range q.Places {
		for _, u := range s.Places().Resolve(name, today) {
			for _, now := range append(s.Places().Current(u.ID), u) {
				out[now.ID] = true
				for _, child := range s.Places().Children(now.ID, today) {
					out[child.ID] = true
				}
			}
		}
	}
	return out
}

// wide is a unit too large for a pin to say where something is.
func wide(u place.Unit) bool { return u.Level == "province" || u.Level == "district" }

func (s *pages) unitLayer() *layers.Data {
	if set := s.Layers(); set != nil {
		if d, ok := set.Layer("units"); ok {
			return d
		}
	}
	return nil
}

// unitPoint is where the name of a unit stands.
func unitPoint(units *layers.Data, id string) (orb.Point, bool) {
	kind, slug, ok := catalog.SplitID(id)
	if !ok {
		return orb.Point{}, false
	}
	f, ok := units.Find(string(kind) + "." + slug)
	if !ok || f.Geometry() == nil {
		return orb.Point{}, false
	}
	g, err := shape.New(f.Geometry())
	if err != nil {
		return orb.Point{}, false
	}
	return g.Anchor()
}

// unitsOf are the units by which a map shows a record without coordinates: those
// of today that have a point, for a former unit the ones that followed it.
func (s *pages) unitsOf(rec *catalog.Record) []place.Unit {
	units := s.unitLayer()
	if units == nil {
		return nil
	}
	var out []place.Unit
	for _, ref := range rec.Places {
		for _, u := range s.Places().Current(ref.ID) {
			if _, ok := unitPoint(units, u.ID); ok && !wide(u) && !slices.ContainsFunc(out, func(o place.Unit) bool { return o.ID == u.ID }) {
				out = append(out, u)
			}
		}
	}
	return out
}

// placeCards says of each record of the list where the map shows it, and puts the
// list into its parts.
func (s *pages) placeCards(l *frame.Locale, p *page, found []drawing.Feature, total mapAnswer) {
	group := func(id, title string) *mapGroup { return &mapGroup{ID: id, Title: title} }
	own, unit, none := group("own", l.T("map_group_own", l.Num(float64(total.located)))), group("by-unit", l.T("map_group_unit")), group("nowhere", l.T("map_group_none"))
	for i := range p.Results {
		c := &p.Results[i]
		c.Number, c.Unplaced, c.InUnit = i+1, found[i].Geometry == nil, found[i].UnitNames
		switch {
		case !c.Unplaced:
			own.Cards = append(own.Cards, *c)
		case len(found[i].Units) > 0:
			unit.Cards = append(unit.Cards, *c)
		default:
			none.Cards = append(none.Cards, *c)
		}
	}
	for _, g := range []*mapGroup{own, unit, none} {
		if len(g.Cards) > 0 {
			p.Groups = append(p.Groups, *g)
		}
	}
}

// inParts puts hits with a place by their unit before those with none, so that
// numbers run through the parts of the list.
func (s *pages) inParts(hits []search.Hit) {
	rank := make(map[string]int, len(hits))
	for i := range hits {
		rec := &hits[i].Record
		if !hasCoordinates(rec) {
			rank[rec.ID] = 2
			if len(s.unitsOf(rec)) > 0 {
				rank[rec.ID] = 1
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b search.Hit) int { return rank[a.Record.ID] - rank[b.Record.ID] })
}
