package ogc

import (
	"sync/atomic"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
)

// Root is the path of the landing page.
const Root = "/ogc"

// Options of the face. Kit and Set are needed.
type Options struct {
	Kit *httpkit.Kit
	// Set gives the layers of the current state of the catalogue; nil before there is one.
	Set func() *layers.Set
	// Tiles may be shared with other faces.
	Tiles *layers.Tiles
	// Words tells what a property of a kind of record is called and measured in; false for one that no data dictionary names. Nil knows none.
	Words func(kind, property string) (Word, bool)
	// Encoder writes features as a file in a format of layers.
	Encoder export.Encoder
	// Certification is for runs of the official suite only, which fails on itself otherwise: it hides the reference systems that the suite's table lacks
	// (EPSG:9205 to 9218 and 5896 to 5899) or has in another axis order (4756), and the features without geometry, which the suite tries to convert.
	Certification bool
}

// Word is what readers call a property, and the unit of its numbers as the data dictionary writes it.
type Word struct {
	Title, Description text.Text
	Unit               string
}

// Face is OGC API.
type Face struct {
	kit     *httpkit.Kit
	set     func() *layers.Set
	tiles   *layers.Tiles
	systems systems
	words   func(kind, property string) (Word, bool)
	encoder export.Encoder
	places  places

	certification bool
	seen          atomic.Pointer[view]
}

// New returns the face.
func New(o Options) *Face {
	f := &Face{kit: o.Kit, set: o.Set, tiles: o.Tiles, systems: newSystems(o.Certification), words: o.Words, encoder: o.Encoder, certification: o.Certification, places: newPlaces()}
	if f.tiles == nil {
		f.tiles = layers.NewTiles()
	}
	return f
}

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.kit.Mount(router, f.routes()) }

// url is an absolute address below the landing page.
func (f *Face) url(path string) string { return f.kit.URL(Root + path) }

// view is a set as collections.
type view struct {
	set         *layers.Set
	collections []*collection // those with features, and the catalogue
	byID        map[string]*collection
}

// view gives the collections of the current set.
func (f *Face) view() (*view, error) {
	set := f.set()
	if set == nil {
		return nil, catalog.NewFault(catalog.Busy, "ogc", "Các lớp bản đồ đang được dựng; xin thử lại sau ít phút.", "The map layers are being built; please try again in a few minutes.")
	}
	if v := f.seen.Load(); v != nil && v.set == set {
		return v, nil
	}
	v := &view{set: set, byID: map[string]*collection{}}
	for _, d := range set.Layers() {
		if f.certification {
			d = d.Placed()
		}
		c := newCollection(d)
		v.byID[d.ID] = c
		if d.Len() > 0 { // clients stumble over collections without features; their addresses work all the same
			v.collections = append(v.collections, c)
		}
	}
	all := set.All()
	if f.certification {
		all = all.Placed()
	}
	c := newCatalogue(all)
	v.byID[c.id], v.collections = c, append(v.collections, c)
	f.seen.Store(v)
	return v, nil
}

// find gives a collection or a NotFound fault with the nearest name.
func (v *view) find(id string) (*collection, error) {
	if c, ok := v.byID[id]; ok {
		return c, nil
	}
	return nil, unknownCollection(id, v)
}
