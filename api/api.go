package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"honglinh/api/brief"
	"honglinh/api/contact"
	"honglinh/api/follow"
	"honglinh/api/freshness"
	"honglinh/api/httpkit"
	"honglinh/api/native"
	"honglinh/api/tables"
	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	document "honglinh/datasets/brief"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
	"honglinh/datasets/rulebook"
)

// Options of the API. BaseURL and Sources are needed.
type Options struct {
	// BaseURL is the public address without a final slash.
	BaseURL string
	// Site is whose catalogue this is, asked at each request; nil is nobody's.
	Site func() *site.Site
	Log  *slog.Logger
	// Metrics may be shared with the pages; nil counts nothing.
	Metrics *httpkit.Metrics
	// Count is told of each answer that counts as use; nil counts nothing.
	Count   func(httpkit.Used)
	Sources native.Sources
	// Tables are the tables of the datasets; without an Engine there are none.
	Tables tables.Sources
	// Describer and Quality derive descriptions and scores of the datasets; nil are
	// made from Tables and keep no history.
	Describer *metadata.Describer
	Quality   *quality.Book
	// Rules are the incentives and journeys; nil answers neither.
	Rules *rulebook.Shelf
	// Version is the program's; Versions are the others that are known.
	Version  string
	Versions native.Versions
	Now      func() time.Time
	// Layers gives the map layers of the current state of the catalogue, nil before
	// there is one; without it there are no maps and no OGC API.
	Layers func() *layers.Set
	// BasemapFile is the path of the operator's .pmtiles file; "" is none.
	BasemapFile string
	// Basemap is the base map in use; nil is the one that ships.
	Basemap *basemap.Map
	// Certification hides the reference systems that the official OGC suite does not know.
	Certification bool
	// Kept is what outlives the state that the API answers from; nil keeps nothing.
	Kept *Kept
	// Limits are what bounds readers, and what is ready for them.
	Limits httpkit.Limits
	// Brief composes the brief of a list of Recs in a language; nil composes none.
	Brief func(ctx context.Context, lang text.Lang, ids string) (document.Document, error)
	Recs  brief.Records
	// Follower keeps subscriptions; nil takes none.
	Follower follow.Follower
	// Desk takes enquiries; nil takes none. Gate and Rates bound what a client may
	// send to it, Follows what it may send to the Follower.
	Desk                 contact.Desk
	Gate, Rates, Follows *httpkit.Gate
	// Freshness tells how units keep what they published at the desk; nil tells nothing.
	Freshness freshness.Board
}

// Kept is what the API of one state of the catalogue leaves to that of the next: files and
// tiles under tags of their content.
type Kept struct {
	spool *tables.Spool
	tiles *layers.Tiles
}

// NewKept returns what is kept of nothing yet; scratch is the folder for files, "" without tables.
func NewKept(scratch string) *Kept {
	k := &Kept{tiles: layers.NewTiles()}
	if scratch != "" {
		k.spool = tables.NewSpool(scratch, tables.MaxSpool)
	}
	return k
}

// New returns the API: every face behind the same middleware. Addresses under the
// prefixes of Protocols that no face serves are problem documents.
func New(o Options) http.Handler {
	kit := httpkit.New(httpkit.Options{BaseURL: o.BaseURL, Site: o.Site, Log: o.Log, Metrics: o.Metrics, CORS: true, Use: httpkit.UseAPI, Count: o.Count, Limits: o.Limits, Now: o.Now})
	dialects := map[string]dialect{}
	kit = kit.WithRender(inDialect(Protocols(), dialects))
	router, m := kit.NewRouter(), newMaker(kit, o)
	for _, protocol := range list() {
		for _, face := range protocol.faces(m) {
			face.Mount(router)
			if d, ok := face.(dialect); ok {
				dialects[protocol.Name] = d
			}
		}
	}
	return kit.Wrap(router)
}
