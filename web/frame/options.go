package frame

import (
	"fmt"
	"log/slog"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/site"
	"honglinh/datasets"
)

// Options are what all pages need. Store and Finder are required; the rest has
// a working default.
type Options struct {
	// BaseURL is the public address without a final slash.
	BaseURL string
	// Site is whose catalogue this is, asked for each page; nil follows the packages.
	Site    func() *site.Site
	Store   Store
	Finder  Finder
	Places  func() *place.Register
	Library func() *datasets.Library
	// Layers are the map layers of the catalogue as it is; nil draws none.
	Layers func() *layers.Set
	// Basemap is the base map under the drawings; nil is the one that ships.
	Basemap *basemap.Map
	// Ingested says when the content was last brought in and what was refused.
	Ingested func() Ingest
	// Tables are the rows of the datasets; nil shows no previews.
	Tables Tables
	// Closed tells the addresses that are for people who signed in; nil for none.
	Closed *httpkit.Closed
	// Protocols are what programs can speak with the catalogue.
	Protocols []httpkit.Protocol
	// Design is shared with the frames of other states; nil is one of this frame alone.
	Design  *Design
	Metrics *httpkit.Metrics
	// Count is told of each answer that counts as use; nil counts nothing.
	Count func(httpkit.Used)
	// Limits are what bounds readers, and what is ready for them.
	Limits  httpkit.Limits
	Now     Clock
	Log     *slog.Logger
	Version string
}

// Ingest is the outcome of the last run that brought content in.
type Ingest struct {
	At                                       time.Time
	Read, Added, Changed, Unchanged, Removed int
	Refused                                  int
}

func (o Options) withDefaults() (Options, error) {
	if o.Store == nil || o.Finder == nil {
		return o, fmt.Errorf("Options.Store and Options.Finder are required")
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	if o.BaseURL == "" {
		o.BaseURL = "http://127.0.0.1:8080"
	}
	if o.Places == nil {
		empty := place.NewRegister(nil)
		o.Places = func() *place.Register { return empty }
	}
	if o.Library == nil {
		empty := &datasets.Library{}
		o.Library = func() *datasets.Library { return empty }
	}
	if o.Site == nil {
		o.Site = site.NewCurrent(site.Site{}, func() *site.Site { return o.Library().Site() }).Site
	}
	if o.Layers == nil {
		o.Layers = func() *layers.Set { return nil }
	}
	if o.Basemap == nil {
		o.Basemap = basemap.Shipping()
	}
	if o.Ingested == nil {
		o.Ingested = func() Ingest { return Ingest{} }
	}
	if o.Design == nil {
		o.Design = &Design{}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}
