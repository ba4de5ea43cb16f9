package indexer

import (
	"context"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/indexer/enrich"
)

// unitOutlines are the outlines of administrative units: what a package lies in may
// tell the reference system of its coordinates. They are filled when they are first
// asked, which few runs do.
type unitOutlines struct {
	fill     func() error // nil once it was called
	failed   error
	places   *place.Register
	outlines map[string]orb.Geometry
	names    map[string]text.Text
}

// survey fills them with the units of the packages that were read, and of
// the store where they have none.
func (s *Service) survey(ctx context.Context, land *unitOutlines, batches []*batch) error {
	stored, err := s.store.Kind(ctx, string(vocab.Unit))
	if err != nil {
		return err
	}
	land.outlines, land.names = map[string]orb.Geometry{}, map[string]text.Text{}
	records := map[string]*catalog.Record{}
	for i := range stored {
		records[stored[i].ID] = &stored[i]
	}
	var read []*batch
	for _, b := range batches {
		if b.conv == nil {
			continue // not read yet: only packages with units have been
		}
		read = append(read, b)
		for _, d := range b.conv.Drafts {
			if d.Record.Kind == vocab.Unit {
				records[d.Record.ID] = &d.Record
			}
		}
	}
	for id, r := range records {
		land.put(id, r)
	}
	for _, o := range outlines(read) {
		land.put(o.ID, &o.Record)
	}
	land.places = place.NewRegister(enrich.Units(func(fn func(*catalog.Record)) {
		for id, r := range records {
			land.names[id] = r.Title
			fn(r)
		}
	}))
	return nil
}

func (g *unitOutlines) put(id string, r *catalog.Record) {
	if r.Geometry == nil {
		return
	}
	switch geom := r.Geometry.Geometry().(type) {
	case orb.Polygon, orb.MultiPolygon:
		g.outlines[id] = geom
	}
}

// Inside implements survey.Outlines.
func (g *unitOutlines) Inside(places []string) (func(orb.Point) bool, text.Text, bool) {
	if fill := g.fill; fill != nil {
		g.fill = nil
		g.failed = fill()
	}
	if len(g.outlines) == 0 {
		return nil, nil, false
	}
	named := map[string]orb.Geometry{}
	for _, name := range places {
		for _, u := range g.units(name) {
			if geom, ok := g.outlines[u]; ok {
				named[u] = geom
			}
		}
	}
	if len(named) == 0 {
		return within(g.outlines), text.New("các đơn vị hành chính của danh mục", "the administrative units of the catalogue"), false
	}
	if len(named) > 1 {
		return within(named), text.New("các đơn vị mà các dòng nêu", "the units that the rows name"), true
	}
	for id := range named {
		vi, _ := g.names[id].Best(text.VI)
		en, _ := g.names[id].Best(text.EN)
		return within(named), text.New(vi, en), true
	}
	return nil, nil, false
}

func (g *unitOutlines) units(name string) []string {
	if name == "" || g.places == nil {
		return nil
	}
	if _, ok := g.outlines[name]; ok {
		return []string{name}
	}
	var ids []string
	for _, u := range g.places.Resolve(name, "") {
		if _, ok := g.outlines[u.ID]; ok {
			ids = append(ids, u.ID)
			continue
		}
		for _, heir := range g.places.Current(u.ID) {
			ids = append(ids, heir.ID)
		}
	}
	return ids
}

// box is an outline with its bound.
type box struct {
	bound orb.Bound
	geom  orb.Geometry
}

func within(outlines map[string]orb.Geometry) func(orb.Point) bool {
	var all []box
	for _, g := range outlines {
		all = append(all, box{g.Bound(), g})
	}
	return func(p orb.Point) bool {
		for _, b := range all {
			if b.bound.Contains(p) && holds(b.geom, p) {
				return true
			}
		}
		return false
	}
}

func holds(g orb.Geometry, p orb.Point) bool {
	switch g := g.(type) {
	case orb.Polygon:
		return planar.PolygonContains(g, p)
	case orb.MultiPolygon:
		return planar.MultiPolygonContains(g, p)
	}
	return false
}
