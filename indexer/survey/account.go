package survey

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/check"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// mostExamples is how many rows a finding names; the count tells the rest.
const mostExamples = 5

// account gathers the report of one resource.
type account struct {
	r       datasets.GeometryReport
	box     orb.Bound
	systems []*datasets.GeometrySystem
	found   map[check.Code]*datasets.GeometryFinding
	order   []check.Code
	mended  []datasets.GeometryFinding // the first of each code; the count is in r
}

func newAccount(resource string) account {
	return account{r: datasets.GeometryReport{Resource: resource, Mended: map[string]int{}}, found: map[check.Code]*datasets.GeometryFinding{}}
}

// add counts a geometry that comes in.
func (a *account) add(g orb.Geometry) {
	b := g.Bound()
	if a.r.WithGeometry++; a.r.WithGeometry == 1 {
		a.box = b
	}
	a.box = a.box.Union(b)
	switch dimension(g) {
	case 0:
		a.r.Points++
	case 1:
		a.r.Lines++
	case 2:
		a.r.Areas++
	default:
		a.r.Mixed++
	}
}

// dimension is 0, 1 or 2; -1 for a collection of several.
func dimension(g orb.Geometry) int {
	c, ok := g.(orb.Collection)
	if !ok {
		return g.Dimensions()
	}
	d := -1
	for i, m := range c {
		if k := dimension(m); i == 0 {
			d = k
		} else if k != d {
			return -1
		}
	}
	return d
}

// find keeps a finding: what was mended is only counted, with the first as the example.
func (a *account) find(row source.Row, id string, f check.Finding) {
	if f.Severity == check.Mended {
		if a.r.Mended[string(f.Code)]++; a.r.Mended[string(f.Code)] == 1 {
			a.mended = append(a.mended, datasets.GeometryFinding{Code: string(f.Code), Examples: []datasets.GeometryExample{exampleOf(row, id, f)}})
		}
		return
	}
	k, ok := a.found[f.Code]
	if !ok {
		k = &datasets.GeometryFinding{Code: string(f.Code), Severity: string(f.Severity)}
		a.found[f.Code] = k
		a.order = append(a.order, f.Code)
	}
	if k.Count++; len(k.Examples) < mostExamples {
		k.Examples = append(k.Examples, exampleOf(row, id, f))
	}
}

func exampleOf(row source.Row, id string, f check.Finding) datasets.GeometryExample {
	return datasets.GeometryExample{File: row.File, Row: row.Row, ID: id, Message: text.New(f.Message("vi"), f.Message("en"))}
}

// tell warns once of each kind of thing that was left out or put right.
func (a *account) tell(to source.Sink) {
	var all []datasets.GeometryFinding
	for _, code := range a.order {
		if f := a.found[code]; f.Severity == string(check.Noted) {
			all = append(all, *f)
		}
	}
	for _, f := range a.mended {
		f.Count = a.r.Mended[f.Code]
		all = append(all, f)
	}
	for _, f := range all {
		e := f.Examples[0]
		said := notice.Of("geometry.rows", e.Message, f.Count)
		to.Warn(source.Warning{File: e.File, Row: e.Row, ID: e.ID, Column: "geometry"}.For(notice.New("geometry-"+f.Code, said.Reason, nil)))
	}
}

// use returns the entry of a system, which further files may share.
func (a *account) use(e datasets.GeometrySystem) *datasets.GeometrySystem {
	for _, old := range a.systems {
		if old.CRS == e.CRS && old.Basis == e.Basis && old.Swapped == e.Swapped && old.Evidence[text.EN] == e.Evidence[text.EN] {
			return old
		}
	}
	a.systems = append(a.systems, &e)
	return &e
}

func (a *account) report() datasets.GeometryReport {
	r := a.r
	r.Systems, r.Findings = []datasets.GeometrySystem{}, []datasets.GeometryFinding{}
	if r.WithGeometry > 0 {
		r.BBox = []float64{a.box.Min[0], a.box.Min[1], a.box.Max[0], a.box.Max[1]}
	}
	for _, s := range a.systems {
		r.Systems = append(r.Systems, *s)
	}
	for _, f := range a.found {
		r.Findings = append(r.Findings, *f)
	}
	slices.SortFunc(r.Findings, func(x, y datasets.GeometryFinding) int { return strings.Compare(x.Code, y.Code) })
	return r
}
