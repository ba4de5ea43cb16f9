package search

import (
	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Sort is the order of an answer.
type Sort string

// The orders. Relevance takes the distance in where Near is given; without a text it is
// Distance there, else Date.
const (
	ByRelevance Sort = "relevance"
	ByDate      Sort = "date"     // newest first
	ByCapital   Sort = "capital"  // largest first
	ByArea      Sort = "area"     // largest first
	ByDistance  Sort = "distance" // nearest first; wants Near
	ByTitle     Sort = "title"    // Vietnamese alphabetical on the folded title
)

// Query is one search as every face speaks it. The zero Query lists everything.
// Values of one field are alternatives (OR), different fields narrow (AND).
type Query struct {
	Text string
	// Literal takes the words as words: no amount, kind or place is read from them.
	Literal bool
	// Lang is the language the reader wants; it ranks and labels, it does not filter. Of records
	// that match about equally, those with text in it come first.
	Lang   text.Lang
	Kinds  []string
	Topics []string
	// Places are unit codes, names or record ids as typed; the Finder resolves them.
	Places      []string
	Statuses    []string
	Sectors     []string // section letter, division or "VSIC2018:42"; a prefix matches what is below it
	Licences    []string
	Sources     []string // publisher host or dataset slug
	Confidences []string
	Datasets    []string
	Years       []int
	// Capital in billion VND, area in hectares; nil is open.
	MinCapital, MaxCapital, MinArea, MaxArea *float64
	BBox                                     *orb.Bound // WGS 84; Min.X > Max.X crosses the antimeridian
	Near                                     *orb.Point
	RadiusKM                                 float64
	Within                                   string       // a unit code, name or a record id with a polygon
	Polygon                                  orb.Geometry // Polygon or MultiPolygon, from WKT or GeoJSON
	AsOf                                     catalog.Date
	Sort                                     Sort
	Limit                                    int
	Cursor                                   string
	Facets                                   []string
}

// Limits of a query from outside.
const (
	DefaultLimit = 20
	MaxLimit     = 100     // a page people or scripts read; more comes by the cursor
	MaxText      = 1000    // runes; the longest title with its sentence is under 500
	MaxValues    = 50      // values of one filter
	MaxGeometry  = 1 << 20 // bytes of a geometry parameter
)

// FacetNames returns the facets a query can ask for, in display order.
func FacetNames() []string {
	return []string{"kind", "topic", "place", "status", "sector", "year", "source", "licence", "confidence"}
}
