package web

import (
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
)

// Surround is what is around a place, by computation.
type Surround struct {
	// Basis says what the distances are measured from where that is not the record itself.
	Basis     string
	Rows      []NearRow // every sort, in the order of the catalogue
	Told      []NearRow // those of which something is known
	Missing   []string  // the others, said once for each reason
	Printed   []Fact    // what the record's source prints about its surroundings
	Units     []Link
	Plans     []Link
	Conforms  string // what is known of its conformity with planning
	Heritage  Zone
	Protected Zone
	Method    string
	Computed  string // day of the computation and of the newest record
	JSON      string
}

// Zone is what lies within a radius, and what is filed under the same unit without coordinates.
type Zone struct {
	Near     []NearRow
	SameUnit []Link
	None     string // said when nothing is near
}

// NearRow is the nearest thing of a sort.
type NearRow struct {
	Label    string
	Link     Link
	Distance string // "" is not known
	Unknown  string // why not
	Note     string // how good the coordinates are
	SameUnit []Link // without coordinates, in the same unit
	Printed  string // the way as the source prints it
}

// heritageKM is how far heritage matters to whoever builds: the widest
// protection zones and views are well under it.
const heritageKM = 2

// mostZone sites are listed; the map has them all.
const mostZone = 12

func (s *site) aroundAsk() layers.AroundAsk {
	return layers.AroundAsk{RadiusKm: heritageKM, Now: s.Now(), Kin: s.Places().FamilyIDs}
}

// surround tells what is around a point; nil without layers.
func (s *site) surround(l *locale, at orb.Point) *Surround {
	set := s.Layers()
	if set == nil {
		return nil
	}
	at = orb.Point{round5(at[0]), round5(at[1])} // about a metre, and the same as in the address of the JSON
	a := set.Around(at, s.aroundAsk())
	return s.surroundings(l, &a, url.Values{"near": {short(at[0], 5) + "," + short(at[1], 5)}})
}

// surroundRecord tells what is around a record; nil without layers.
func (s *site) surroundRecord(l *locale, id string) *Surround {
	set := s.Layers()
	if set == nil {
		return nil
	}
	a, ok := set.AroundRecord(id, s.aroundAsk())
	if !ok {
		return nil // the map is a moment behind the store
	}
	return s.surroundings(l, &a, url.Values{"record": {id}})
}

func (s *site) surroundings(l *locale, a *layers.Surroundings, ask url.Values) *Surround {
	ask.Set("radius", short(heritageKM, 0))
	out := &Surround{Method: l.label(a.Method, ""), Computed: l.t("around_computed", l.day(s.Now()), l.day(s.Layers().Modified)), JSON: withQuery(apiBase+"/around", ask)}
	switch a.Basis.Kind {
	case layers.FromUnit:
		out.Basis = l.t("around_from_unit", l.label(a.Basis.Unit.Title, a.Basis.Unit.Record), strings.ToLower(l.label(vocab.GeometryQualities().Label(a.Basis.Quality), "")))
	case layers.FromNone:
		out.Basis = l.t("around_nowhere")
	}
	for i := range a.Nearest {
		out.Rows = append(out.Rows, s.nearRow(l, &a.Nearest[i], a.Point != nil))
	}
	out.Told, out.Missing = said(out.Rows)
	for _, u := range a.Units {
		out.Units = append(out.Units, s.groundLink(l, u))
	}
	for _, p := range a.Plans {
		out.Plans = append(out.Plans, s.groundLink(l, p))
	}
	out.Conforms = l.conformity(a)
	out.Heritage = s.zone(l, "heritage", a.Heritage, a.HeritageSameUnit, a.HeritageRecorded)
	out.Protected = s.zone(l, "protected", a.Protected, a.ProtectedSameUnit, a.ProtectedRecorded)
	return out
}

// said parts the rows that say something from those that do not: these become one line for each reason.
func said(rows []NearRow) (told []NearRow, missing []string) {
	var reasons []string
	labels := map[string][]string{}
	for _, r := range rows {
		if r.Unknown == "" || len(r.SameUnit) > 0 || r.Printed != "" {
			told = append(told, r)
			continue
		}
		if labels[r.Unknown] == nil {
			reasons = append(reasons, r.Unknown)
		}
		labels[r.Unknown] = append(labels[r.Unknown], r.Label)
	}
	for _, reason := range reasons {
		missing = append(missing, reason+": "+strings.Join(labels[reason], " · "))
	}
	return told, missing
}

// conformity says what is known of the conformity with planning, with the words of the source.
func (l *locale) conformity(a *layers.Surroundings) string {
	said := l.t("around_conformity_unknown")
	switch a.Conformity {
	case "conforms":
		said = l.t("around_conformity_yes")
	case "no-plan":
		said = l.t("around_conformity_no_plan")
	}
	if printed := l.label(a.ConformityPrinted, ""); printed != "" {
		said = l.t("around_conformity_printed", said, printed)
	}
	return said
}

func (s *site) zone(l *locale, id string, near []layers.Neighbour, filed []layers.Named, recorded int) Zone {
	z := Zone{SameUnit: s.namedLinks(l, filed), None: l.t("around_no_"+id, l.num(heritageKM))}
	if recorded == 0 {
		z.None = l.t("around_no_sort")
	}
	for i := range near[:min(len(near), mostZone)] {
		z.Near = append(z.Near, s.neighbourRow(l, "", &near[i]))
	}
	return z
}

func (s *site) namedLinks(l *locale, list []layers.Named) []Link {
	var out []Link
	for _, n := range list {
		out = append(out, s.namedLink(l, n))
	}
	return out
}

func (s *site) namedLink(l *locale, n layers.Named) Link {
	p := l.pick(n.Title)
	return Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.recordPath(l.lang, n.Record)}
}

func (s *site) nearRow(l *locale, n *layers.Near, located bool) NearRow {
	row := NearRow{Label: l.label(n.Label, n.Category)}
	switch {
	case n.Known:
		row = s.neighbourRow(l, row.Label, n.Neighbour)
	case n.Recorded == 0:
		row.Unknown = l.t("around_none")
	case !located:
		row.Unknown = l.t("around_unlocated")
	default:
		row.Unknown = l.t("around_unplaced")
	}
	row.SameUnit = s.namedLinks(l, n.SameUnit)
	if n.PrintedKm != nil {
		row.Printed = l.t("around_source_prints", l.t("format.km", l.num(*n.PrintedKm)))
	}
	return row
}

func (s *site) neighbourRow(l *locale, label string, n *layers.Neighbour) NearRow {
	row := NearRow{Label: label, Link: s.namedLink(l, n.Named), Distance: l.away(n.Km, l.label(n.Direction, ""))}
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

// groundLink names a unit or a plan with its time, its decision and how it is known to hold the place.
func (s *site) groundLink(l *locale, g layers.Ground) Link {
	link := s.namedLink(l, g.Named)
	var notes []string
	if g.Number != "" {
		notes = append(notes, g.Number)
	}
	if !g.Current {
		notes = append(notes, l.interval(catalog.Interval{From: catalog.Date(g.From), To: catalog.Date(g.To)}))
	}
	notes = append(notes, l.t("around_by_"+g.Basis))
	link.Note = strings.Join(notes, "; ")
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
			features = append(features, locator.Feature{ID: f.id, Geometry: f.geometry, Label: f.title, Role: locator.Background, Class: "l-units", Mark: locator.Town})
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
	if !v.rec.Kind.Row().Sited {
		return
	}
	if p.Surround = v.surroundRecord(v.l, v.rec.ID); p.Surround == nil {
		return
	}
	for _, f := range []sheetField{need("infrastructure_as_printed", "infrastructure"), need("distances"), need("distance_km"), may("distance_city_km"), need("access")} {
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
	rest := []CompareRow{{Label: l.t("around_from")}, {Label: l.t("around_plans")}, {Label: l.t("around_heritage")}, {Label: l.t("around_protected")}}
	for i := range recs {
		around := s.surroundRecord(l, recs[i].ID)
		for n, c := range layers.AroundCategories() {
			if i == 0 {
				g.Rows = append(g.Rows, CompareRow{Label: l.label(c.Title, c.ID)})
			}
			cell := Fact{}
			if around != nil {
				cell.Items = around.Rows[n].items()
				known = known || len(cell.Items) > 0
			}
			g.Rows[n].Cells = append(g.Rows[n].Cells, cell)
		}
		for n, items := range around.rest(l) {
			rest[n].Cells = append(rest[n].Cells, Fact{Items: items})
			known = known || n > 0 && len(items) > 0
		}
	}
	if !known {
		return nil
	}
	g.Rows = append(g.Rows, rest...)
	return g
}

// rest is what stands under the distances: where they are measured from, plans, heritage, protected zones.
func (a *Surround) rest(l *locale) [4][]Item {
	if a == nil {
		return [4][]Item{}
	}
	from := a.Basis
	if from == "" {
		from = l.t("around_from_record")
	}
	zone := func(z Zone) []Link {
		links := slices.Clone(z.SameUnit)
		for _, r := range z.Near {
			r.Link.Note = r.Distance
			links = append(links, r.Link)
		}
		return links
	}
	return [4][]Item{{{Phrase: Phrase{Text: from}}}, linkItems(a.Plans), linkItems(zone(a.Heritage)), linkItems(zone(a.Protected))}
}

func linkItems(links []Link) []Item {
	var out []Item
	for _, k := range links {
		out = append(out, Item{Phrase: Phrase{Text: k.Text, Lang: k.Lang}, URL: k.URL})
	}
	return out
}

// items are what a row says, for a cell.
func (r *NearRow) items() []Item {
	var out []Item
	if r.Unknown == "" {
		out = append(out, Item{Phrase: Phrase{Text: r.Link.Text, Lang: r.Link.Lang}, URL: r.Link.URL}, Item{Phrase: Phrase{Text: r.Distance}})
	}
	if r.Printed != "" {
		out = append(out, Item{Phrase: Phrase{Text: r.Printed}})
	}
	return out
}
