package layers

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/text"
)

// Set is every layer with its features at one state of the catalogue.
type Set struct {
	// Generation names the state; another state has another name.
	Generation string
	// Modified is when the newest record changed.
	Modified time.Time
	// Refused are features whose geometry cannot be used; they are kept without one.
	Refused []spatial.Refusal

	unusable []*Feature // those of Refused: an engine may have a point of them

	list       []Layer
	categories []Category
	all        *Data
	layers     []*Data
	around     map[string]*Data // by category of AroundCategories and zones
}

// Data is the content of one layer, in the order of the feature ids.
type Data struct {
	Layer
	Features []*Feature
	// Modified is when the newest of the records changed.
	Modified time.Time

	byID  map[string]int
	index *spatial.Index
	fresh string
	// points is the number of features that are one point.
	points int
	drawn  *orb.Bound
	fields func() []Field // read from the features once
	shown  func() []int   // positions, those with geometry first, made once

	classes func() []Class // read from the features once
}

// Build makes the set of the layers of List from records. Their order does not matter.
func Build(records []catalog.Record) *Set { return BuildOf(List(), slices.Values(records)) }

// BuildOf makes the set of the layers given, at most maxLists. A record is dropped from memory once its feature is made, so the sequence may stream from the store.
func BuildOf(list []Layer, records iter.Seq[catalog.Record]) *Set {
	s := &Set{list: list, categories: slices.Concat(AroundCategories(), zones(), planned())}
	var all []*Feature
	for r := range records {
		if f := s.feature(&r); f != nil {
			all = append(all, f)
		}
	}
	s.assemble(all, nil, lists{})
	return s
}

// maxLists is how many layers, and how many categories, a set can have: one bit each.
const maxLists = 64

// lists are what a feature is in, one bit for each layer and for each category of what lies around.
type lists struct{ layers, around uint64 }

func (l lists) and(o lists) lists { return lists{l.layers | o.layers, l.around | o.around} }

// With returns the set after changes, as BuildOf makes it of all records: put are the records that are new or other than they were, removed the ids of
// those that are gone. Layers that no change touches are those of s.
func (s *Set) With(put []catalog.Record, removed []string) *Set {
	next := &Set{list: s.list, categories: s.categories}
	changed := make(map[string]bool, len(put)+len(removed))
	for _, id := range removed {
		changed[id] = true
	}
	for i := range put {
		changed[put[i].ID] = true
	}
	var touched lists
	all := make([]*Feature, 0, len(s.all.Features)+len(put))
	for _, f := range s.all.Features {
		if changed[f.Record] {
			touched = touched.and(f.in)
			continue
		}
		all = append(all, f)
	}
	for _, f := range s.unusable {
		if !changed[f.Record] {
			next.unusable = append(next.unusable, f)
		}
	}
	for _, r := range s.Refused {
		if !changed[r.ID] {
			next.Refused = append(next.Refused, r)
		}
	}
	for i := range put {
		if f := next.feature(&put[i]); f != nil {
			touched = touched.and(f.in)
			all = append(all, f)
		}
	}
	next.assemble(all, s, touched)
	return next
}

// assemble makes the layers of the features; those of before that were not touched stay as they are.
func (s *Set) assemble(all []*Feature, before *Set, touched lists) {
	slices.SortFunc(s.Refused, func(a, b spatial.Refusal) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.unusable, func(a, b *Feature) int { return cmp.Compare(a.Record, b.Record) })
	s.all = newData(Layer{ID: "catalogue", Title: text.New("Danh mục", "Catalogue"), Geometries: []int{0, 1, 2}}, all)
	for i, l := range s.list {
		if bit := uint64(1) << i; before != nil && touched.layers&bit == 0 {
			s.layers = append(s.layers, before.layers[i])
		} else {
			s.layers = append(s.layers, newData(l, s.among(func(f *Feature) bool { return f.in.layers&bit != 0 })))
		}
	}
	s.around = map[string]*Data{}
	for i, c := range s.categories {
		if bit := uint64(1) << i; before != nil && touched.around&bit == 0 {
			s.around[c.ID] = before.around[c.ID]
		} else {
			s.around[c.ID] = newData(Layer{ID: c.ID, Title: c.Title}, s.among(func(f *Feature) bool { return f.in.around&bit != 0 }))
		}
	}
	s.Modified, s.Generation = s.all.Modified, s.all.fresh
}

// among are the features that are in a list.
func (s *Set) among(in func(*Feature) bool) []*Feature {
	var out []*Feature
	for _, f := range s.all.Features {
		if in(f) {
			out = append(out, f)
		}
	}
	return out
}

// listsOf are the lists that a record is in.
func (s *Set) listsOf(r *catalog.Record) (l lists) {
	for i := range s.list {
		if s.list[i].Select.Takes(r) {
			l.layers |= 1 << i
		}
	}
	for i, c := range s.categories {
		if c.Select.Takes(r) {
			l.around |= 1 << i
		}
	}
	return l
}

// feature makes the feature of a record, without a geometry that cannot be used. A
// record on which we break down is refused and costs no other its place: nil.
func (s *Set) feature(r *catalog.Record) (f *Feature) {
	defer func() {
		if v := recover(); v != nil {
			s.unusable = append(s.unusable, &Feature{Record: r.ID})
			f, s.Refused = nil, append(s.Refused, spatial.Refusal{ID: r.ID, Err: fmt.Errorf("the layers break down on it: %v", v)})
		}
	}()
	f = newFeature(r)
	f.JSON = encode(f.Properties)
	f.in = s.listsOf(r)
	if _, refused := spatial.New([]spatial.Feature{{ID: f.Record, Geometry: f.geometry}}); len(refused) > 0 {
		s.Refused = append(s.Refused, refused...)
		s.unusable = append(s.unusable, f)
		f.geometry = nil
	}
	return f
}

func newData(l Layer, features []*Feature) *Data {
	slices.SortFunc(features, func(a, b *Feature) int { return cmp.Compare(a.ID, b.ID) })
	d := &Data{Layer: l, Features: features, byID: make(map[string]int, len(features))}
	in := make([]spatial.Feature, len(features))
	h := newFingerprint()
	for _, p := range l.Popup { // they are in the tiles
		h.h.Write([]byte(p.Property + "\x00"))
	}
	h.h.Write([]byte(l.ColourBy + "\x00"))
	for i, f := range features {
		d.byID[f.ID] = i
		if _, ok := f.geometry.(orb.Point); ok {
			d.points++
		}
		d.draw(f.geometry)
		in[i] = spatial.Feature{ID: position(i), Class: f.kind, Geometry: f.geometry}
		if f.Modified.After(d.Modified) {
			d.Modified = f.Modified
		}
		h.add(f)
	}
	d.index, _ = spatial.New(in) // refusals were taken out before
	d.fresh = h.String()
	d.fields = sync.OnceValue(func() []Field { return fieldsOf(features) })
	d.classes = sync.OnceValue(func() []Class { return classesOf(l, features) })
	d.shown = sync.OnceValue(func() []int {
		all := make([]int, len(features))
		for i := range all {
			all[i] = i
		}
		return d.PlacedFirst(all)
	})
	return d
}

// Placed is the layer of those features alone that have a geometry.
func (d *Data) Placed() *Data {
	if d.Unplaced() == 0 {
		return d
	}
	return newData(d.Layer, slices.DeleteFunc(slices.Clone(d.Features), func(f *Feature) bool { return f.geometry == nil }))
}

// Order lists all positions in Features in the order in which they are listed: those with geometry first, each part in the order of the ids. It is the caller's own.
func (d *Data) Order() []int { return slices.Clone(d.shown()) }

// PlacedFirst puts positions of features with geometry before the others, each part in the order given: a client that learns of a layer by its first
// page then learns that it has geometry, and of which type.
func (d *Data) PlacedFirst(found []int) []int {
	adrift := 0
	for _, i := range found {
		if d.Features[i].geometry == nil {
			adrift++
		}
	}
	if adrift == 0 || adrift == len(found) {
		return found
	}
	placed, rest := make([]int, 0, len(found)), make([]int, 0, adrift)
	for _, i := range found {
		if d.Features[i].geometry != nil {
			placed = append(placed, i)
		} else {
			rest = append(rest, i)
		}
	}
	return append(placed, rest...)
}

// position writes a place in Features as the id in the index, four bytes, so that an answer needs no map to be read.
func position(i int) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(i)))
}

func at(id string) int {
	return int(id[0])<<24 | int(id[1])<<16 | int(id[2])<<8 | int(id[3])
}

// List is the layers that the set was made of.
func (s *Set) List() []Layer { return s.list }

// IDs are the ids of the layers, in order.
func (s *Set) IDs() []string {
	ids := make([]string, len(s.list))
	for i, l := range s.list {
		ids[i] = l.ID
	}
	return ids
}

// Layers lists the layers in the order of List; also those without features.
func (s *Set) Layers() []*Data { return s.layers }

// All is every record as one layer named "catalogue".
func (s *Set) All() *Data { return s.all }

// Layer is a layer by id.
func (s *Set) Layer(id string) (*Data, bool) {
	for _, d := range s.layers {
		if d.ID == id {
			return d, true
		}
	}
	return nil, false
}

// Fresh names the state of the layer: it changes when and only when a feature does.
func (d *Data) Fresh() string { return d.fresh }

// Find is a feature by id.
func (d *Data) Find(id string) (*Feature, bool) {
	i, ok := d.byID[id]
	if !ok {
		return nil, false
	}
	return d.Features[i], true
}

// Meeting lists the places in Features, ascending, of those that share a point with a region and of those without geometry: OGC API Features wants
// what has no place to match every box.
func (d *Data) Meeting(r spatial.Region) []int {
	found := d.Located(r)
	adrift := d.index.WithoutGeometry()
	if len(adrift) == 0 {
		return found
	}
	for _, id := range adrift {
		found = append(found, at(id))
	}
	slices.Sort(found)
	return found
}

// Located is Meeting without the features that have no geometry.
func (d *Data) Located(r spatial.Region) []int {
	ids := d.index.Query(r, spatial.Intersects, spatial.Filter{})
	out := make([]int, len(ids))
	for i, id := range ids {
		out[i] = at(id)
	}
	return out
}

// Nearest lists up to k features by distance; the ids are those of the features.
func (d *Data) Nearest(p orb.Point, k int) []spatial.Neighbour {
	ns := d.index.Nearest(p, k, spatial.Filter{})
	for i := range ns {
		ns[i].ID = d.Features[at(ns[i].ID)].ID
	}
	return ns
}

// Len is the number of features with and without geometry; Unplaced of those without.
func (d *Data) Len() int { return len(d.Features) }

// Unplaced is the number of features without geometry.
func (d *Data) Unplaced() int { return len(d.Features) - d.index.Len() }

// Bound is the box around all geometries; false when there are none.
func (d *Data) Bound() (orb.Bound, bool) { return d.index.Bound() }

// Span is the time from the first beginning that is known to the last end; a zero end is open, a zero beginning known of no feature. It is false when no feature has a time.
func (d *Data) Span() (from, to time.Time, ok bool) {
	openTo := false
	for _, f := range d.Features {
		if !f.timed {
			continue
		}
		ok = true
		openTo = openTo || f.to.IsZero()
		if !f.from.IsZero() && (from.IsZero() || f.from.Before(from)) {
			from = f.from
		}
		if f.to.After(to) {
			to = f.to
		}
	}
	if openTo {
		to = time.Time{}
	}
	return from, to, ok
}

// Current holds the set in use, to be replaced while others read it. The zero value holds an empty set.
type Current struct{ p atomic.Pointer[Set] }

// Load is the set in use.
func (c *Current) Load() *Set {
	if s := c.p.Load(); s != nil {
		return s
	}
	empty := Build(nil)
	c.p.CompareAndSwap(nil, empty)
	return c.p.Load()
}

// Store puts another set into use.
func (c *Current) Store(s *Set) { c.p.Store(s) }

// String says how much is in the set, for logs.
func (s *Set) String() string {
	return fmt.Sprintf("%d features, %d with a place, in %d layers", s.all.Len(), s.all.Len()-s.all.Unplaced(), len(s.layers))
}
