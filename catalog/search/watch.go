package search

import (
	"context"
	"math/bits"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
)

// Watch is a query made ready to be held against changed documents without an engine.
type Watch struct{ req Request }

// Watch makes a query ready, read as a search reads it. Fault: Invalid for one that
// means nothing.
func (f *Finder) Watch(ctx context.Context, q Query) (Watch, error) {
	if err := checkQuery(q); err != nil {
		return Watch{}, err
	}
	return onSnapshot(f, func(s *Snapshot) (Watch, error) {
		exact := *s
		exact.Engine, s = rough{s.Engine, sphereError * q.RadiusKM / kmPerDegree}, &exact
		m, err := f.understand(ctx, s, q)
		if err != nil {
			return Watch{}, err
		}
		req, err := f.request(ctx, s, m.query)
		if err != nil {
			return Watch{}, err
		}
		p, err := newPlanner(ctx, s, m.query.Text, q.Lang)
		if err != nil {
			return Watch{}, err
		}
		req.Text = p.build()
		return Watch{req}, nil
	})
}

// rough is an engine that measures on a sphere, as Match does: what lies nearer to the edge of
// an area than the two may differ is listed by its id.
type rough struct {
	Engine
	slack float64
}

var _ Rounding = rough{}

// Slack implements Rounding.
func (r rough) Slack() float64 { return r.slack }

const (
	// sphereError is how much a distance on the sphere may differ from that on WGS 84, as a
	// fraction: 0.56 % at worst, along meridians.
	sphereError = 0.006
	kmPerDegree = 110 // of latitude, at least: 110.574 km at the equator
)

// covers reports whether a document lies in an area, as an engine finds it.
func (a *Area) covers(d *Document) bool {
	switch {
	case slices.Contains(a.Except, d.ID):
		return false
	case slices.Contains(a.Also, d.ID):
		return true
	case a.Box != nil:
		return d.Bound != nil && meetsBox(*d.Bound, *a.Box)
	case d.Point == nil:
		return a.Unplaced != "" && slices.Contains(d.Codes[UnitColumn], a.Unplaced)
	case a.Circle != nil:
		return geo.DistanceHaversine(a.Circle.Centre, *d.Point) <= a.Circle.KM*1000
	}
	return planar.MultiPolygonContains(a.Polygons, *d.Point)
}

// meetsBox reports whether a bound meets a box, whose Min.X may lie beyond its Max.X.
func meetsBox(b, box orb.Bound) bool {
	if b.Min[1] > box.Max[1] || b.Max[1] < box.Min[1] {
		return false
	}
	if box.Min[0] <= box.Max[0] {
		return b.Min[0] <= box.Max[0] && b.Max[0] >= box.Min[0]
	}
	return b.Max[0] >= box.Min[0] || b.Min[0] <= box.Max[0]
}

// set is a set of documents by their number.
type set []uint64

func (s set) and(o set) set {
	for i := range s {
		s[i] &= o[i]
	}
	return s
}

func (s set) or(o set) set {
	for i, w := range o {
		s[i] |= w
	}
	return s
}

// Changed are documents that changed, made ready to be held against many watches.
type Changed struct {
	docs  []Document
	terms map[Field]map[string]set
	codes map[Column]map[string]set
}

// NewChanged makes documents ready.
func NewChanged(docs []Document) *Changed {
	c := &Changed{docs: docs, terms: map[Field]map[string]set{}, codes: map[Column]map[string]set{}}
	for i := range docs {
		for field, terms := range docs[i].Terms {
			if c.terms[field] == nil {
				c.terms[field] = map[string]set{}
			}
			for _, t := range terms {
				c.note(c.terms[field], t, i)
			}
		}
		for column, codes := range docs[i].Codes {
			if c.codes[column] == nil {
				c.codes[column] = map[string]set{}
			}
			for _, code := range codes {
				c.note(c.codes[column], code, i)
			}
		}
	}
	return c
}

func (c *Changed) none() set { return make(set, (len(c.docs)+63)/64) }

func (c *Changed) note(at map[string]set, key string, doc int) {
	s := at[key]
	if s == nil {
		s = c.none()
		at[key] = s
	}
	s[doc/64] |= 1 << (doc % 64)
}

// Match returns the numbers of the documents that have everything that a watch asks
// for: words that stand for each other count as one, nothing asked is given up.
func (c *Changed) Match(w Watch) []int {
	left := c.none()
	for i := range c.docs {
		left[i/64] |= 1 << (i % 64)
	}
	for column, values := range w.req.Filter.Codes {
		any := c.none()
		for _, v := range values {
			any.or(c.coded(column, v))
		}
		left.and(any)
	}
	if p := w.req.Text; p != nil {
		for _, clause := range p.Clauses {
			left.and(c.clause(clause))
		}
		for _, f := range p.Without {
			for i, word := range c.form(f) {
				left[i] &^= word
			}
		}
	}
	var out []int
	for i, word := range left {
		for ; word != 0; word &= word - 1 {
			if n := i*64 + bits.TrailingZeros64(word); w.req.Filter.passes(&c.docs[n]) {
				out = append(out, n)
			}
		}
	}
	return out
}

func (c *Changed) coded(column Column, value string) set {
	if prefix, ok := strings.CutSuffix(value, "*"); ok {
		return c.beginning(c.codes[column], prefix)
	}
	return c.codes[column][value]
}

func (c *Changed) beginning(at map[string]set, prefix string) set {
	out := c.none()
	for key, s := range at {
		if strings.HasPrefix(key, prefix) {
			out.or(s)
		}
	}
	return out
}

func (c *Changed) clause(clause Clause) set {
	out := c.none()
	for _, r := range clause.Readings {
		if !r.All {
			for _, f := range r.Forms {
				out.or(c.form(f))
			}
			continue
		}
		if len(r.Forms) == 0 {
			continue
		}
		all := slices.Clone(c.form(r.Forms[0]))
		if all == nil {
			continue
		}
		for _, f := range r.Forms[1:] {
			s := c.form(f)
			if s == nil {
				s = c.none()
			}
			all.and(s)
		}
		out.or(all)
	}
	return out
}

// form is nil where no document has it.
func (c *Changed) form(f Form) set {
	if f.Prefix {
		return c.beginning(c.terms[f.Field], f.Term)
	}
	return c.terms[f.Field][f.Term]
}

// passes reports whether a document lies within the bounds of amounts, days and places.
func (f *Filter) passes(d *Document) bool {
	if slices.Contains(f.Not, d.ID) || slices.ContainsFunc(f.Areas, func(a Area) bool { return !a.covers(d) }) {
		return false
	}
	within := func(v, low, high *float64) bool {
		return low == nil && high == nil || v != nil && (low == nil || *v >= *low) && (high == nil || *v <= *high)
	}
	return within(d.Capital, f.MinCapital, f.MaxCapital) && within(d.Area, f.MinArea, f.MaxArea) && (f.Span == nil || d.From <= f.Span[1] && d.To >= f.Span[0])
}
