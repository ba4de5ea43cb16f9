package maps

import (
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/layers"
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
	records         string // the same for programs, the first of them
	count           int
	at              orb.Point
}

// mapGroup is a part of the list with its heading.
type mapGroup struct {
	ID, Title string
	Cards     []facts.Card
}

// unitPins are the units of today with records known by them only, those with most
// first. Of a search in places, only units on their territory are shown: what it finds
// may be filed under others as well.
func (s *pages) unitPins(l *frame.Locale, q search.Query, ask drawing.Ask, counts []layers.UnitCount) []unitPin {
	asked := s.placesAsked(q)
	var out []unitPin
	for _, c := range counts {
		if asked != nil && !asked[c.Unit.ID] {
			continue
		}
		p := l.Pick(c.Unit.Name)
		narrow := results.Toggle(q, "place", s.placeValue(c.Unit))
		out = append(out, unitPin{ID: c.Unit.ID, Title: p.Text, Lang: p.Lang, Count: l.Num(float64(c.Count)), count: c.Count, at: c.At,
			URL: mapAddress(s.Local(frame.RouteMap, l.Lang), ask.Looked().Put(frame.PageValues(narrow)), ask.Own), records: recordsOf(narrow)})
	}
	return out
}

// mostNamed is how many records of a unit its pin names.
const mostNamed = 6

// recordsOf is the address at which programs get the first records of a search.
func recordsOf(q search.Query) string {
	q.Limit, q.Cursor, q.Facets = mostNamed, "", nil
	return frame.WithQuery(frame.APIBase+"/search", q.Values())
}

// placeValue is how a search names a unit of today: by its code where that means no other.
func (s *pages) placeValue(u place.Unit) string {
	if u.Code != "" {
		if meant := s.Places().Resolve(u.Code, s.Now().Format(time.DateOnly)); len(meant) > 0 && meant[0].ID == u.ID {
			return u.Code
		}
	}
	return u.ID
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

func (s *pages) unitLayer() *layers.Data {
	if set := s.Layers(); set != nil {
		if d, ok := set.Layer("units"); ok {
			return d
		}
	}
	return nil
}

// placeCards says of each record of the list where the map shows it, and puts the
// list into its parts.
func (s *pages) placeCards(l *frame.Locale, p *page, found []drawing.Feature, total mapAnswer) {
	group := func(id, title string) *mapGroup { return &mapGroup{ID: id, Title: title} }
	own, unit, none := group("own", l.T("map_group_own", l.Num(float64(total.located)))), group("by-unit", l.T("map_group_unit")), group("nowhere", l.T("map_group_none"))
	for i := range p.Results {
		c := &p.Results[i]
		c.Number, c.Unplaced, c.InUnit = total.from+i+1, found[i].Geometry == nil, found[i].UnitNames
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

// placedText says how many of the records found have a place, and of how many the map knows it.
func (s *pages) placedText(l *frame.Locale, a mapAnswer) string {
	text := l.T("map_placed", l.Num(float64(a.located)), l.Num(float64(a.listed)))
	if a.listed < a.Total {
		text += " " + l.T("map_cut", l.Num(float64(a.listed)), l.Num(float64(a.Total)))
	}
	return text
}
