package search

import (
	"cmp"
	"slices"
	"strconv"

	"honglinh/catalog/answer"
	"honglinh/catalog/place"
	"honglinh/catalog/search/analysis"
)

// asked is whose figure a query asks for: the places and the years of its filters, else those
// that its words name.
func (p *planner) asked(q Query) answer.Asked {
	a := answer.Asked{AsOf: q.AsOf, Years: q.Years}
	add := func(units []place.Unit) {
		for _, u := range units {
			if !slices.ContainsFunc(a.Units, func(v place.Unit) bool { return v.ID == u.ID }) {
				a.Units = append(a.Units, u)
			}
		}
	}
	on := string(q.AsOf)
	for _, typed := range append(slices.Clone(q.Places), q.Within) {
		if typed != "" {
			a.Country = a.Country || answer.IsCountry(typed)
			add(meant(p.snap.Places, typed, on))
		}
	}
	if len(a.Units) == 0 && !a.Country {
		for _, n := range p.placesNamed() {
			add(meant(p.snap.Places, p.typed(n.first, n.last), on))
		}
		a.Country = len(a.Units) == 0 && p.namesCountry()
	}
	for i := range p.words {
		a.Measure = cmp.Or(a.Measure, measureOf(&p.words[i]))
	}
	if len(a.Years) == 0 && a.AsOf == "" {
		a.Years = p.yearsNamed()
	}
	return a
}

// measureOf is the unit of measurement that a word names, as observations write it, or "".
func measureOf(w *queryWord) string {
	switch w.Fold {
	case "ha", "km2":
		return w.Fold
	case "usd":
		return "USD"
	}
	return ""
}

// namesCountry reports whether the words name the country.
func (p *planner) namesCountry() bool {
	for i := range p.words {
		if answer.IsCountry(p.words[i].Fold) && p.words[i].Fold != "vn" || i > 0 && answer.IsCountry(p.typed(i-1, i)) {
			return true
		}
	}
	return false
}

// Years that words name: figures are no older than the first census of the region, and nobody
// asks beyond the furthest plan.
const (
	firstFigureYear = 1900
	lastFigureYear  = 2100
)

// yearsNamed are the years among the words.
func (p *planner) yearsNamed() []int {
	var out []int
	for i := range p.words {
		w := &p.words[i]
		if w.Kind != analysis.Number || w.not || len(w.Text) != 4 {
			continue
		}
		if y, err := strconv.Atoi(w.Text); err == nil && y >= firstFigureYear && y <= lastFigureYear && !slices.Contains(out, y) {
			out = append(out, y)
		}
	}
	return out
}
