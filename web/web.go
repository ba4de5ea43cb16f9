package web

import (
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
)

// Options are what the pages need. Store and Finder are required; the rest has
// a working default.
type Options struct {
	// BaseURL is the public address without a final slash.
	BaseURL string
	// Name is the catalogue's name in the frame of every page.
	Name    text.Text
	Store   Store
	Finder  Finder
	Places  func() *place.Register
	Library func() *datasets.Library
	// Layers are the map layers of the catalogue as it is; nil draws no ground.
	Layers func() *layers.Set
	// Geometry is what the last ingest found of the geometries, by dataset; nil has no report.
	Geometry func() map[string][]datasets.GeometryReport
	// Ingested says when the content was last brought in and what was refused.
	Ingested func() Ingest
	InVain   InVain
	// Tables are the rows of the datasets; nil shows no previews.
	Tables Tables
	// Describer and Quality derive descriptions and scores of the datasets; nil are
	// made from Tables and keep no history.
	Describer *metadata.Describer
	Quality   *quality.Book
	// Usage is how much the catalogue is used; nil says that nothing is counted.
	Usage   UsageStats
	Metrics *httpkit.Metrics
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

type handler = httpkit.Handler

// site is the pages of one catalogue.
type site struct {
	Options
	kit     *httpkit.Kit
	router  *mux.Router
	log     *slog.Logger
	views   *views
	assets  *assets
	prose   *prose
	locales map[text.Lang]*locale
	whole   overviews
	plots   *template.Template
	started time.Time
}

// contentPolicy allows what the pages load: their own files, and nothing inline.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// New returns the handler of all pages, their static files and the widget. It
// panics without a Store or a Finder, or when an embedded template or locale is
// broken: mistakes of the program, which the tests find.
func New(o Options) http.Handler {
	s, err := newSite(o)
	if err != nil {
		panic(err)
	}
	return s.kit.Wrap(s.router)
}

func newSite(o Options) (*site, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &site{Options: o, log: o.Log, prose: newProse(), started: o.Now(), locales: map[text.Lang]*locale{}}
	for _, lang := range text.Langs() {
		if s.locales[lang], err = loadLocale(lang); err != nil {
			return nil, err
		}
	}
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.views, err = loadViews(s.locales, s.assets); err != nil {
		return nil, err
	}
	if s.plots, err = plotTemplate(); err != nil {
		return nil, err
	}
	s.kit = httpkit.New(httpkit.Options{BaseURL: o.BaseURL, Log: o.Log, Metrics: o.Metrics, Render: s.problem, CSP: contentPolicy,
		CORS: true, Now: o.Now})
	s.routes()
	return s, nil
}

func (o Options) withDefaults() (Options, error) {
	if o.Store == nil || o.Finder == nil {
		return o, fmt.Errorf("web: Options.Store and Options.Finder are required")
	}
	if o.Describer == nil && o.Tables != nil {
		o.Describer = metadata.New(o.Tables, o.Places)
	}
	if o.Quality == nil && o.Describer != nil {
		o.Quality = quality.NewBook(o.Describer, nil, o.Now)
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	if o.BaseURL == "" {
		o.BaseURL = "http://127.0.0.1:8080"
	}
	if o.Name.IsZero() {
		o.Name = text.New("Danh mục Hồng Lĩnh", "Hong Linh Catalogue")
	}
	if o.Geometry == nil {
		o.Geometry = func() map[string][]datasets.GeometryReport { return nil }
	}
	if o.Places == nil {
		empty := place.NewRegister(nil)
		o.Places = func() *place.Register { return empty }
	}
	if o.Library == nil {
		empty := &datasets.Library{}
		o.Library = func() *datasets.Library { return empty }
	}
	if o.Layers == nil {
		o.Layers = func() *layers.Set { return nil }
	}
	if o.Ingested == nil {
		o.Ingested = func() Ingest { return Ingest{} }
	}
	if o.InVain == nil {
		o.InVain = NewVain(nil)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}
