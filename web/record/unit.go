package record

import (
	"cmp"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
	"honglinh/web/profile"
)

// asOf switches a unit's page between the days before and after a change.
type asOf struct {
	Day     string
	Value   string
	Options []asOfOption
}

// asOfOption is one side of a change: the units of the family that existed then.
type asOfOption struct {
	Label   string
	Links   []frame.Link
	Current bool
}

// tree is the units before and after one, for a small drawing in text.
type tree struct {
	Before, After, Parts []frame.Link
	Self                 frame.Link
	Above                []frame.Link
}

const (
	maxSparks = 24
	hereCards = 6
)

func (v *recordView) unit(p *page, a ask) {
	reg := v.Places()
	u, ok := reg.ByID(v.Rec.ID)
	if !ok {
		return
	}
	p.Tree = v.tree(reg, u, a.asOf)
	p.AsOf = v.asOf(reg, u, a.asOf)
	p.Sparks = v.sparks(u)
	v.here(p, a.asOf)
	p.Handled = v.handled(u)
	if !profile.Ward(u) {
		return
	}
	of, err := profile.Of(v.Ctx, v.Frame, v.L, v.Rec)
	if err != nil {
		v.Log.Warn("the profile of a ward", "op", "web.profile", "record", u.ID, "err", err)
		return
	}
	p.Profile = &of
}

func (v *recordView) tree(reg *place.Register, u place.Unit, on catalog.Date) *tree {
	t := &tree{Self: v.UnitLink(v.L, u)}
	links := func(ids []string) []frame.Link {
		var out []frame.Link
		for _, id := range ids {
			if other, ok := reg.ByID(id); ok {
				out = append(out, v.UnitLink(v.L, other))
			}
		}
		return out
	}
	t.Before, t.After = links(u.Predecessors), links(u.Successors)
	for above, ok := reg.ByID(u.Parent); ok && len(t.Above) < 4; above, ok = reg.ByID(above.Parent) {
		t.Above = append([]frame.Link{v.UnitLink(v.L, above)}, t.Above...)
	}
	day := string(on)
	if day == "" {
		day = u.To // the parts a dissolved unit had at its end
	}
	if day == "" {
		day = v.Now().UTC().Format("2006-01-02")
	}
	for _, c := range reg.Children(u.ID, day) {
		t.Parts = append(t.Parts, v.UnitLink(v.L, c))
	}
	return t
}

// asOf offers the day before and the day after each change in the unit's family.
func (v *recordView) asOf(reg *place.Register, u place.Unit, on catalog.Date) *asOf {
	change := ""
	for _, f := range reg.Family(u.ID) {
		if f.To != "" {
			change = max(change, f.To)
		}
	}
	if change == "" {
		return nil
	}
	before := catalog.Date(change)
	after := frame.DayAfter(before)
	s := &asOf{Value: string(on), Day: v.L.Date(firstDate(on, catalog.Date(v.Now().UTC().Format("2006-01-02"))))}
	for _, d := range []struct {
		key string
		day catalog.Date
	}{{"asof.before", before}, {"asof.after", after}} {
		option := asOfOption{Label: v.L.T(d.key, v.L.Date(after))}
		for _, there := range v.familyOn(reg, u, string(d.day)) {
			link := v.UnitLink(v.L, there)
			link.URL = frame.WithQuery(link.URL, map[string][]string{"as_of": {string(d.day)}})
			link.Current = there.ID == u.ID && (on == d.day || on == "" && u.Current() == (d.key == "asof.after"))
			option.Current = option.Current || link.Current
			option.Links = append(option.Links, link)
		}
		if len(option.Links) > 0 {
			s.Options = append(s.Options, option)
		}
	}
	return s
}

func firstDate(list ...catalog.Date) catalog.Date {
	for _, d := range list {
		if d != "" {
			return d
		}
	}
	return ""
}

// familyOn are the units of the family that existed on the day: the unit itself,
// else those directly before or after it, else any.
func (v *recordView) familyOn(reg *place.Register, u place.Unit, day string) []place.Unit {
	if u.At(day) {
		return []place.Unit{u}
	}
	var out []place.Unit
	for _, ids := range [][]string{append(slices.Clone(u.Predecessors), u.Successors...), unitIDs(reg.Family(u.ID))} {
		for _, id := range ids {
			if other, ok := reg.ByID(id); ok && other.At(day) {
				out = append(out, other)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

func unitIDs(units []place.Unit) []string {
	var ids []string
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	return ids
}

// sparks are the indicators with values for this unit.
func (v *recordView) sparks(u place.Unit) []charts.Spark {
	q := search.Query{Lang: v.L.Lang, Kinds: []string{string(vocab.Indicator)}, Places: []string{u.ID}, Limit: search.MaxLimit}
	a, err := v.Finder.Search(v.Ctx, q)
	if err != nil {
		v.Log.Warn("indicators of a unit", "op", "web.sparks", "record", u.ID, "err", err)
		return nil
	}
	var out []charts.Spark
	for i := range a.Hits {
		rec := &a.Hits[i].Record
		list := slices.DeleteFunc(facts.Readable(v.Frame, v.L, rec), func(o catalog.Observation) bool { return !isOf(o, u) })
		if len(list) == 0 || len(out) == maxSparks {
			continue
		}
		title := v.L.Pick(rec.Title)
		path, dots := charts.SparkOf(v.L, list)
		out = append(out, charts.Spark{Link: frame.Link{Text: title.Text, Lang: title.Lang, URL: v.RecordPath(v.L.Lang, rec.ID)}, Value: v.sparkValue(&a.Hits[i], list), Path: path, Dots: dots})
	}
	slices.SortStableFunc(out, func(a, b charts.Spark) int { // those with something to see first
		return cmp.Compare(min(len(b.Dots), 1), min(len(a.Dots), 1))
	})
	return out
}

// sparkValue is the figure of the unit that was asked for, else its newest.
func (v *recordView) sparkValue(h *search.Hit, list []catalog.Observation) string {
	if h.Figure != nil {
		return facts.Figures(v.Frame, v.L, &h.Record, []answer.Figure{*h.Figure})[0].Text
	}
	return facts.Latest(v.L, list)
}

// isOf reports whether a value is of the unit: by id, code, slug or name.
func isOf(o catalog.Observation, u place.Unit) bool {
	_, slug, _ := strings.Cut(u.ID, "/")
	if o.Area == u.ID || o.Area == slug || o.Area == u.Code {
		return true
	}
	for _, lang := range text.Langs() {
		if n := u.Name.In(lang); n != "" && text.Fold(n) == text.Fold(o.Name.In(lang)) {
			return true
		}
	}
	return false
}

// here lists what lies in the unit, by kind and the first of all.
func (v *recordView) here(p *page, on catalog.Date) {
	q := search.Query{Lang: v.L.Lang, Places: []string{v.Rec.ID}, AsOf: on, Limit: hereCards, Facets: []string{"kind"},
		Kinds: []string{"opportunity", "project", "plan", "place", "document", "organisation", "article", "procedure"}}
	a, err := v.Finder.Search(v.Ctx, q)
	if err != nil {
		v.Log.Warn("records in a unit", "op", "web.here", "record", v.Rec.ID, "err", err)
		return
	}
	q.Facets, q.Limit = nil, 0
	for _, f := range a.Facets {
		for _, value := range f.Values {
			if value.Count == 0 || !slices.Contains(q.Kinds, value.Value) {
				continue
			}
			one := q
			one.Kinds = []string{value.Value}
			c, _ := vocab.Kinds().Find(value.Value)
			p.Here = append(p.Here, frame.Link{Text: v.L.Label(c.Plural, value.Value), Note: v.L.Num(float64(value.Count)), URL: v.SearchPath(v.L.Lang, one)})
		}
	}
	for i := range a.Hits {
		p.HereCards = append(p.HereCards, facts.CardOf(v.Frame, v.L, &a.Hits[i].Record))
	}
	if a.Total > len(a.Hits) {
		p.HereMore = v.SearchPath(v.L.Lang, q)
	}
}
