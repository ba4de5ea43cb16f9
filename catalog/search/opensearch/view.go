package opensearch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"honglinh/catalog/search"
)

// keepAlive is how long the cluster holds a view that nobody asks; each search begins it anew.
const keepAlive = "10m"

// keepViews and keepFor bound the replaced views that stay for readers who page through a result:
// each keeps files of the cluster that merging would free.
const (
	keepViews = 3
	keepFor   = 5 * time.Minute
)

// view is one state of the index: a point in time of OpenSearch with what scores are reckoned
// by. Only its point is ever changed, by one of the same content.
type view struct {
	number  int64 // that of no other view, before a restart or after
	seq     int64
	docs    int
	lastDay float64 // the newest day of a document
	made    time.Time
	terms   statistics

	point atomic.Pointer[string]
	held  atomic.Int64 // how many hold it
}

// name names the view in a position.
func (v *view) name() string { return fmt.Sprintf("%d-%d", v.seq, v.number) }

// newView opens a point in time on what the index shows now.
func (e *Engine) newView(ctx context.Context) (*view, error) {
	point, err := e.openPoint(ctx)
	if err != nil {
		return nil, err
	}
	v := &view{made: time.Now()}
	v.point.Store(&point)
	var said struct {
		Hits         struct{ Total struct{ Value int } }
		Aggregations struct {
			Day struct{ Value *float64 }
			Seq struct{ Value *float64 }
		}
	}
	body := object{"size": 0, "track_total_hits": true, "pit": object{"id": point, "keep_alive": keepAlive},
		"aggs": object{"day": object{"max": object{"field": "day"}}, "seq": object{"max": object{"field": "seq"}}}}
	if err := e.client.ask(ctx, http.MethodPost, "/_search", body, &said); err != nil {
		return nil, err
	}
	if said.Aggregations.Seq.Value == nil {
		return nil, fmt.Errorf("%w: it does not say how far it is", search.ErrUnusable)
	}
	v.seq, v.docs = int64(*said.Aggregations.Seq.Value), said.Hits.Total.Value-1 // without the state
	if day := said.Aggregations.Day.Value; day != nil {
		v.lastDay = *day
	}
	return v, nil
}

func (e *Engine) openPoint(ctx context.Context) (string, error) {
	var said struct {
		ID string `json:"pit_id"`
	}
	err := e.client.ask(ctx, http.MethodPost, e.named("_search", "point_in_time")+"?keep_alive="+url.QueryEscape(keepAlive), nil, &said)
	return said.ID, err
}

// renew gives a view whose point the cluster lost, with its node or by time, a new one of the
// same content; false when the index has gone on since.
func (e *Engine) renew(ctx context.Context, v *view, lost string) (bool, error) {
	if now := *v.point.Load(); now != lost {
		return true, nil // somebody did
	}
	fresh, err := e.newView(ctx)
	if err != nil {
		return false, err
	}
	if fresh.seq != v.seq || fresh.docs != v.docs {
		e.drop([]*view{fresh})
		return false, nil
	}
	v.point.Store(fresh.point.Load())
	return true, nil
}

// drop gives up the points of views; one that is not to be reached ends by itself.
func (e *Engine) drop(old []*view) {
	if len(old) == 0 {
		return
	}
	var points []string
	for _, v := range old {
		points = append(points, *v.point.Load())
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), askFor)
		defer cancel()
		_ = e.client.ask(ctx, http.MethodDelete, "/_search/point_in_time", object{"pit_id": points}, nil)
	}()
}

// views are the current view and some before it. Their numbers count on from the time at which
// the engine was opened, so that cursors from before a restart meet no other view.
type views struct {
	mu    *sync.Mutex
	list  []*view // newest first
	count int64
	ended bool
}

func newViews() views { return views{mu: &sync.Mutex{}, count: time.Now().UnixNano()} }

// show makes v the current view, and gives those that are kept no longer.
func (s *views) show(v *view) (old []*view) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	v.number = s.count
	s.list = append([]*view{v}, s.list...)
	kept := s.list[:0]
	for i, v := range s.list {
		if i == 0 || v.held.Load() > 0 || i < keepViews && time.Since(v.made) < keepFor {
			kept = append(kept, v)
		} else {
			old = append(old, v)
		}
	}
	s.list = kept
	return old
}

// take gives the view with the name if it is still there, else h's, else the newest.
func (s *views) take(name string, h *view) (*view, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || len(s.list) == 0 {
		return nil, closedFault()
	}
	for _, v := range s.list {
		if name != "" && v.name() == name {
			return v, nil
		}
	}
	if h != nil {
		return h, nil
	}
	return s.list[0], nil
}

// hold gives the current view, which stays until it is let go.
func (s *views) hold() (*view, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || len(s.list) == 0 {
		return nil, closedFault()
	}
	s.list[0].held.Add(1)
	return s.list[0], nil
}

func (s *views) close() []*view {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.list
	s.list, s.ended = nil, true
	return old
}

// seqOf is the sequence that the name of a view begins with; 0 for another engine's name.
func seqOf(name string) int64 {
	var seq, number int64
	if n, err := fmt.Sscanf(strings.ReplaceAll(name, "-", " "), "%d %d", &seq, &number); n != 2 || err != nil {
		return 0
	}
	return seq
}
