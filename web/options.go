package web

import (
	"context"
	"log/slog"
	"time"

	"honglinh/api/httpkit"
	bodies "honglinh/catalog/contact"
	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/brief"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
	"honglinh/datasets/rulebook"
	"honglinh/indexer/harvest"
	"honglinh/web/contact"
	"honglinh/web/coverage"
	"honglinh/web/desk"
	"honglinh/web/follow"
	"honglinh/web/frame"
	"honglinh/web/record"
	"honglinh/web/shortlist"
	"honglinh/web/usage"
	"honglinh/web/zeroresults"
)

// Options are what the pages need. Store and Finder are required; the rest has
// a working default.
type Options struct {
	// BaseURL is the public address without a final slash.
	BaseURL string
	// Site is whose catalogue this is, asked for each page; nil follows the packages.
	Site    func() *site.Site
	Store   frame.Store
	Finder  frame.Finder
	Places  func() *place.Register
	Library func() *datasets.Library
	// Layers are the map layers of the catalogue as it is; nil draws none.
	Layers func() *layers.Set
	// Basemap is the base map under the drawings; nil is the one that ships.
	Basemap *basemap.Map
	// Geometry is what the last ingest found of the geometries, by dataset; nil has no report.
	Geometry func() map[string][]datasets.GeometryReport
	// Portals are the portals that are harvested, and how that goes; nil is none.
	Portals func() []harvest.Status
	// Ingested says when the content was last brought in and what was refused.
	Ingested func() frame.Ingest
	// ZeroResults counts searches that found nothing; nil counts none.
	ZeroResults *zeroresults.Counter
	// Tables are the rows of the datasets; nil shows no previews.
	Tables frame.Tables
	// Describer and Quality derive descriptions and scores of the datasets; nil are
	// made from Tables and keep no history.
	Describer *metadata.Describer
	Quality   *quality.Book
	// Rules are the incentives and journeys; nil has neither page.
	Rules *rulebook.Shelf
	// Contacts tell whom to ask today; nil names nobody.
	Contacts *bodies.Book
	// Usage is how much the catalogue is used; nil says that nothing is counted. Count is
	// told of each answer that counts; nil counts nothing.
	Usage *usage.Counter
	Count func(httpkit.Used)
	// Desk is what the editorial desk works with; without accounts there is none.
	Desk desk.Options
	// Notices are what readers are told of changes; nil is what the desk tells.
	Notices record.Notices
	// Freshness tells how units keep what they published; nil tells nothing.
	Freshness coverage.Board
	// Protocols are what programs can speak with the catalogue.
	Protocols []httpkit.Protocol
	// Design is what pages of several states share; nil is one of these alone.
	Design *frame.Design
	// Contact is who takes what readers write to us; without a desk nobody does.
	Contact contact.Options
	// Follow is who tells readers of changes; without a follower nobody does.
	Follow  follow.Options
	Metrics *httpkit.Metrics
	// Limits are what bounds readers, and what is ready for them.
	Limits  httpkit.Limits
	Now     frame.Clock
	Log     *slog.Logger
	Version string
}

func (o Options) withDefaults() Options {
	if o.Describer == nil && o.Tables != nil {
		o.Describer = metadata.New(o.Tables, o.Places)
	}
	if o.Quality == nil && o.Describer != nil {
		o.Quality = quality.NewBook(o.Describer, nil, o.Now)
	}
	if o.Geometry == nil {
		o.Geometry = func() map[string][]datasets.GeometryReport { return nil }
	}
	if o.ZeroResults == nil {
		o.ZeroResults = zeroresults.New(nil)
	}
	return o
}

// frame is what the frame needs of the options.
func (o Options) frame() frame.Options {
	return frame.Options{Closed: desk.Closed(), BaseURL: o.BaseURL, Site: o.Site, Store: o.Store, Finder: o.Finder, Places: o.Places, Library: o.Library, Layers: o.Layers, Basemap: o.Basemap,
		Ingested: o.Ingested, Tables: o.Tables, Design: o.Design, Protocols: o.Protocols, Metrics: o.Metrics, Count: o.Count, Limits: o.Limits, Now: o.Now, Log: o.Log, Version: o.Version}
}

// Design is what the pages of several states share.
type Design = frame.Design

// Ingest is the outcome of the last run that brought content in.
type Ingest = frame.Ingest

// Usage counts how much the catalogue is used; ZeroResults the searches that found nothing.
type (
	Usage       = usage.Counter
	ZeroResults = zeroresults.Counter
)

// NewUsage returns an empty record of use; save, if given, is called with its state.
func NewUsage(now func() time.Time, save func([]byte)) *Usage {
	return usage.NewCounter(now, save)
}

// NewZeroResults returns an empty count of zero-result searches; save, if given, is called with its state.
func NewZeroResults(save func([]byte)) *ZeroResults { return zeroresults.New(save) }

// FollowOptions say who tells readers of changes.
type FollowOptions = follow.Options

// ContactOptions say who takes what readers write to us, and Gates how much.
type (
	ContactOptions = contact.Options
	Gates          = contact.Gates
)

// BriefOptions are what a brief tells beside the records.
type BriefOptions = shortlist.Beside

// Brief composes the brief of a list of records, as their pages print them.
func Brief(ctx context.Context, s *frame.Frame, beside BriefOptions, lang text.Lang, ids string) (brief.Document, error) {
	return shortlist.Brief(ctx, s, beside, lang, ids)
}

// DeskOptions are what the editorial desk works with.
type DeskOptions = desk.Options
