package explore

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// exploration is what the explorer shows: the values chosen and their charts.
type exploration struct {
	title string
	areas []areaGroup
	rows  []charts.Figure
	plots []charts.Plot
}

// exploration reads the values chosen. Without a choice of areas, those with
// most values are shown.
func (s *pages) exploration(ctx context.Context, l *frame.Locale, a exploreAsk) (exploration, error) {
	var e exploration
	if len(a.figures) == 0 {
		return e, nil
	}
	recs, err := s.Store.Records(ctx, a.figures)
	if err != nil {
		return e, err
	}
	oneUnit(recs)
	var titles []string
	for i := range recs {
		name := l.Pick(recs[i].Title)
		titles = append(titles, name.Text)
		for _, o := range facts.Readable(s.Frame, l, &recs[i]) {
			e.rows = append(e.rows, charts.Figure{ID: recs[i].ID, Title: name, Observation: o, Born: facts.Born(s.Frame, o)})
		}
	}
	e.title = strings.Join(titles, "; ")
	chosen := a.areas
	if len(chosen) == 0 {
		chosen = s.withToday(mostValued(e.rows), e.rows)
	}
	if e.areas, err = s.areaGroups(l, e.rows, chosen); err != nil {
		return e, err
	}
	for _, area := range a.areas {
		if !slices.ContainsFunc(e.rows, func(v charts.Figure) bool { return v.Observation.Area == area }) {
			f := catalog.NewFault(catalog.Invalid, "area", "Các chỉ tiêu đã chọn không có số cho khu vực này.", "The chosen indicators have no figures for this area.")
			f.Nearest = nearestArea(area, e.rows)
			return e, f
		}
	}
	e.rows = slices.DeleteFunc(e.rows, func(v charts.Figure) bool {
		return !slices.Contains(chosen, v.Observation.Area) || !within(v.Observation.Period, a)
	})
	slices.SortStableFunc(e.rows, func(x, y charts.Figure) int {
		return cmp.Or(strings.Compare(x.ID, y.ID), strings.Compare(facts.AreaName(l, x.Observation), facts.AreaName(l, y.Observation)), strings.Compare(x.Observation.Period, y.Observation.Period))
	})
	e.plots = charts.Explore(l, a.as, e.rows)
	return e, nil
}

// within reports whether a period lies in the years asked for; a period without
// a place on the axis stays in the table unless years are asked for.
func within(period string, a exploreAsk) bool {
	if a.from == 0 && a.to == 0 {
		return true
	}
	y, ok := charts.Year(period)
	at := int(math.Floor(y))
	return ok && (a.from == 0 || at >= a.from) && (a.to == 0 || at <= a.to)
}

// mostValued are the areas with most values, at most three.
func mostValued(rows []charts.Figure) []string {
	count := map[string]int{}
	for _, v := range rows {
		if v.Observation.Value != nil {
			count[v.Observation.Area]++
		}
	}
	list := slices.Sorted(maps.Keys(count))
	slices.SortStableFunc(list, func(a, b string) int { return count[b] - count[a] })
	return list[:min(len(list), 3)]
}

// withToday adds the units that the catalogue's own unit is today, as far as they have values.
func (s *pages) withToday(chosen []string, rows []charts.Figure) []string {
	for _, u := range s.Places().Current(s.Site().HomeUnit) {
		for _, v := range rows {
			if o := v.Observation; o.Value != nil && "unit/"+strings.TrimPrefix(o.Area, "unit/") == u.ID && !slices.Contains(chosen, o.Area) {
				chosen = append(chosen, o.Area)
			}
		}
	}
	return chosen
}

func nearestArea(area string, rows []charts.Figure) string {
	best := ""
	for _, v := range rows {
		if best == "" || strings.HasPrefix(v.Observation.Area, area[:min(len(area), 4)]) {
			best = v.Observation.Area
		}
	}
	return best
}

// The sorts of areas, in the order of the form.
const (
	areaCountry = iota
	areaProvince
	areaNew
	areaOld
	areaOther
)

// areaGroups are the areas that the values have, by sort.
func (s *pages) areaGroups(l *frame.Locale, rows []charts.Figure, chosen []string) ([]areaGroup, error) {
	groups := make([]areaGroup, areaOther+1)
	for i, key := range []string{"country", "province", "new", "old", "other"} {
		groups[i].Title = l.T("explore_area." + key)
	}
	seen := map[string]bool{}
	for _, v := range rows {
		if seen[v.Observation.Area] {
			continue
		}
		seen[v.Observation.Area] = true
		g := &groups[s.areaSort(v.Observation.Area)]
		g.Areas = append(g.Areas, frame.Pick{Name: "area", Value: v.Observation.Area, Text: cmp.Or(facts.AreaName(l, v.Observation), v.Observation.Area), On: slices.Contains(chosen, v.Observation.Area)})
	}
	return slices.DeleteFunc(groups, func(g areaGroup) bool { return len(g.Areas) == 0 }), nil
}

// areaSort tells an area by the register of units: what ended is old.
func (s *pages) areaSort(area string) int {
	u, ok := s.Places().ByID("unit/" + strings.TrimPrefix(area, "unit/"))
	switch {
	case area == "viet-nam" || ok && u.Level == "country":
		return areaCountry
	case ok && u.Level == "province":
		return areaProvince
	case ok && u.To != "":
		return areaOld
	case ok:
		return areaNew
	}
	return areaOther
}
