package invest

import (
	"slices"
	"strings"

	"honglinh/catalog/condition"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets/rulebook"
	"honglinh/web/frame"
)

// field is a question of the form.
type field struct {
	Name, ID, Label, Hint string
	Kind                  string // select, number, date
	Value                 string
	Step                  string
	Groups                []optionGroup
	Describe              bool
}

// optionGroup is options under a title; "" is none.
type optionGroup struct {
	Title   string
	Options []option
}

type option struct {
	Value, Label string
	On           bool
}

// maxMore is how many further questions stand on the page: those that decide most.
const maxMore = 6

// questions lays out the first screen and the further questions.
func (s *pages) questions(l *frame.Locale, in *rulebook.Incentives, p rulebook.Project, a rulebook.Answer, out *page) {
	v := in.Vocabulary()
	given := func(name string) string { return p.Values.Get(name) }
	variable := func(name, param string) {
		if x, ok := v.Variable(name); ok {
			f := fieldOf(l, x, given(param))
			f.Name, f.ID = param, "q-"+param
			out.Fields = append(out.Fields, f)
		}
	}
	out.Fields = append(out.Fields, s.placeField(l, p))
	variable("zone", "zone")
	out.Fields = append(out.Fields, s.sectorField(l, v, p))
	variable("project", "project")
	variable("capital", "capital")
	variable("workers", "workers")
	variable("investor", "investor")
	shown := []string{"place", "zone", "sector", "project", "capital", "workers", "investor", "profit", "as_of"}
	more := s.moreNames(v, p, a)
	for _, name := range more {
		x, _ := v.Variable(name)
		f := fieldOf(l, x, given(name))
		out.MoreOpen = out.MoreOpen || f.Value != ""
		out.More = append(out.More, f)
		shown = append(shown, name)
	}
	out.More = append(out.More, field{Name: "profit", ID: "q-profit", Label: l.T("invest.profit"), Hint: l.T("invest.profit.hint", l.Num(rulebook.OrdinaryRate)), Kind: "number", Step: "any", Value: given("profit")})
	out.MoreOpen = out.MoreOpen || given("as_of") != "" || given("profit") != ""
	out.Kept = frame.Hidden(p.Values, shown...)
	for _, q := range a.Decisive {
		id := "q-" + q.Variable
		if q.Variable == "sector_group" || q.Variable == "sector_section" {
			id = "q-sector"
		}
		if q.AskedOf == condition.Official || !slices.ContainsFunc(append(out.Fields, out.More...), func(f field) bool { return f.ID == id }) {
			continue
		}
		out.Decisive = append(out.Decisive, frame.Link{Text: l.Label(q.Text, q.Variable), URL: "#" + id, Note: l.N("invest.lines", q.Lines)})
		if len(out.Decisive) == 3 {
			break
		}
	}
}

// moreNames are the further questions: those already answered, then those that decide most.
func (s *pages) moreNames(v *condition.Vocabulary, p rulebook.Project, a rulebook.Answer) []string {
	first := []string{"zone", "project", "capital", "workers", "investor", "sector_section", "sector_group"}
	var out []string
	add := func(name string) {
		if x, ok := v.Variable(name); ok && x.Origin != condition.Computed && !slices.Contains(first, name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, x := range v.All() {
		if p.Values.Has(x.Name) {
			add(x.Name)
		}
	}
	for _, q := range a.Decisive {
		if len(out) < maxMore && q.AskedOf != condition.Official {
			add(q.Variable)
		}
	}
	return out
}

// fieldOf is the question of a variable.
func fieldOf(l *frame.Locale, x condition.Variable, value string) field {
	f := field{Name: x.Name, ID: "q-" + x.Name, Label: l.Label(x.Question, x.Name), Value: value, Kind: "select", Step: "any"}
	open := option{"", l.T("invest.open"), value == ""}
	switch x.Type {
	case condition.Number:
		f.Kind = "number"
		return f
	case condition.Day:
		f.Kind = "date"
		return f
	case condition.YesNo:
		yes, no := option{"true", l.T("invest.yes"), value == "true"}, option{"false", l.T("invest.no"), value == "false"}
		f.Groups = []optionGroup{{Options: []option{open, yes, no}}}
		return f
	}
	options := []option{open}
	for _, o := range x.Options {
		word := rulebook.Word(x, o)
		on := strings.EqualFold(value, word) || strings.EqualFold(value, o.Code) || strings.EqualFold(value, text.Slug(o.Label.In(text.EN), 200))
		options = append(options, option{word, l.Label(o.Label, o.Code), on})
	}
	f.Groups = []optionGroup{{Options: options}}
	return f
}

// placeField offers the wards and communes of the day, those of the catalogue's own unit first.
func (s *pages) placeField(l *frame.Locale, p rulebook.Project) field {
	f := field{Name: "place", ID: "q-place", Label: l.T("invest.place"), Kind: "select"}
	reg, on := s.Places(), today(p.On)
	home := map[string]bool{}
	for _, u := range reg.On(s.Site().HomeUnit, on) {
		home[u.ID] = true
	}
	own := optionGroup{Options: []option{{"", l.T("invest.open"), p.Place == nil}}}
	rest := optionGroup{Title: l.T("invest.place.others")}
	for _, u := range sorted(l, reg.AsOf(on)) {
		if u.Level != "ward" && u.Level != "commune" {
			continue
		}
		o := option{u.Code, l.Label(u.Name, u.Code), p.Place != nil && p.Place.ID == u.ID}
		if home[u.ID] {
			own.Options = append(own.Options, o)
		} else {
			rest.Options = append(rest.Options, o)
		}
	}
	f.Groups = []optionGroup{own}
	if len(rest.Options) > 0 {
		f.Groups = append(f.Groups, rest)
	}
	if p.Place != nil && p.Place.Level != "ward" && p.Place.Level != "commune" {
		f.Groups[0].Options = append(f.Groups[0].Options, option{p.Place.Code, l.Label(p.Place.Name, p.Place.Code), true})
	}
	return f
}

func sorted(l *frame.Locale, units []place.Unit) []place.Unit {
	slices.SortStableFunc(units, func(a, b place.Unit) int {
		return strings.Compare(text.Fold(l.Label(a.Name, a.Code)), text.Fold(l.Label(b.Name, b.Code)))
	})
	return units
}

// sectorField offers the sectors that rules name, then the sections; a code that came with
// the address stays chosen.
func (s *pages) sectorField(l *frame.Locale, v *condition.Vocabulary, p rulebook.Project) field {
	value := p.Values.Get("sector")
	f := field{Name: "sector", ID: "q-sector", Label: l.T("invest.sector"), Kind: "select"}
	found := value == ""
	add := func(name, title string) {
		x, ok := v.Variable(name)
		if !ok {
			return
		}
		g := optionGroup{Title: title}
		for _, o := range x.Options {
			on := strings.EqualFold(o.Code, value)
			found = found || on
			g.Options = append(g.Options, option{o.Code, l.Label(o.Label, o.Code), on})
		}
		f.Groups = append(f.Groups, g)
	}
	add("sector_group", l.T("invest.sector.group"))
	add("sector_section", l.T("invest.sector.section"))
	first := optionGroup{Options: []option{{"", l.T("invest.open"), value == ""}}}
	if !found {
		first.Options = append(first.Options, option{value, l.T("invest.sector.code", value), true})
	}
	f.Groups = append([]optionGroup{first}, f.Groups...)
	return f
}
