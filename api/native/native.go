package native

import (
	"bytes"
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/datasets"
)

// Records is the store's present and past content of one id.
type Records interface {
	Record(ctx context.Context, id string) (catalog.Record, error)
	RecordVersion(ctx context.Context, id string, version int) (catalog.Record, error)
	RecordAsOf(ctx context.Context, id string, on catalog.Date) (catalog.Record, error)
}

// History is how records came to be what they are.
type History interface {
	Versions(ctx context.Context, id string) ([]store.Version, error)
	Backlinks(ctx context.Context, id string) ([]store.Backlink, error)
}

// Log is the change sequence.
type Log interface {
	Seq(ctx context.Context) (int64, error)
	Changes(ctx context.Context, since int64, limit int) ([]store.Change, error)
	Counts(ctx context.Context) (map[string]int, error)
}

// Store is what the API reads of the record store.
type Store interface {
	Records
	History
	Log
}

// Finder answers searches.
type Finder interface {
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	Whole(ctx context.Context, q search.Query, page func(ids []string) []string) (search.Answer, []string, error)
	Suggest(ctx context.Context, q string, lang text.Lang, limit int) ([]search.Suggestion, error)
	Related(ctx context.Context, id string, lang text.Lang, limit int) ([]search.Hit, error)
}

// Sources are what the API answers from. Store, Finder, Places and Library are needed.
type Sources struct {
	Store   Store
	Finder  Finder
	Places  func() *place.Register
	Library func() *datasets.Library
	// Rows counts the rows of a table; nil, or false for one it does not know.
	Rows func(dataset, table string) (int64, bool)
	// Geometry tells what the last ingest found of the geometries of a dataset;
	// nil, or false for one without any.
	Geometry func(dataset string) ([]datasets.GeometryReport, bool)
	// Layers gives the map layers of the current state; nil tells nothing of what is around a record.
	Layers func() *layers.Set
	// Ingested is when the last ingest run ended; nil or zero is not known.
	Ingested func() time.Time
	// ZeroResults is told the words of a search that found nothing; nil counts nothing.
	ZeroResults func(words string, lang text.Lang)
}

// Documented is another face whose routes belong into the OpenAPI document.
type Documented interface {
	Routes() []httpkit.Route
	Schemas() openapi3.Schemas
}

// Options of the face. Kit and Sources are needed.
type Options struct {
	Kit      *httpkit.Kit
	Sources  Sources
	Versions Versions
	Now      func() time.Time
	// Documented are further faces for the OpenAPI document.
	Documented []Documented
	// Protocols are all that the catalogue speaks.
	Protocols []httpkit.Protocol
}

// Face is the native API.
type Face struct {
	kit     *httpkit.Kit
	src     Sources
	numbers Versions
	now     func() time.Time
	others  []Documented
	faces   []httpkit.Protocol
	started time.Time // what the program itself says has not changed since
	// last remembers when the newest change was made.
	last     atomic.Pointer[change]
	encoded  encoded
	document atomic.Pointer[document]
	whose    atomic.Pointer[siteSince]
}

type change struct {
	seq      int64
	modified time.Time
}

// New returns the native API.
func New(o Options) *Face {
	f := &Face{kit: o.Kit, src: o.Sources, numbers: o.Versions, now: o.Now, others: o.Documented, faces: o.Protocols, encoded: newEncoded()}
	if f.now == nil {
		f.now = time.Now
	}
	f.started = f.now()
	return f
}

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.kit.Mount(router, f.Routes()) }

// writeNow answers with what the whole catalogue as it is now decides.
func (f *Face) writeNow(w http.ResponseWriter, r *http.Request, v any, val httpkit.Validator) error {
	return f.writeNowWith(w, r, val, func(b *bytes.Buffer) error { return httpkit.AppendJSON(b, v) })
}

// writeNowWith does so with the JSON that appendTo appends.
func (f *Face) writeNowWith(w http.ResponseWriter, r *http.Request, val httpkit.Validator, appendTo func(*bytes.Buffer) error) error {
	state, err := f.state(r.Context())
	if err != nil {
		return err
	}
	val.Modified = state.modified
	return httpkit.WriteWith(w, r, httpkit.JSONMedia, val, appendTo)
}

// state returns the newest change of the store, with the time at which what the
// API shows last changed: a record, or a dataset (the thesaurus and the units are
// datasets too, and change what a search finds without a change of any record).
func (f *Face) state(ctx context.Context) (change, error) {
	seq, err := f.src.Store.Seq(ctx)
	if err != nil {
		return change{}, err
	}
	c := f.last.Load()
	if c == nil || c.seq != seq {
		if c, err = f.newest(ctx, seq); err != nil {
			return change{}, err
		}
		f.last.Store(c)
	}
	state := *c
	for _, p := range f.src.Library().All() {
		if p.Modified.After(state.modified) {
			state.modified = p.Modified
		}
	}
	return state, nil
}

// newest reads when the change was made.
func (f *Face) newest(ctx context.Context, seq int64) (*change, error) {
	c := &change{seq: seq}
	if seq == 0 {
		return c, nil
	}
	changes, err := f.src.Store.Changes(ctx, seq-1, 1)
	if err != nil {
		return nil, err
	}
	if len(changes) > 0 {
		c.modified = changes[0].Modified
	}
	return c, nil
}
