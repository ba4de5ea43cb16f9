package maps

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/mux"
	"github.com/maypok86/otter/v2"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
)

// Options of the face. Kit, Set and Encoder are needed.
type Options struct {
	Kit *httpkit.Kit
	// Set gives the layers of the current state of the catalogue; nil before there is one.
	Set func() *layers.Set
	// Encoder writes what is downloaded.
	Encoder export.Encoder
	// Tiles may be shared with other faces.
	Tiles *layers.Tiles
	// BasemapFile is the path of a .pmtiles file of the operator's choice; "" is the one that ships. No base map of a third party is ever shown unasked.
	BasemapFile string
	// Basemap is the base map in use; nil is the one that ships.
	Basemap *basemap.Map
	Now     func() time.Time
	// Finder finds what downloads of results hold; nil serves none.
	Finder Finder
	// Places is the register of units; nil knows nothing of former ones.
	Places func() *place.Register
}

// Face is the map layers for machines.
type Face struct {
	kit         *httpkit.Kit
	set         func() *layers.Set
	encoder     export.Encoder
	tiles       *layers.Tiles
	basemapFile string
	base        *basemap.Map
	now         func() time.Time
	files       *files
	letters     *letters
	places      func() *place.Register
	finder      Finder
	results     *otter.Cache[string, *results]
}

// New returns the face.
func New(o Options) *Face {
	f := &Face{kit: o.Kit, set: o.Set, encoder: o.Encoder, tiles: o.Tiles, basemapFile: o.BasemapFile, base: o.Basemap, now: o.Now, files: &files{}, letters: &letters{}, places: o.Places, finder: o.Finder,
		results: otter.Must(&otter.Options[string, *results]{MaximumSize: foundKept})}
	if f.tiles == nil {
		f.tiles = layers.NewTiles()
	}
	if f.base == nil {
		f.base = basemap.Shipping()
	}
	if f.now == nil {
		f.now = time.Now
	}
	return f
}

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.kit.Mount(router, f.Routes()) }

func (f *Face) current() (*layers.Set, error) {
	if s := f.set(); s != nil {
		return s, nil
	}
	return nil, catalog.NewFault(catalog.Busy, "layers", "Các lớp bản đồ đang được dựng; xin thử lại sau ít phút.", "The map layers are being built; please try again in a few minutes.")
}

// layer is the layer that the path names.
func (f *Face) layer(r *http.Request) (*layers.Set, *layers.Data, error) {
	s, err := f.current()
	if err != nil {
		return nil, nil, err
	}
	id, _ := httpkit.PathVar(r, "layer")
	if d, ok := s.Layer(id); ok {
		return s, d, nil
	}
	known := s.IDs()
	fault := catalog.NewFault(catalog.NotFound, "layer", fmt.Sprintf("Không có lớp bản đồ %.60q.", id), fmt.Sprintf("There is no map layer %.60q.", id))
	fault.Nearest = text.Nearest(id, known)
	return nil, nil, fault
}

// register is the units through time, nil where none is known.
func (f *Face) register() *place.Register {
	if f.places == nil {
		return nil
	}
	return f.places()
}

// kin are the ids of the units that were or are on a unit's territory.
func (f *Face) kin(unit string) []string {
	if f.places == nil || f.places() == nil {
		return nil
	}
	return f.places().FamilyIDs(unit)
}

type layerDoc struct {
	ID              string            `json:"id"`
	Title           text.Text         `json:"title"`
	Description     text.Text         `json:"description"`
	Geometries      []string          `json:"geometries"`
	Features        int               `json:"features"`
	WithoutGeometry int               `json:"without_geometry"`
	BBox            []float64         `json:"bbox"`
	From            string            `json:"from,omitempty"`
	To              string            `json:"to,omitempty"`
	Modified        *time.Time        `json:"modified,omitempty"`
	Style           styleDoc          `json:"style"`
	Popup           []popupDoc        `json:"popup,omitempty"`
	ColourBy        string            `json:"colour_by,omitempty"`
	Legend          []legendDoc       `json:"legend,omitempty"`
	Tiles           string            `json:"tiles"`
	TileJSON        string            `json:"tilejson"`
	Items           string            `json:"items"`
	Exports         map[string]string `json:"exports"`
}

// legendDoc is a value of ColourBy with its colour.
type legendDoc struct {
	Value  string    `json:"value"`
	Title  text.Text `json:"title"`
	Colour string    `json:"colour"`
	Count  int       `json:"count"`
}

// popupDoc is a property that a map shows of a feature.
type popupDoc struct {
	Property string    `json:"property"`
	Title    text.Text `json:"title"`
}

type styleDoc struct {
	Colour  string  `json:"colour"`
	Outline string  `json:"outline"`
	Opacity float64 `json:"opacity"`
	Width   float64 `json:"width"`
	Radius  float64 `json:"radius"`
	MinZoom int     `json:"min_zoom"`
}

func (f *Face) describe(d *layers.Data) layerDoc {
	root := f.kit.URL("/api/v1/layers/" + d.ID)
	doc := layerDoc{ID: d.ID, Title: d.Title, Description: d.Description, Features: d.Len(), WithoutGeometry: d.Unplaced(), Style: styleDoc(d.Style), Geometries: []string{},
		Tiles: root + "/tiles/{z}/{x}/{y}.mvt", TileJSON: root + "/tilejson.json", Items: f.kit.URL("/ogc/collections/" + d.ID + "/items"), Exports: map[string]string{}}
	for _, p := range d.Popup {
		doc.Popup = append(doc.Popup, popupDoc{p.Property, p.Title})
	}
	doc.ColourBy = d.ColourBy
	for _, c := range d.Classes() {
		doc.Legend = append(doc.Legend, legendDoc(c))
	}
	for _, g := range d.Geometries {
		doc.Geometries = append(doc.Geometries, []string{"point", "line", "area"}[g])
	}
	if b, ok := d.Bound(); ok {
		doc.BBox = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	if from, to, ok := d.Span(); ok {
		doc.From, doc.To = day(from), day(to)
	}
	if !d.Modified.IsZero() {
		doc.Modified = &d.Modified
	}
	for _, e := range export.For(export.Layers) {
		doc.Exports[e.Name] = root + "/exports/" + e.Name
	}
	return doc
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func (f *Face) list(w http.ResponseWriter, r *http.Request) error {
	s, err := f.current()
	if err != nil {
		return err
	}
	var doc struct {
		Items []layerDoc `json:"items"`
	}
	for _, d := range s.Layers() {
		doc.Items = append(doc.Items, f.describe(d))
	}
	return httpkit.WriteJSON(w, r, doc, httpkit.Validator{Modified: s.Modified})
}

func (f *Face) one(w http.ResponseWriter, r *http.Request) error {
	_, d, err := f.layer(r)
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, f.describe(d), httpkit.Validator{Modified: d.Modified})
}
