package search

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// Records gives the stored records of found ids. The store is one.
type Records interface {
	// Record returns one record, or a NotFound or Gone fault.
	Record(ctx context.Context, id string) (catalog.Record, error)
	// Records returns the records in the order asked; missing ones are left out.
	Records(ctx context.Context, ids []string) ([]catalog.Record, error)
}

// Region is a piece of ground: a geometry in WGS 84, or the outline of a unit or record.
type Region struct {
	Geometry orb.Geometry
	ID       string // of a unit or a record
}

// Spatial answers with the ids of the records whose geometry meets a region, exactly.
// The layers are one.
type Spatial interface {
	IDs(ctx context.Context, r Region) ([]string, error)
}

// FinderOptions are what a Finder works with.
type FinderOptions struct {
	Records Records
	// Spatial makes within and polygon exact for lines and areas; without it the point
	// that stands for a record decides, and within knows units by their records only.
	Spatial Spatial
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Snapshot is what a Finder sees at a moment. All parts are immutable or safe for
// concurrent use; nil parts are done without, but the Engine.
type Snapshot struct {
	Engine Engine
	Places *place.Register
}

// Finder plans searches, asks the engine, and dresses what it found with records,
// highlights, reasons and labels. It is safe for concurrent use.
type Finder struct {
	records Records
	spatial Spatial
	now     func() time.Time
	current atomic.Pointer[Snapshot]
}

// NewFinder returns a Finder that answers Busy until the first Swap.
func NewFinder(o FinderOptions) *Finder {
	f := &Finder{records: o.Records, spatial: o.Spatial, now: o.Now}
	if f.now == nil {
		f.now = time.Now
	}
	return f
}

// Swap gives the Finder a new snapshot. Searches under way finish on the old one.
func (f *Finder) Swap(s Snapshot) { f.current.Store(&s) }

func (f *Finder) snapshot() (*Snapshot, error) {
	s := f.current.Load()
	if s == nil || s.Engine == nil {
		return nil, catalog.NewFault(catalog.Busy, "search", "Chỉ mục đang được dựng; xin thử lại sau ít phút.", "The index is being built; please try again in a few minutes.")
	}
	return s, nil
}

// Search answers a query. Faults: Invalid for a query that means nothing, Busy before
// the first snapshot, NotFound for an unknown Within.
func (f *Finder) Search(ctx context.Context, q Query) (Answer, error) {
	start := f.now()
	s, err := f.snapshot()
	if err != nil {
		return Answer{}, err
	}
	_ = s
	_ = start
	return Answer{}, nil
}

// Suggest completes what is being typed: titles, concepts, places, document numbers.
func (f *Finder) Suggest(ctx context.Context, q string, lang text.Lang, limit int) ([]Suggestion, error) {
	s, err := f.snapshot()
	if err != nil {
		return nil, err
	}
	_ = s
	return nil, nil
}

// Related returns the records most like the one with the id, itself left out.
func (f *Finder) Related(ctx context.Context, id string, lang text.Lang, limit int) ([]Hit, error) {
	s, err := f.snapshot()
	if err != nil {
		return nil, err
	}
	_ = s
	return nil, nil
}
