package bleveengine

import (
	"context"
	"fmt"
	"math"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

// candidate is a row that passes all filters but those in misses.
type candidate struct {
	row    uint32
	misses uint16
	at     level
}

// level is how many of the clauses a row must match.
type level uint8

const (
	allClauses level = iota
	mostClauses
	anyClause
	noClause // does not match
)

// Search answers from one view.
func (e *Engine) Search(ctx context.Context, req search.Request) (search.Result, error) {
	return e.search(ctx, req, nil)
}

// search answers from the view of the request's position if there is one, else from that of h.
func (e *Engine) search(ctx context.Context, req search.Request, h *held) (search.Result, error) {
	var then moment
	if req.After != nil {
		then = readMoment(req.After.State)
	}
	v, err := e.views.take(then.number, h)
	if err != nil {
		return search.Result{}, err
	}
	defer v.release()
	renewed := req.After != nil && v.number != then.number && v.seq != then.seq
	if renewed && req.Text != nil && (req.Sort == search.ByRelevance || req.Sort == "") {
		return search.Result{}, search.StaleCursor()
	}
	res, err := v.search(ctx, req)
	if err != nil {
		return search.Result{}, fmt.Errorf("search index: %w", err)
	}
	res.Renewed = renewed
	return res, nil
}

func (v *view) search(ctx context.Context, req search.Request) (search.Result, error) {
	most := search.MaxLimit
	if req.Bare {
		most = search.MaxWhole
	}
	if req.Limit < 0 || req.Limit > most {
		return search.Result{}, catalog.Invalidf("limit", "limit %d is outside 0 to %d", req.Limit, most)
	}
	f, err := v.newFilter(req)
	if err != nil {
		return search.Result{}, err
	}
	own := v.scratch.Get().(*scratch)
	defer v.scratch.Put(own)
	var text *scored
	if req.Text != nil {
		if text, err = v.scoreText(ctx, own, req.Text); err != nil {
			return search.Result{}, err
		}
	}
	found, res := v.collect(own, f, text, req.Text)
	res.Seq = v.seq
	if len(req.Facets) > 0 {
		res.Facets = v.count(f, found, req)
	}
	top := v.rank(req, found, text)
	v.page(ctx, req, top, &res)
	return res, ctx.Err()
}

// collect gives the rows that match the text and fail at most the filters of one facet,
// at the strictest level that finds enough. They are of own until its next use.
func (v *view) collect(own *scratch, f *filter, text *scored, plan *search.Plan) ([]candidate, search.Result) {
	var counts [anyClause + 1]int
	found := own.found[:0]
	for _, row := range v.looked(f, text) {
		at := allClauses
		if text != nil {
			if at = text.of(row).at; at == noClause || text.without[row] {
				continue
			}
		}
		misses, ok := f.misses(row)
		if !ok {
			continue
		}
		if misses == 0 {
			counts[at]++
		}
		found = append(found, candidate{row, misses, at})
	}
	own.found = found
	if text == nil {
		return found, search.Result{Total: counts[allClauses], Strict: counts[allClauses]}
	}
	at := anyClause
	if plan == nil || !plan.AnyClause {
		at = choose(counts, text)
	}
	res := search.Result{Strict: counts[allClauses], Relaxed: at > allClauses}
	for _, n := range counts[:at+1] {
		res.Total += n
	}
	if at < anyClause {
		found = slices.DeleteFunc(found, func(c candidate) bool { return c.at > at })
	}
	return found, res
}

// looked are the rows that may match.
func (v *view) looked(f *filter, text *scored) []uint32 {
	switch {
	case f.rows != nil:
		return f.rows
	case text != nil && text.full != 0:
		return text.hits
	}
	return v.live
}

// Numbers of results that are enough not to relax. A question of four words and more is
// rarely met word by word, so that one or two strict results may be chance.
const (
	enoughShort = 1
	enoughLong  = 10
	longQuery   = 4
)

// choose gives the level at which enough is found.
func choose(counts [anyClause + 1]int, text *scored) level {
	enough, clauses := enoughShort, 0
	for m := text.full; m != 0; m &= m - 1 {
		clauses++
	}
	if clauses >= longQuery {
		enough = enoughLong
	}
	switch {
	case counts[allClauses] >= enough || counts[mostClauses]+counts[anyClause] == 0:
		return allClauses
	case counts[allClauses]+counts[mostClauses] >= enough && counts[mostClauses] > 0:
		return mostClauses
	}
	return anyClause
}

// mostMass is the share of what the words tell that a document must have when not all
// words have to match.
const mostMass = 0.3

// page fills the hits of a result.
func (v *view) page(ctx context.Context, req search.Request, top []ranked, res *search.Result) {
	more := len(top) > req.Limit
	if more {
		top = top[:req.Limit]
	}
	near := v.distances(req)
	for _, r := range top {
		m := search.Match{ID: v.cols.ids[r.row], Score: r.score}
		if req.Text != nil && !req.Bare {
			m.Labels = v.labels(ctx, req.Text, r.row)
		}
		if d := near.km(r.row); !math.IsNaN(d) {
			m.DistanceKM = &d
		}
		res.Hits = append(res.Hits, m)
	}
	if more && len(top) > 0 {
		last := top[len(top)-1]
		res.Next = &search.Position{Key: last.key, Title: last.title, ID: v.cols.ids[last.row], State: moment{v.seq, v.number}.String()}
	}
}

// labels are those of the readings that the row satisfies, each once.
func (v *view) labels(ctx context.Context, plan *search.Plan, row uint32) []string {
	var out []string
	for _, c := range plan.Clauses {
		matched := false
		for _, r := range c.Readings {
			if r.Spare && matched || !v.satisfies(ctx, r, row) {
				continue
			}
			matched = true
			if r.Label != "" && !contains(out, r.Label) {
				out = append(out, r.Label)
			}
		}
	}
	for _, r := range plan.Notes {
		if !contains(out, r.Label) && v.satisfies(ctx, r, row) {
			out = append(out, r.Label)
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

func (v *view) satisfies(ctx context.Context, r search.Reading, row uint32) bool {
	matched := 0
	for _, form := range r.Forms {
		if l, err := v.list(ctx, form); err == nil && l.has(row) {
			matched++
		}
	}
	return matched > 0 && (!r.All || matched == len(r.Forms))
}
