package around

import (
	"embed"
	"io/fs"
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
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Templates print what is around a place.
func Templates() fs.FS { return files }

// Surround is what is around a place, by computation.
type Surround struct {
	// Basis says what the distances are measured from where that is not the record itself.
	Basis     string
	Rows      []NearRow    // every sort, in the order of the catalogue
	Told      []NearRow    // those of which something is known
	Ways      bool         // the record's source prints ways to some of them
	Missing   []string     // the others, said once for each reason
	Printed   []frame.Fact // what the record's source prints about its surroundings
	Units     []frame.Link
	Plans     []frame.Link
	Measured  bool   // the common parts with the plans were computed from outlines
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
	SameUnit []frame.Link
	None     string // said when nothing is near
}

// NearRow is the nearest thing of a sort.
type NearRow struct {
	Label    string
	Link     frame.Link
	Distance string       // "" is not known
	Unknown  string       // why not
	Note     string       // how good the coordinates are
	SameUnit []frame.Link // without coordinates, in the same unit
	Printed  string       // the way as the source prints it, as a sentence
	Way      string       // the same without words
}

// heritageKM is how far heritage matters to whoever builds: the widest
// protection zones and views are well under it.
const heritageKM = 2

// mostZone sites are listed; the map has them all.
const mostZone = 12

// Ask is the question that the pages ask of the layers: what lies within heritageKM of a place, of today.
func Ask(s *frame.Frame) layers.AroundAsk {
	return layers.AroundAsk{RadiusKm: heritageKM, Now: s.Now(), Kin: s.Places().FamilyIDs}
}

// StandIn tells what stands for a record without a position of its own: the middle of its unit, or the centroid that its
// source gives. False where neither is known, or it has a position.
func StandIn(s *frame.Frame, rec *catalog.Record) (layers.Surroundings, bool) {
	set := s.Layers()
	if set == nil || drawing.GeometryOf(rec) != nil {
		return layers.Surroundings{}, false
	}
	a, ok := set.AroundRecord(rec.ID, Ask(s))
	return a, ok && a.Point != nil && (a.Basis.Kind == layers.FromUnit || a.Basis.Quality == "centroid")
}

// At tells what is around a point; nil without layers.
func At(s *frame.Frame, l *frame.Locale, at orb.Point) *Surround {
	set := s.Layers()
	if set == nil {
		return nil
	}
	at = orb.Point{drawing.Round5(at[0]), drawing.Round5(at[1])} // about a metre, and the same as in the address of the JSON
	a := set.Around(at, Ask(s))
	return surroundings(s, l, &a, url.Values{"near": {frame.Short(at[0], 5) + "," + frame.Short(at[1], 5)}})
}

// Record tells what is around a record; nil without layers.
func Record(s *frame.Frame, l *frame.Locale, id string) *Surround {
	set := s.Layers()
	if set == nil {
		return nil
	}
	a, ok := set.AroundRecord(id, Ask(s))
	if !ok {
		return nil // the map is a moment behind the store
	}
	return surroundings(s, l, &a, url.Values{"record": {id}})
}

func surroundings(s *frame.Frame, l *frame.Locale, a *layers.Surroundings, ask url.Values) *Surround {
	ask.Set("radius", frame.Short(heritageKM, 0))
	out := &Surround{Method: l.Label(a.Method, ""), Computed: l.T("around_computed", l.Day(s.Now()), l.Day(s.Layers().Modified)), JSON: frame.WithQuery(frame.APIBase+"/around", ask)}
	switch a.Basis.Kind {
	case layers.FromUnit:
		out.Basis = l.T("around_from_unit", l.Label(a.Basis.Unit.Title, a.Basis.Unit.Record), strings.ToLower(l.Label(vocab.GeometryQualities().Label(a.Basis.Quality), "")))
	case layers.FromNone:
		out.Basis = l.T("around_nowhere")
	}
	for i := range a.Nearest {
		out.Rows = append(out.Rows, nearRow(s, l, &a.Nearest[i], a.Point != nil))
	}
	out.Told, out.Missing = said(out.Rows)
	out.Ways = slices.ContainsFunc(out.Told, func(r NearRow) bool { return r.Way != "" })
	for _, u := range a.Units {
		out.Units = append(out.Units, areaLink(s, l, u))
	}
	for _, p := range a.Plans {
		out.Plans = append(out.Plans, areaLink(s, l, p))
		out.Measured = out.Measured || p.Basis == layers.ByOutline
	}
	out.Conforms = conformity(l, a)
	out.Heritage = zone(s, l, "heritage", a.Heritage, a.HeritageSameUnit, a.HeritageRecorded)
	out.Protected = zone(s, l, "protected", a.Protected, a.ProtectedSameUnit, a.ProtectedRecorded)
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
func conformity(l *frame.Locale, a *layers.Surroundings) string {
	said := l.T("around_conformity_unknown")
	switch a.Conformity {
	case "conforms":
		said = l.T("around_conformity_yes")
	case "no-plan":
		said = l.T("around_conformity_no_plan")
	}
	if printed := l.Label(a.ConformityPrinted, ""); printed != "" {
		said = l.T("around_conformity_printed", said, printed)
	}
	return said
}

func zone(s *frame.Frame, l *frame.Locale, id string, near []layers.Neighbour, filed []layers.Named, recorded int) Zone {
	z := Zone{SameUnit: namedLinks(s, l, filed), None: l.T("around_no_"+id, l.Num(heritageKM))}
	if recorded == 0 {
		z.None = l.T("around_no_sort")
	}
	for i := range near[:min(len(near), mostZone)] {
		z.Near = append(z.Near, neighbourRow(s, l, "", &near[i]))
	}
	return z
}

func namedLinks(s *frame.Frame, l *frame.Locale, list []layers.Named) []frame.Link {
	var out []frame.Link
	for _, n := range list {
		out = append(out, namedLink(s, l, n))
	}
	return out
}

func namedLink(s *frame.Frame, l *frame.Locale, n layers.Named) frame.Link {
	p := l.Pick(n.Title)
	return frame.Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.RecordPath(l.Lang, n.Record)}
}

func nearRow(s *frame.Frame, l *frame.Locale, n *layers.Near, located bool) NearRow {
	row := NearRow{Label: l.Label(n.Label, n.Category)}
	switch {
	case n.Known:
		row = neighbourRow(s, l, row.Label, n.Neighbour)
	case n.Recorded == 0:
		row.Unknown = l.T("around_none")
	case !located:
		row.Unknown = l.T("around_unlocated")
	default:
		row.Unknown = l.T("around_unplaced")
	}
	row.SameUnit = namedLinks(s, l, n.SameUnit)
	if n.PrintedKm != nil {
		row.Way = l.T("format.km", l.Num(*n.PrintedKm))
		row.Printed = l.T("around_source_prints", row.Way)
	}
	return row
}

func neighbourRow(s *frame.Frame, l *frame.Locale, label string, n *layers.Neighbour) NearRow {
	row := NearRow{Label: label, Link: namedLink(s, l, n.Named), Distance: away(l, n.Km, l.Label(n.Direction, ""))}
	row.Note = l.Label(vocab.GeometryQualities().Label(n.Quality), "")
	return row
}

// away writes a distance with a direction: three significant digits, no more than the coordinates carry.
func away(l *frame.Locale, km float64, direction string) string {
	if km == 0 {
		return l.T("around_here")
	}
	written := l.T("format.km", l.Num(frame.Round(km, 1)))
	if km < 1 {
		written = l.T("map_m", l.Num(math.Round(km*100)*10))
	}
	if direction == "" {
		return written
	}
	return l.T("around_away", written, direction)
}

// areaLink names a unit or a plan with its time, its decision and how it is known to hold the place.
func areaLink(s *frame.Frame, l *frame.Locale, g layers.Area) frame.Link {
	link := namedLink(s, l, g.Named)
	var notes []string
	if g.Number != "" {
		notes = append(notes, g.Number)
	}
	if !g.Current {
		notes = append(notes, l.Interval(catalog.Interval{From: catalog.Date(g.From), To: catalog.Date(g.To)}))
	}
	if o := g.Overlap; o != nil {
		notes = append(notes, l.T("around_overlap", l.Num(math.Round(o.Share*1000)/10), l.Num(o.Ha)))
	} else {
		notes = append(notes, l.T("around_by_"+g.Basis))
	}
	if g.LandUse != "" {
		use := g.LandUse
		if name := l.Label(g.LandUseTitle, ""); name != "" {
			use = name + " (" + use + ")"
		}
		notes = append(notes, use)
	}
	if name := l.Label(vocab.Statuses().Label(g.Status), ""); name != "" {
		notes = append(notes, strings.ToLower(name))
	}
	link.Note = strings.Join(notes, "; ")
	return link
}

// Locator is a small map of one record with the way to the large one.
type Locator struct {
	Drawing drawing.Map
	Quality string
	MapURL  string
	Files   []frame.Link
}

// Locate draws where a record is, or the communes by which alone it is known; nil without either.
func Locate(s *frame.Frame, l *frame.Locale, rec *catalog.Record) *Locator {
	g, units := drawing.GeometryOf(rec), map[string]bool(nil)
	if g == nil {
		if g, units = communes(s, rec); g == nil {
			return nil
		}
	}
	underlay, _ := drawing.Underlay(s, l, drawing.Ask{})
	var features []locator.Feature
	for _, f := range underlay {
		switch {
		case units[f.ID]:
			features = append(features, locator.Feature{ID: f.ID, Geometry: f.Geometry, Label: f.Title, Role: locator.Outline, Class: "commune"})
		case f.ID != rec.ID:
			features = append(features, locator.Feature{ID: f.ID, Geometry: f.Geometry, Label: f.Title, Role: locator.Background, Class: "l-units", Mark: locator.Town})
		}
	}
	title := l.Label(rec.Title, rec.ID)
	if units == nil {
		features = append(features, locator.Feature{ID: rec.ID, Geometry: g, Label: title, Role: locator.Highlight, Class: "k-" + string(rec.Kind), Mark: drawing.MarkOf(string(rec.Kind))})
	}
	view := drawing.ViewOf(g.Bound(), 360, 260)
	if g.Dimensions() == 0 || units != nil {
		view.Zoom = min(view.Zoom, 11) // a point says most with the ward around it
	}
	d, err := drawing.Draw(drawing.Under(s, l, locator.Map{Title: l.T("map_of", title), Description: l.T("map_of_text", title), Lang: string(l.Lang), Width: 360, Height: 260, View: view.Bound(360, 260)}), features, "where")
	if err != nil {
		s.Log.Warn("locator", "op", "web.locate", "record", rec.ID, "err", err)
		return nil
	}
	q := search.Query{Kinds: []string{string(rec.Kind)}}
	out := &Locator{Drawing: d, MapURL: frame.WithQuery(s.Local(frame.RouteMap, l.Lang), drawing.Ask{View: &view}.Put(frame.PageValues(q))),
		Files: []frame.Link{{Text: "GeoJSON", URL: frame.APIRecords + rec.ID + "?format=geojson"}}}
	out.Quality = l.Label(vocab.GeometryQualities().Label(rec.GeometryQuality), "")
	if units != nil {
		out.Quality, out.Files = l.T("around_commune_only"), nil
	}
	return out
}

// communes are the units of today that a record is filed under and that have a place, and the area that they cover together.
func communes(s *frame.Frame, rec *catalog.Record) (orb.Geometry, map[string]bool) {
	set := s.Layers()
	if set == nil {
		return nil, nil
	}
	ids := map[string]bool{}
	var all orb.Collection
	for _, ref := range rec.Places {
		for _, u := range s.Places().Current(ref.ID) {
			f, ok := set.Record(u.ID)
			if !ok || f.Geometry() == nil || ids[u.ID] || u.Level == "province" || u.Level == "district" {
				continue
			}
			ids[u.ID] = true
			all = append(all, f.Geometry())
		}
	}
	if len(all) == 0 || len(all) > mostCommunes {
		return nil, nil
	}
	return all, ids
}

// mostCommunes is how many communes still say where something is.
const mostCommunes = 6

// Rest is what stands under the distances: where they are measured from, plans, heritage, protected zones.
func (a *Surround) Rest(l *frame.Locale) [4][]frame.Item {
	if a == nil {
		return [4][]frame.Item{}
	}
	from := a.Basis
	if from == "" {
		from = l.T("around_from_record")
	}
	zone := func(z Zone) []frame.Link {
		links := slices.Clone(z.SameUnit)
		for _, r := range z.Near {
			r.Link.Note = r.Distance
			links = append(links, r.Link)
		}
		return links
	}
	return [4][]frame.Item{{{Phrase: frame.Phrase{Text: from}}}, linkItems(a.Plans), linkItems(zone(a.Heritage)), linkItems(zone(a.Protected))}
}

func linkItems(links []frame.Link) []frame.Item {
	var out []frame.Item
	for _, k := range links {
		out = append(out, frame.Item{Phrase: frame.Phrase{Text: k.Text, Lang: k.Lang}, URL: k.URL})
	}
	return out
}

// Items are what a row says, for a cell.
func (r *NearRow) Items() []frame.Item {
	var out []frame.Item
	if r.Unknown == "" {
		out = append(out, frame.Item{Phrase: frame.Phrase{Text: r.Link.Text, Lang: r.Link.Lang}, URL: r.Link.URL}, frame.Item{Phrase: frame.Phrase{Text: r.Distance}})
	}
	if r.Printed != "" {
		out = append(out, frame.Item{Phrase: frame.Phrase{Text: r.Printed}})
	}
	return out
}
