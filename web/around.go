package web

import (
	"math"
	"net/url"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
)

// Surround is what is around a place, by computation.
type Surround struct {
	Rows     []NearRow
	Printed  []Fact // what the record's source prints about its surroundings
	Units    []Link
	Plans    []Link
	Heritage []NearRow
	None     string // said when no heritage is near
	Method   string
	Computed string // day of the computation and of the newest record
	JSON     string
}

// NearRow is the nearest thing of a sort.
type NearRow struct {
	Label    string
	Link     Link
	Distance string // "" is not known
	Unknown  string // why not
	Note     string // how good the coordinates are
}

// heritageKM is how far heritage matters to whoever builds: the widest
// protection zones and views are well under it.
const heritageKM = 2

// surround computes what is around a point; nil without layers.
func (s *site) surround(l *locale, at orb.Point, self string) *Surround {
	set := s.Layers()
	if set == nil {
		return nil
	}
	now := s.Now()
	at = orb.Point{round5(at[0]), round5(at[1])} // about a metre, and the same as in the address of the JSON
	a := set.Around(at, heritageKM, now)
	out := &Surround{Method: l.label(a.Method, ""), Computed: l.t("around_computed", l.day(now), l.day(set.Modified)), None: l.t("around_no_heritage", l.num(heritageKM)),
		JSON: withQuery(apiBase+"/around", url.Values{"near": {short(at[0], 5) + "," + short(at[1], 5)}, "radius": {short(heritageKM, 0)}})}
	for i := range a.Nearest {
		if row := s.nearRow(l, &a.Nearest[i]); a.Nearest[i].Record != self || self == "" {
			out.Rows = append(out.Rows, row)
		}
	}
	for _, u := range a.Units {
		out.Units = append(out.Units, s.groundLink(l, u))
	}
	for _, p := range a.Plans {
		if p.Record != self {
			out.Plans = append(out.Plans, s.groundLink(l, p))
		}
	}
	for i := range a.Heritage {
		if a.Heritage[i].Record != self && len(out.Heritage) < mostHeritage {
			out.Heritage = append(out.Heritage, s.neighbourRow(l, "", &a.Heritage[i]))
		}
	}
	return out
}

// mostHeritage sites are listed; the map has them all.
const mostHeritage = 12

func (s *site) nearRow(l *locale, n *layers.Near) NearRow {
	if !n.Known {
		row := NearRow{Label: l.label(n.Label, n.Category), Unknown: l.t("around_none")}
		if n.Recorded > 0 {
			row.Unknown = l.n("around_unplaced", n.Recorded)
		}
		return row
	}
	return s.neighbourRow(l, l.label(n.Label, n.Category), &n.Neighbour)
}

func (s *site) neighbourRow(l *locale, label string, n *layers.Neighbour) NearRow {
	p := l.pick(n.Title)
	row := NearRow{Label: label, Link: Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.recordPath(l.lang, n.Record)}, Distance: l.away(n.Km, l.label(n.Direction, ""))}
	row.Note = l.label(vocab.GeometryQualities().Label(n.Quality), "")
	return row
}

// away writes a distance with a direction: three significant digits, no more than the coordinates carry.
func (l *locale) away(km float64, direction string) string {
	if km == 0 {
		return l.t("around_here")
	}
	written := l.t("format.km", l.num(round(km, 1)))
	if km < 1 {
		written = l.t("map_m", l.num(math.Round(km*100)*10))
	}
	if direction == "" {
		return written
	}
	return l.t("around_away", written, direction)
}

func (s *site) groundLink(l *locale, g layers.Ground) Link {
	p := l.pick(g.Title)
	link := Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.recordPath(l.lang, g.Record)}
	if !g.Current {
		link.Note = l.interval(catalog.Interval{From: catalog.Date(g.From), To: catalog.Date(g.To)})
	}
	return link
}

// Locator is a small map of one record with the way to the large one.
type Locator struct {
	Drawing Drawing
	Quality string
	MapURL  string
	Files   []Link
}

// locate draws where a record is; nil without coordinates.
func (s *site) locate(l *locale, rec *catalog.Record) *Locator {
	g := geometryOf(rec)
	if g == nil {
		return nil
	}
	ground, _ := s.mapGround(l, mapAsk{})
	var features []locator.Feature
	for _, f := range ground {
		if f.id != rec.ID {
			features = append(features, locator.Feature{ID: f.id, Geometry: f.geometry, Label: f.title, Role: locator.Background, Class: "l-units"})
		}
	}
	title := l.label(rec.Title, rec.ID)
	features = append(features, locator.Feature{ID: rec.ID, Geometry: g, Label: title, Role: locator.Highlight, Class: "k-" + string(rec.Kind), Mark: markOf(string(rec.Kind))})
	view := viewOf(g.Bound(), 360, 260)
	if g.Dimensions() == 0 {
		view.zoom = 11 // a point says most with the ward around it
	}
	d, err := draw(locator.Map{Title: l.t("map_of", title), Description: l.t("map_of_text", title), Lang: string(l.lang), Width: 360, Height: 260, View: view.bound(360, 260)}, features, "where")
	if err != nil {
		s.log.Warn("locator", "op", "web.locate", "record", rec.ID, "err", err)
		return nil
	}
	q := search.Query{Kinds: []string{string(rec.Kind)}}
	out := &Locator{Drawing: d, MapURL: withQuery(s.local(routeMap, l.lang), mapAsk{view: &view}.put(pageValues(q))),
		Files: []Link{{Text: "GeoJSON", URL: apiRecords + rec.ID + "?format=geojson"}}}
	out.Quality = l.label(vocab.GeometryQualities().Label(rec.GeometryQuality), "")
	return out
}

// ground adds where the record is and what is around it.
func (v *view) ground(p *RecordPage) {
	p.Where = v.locate(v.l, v.rec)
	switch v.rec.Kind {
	case vocab.Opportunity, vocab.Place, vocab.Project, vocab.Unit:
	default:
		return
	}
	at, ok := v.point()
	if !ok {
		p.Nowhere = v.Layers() != nil
		return
	}
	if p.Surround = v.surround(v.l, at, v.rec.ID); p.Surround == nil {
		return
	}
	for _, f := range []sheetField{need("infrastructure_as_printed", "infrastructure"), need("distances"), need("distance_km"), need("access")} {
		if fact := v.fact(f); len(fact.Items) > 0 {
			fact.Key = "printed-" + fact.Key // the sheet shows it under its own key
			p.Surround.Printed = append(p.Surround.Printed, fact)
		}
	}
}

// compareAround adds the computed surroundings of all columns as rows.
func (s *site) compareAround(l *locale, recs []catalog.Record) *CompareGroup {
	g := &CompareGroup{Title: l.t("around_title")}
	known := false
	for i := range recs {
		v := &view{site: s, l: l, rec: &recs[i], used: map[string]bool{}}
		var around *Surround
		if at, ok := v.point(); ok {
			around = s.surround(l, at, "")
			known = known || around != nil
		}
		for n, c := range layers.AroundCategories() {
			if c.ID == "heritage" {
				continue
			}
			if i == 0 {
				g.Rows = append(g.Rows, CompareRow{Label: l.label(c.Title, c.ID)})
			}
			cell := Fact{}
			if around != nil && n < len(around.Rows) && around.Rows[n].Unknown == "" {
				row := around.Rows[n]
				cell.Items = []Item{{Phrase: Phrase{Text: row.Link.Text, Lang: row.Link.Lang}, URL: row.Link.URL}}
				cell.Items = append(cell.Items, Item{Phrase: Phrase{Text: row.Distance}})
			}
			g.Rows[n].Cells = append(g.Rows[n].Cells, cell)
		}
	}
	if !known {
		return nil
	}
	return g
}
