package web

import (
	"cmp"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// AsOf switches a unit's page between the days before and after a change.
type AsOf struct {
	Day     string
	Value   string
	Options []AsOfOption
}

// AsOfOption is one side of a change: the units of the family that existed then.
type AsOfOption struct {
	Label   string
	Links   []Link
	Current bool
}

// Tree is the units before and after one, for a small drawing in text.
type Tree struct {
	Before, After, Parts []Link
	Self                 Link
	Above                []Link
}

// Spark is an indicator's small line.
type Spark struct {
	Link  Link
	Value string
	Path  string // through values that follow each other
	Dots  string // at each value
}

const (
	sparkWidth, sparkHeight = 120, 28
	maxSparks               = 24
	hereCards               = 6
)

func (v *view) unit(p *RecordPage, a ask) {
	reg := v.Places()
	u, ok := reg.ByID(v.rec.ID)
	if !ok {
		return
	}
	p.Tree = v.tree(reg, u, a.asOf)
	p.AsOf = v.asOf(reg, u, a.asOf)
	p.Sparks = v.sparks(u)
	v.here(p, a.asOf)
}

func (v *view) tree(reg *place.Register, u place.Unit, on catalog.Date) *Tree {
	t := &Tree{Self: v.unitLink(v.l, u)}
	links := func(ids []string) []Link {
		var out []Link
		for _, id := range ids {
			if other, ok := reg.ByID(id); ok {
				out = append(out, v.unitLink(v.l, other))
			}
		}
		return out
	}
	t.Before, t.After = links(u.Predecessors), links(u.Successors)
	for above, ok := reg.ByID(u.Parent); ok && len(t.Above) < 4; above, ok = reg.ByID(above.Parent) {
		t.Above = append([]Link{v.unitLink(v.l, above)}, t.Above...)
	}
	day := string(on)
	if day == "" {
		day = u.To // the parts a dissolved unit had at its end
	}
	if day == "" {
		day = v.Now().UTC().Format("2006-01-02")
	}
	for _, c := range reg.Children(u.ID, day) {
		t.Parts = append(t.Parts, v.unitLink(v.l, c))
	}
	return t
}

// asOf offers the day before and the day after each change in the unit's family.
func (v *view) asOf(reg *place.Register, u place.Unit, on catalog.Date) *AsOf {
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
	after := dayAfter(before)
	s := &AsOf{Value: string(on), Day: v.l.date(firstDate(on, catalog.Date(v.Now().UTC().Format("2006-01-02"))))}
	for _, d := range []struct {
		key string
		day catalog.Date
	}{{"asof.before", before}, {"asof.after", after}} {
		option := AsOfOption{Label: v.l.t(d.key, v.l.date(after))}
		for _, there := range v.familyOn(reg, u, string(d.day)) {
			link := v.unitLink(v.l, there)
			link.URL = withQuery(link.URL, map[string][]string{"as_of": {string(d.day)}})
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
func (v *view) familyOn(reg *place.Register, u place.Unit, day string) []place.Unit {
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
func (v *view) sparks(u place.Unit) []Spark {
	q := search.Query{Lang: v.l.lang, Kinds: []string{string(vocab.Indicator)}, Places: []string{u.ID}, Limit: search.MaxLimit}
	a, err := v.Finder.Search(v.ctx, q)
	if err != nil {
		v.log.Warn("indicators of a unit", "op", "web.sparks", "record", u.ID, "err", err)
		return nil
	}
	var out []Spark
	for i := range a.Hits {
		rec := &a.Hits[i].Record
		list := slices.DeleteFunc(v.readable(v.l, rec), func(o catalog.Observation) bool { return !isOf(o, u) })
		if len(list) == 0 || len(out) == maxSparks {
			continue
		}
		title := v.l.pick(rec.Title)
		path, dots := v.l.spark(list)
		out = append(out, Spark{Link: Link{Text: title.Text, Lang: title.Lang, URL: v.recordPath(v.l.lang, rec.ID)}, Value: v.l.latest(list), Path: path, Dots: dots})
	}
	slices.SortStableFunc(out, func(a, b Spark) int { // those with something to see first
		return cmp.Compare(min(len(b.Dots), 1), min(len(a.Dots), 1))
	})
	return out
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

// spark draws the yearly values as a small stroke with a dot at each; with less
// than three there is nothing to see.
func (l *locale) spark(list []catalog.Observation) (path, dots string) {
	var values []catalog.Observation
	for _, o := range list {
		if o.Value != nil && o.Unit == list[0].Unit && step(o.Period) > 1 {
			values = append(values, o)
		}
	}
	all := l.split("", values)
	if distinctX(all) < 3 {
		return "", ""
	}
	xs, ys := bounds(all)
	x, y := scale{xs[0], xs[1], 3, sparkWidth - 3}, scale{ys[0], ys[1], sparkHeight - 4, 4}
	var stroke, points strings.Builder
	for _, s := range all {
		for _, line := range strokes(0, s.points, x, y) {
			stroke.WriteString(line.Path())
		}
		for _, p := range s.points {
			points.WriteString("M" + coord(x.at(p.x)) + " " + coord(y.at(p.y)) + "h.01")
		}
	}
	return stroke.String(), points.String()
}

// here lists what lies in the unit, by kind and the first of all.
func (v *view) here(p *RecordPage, on catalog.Date) {
	q := search.Query{Lang: v.l.lang, Places: []string{v.rec.ID}, AsOf: on, Limit: hereCards, Facets: []string{"kind"},
		Kinds: []string{"opportunity", "project", "plan", "place", "document", "organisation", "article", "procedure"}}
	a, err := v.Finder.Search(v.ctx, q)
	if err != nil {
		v.log.Warn("records in a unit", "op", "web.here", "record", v.rec.ID, "err", err)
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
			p.Here = append(p.Here, Link{Text: v.l.label(c.Plural, value.Value), Note: v.l.num(float64(value.Count)), URL: v.searchPath(v.l.lang, one)})
		}
	}
	for i := range a.Hits {
		p.HereCards = append(p.HereCards, v.card(v.l, &a.Hits[i].Record))
	}
	if a.Total > len(a.Hits) {
		p.HereMore = v.searchPath(v.l.lang, q)
	}
}

func (l *locale) placeName(list []catalog.PlaceRef) string {
	if len(list) == 0 {
		return ""
	}
	return l.label(list[0].Name, list[0].Code)
}
