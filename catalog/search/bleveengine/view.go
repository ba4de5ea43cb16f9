package bleveengine

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	index "github.com/blevesearch/bleve_index_api"

	"honglinh/catalog/search"
)

// The constants of BM25 (Robertson, Walker et al., TREC-3).
const (
	k1 = 1.0
	b  = 0.4 // a long text loses less than the usual 0.75 costs it: laws and plans are long
)

// view is one state of the index with its columns. It never changes.
type view struct {
	number int64 // that of no other view, before a restart or after
	seq    int64
	reader index.IndexReader
	cols   *columns
	live   []uint32                 // rows of the documents, in the order of the index
	rowOf  []uint32                 // document number of the index -> row; noRow for a deleted one
	byID   func() map[string]uint32 // id -> live row, made when a search first asks by ids
	placed func() *placed           // made when a search first asks for an area
	avg    [fieldCount]float64
	// norm is k1·(1-b+b·length/average) per field and row, the part of BM25 that does
	// not depend on the term.
	norm     [fieldCount][]float32
	merit    []float32
	lastDay  int32
	postings *postings
	counts   countCache
	scratch  *sync.Pool

	users atomic.Int64
	made  time.Time
}

const noRow = ^uint32(0)

// newView reads the current state. The caller holds the write lock.
func (e *Engine) newView() (*view, error) {
	r, err := e.reader()
	if err != nil {
		return nil, err
	}
	v := &view{seq: e.state.Seq, reader: r, cols: e.cols.snapshot(), made: time.Now(), postings: newPostings()}
	if err := v.mapRows(e.rows); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	for i := range v.avg {
		v.avg[i] = 1
		if e.state.Docs > 0 && e.state.Totals[i] > 0 {
			v.avg[i] = float64(e.state.Totals[i]) / float64(e.state.Docs)
		}
	}
	v.byID = sync.OnceValue(func() map[string]uint32 {
		m := make(map[string]uint32, len(v.live))
		for _, row := range v.live {
			m[v.cols.ids[row]] = row
		}
		return m
	})
	v.placed = sync.OnceValue(v.place)
	v.normalise()
	v.weigh()
	size := len(v.cols.ids)
	v.scratch = &sync.Pool{New: func() any { return newScratch(size) }}
	v.users.Store(1)
	return v, nil
}

// mapRows finds the row of every document of the index.
func (v *view) mapRows(rows map[string]uint32) error {
	all, err := v.reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer all.Close()
	v.live = make([]uint32, 0, len(rows))
	for {
		id, err := all.Next()
		if err != nil {
			return err
		}
		if id == nil {
			break
		}
		name, err := v.reader.ExternalID(id)
		if err != nil {
			return err
		}
		row, ok := rows[name]
		if !ok {
			return fmt.Errorf("document %s has no row", name)
		}
		at := int(id.Value())
		for len(v.rowOf) <= at {
			v.rowOf = append(v.rowOf, noRow)
		}
		v.rowOf[at] = row
		v.live = append(v.live, row)
	}
	if len(v.live) != len(rows) {
		return fmt.Errorf("the index shows %d documents of %d", len(v.live), len(rows))
	}
	return nil
}

// rowsOf are the live rows of the documents with the ids, ascending, each once.
func (v *view) rowsOf(ids []string) []uint32 {
	if len(ids) == 0 {
		return nil
	}
	byID := v.byID()
	rows := make([]uint32, 0, len(ids))
	for _, id := range ids {
		if row, ok := byID[id]; ok {
			rows = append(rows, row)
		}
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

func (v *view) normalise() {
	v.lastDay = search.OpenFrom
	for _, row := range v.live {
		v.lastDay = max(v.lastDay, v.cols.day[row])
	}
	for i := range v.norm {
		v.norm[i] = make([]float32, len(v.cols.ids))
		for row, length := range v.cols.lengths[i] {
			v.norm[i][row] = float32(k1 * (1 - b + b*float64(length)/v.avg[i]))
		}
	}
}

// release ends one use of the view; the last one closes it.
func (v *view) release() error {
	if v.users.Add(-1) > 0 {
		return nil
	}
	return v.reader.Close()
}

// keepViews and keepFor bound the replaced views that stay for readers who page through
// a result: each holds the files of its segments and its columns.
const (
	keepViews = 3
	keepFor   = 5 * time.Minute
)

// views are the current view and some before it. Their numbers count on from the time at
// which the engine was opened, so that cursors from before a restart meet no other view.
type views struct {
	mu    sync.Mutex
	list  []*view // newest first
	holds map[*held]bool
	count int64
}

func newViews() *views { return &views{holds: map[*held]bool{}, count: time.Now().UnixNano()} }

// show makes v the current view.
func (s *views) show(v *view) error {
	s.mu.Lock()
	s.count++
	v.number = s.count
	s.list = append([]*view{v}, s.list...)
	var old []*view
	for len(s.list) > 1 {
		last := s.list[len(s.list)-1]
		if len(s.list) <= keepViews && time.Since(last.made) < keepFor {
			break
		}
		old, s.list = append(old, last), s.list[:len(s.list)-1]
	}
	s.mu.Unlock()
	var err error
	for _, v := range old {
		err = errors.Join(err, v.release())
	}
	return err
}

// take takes the view with the number if it is still there, else that of h, else the newest.
// The caller releases it.
func (s *views) take(number int64, h *held) (*view, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == 0 {
		return nil, closedFault()
	}
	v := s.list[0]
	if s.holds[h] {
		v = h.view
	}
	for _, old := range s.list {
		if old.number == number {
			v = old
		}
	}
	v.users.Add(1)
	return v, nil
}

// close lets all views go, those that are held too, and waits for searches under way.
func (s *views) close() error {
	s.mu.Lock()
	list := s.list
	for h := range s.holds {
		list = append(list, h.view)
	}
	s.list, s.holds = nil, map[*held]bool{}
	s.mu.Unlock()
	var err error
	for _, v := range list {
		err = errors.Join(err, v.release())
	}
	for _, v := range list {
		for v.users.Load() > 0 {
			time.Sleep(time.Millisecond) // a search takes some milliseconds
		}
	}
	return err
}
