package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/search"
)

// Search answers from one view.
func (e *Engine) Search(ctx context.Context, req search.Request) (search.Result, error) {
	return e.search(ctx, req, nil)
}

// search answers from the view of the request's position if there is one, else from h, else from
// the newest.
func (e *Engine) search(ctx context.Context, req search.Request, h *view) (search.Result, error) {
	if err := checkLimit(req); err != nil {
		return search.Result{}, err
	}
	state := ""
	if req.After != nil {
		state = req.After.State
	}
	v, err := e.views.take(state, h)
	if err != nil {
		return search.Result{}, err
	}
	res, err := e.onView(ctx, v, req)
	if lostView := (*lost)(nil); errors.As(err, &lostView) { // with its node, or nobody asked for long
		if v, err = e.views.take("", nil); err == nil {
			res, err = e.onView(ctx, v, req)
		}
	}
	if lostView := (*lost)(nil); errors.As(err, &lostView) {
		return res, away(err)
	}
	if is(err, http.StatusNotFound) { // somebody deleted the index: the next run builds it anew
		e.seq.Store(0)
		return res, away(err)
	}
	return res, err
}

func checkLimit(req search.Request) error {
	most := search.MaxLimit
	if req.Bare {
		most = search.MaxWhole
	}
	if req.Limit < 0 || req.Limit > most {
		return catalog.Invalidf("limit", "limit %d is outside 0 to %d", req.Limit, most)
	}
	return nil
}

func (e *Engine) onView(ctx context.Context, v *view, req search.Request) (search.Result, error) {
	renewed := req.After != nil && req.After.State != v.name() && seqOf(req.After.State) != v.seq
	if renewed && req.Text != nil && (req.Sort == search.ByRelevance || req.Sort == "") {
		return search.Result{}, search.StaleCursor()
	}
	res, err := e.answer(ctx, v, req)
	res.Renewed = renewed
	return res, err
}

// answer asks at the strictest level that finds enough.
func (e *Engine) answer(ctx context.Context, v *view, req search.Request) (search.Result, error) {
	f, err := newFilters(req)
	if err != nil {
		return search.Result{}, err
	}
	a := asking{engine: e, view: v, req: req, filters: f}
	if req.Text == nil {
		found, err := a.ask(ctx, allClauses)
		if err != nil {
			return search.Result{}, err
		}
		return a.result(found, found.total()), nil
	}
	if err := e.learn(ctx, v, req.Text); err != nil {
		return search.Result{}, err
	}
	p := v.plan(req.Text, !req.Bare)
	a.plan = &p
	if req.Text.AnyClause {
		found, err := a.ask(ctx, anyClause)
		if err != nil {
			return search.Result{}, err
		}
		res := a.result(found, found.strict())
		res.Relaxed = true
		return res, nil
	}
	return a.relaxing(ctx)
}

// Numbers of results that are enough not to relax, as in the other engine.
const (
	enoughShort = 1
	enoughLong  = 10
	longQuery   = 4
)

// relaxing asks for all clauses, for most and for any, until enough is found.
func (a *asking) relaxing(ctx context.Context) (search.Result, error) {
	strict, err := a.ask(ctx, allClauses)
	if err != nil {
		return search.Result{}, err
	}
	first := a.result(strict, strict.total())
	enough := enoughShort
	if len(a.plan.clauses) >= longQuery {
		enough = enoughLong
	}
	if len(a.plan.clauses) < 2 || first.Total >= enough {
		return first, nil
	}
	for _, at := range []level{mostClauses, anyClause} {
		found, err := a.ask(ctx, at)
		if err != nil {
			return search.Result{}, err
		}
		switch total := found.total(); {
		case at == mostClauses && (total < enough || total == first.Total):
			continue
		case total == first.Total: // any clause finds no more than all of them
			return first, nil
		}
		res := a.result(found, first.Total)
		res.Relaxed = true
		return res, nil
	}
	return first, nil
}

// asking is one request on a view.
type asking struct {
	engine  *Engine
	view    *view
	req     search.Request
	filters filters
	plan    *planned // nil for no text
}

// answered is what the cluster says.
type answered struct {
	Hits struct {
		Total struct{ Value int }
		Hits  []answeredHit
	}
	Aggregations map[string]json.RawMessage
}

type answeredHit struct {
	Score   *float64 `json:"_score"`
	Sort    []any
	Fields  struct{ Lon, Lat []float64 }
	Matched []string `json:"matched_queries"`
}

func (a *answered) total() int { return a.Hits.Total.Value }

// strict is the number of documents with all clauses, where it was asked for.
func (a *answered) strict() int {
	var n struct {
		Documents int `json:"doc_count"`
	}
	_ = json.Unmarshal(a.Aggregations[strictName], &n) // what the cluster writes; 0 where it is not there
	return n.Documents
}

// strictName names the count of documents with all clauses.
const strictName = "strict"

func (a *asking) ask(ctx context.Context, at level) (*answered, error) {
	size := a.req.Limit
	if size > 0 {
		size++ // whether something follows
	}
	body := object{"size": size, "track_total_hits": true, "_source": false, "sort": a.sorted(), "track_scores": a.plan != nil,
		"query": a.query(at)}
	if after := a.after(); after != nil {
		body["search_after"] = after
	}
	if only := a.filters.but(""); only != nil {
		body["post_filter"] = only
	}
	if aggs := a.aggregations(); len(aggs) > 0 {
		body["aggs"] = aggs
	}
	if a.req.Near != nil {
		body["docvalue_fields"] = list{"lon", "lat"}
	}
	var said answered
	if err := a.engine.onPoint(ctx, a.view, body, &said); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return &said, nil
}

func (a *asking) query(at level) object {
	if a.plan == nil {
		return object{"bool": object{"filter": a.filters.where, "must_not": a.filters.not}}
	}
	return object{"function_score": object{"query": a.plan.text(at, a.filters.where, a.filters.not),
		"script_score": object{"script": object{"source": meritScript, "params": a.merits()}}, "boost_mode": "replace"}}
}

// lost says that the cluster has a view no longer and the index went on.
type lost struct{ err error }

func (l *lost) Error() string { return "the state of the index is no more: " + l.err.Error() }
func (l *lost) Unwrap() error { return l.err }

// onPoint searches a view. Its point is renewed if the cluster lost it.
func (e *Engine) onPoint(ctx context.Context, v *view, body object, into any) error {
	for try := 0; ; try++ {
		point := *v.point.Load()
		body["pit"] = object{"id": point, "keep_alive": keepAlive}
		err := e.client.ask(ctx, http.MethodPost, "/_search?allow_partial_search_results=false", body, into)
		if err == nil || ctx.Err() != nil || !is(err, http.StatusNotFound) && !is(err, http.StatusInternalServerError, http.StatusServiceUnavailable) {
			return err
		}
		if try > 0 {
			return err
		}
		if ok, failed := e.renew(ctx, v, point); failed != nil {
			return failed
		} else if !ok {
			return &lost{err}
		}
	}
}

// result makes the answer of what was found.
func (a *asking) result(found *answered, strict int) search.Result {
	res := search.Result{Total: found.total(), Strict: strict, Seq: a.view.seq, Facets: a.facets(found)}
	hits := found.Hits.Hits
	more := len(hits) > a.req.Limit
	hits = hits[:min(len(hits), a.req.Limit)]
	for _, h := range hits {
		m := search.Match{ID: h.id()}
		if h.Score != nil {
			m.Score = *h.Score
		}
		if a.req.Text != nil && !a.req.Bare {
			m.Labels = labels(a.req.Text, h.Matched)
		}
		if km, ok := a.distance(h); ok {
			m.DistanceKM = &km
		}
		res.Hits = append(res.Hits, m)
	}
	if more && len(hits) > 0 {
		res.Next = a.position(hits[len(hits)-1])
	}
	return res
}

// distance is how far a hit is from the point asked for, in kilometres; false where nothing is
// known of its place.
func (a *asking) distance(h answeredHit) (float64, bool) {
	if a.req.Near == nil || len(h.Fields.Lon) == 0 || len(h.Fields.Lat) == 0 {
		return 0, false
	}
	if km, ok := a.req.Away[h.id()]; ok {
		return km, true
	}
	return geodesy.Distance(*a.req.Near, orb.Point{h.Fields.Lon[0], h.Fields.Lat[0]}) / 1000, true
}
