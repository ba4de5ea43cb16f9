package answer

import (
	"cmp"
	"slices"

	"honglinh/catalog"
)

// when narrows the periods of a figure; the zero when lets all pass.
type when struct {
	asOf  catalog.Date
	years []int
}

func (w when) passes(e extent) bool {
	if w.asOf != "" && (!e.known() || e.from > w.asOf.End().Format("2006-01-02")) {
		return false
	}
	return len(w.years) == 0 || slices.Contains(w.years, e.year())
}

// pick gives the figure that stands for an area: facts before plans and drafts, then the unit
// of measurement asked for, then the newest period.
func pick(a *area, w when, measure string) (Figure, bool) {
	var best *catalog.Observation
	for i := range a.list {
		o := &a.list[i]
		if o.Value == nil || !w.passes(extentOf(o.Period)) {
			continue
		}
		if best == nil || compare(o, best, measure) > 0 {
			best = o
		}
	}
	if best == nil {
		return Figure{}, false
	}
	f := Figure{Value: *best.Value, Unit: best.Unit, Place: a.place, Period: best.Period, Basis: best.Basis, Method: best.Method,
		Provenance: best.Provenance, Observation: *best}
	for _, o := range a.list {
		if rival(o, *best) && len(f.Differing) < maxDiffering && !slices.ContainsFunc(f.Differing, func(d Differing) bool { return d.Value == *o.Value }) {
			f.Differing = append(f.Differing, Differing{*o.Value, o.Basis, o.Method, o.Provenance})
		}
	}
	return f, true
}

// rival reports whether o says something else of the same place, period and unit than f.
func rival(o, f catalog.Observation) bool {
	return o.Value != nil && *o.Value != *f.Value && o.Period == f.Period && o.Period != "" && o.Unit == f.Unit && unborn(o.Basis) == unborn(f.Basis)
}

// compare is positive where a stands for the area rather than b.
func compare(a, b *catalog.Observation, measure string) int {
	x, y := extentOf(a.Period), extentOf(b.Period)
	return cmp.Or(
		truth(!unborn(a.Basis), !unborn(b.Basis)),
		truth(measure != "" && a.Unit == measure, measure != "" && b.Unit == measure),
		cmp.Compare(x.to, y.to),
		cmp.Compare(x.from, y.from), // of two that end together, the shorter: a year, not a decade
		cmp.Compare(firmness(a.Basis), firmness(b.Basis)),
		cmp.Compare(trust(a.Provenance.Confidence), trust(b.Provenance.Confidence)),
		cmp.Compare(a.Provenance.Date, b.Provenance.Date),
		truth(a.Method == "", b.Method == ""),
		cmp.Compare(b.ID, a.ID),
	)
}

func truth(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// unborn reports whether a sort of figure is no fact yet.
func unborn(basis string) bool { return basis == "plan" || basis == "draft" }

func firmness(basis string) int {
	switch basis {
	case "":
		return 2
	case "preliminary":
		return 1
	}
	return 0
}

func trust(confidence string) int {
	switch confidence {
	case "high":
		return 3
	case "medium":
		return 2
	case "low":
		return 0
	}
	return 1
}
