package live

import (
	"io/fs"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/site"
	"honglinh/catalog/store"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
	"honglinh/datasets/table"
)

// Parts are what a state is made of. Whoever makes one sets them; nobody changes what they
// point to afterwards, except that the index and its words may follow the store: a state holds
// them as they are when it is made.
type Parts struct {
	// Seq is the change sequence of the store that all parts are of.
	Seq int64
	// Records are the store as of Seq.
	Records store.Reader
	// Search is the index with what its documents were prepared by; without an engine
	// searches are answered with Busy.
	Search search.Snapshot
	// Generation tells indexes apart.
	Generation int
	Places     *place.Register
	// Thesaurus is nil where no package has one.
	Thesaurus *analysis.Thesaurus
	Layers    *layers.Set
	Library   *datasets.Library
	// Tables are nil where the folder is opened without.
	Tables table.Engine
	// Geometry is what the last run found of the geometries of each dataset that has any.
	Geometry map[string][]datasets.GeometryReport
	// Site is whose catalogue this is, complete.
	Site *site.Site
	// Files is the folder of a published package as it was ingested, nil where it is no
	// longer kept.
	Files func(*datasets.Package) fs.FS
	// Kept is where histories of scores are written; nil keeps none.
	Kept quality.Documents
	Now  func() time.Time
}

// same reports whether readers would see the same of both.
func (p *Parts) same(o *Parts) bool {
	return p.Seq == o.Seq && p.Records == o.Records && p.Generation == o.Generation && p.Search.Engine == o.Search.Engine &&
		p.Search.Restorer == o.Search.Restorer && p.Search.Words == o.Search.Words &&
		p.Places == o.Places && p.Thesaurus == o.Thesaurus && p.Layers == o.Layers && p.Library == o.Library && p.Tables == o.Tables &&
		maps.EqualFunc(p.Geometry, o.Geometry, sameReports) && p.Site == o.Site
}

func sameReports(a, b []datasets.GeometryReport) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// State is the catalogue at one moment. A reader takes it once and answers from nothing else.
type State struct {
	Parts
	// Finder searches the state.
	Finder *search.Finder
	// Describer and Quality derive descriptions and scores of the datasets; nil without tables.
	Describer *metadata.Describer
	Quality   *quality.Book

	holders atomic.Int64
	release func() error // of the index as it was
	done    chan struct{}
	ended   sync.Once
}

// New makes a state of its parts. What the describer of the state before has read of the
// tables is known to this one as well; before may be nil.
func New(p Parts, before *State) *State {
	s := &State{Parts: p, release: func() error { return nil }, done: make(chan struct{})}
	s.holders.Store(1) // whoever shows it
	shown := &layers.Current{}
	if p.Layers != nil {
		shown.Store(p.Layers)
	}
	s.Finder = search.NewFinder(search.FinderOptions{Records: p.Records, Spatial: layers.Spatial{Current: shown}, Now: p.Now})
	if p.Search.Engine != nil {
		var held search.Snapshot
		held, s.release = p.Search.Hold()
		s.Finder.Swap(held)
	}
	if p.Tables == nil {
		return s
	}
	places := func() *place.Register { return s.Places }
	if before != nil && before.Describer != nil {
		s.Describer = before.Describer.Over(p.Tables, places)
	} else {
		s.Describer = metadata.New(p.Tables, places)
	}
	s.Quality = quality.NewBook(s.Describer, p.Kept, p.Now)
	return s
}

// Hold keeps what the state stands on open until Release; false when it is too late.
func (s *State) Hold() bool {
	for {
		n := s.holders.Load()
		if n == 0 {
			return false
		}
		if s.holders.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// Release ends a Hold.
func (s *State) Release() {
	if s.holders.Add(-1) == 0 {
		s.ended.Do(func() {
			_ = s.release() // of a reader: what it says is of no use to anybody
			close(s.done)
		})
	}
}

// Done is closed once the state is no longer shown and nobody holds it.
func (s *State) Done() <-chan struct{} { return s.done }
