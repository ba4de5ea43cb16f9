package layers

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/geo/shape"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Lengths of lists; a page shows fewer, the map has them all.
const (
	mostZones    = 50
	mostSameUnit = 5
	mostPlans    = 12
)

// around is one computation.
type around struct {
	set *Set
	ask AroundAsk
	// self is the record asked for; nil for a point.
	self *Feature
	// units are the ids of the units whose other records share the record's whereabouts.
	units []string
	out   Surroundings
}

// Around tells what is around a point.
func (s *Set) Around(p orb.Point, ask AroundAsk) Surroundings {
	a := around{set: s, ask: ask}
	a.out.Point, a.out.Basis.Kind = &p, FromPoint
	a.compute()
	return a.out
}

// AroundRecord tells what is around a record. One without coordinates is taken to be in the middle of the commune it is filed under, and the Basis says so; without
// either only what its source and its neighbours by name say is told. It is false for a record that is not in the set.
func (s *Set) AroundRecord(id string, ask AroundAsk) (Surroundings, bool) {
	f, ok := s.Record(id)
	if !ok {
		return Surroundings{}, false
	}
	a := around{set: s, ask: ask, self: f}
	a.place()
	a.compute()
	return a.out, true
}

// place finds the point to measure from.
func (a *around) place() {
	f := a.self
	a.out.Basis.Kind = FromNone
	if p, ok := inside(f.geometry); ok {
		a.out.Point, a.out.Basis = &p, Basis{Kind: FromRecord, Quality: f.string("geometry_quality")}
	}
	for _, id := range a.filed() {
		for _, kin := range a.kin(id) {
			u, ok := a.set.Record(kin)
			if !ok || u.string("level") == "province" {
				continue // what shares only the province is not near
			}
			if !slices.Contains(a.units, kin) {
				a.units = append(a.units, kin)
			}
			if p, ok := inside(u.geometry); ok && a.out.Basis.Kind == FromNone && u.string("level") != "district" {
				a.out.Point, a.out.Basis = &p, Basis{Kind: FromUnit, Unit: &Named{u.Record, u.title()}, Quality: u.string("geometry_quality")}
			}
		}
	}
}

// filed are the units that the record is filed under, and itself where it is one.
func (a *around) filed() []string {
	if a.self.kind == string(vocab.Unit) {
		return append(slices.Clone(a.self.units), a.self.Record)
	}
	return a.self.units
}

// kin lists a unit and the units that were or are on its territory, itself first.
func (a *around) kin(id string) []string {
	out := []string{id}
	if a.ask.Kin != nil {
		for _, k := range a.ask.Kin(id) {
			if k != id {
				out = append(out, k)
			}
		}
	}
	return out
}

// inside is a point of a geometry near its middle.
func inside(g orb.Geometry) (orb.Point, bool) {
	if g == nil {
		return orb.Point{}, false
	}
	if p, ok := g.(orb.Point); ok {
		return p, true
	}
	c, _ := planar.CentroidArea(g)
	if math.IsNaN(c[0]) || math.IsNaN(c[1]) {
		c = g.Bound().Center()
	}
	s, err := shape.New(g)
	if err != nil {
		return c, false
	}
	p, _, ok := s.Nearest(c)
	return p, ok
}

func (a *around) compute() {
	o := &a.out
	o.AsOf, o.RadiusKm, o.Method = a.ask.Now.UTC().Format(time.DateOnly), a.ask.RadiusKm, method()
	a.findUnits()
	for _, c := range AroundCategories() {
		o.Nearest = append(o.Nearest, a.near(c))
	}
	a.findPlans()
	a.findFiled()
	o.Heritage, o.HeritageSameUnit, o.HeritageRecorded = a.zone(heritageZone)
	o.Protected, o.ProtectedSameUnit, o.ProtectedRecorded = a.zone(protectedZone)
}

func method() text.Text {
	return text.New(
		"Khoảng cách đường chim bay trên ellipsoid WGS 84, đến điểm gần nhất của đối tượng; không phải quãng đường đi. “Chưa rõ” nghĩa là chưa có bản ghi nào có toạ độ.",
		"Straight-line distance on the WGS 84 ellipsoid to the nearest point of the feature; not the way by road. “Unknown” means that no record has coordinates.")
}

func (a *around) near(c Category) Near {
	d := a.set.around[c.ID]
	n := Near{Category: c.ID, Label: c.Title, Recorded: d.Len(), SameUnit: a.sameUnit(d)}
	if a.self != nil {
		if km, ok := a.self.Properties[printedIn(c.ID)].(float64); ok {
			n.PrintedKm = &km
		} else if km, ok := a.self.Properties[printedIn(c.ID)].(int64); ok {
			whole := float64(km)
			n.PrintedKm = &whole
		}
	}
	if a.out.Point == nil {
		return n
	}
	for _, found := range d.Nearest(*a.out.Point, 3) { // more than one, since some may be the record itself
		if f, ok := d.Find(found.ID); ok && !a.isSelf(f) {
			n.Known, n.Neighbour = true, neighbour(f, found)
			break
		}
	}
	return n
}

// sameUnit lists what is filed under the units of the place and has no coordinates, each thing once.
func (a *around) sameUnit(d *Data) []Named {
	var out []Named
	for _, f := range d.Features {
		if a.isSelf(f) || f.geometry != nil || slices.ContainsFunc(out, func(n Named) bool { return sameThing(f, n) }) || !slices.ContainsFunc(f.units, func(u string) bool { return slices.Contains(a.units, u) }) {
			continue
		}
		if out = append(out, Named{f.Record, f.title()}); len(out) == mostSameUnit {
			break
		}
	}
	return out
}

// isSelf tells whether a feature is the record asked about, or the place that the record names as the place it is about.
func (a *around) isSelf(f *Feature) bool {
	return f == a.self || a.self != nil && (slices.Contains(a.self.places, f.Record) || slices.Contains(f.places, a.self.Record))
}

// sameThing tells whether a feature is one already listed, as an organisation and its house are: of one name, and one names the other as its place.
func sameThing(f *Feature, listed Named) bool {
	return maps.Equal(f.title(), listed.Title) && (slices.Contains(f.places, listed.Record) || f.kind == string(vocab.Place))
}

func (a *around) zone(id string) (within []Neighbour, filed []Named, recorded int) {
	d := a.set.around[id]
	within = []Neighbour{}
	if a.out.Point != nil {
		for _, n := range d.index.Reaching(*a.out.Point, a.ask.RadiusKm, mostZones, spatial.Filter{}) {
			if f := d.Features[at(n.ID)]; !a.isSelf(f) {
				within = append(within, *neighbour(f, n))
			}
		}
	}
	return within, a.sameUnit(d), d.Len()
}

func neighbour(f *Feature, n spatial.Neighbour) *Neighbour {
	out := &Neighbour{Named: Named{f.Record, f.title()}, Km: math.Round(n.Km*1000) / 1000, Bearing: math.Round(n.Bearing*10) / 10, Direction: Wind(n.Wind), Quality: f.string("geometry_quality")}
	if !f.Modified.IsZero() {
		out.Date = f.Modified.UTC().Format(time.DateOnly)
	}
	return out
}

// findUnits lists the units that hold the place: by outline where it is a place of its own, by name otherwise, and the ones before and after.
func (a *around) findUnits() {
	o := &a.out
	o.Units = []Area{}
	if o.Basis.Kind == FromPoint || o.Basis.Kind == FromRecord {
		o.Units = a.holding("units")
		for _, u := range o.Units {
			if u.Current && !slices.Contains(a.units, u.Record) {
				a.units = append(a.units, u.Record)
			}
		}
	}
	if a.self == nil {
		return
	}
	add := func(id, basis string) {
		if slices.ContainsFunc(o.Units, func(g Area) bool { return g.Record == id }) {
			return
		}
		if u, ok := a.set.Record(id); ok {
			o.Units = append(o.Units, a.area(u, basis))
		}
	}
	for _, id := range a.self.units {
		add(id, ByRecord)
	}
	for _, id := range a.filed() {
		for _, kin := range a.kin(id) {
			add(kin, ByHistory)
		}
	}
	current(o.Units)
}

// findPlans lists the plans that hold the place by outline, those that the record names, and those filed under its unit whose outline is not known.
func (a *around) findPlans() {
	o := &a.out
	o.Conformity, o.Plans = "unknown", []Area{}
	o.Plans = a.covering()
	o.Plans = slices.DeleteFunc(o.Plans, func(g Area) bool { return a.self != nil && g.Record == a.self.Record })
	add := func(f *Feature, basis string) {
		if f != a.self && !slices.ContainsFunc(o.Plans, func(g Area) bool { return g.Record == f.Record }) {
			o.Plans = append(o.Plans, a.area(f, basis))
		}
	}
	if a.self != nil {
		if s := a.self.string("planning_conformity"); s != "" {
			o.Conformity, o.ConformityPrinted = s, text.New(a.self.string("planning_conformity_vi"), a.self.string("planning_conformity_en"))
		}
		for _, id := range a.self.plans {
			if f, ok := a.set.Record(id); ok {
				add(f, ByRecord)
			}
		}
	}
	plans, ok := a.set.Layer("plans")
	for i := 0; ok && i < plans.Len() && len(o.Plans) < mostPlans; i++ {
		if f := plans.Features[i]; f.geometry == nil && slices.ContainsFunc(f.units, func(u string) bool { return slices.Contains(a.units, u) }) {
			add(f, ByUnit)
		}
	}
}

// mostFiled bounds the records named of a kind; the search for the unit has them all.
const mostFiled = 10

// findFiled lists what is filed under the units of the day that hold a point: opportunities, projects, and places, clusters among them.
func (a *around) findFiled() {
	if a.out.Basis.Kind != FromPoint || len(a.units) == 0 {
		return
	}
	for _, kind := range []vocab.Kind{vocab.Opportunity, vocab.Project, vocab.Place} {
		f := Filed{Kind: string(kind)}
		for _, x := range a.set.all.Features {
			if x.kind != f.Kind || !slices.ContainsFunc(x.units, func(u string) bool { return slices.Contains(a.units, u) }) {
				continue
			}
			if f.Count++; len(f.Records) < mostFiled {
				f.Records = append(f.Records, Named{x.Record, x.title()})
			}
		}
		if f.Count > 0 {
			a.out.Filed = append(a.out.Filed, f)
		}
	}
}

// holding lists the areas of a layer that hold the point, those of the day first.
func (a *around) holding(id string) []Area {
	out := []Area{}
	d, ok := a.set.Layer(id)
	if !ok {
		return out
	}
	r, err := spatial.Polygon(*a.out.Point)
	if err != nil {
		return out
	}
	for _, i := range d.Located(r) {
		if f := d.Features[i]; f.geometry.Dimensions() == 2 {
			out = append(out, a.area(f, ByOutline))
		}
	}
	current(out)
	return out
}

func (a *around) area(f *Feature, basis string) Area {
	out := Area{Named: Named{f.Record, f.title()}, From: f.string("valid_from"), To: f.string("valid_to"), Current: f.Meets(a.ask.Now, a.ask.Now) || f.kind != string(vocab.Unit) && f.string("valid_to") == "",
		Quality: f.string("geometry_quality"), Basis: basis, Number: f.string("number"), Decision: f.decision, Status: f.string("status"), LandUse: f.string(LandUse)}
	if out.LandUse != "" {
		out.LandUseTitle = classTitle(LandUse, f, out.LandUse)
	}
	return out
}

// current puts what holds on the day first.
func current(list []Area) {
	slices.SortStableFunc(list, func(a, b Area) int {
		if a.Current == b.Current {
			return 0
		}
		if a.Current {
			return -1
		}
		return 1
	})
}

// plansOf are the plans that a record names, and the decision by which a plan was made.
func plansOf(r *catalog.Record) (plans []string, decision string) {
	for _, l := range r.Links {
		kind, _, _ := catalog.SplitID(l.ID)
		switch {
		case kind == vocab.Plan && l.Rel == "plan":
			plans = append(plans, l.ID)
		case kind == vocab.Document && l.Rel == "decision" && decision == "":
			decision = l.ID
		}
	}
	return plans, decision
}
