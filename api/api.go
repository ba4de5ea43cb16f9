package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/api/maps"
	"honglinh/api/native"
	"honglinh/api/ogc"
	"honglinh/api/tables"
	"honglinh/catalog/geo/layers"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
)

// Options of the API. BaseURL and Sources are needed.
type Options struct {
	// BaseURL is the public address without a final slash.
	BaseURL string
	Log     *slog.Logger
	// Metrics may be shared with the pages; nil counts nothing.
	Metrics *httpkit.Metrics
	Sources native.Sources
	// Tables are the tables of the datasets; without an Engine there are none.
	Tables tables.Sources
	// Describer and Quality derive descriptions and scores of the datasets; nil are
	// made from Tables and keep no history.
	Describer *metadata.Describer
	Quality   *quality.Book
	// Version is the program's.
	Version string
	Now     func() time.Time
	// Layers gives the map layers of the current state of the catalogue, nil before
	// there is one; without it there are no maps and no OGC API.
	Layers func() *layers.Set
	// Basemap is the path of the operator's .pmtiles file; "" is none.
	Basemap string
	// Certification hides the reference systems that the official OGC suite does not know.
	Certification bool
	// Limiter bounds how fast a client may ask; nil limits nobody.
	Limiter *httpkit.Limiter
}

// Face is one protocol of the API.
type Face interface {
	// Mount adds the face's routes to the router, absolute paths and unique names.
	Mount(router *mux.Router)
}

// New returns the API: every face behind the same middleware. Addresses under
// Prefixes that no face serves are problem documents.
func New(o Options) http.Handler {
	kit := httpkit.New(httpkit.Options{BaseURL: o.BaseURL, Log: o.Log, Metrics: o.Metrics, CORS: true, Limiter: o.Limiter, Now: o.Now})
	all := faces(kit, o)
	kit = kit.WithRender(inDialect(all))
	router := kit.NewRouter()
	for _, face := range all {
		face.Mount(router)
	}
	return kit.Wrap(router)
}

// faces is the explicit list of protocols. A new one is a folder beside native
// and a line here; one whose routes belong into /api/v1/openapi.json implements
// native.Documented and is also handed to native.
func faces(kit *httpkit.Kit, o Options) []Face {
	var documented []native.Documented
	var all []Face
	if o.Tables.Engine != nil {
		rows := tables.New(tables.Options{Kit: kit, Sources: o.Tables, Now: o.Now})
		all, documented = append(all, rows), append(documented, rows)
		all = append(all, dialects(kit, o)...)
		more, described := catalogues(kit, o)
		all, documented = append(all, more...), append(documented, described...)
	}
	if o.Layers != nil {
		tiles := layers.NewTiles()
		drawn := maps.New(maps.Options{Kit: kit, Set: o.Layers, Tiles: tiles, Basemap: o.Basemap, Now: o.Now, Places: o.Sources.Places, Finder: o.Sources.Finder})
		all, documented = append(all, drawn, ogc.New(ogc.Options{Kit: kit, Set: o.Layers, Tiles: tiles, Certification: o.Certification})), append(documented, drawn)
	}
	return append(all,
		native.New(native.Options{Kit: kit, Sources: o.Sources, Version: o.Version, Now: o.Now, Documented: documented}))
}

// Prefixes are the paths that belong to the API; everything else is for people.
func Prefixes() []string {
	return []string{"/api", "/ogc", "/catalog", "/mcp", "/sdmx", "/problems/", "/datastore/", "/dataset/", "/resource/"}
}
