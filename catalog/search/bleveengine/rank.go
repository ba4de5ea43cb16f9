package bleveengine

import (
	"container/heap"
	"math"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// ranked is a row with its place in the order: a greater key comes first, then the
// lesser title, then the lesser id.
type ranked struct {
	row   uint32
	key   float64
	score float64
	title string
	id    string
}

func (a ranked) before(b ranked) bool {
	if a.key != b.key {
		return a.key > b.key
	}
	if a.title != b.title {
		return a.title < b.title
	}
	return a.id < b.id
}

// worstFirst is a heap with the worst of the best on top.
type worstFirst []ranked

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return h[j].before(h[i]) }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *worstFirst) Push(x any)        { *h = append(*h, x.(ranked)) }
func (h *worstFirst) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}

// rank gives the best candidates after the position asked for, one more than the limit.
func (v *view) rank(req search.Request, found []candidate, text *scored) []ranked {
	var after *ranked
	if req.After != nil {
		after = &ranked{key: req.After.Key, title: req.After.Title, id: req.After.ID}
	}
	key := v.order(req, text)
	near := v.distances(req)
	distant := v.sorted(req, text) == search.ByDistance
	top := make(worstFirst, 0, min(req.Limit, len(found))+2)
	for _, c := range found {
		if c.misses != 0 {
			continue
		}
		if distant && len(top) > req.Limit && -near.atLeast(c.row) < top[0].key {
			continue
		}
		r := key(c.row)
		if len(top) > req.Limit && r.key < top[0].key {
			continue
		}
		r.id = v.cols.ids[c.row]
		if after != nil && !after.before(r) {
			continue
		}
		if len(top) <= req.Limit {
			heap.Push(&top, r)
		} else if r.before(top[0]) {
			top[0] = r
			heap.Fix(&top, 0)
		}
	}
	out := make([]ranked, len(top))
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = heap.Pop(&top).(ranked)
	}
	return out
}

// last is the key of what has no value in the order: it comes last.
const last = -math.MaxFloat64

// order gives the function that places a row.
func (v *view) order(req search.Request, found *scored) func(row uint32) ranked {
	c, wanted := v.cols, langsOf([]text.Lang{req.Lang})
	score := func(row uint32) float64 {
		if found == nil {
			return 0
		}
		if c.langs[row]&wanted != 0 {
			return v.score(found, row) * (1 + langWeight)
		}
		return v.score(found, row)
	}
	by, near := v.sorted(req, found), v.distances(req)
	switch by {
	case search.ByDate:
		return func(row uint32) ranked { return ranked{row: row, key: float64(c.day[row]), score: score(row)} }
	case search.ByCapital:
		return func(row uint32) ranked { return ranked{row: row, key: orLast(c.capital[row]), score: score(row)} }
	case search.ByArea:
		return func(row uint32) ranked { return ranked{row: row, key: orLast(c.area[row]), score: score(row)} }
	case search.ByTitle:
		return func(row uint32) ranked { return ranked{row: row, title: c.sortTitle[row], score: score(row)} }
	case search.ByDistance:
		return func(row uint32) ranked {
			return ranked{row: row, key: orLast(-near.km(row)), score: score(row)}
		}
	}
	return func(row uint32) ranked {
		s := score(row)
		return ranked{row: row, key: s * near.weight(row), score: s}
	}
}

// sorted is the order that the one asked for means.
func (v *view) sorted(req search.Request, text *scored) search.Sort {
	switch {
	case text != nil || req.Sort != search.ByRelevance && req.Sort != "":
		return req.Sort
	case req.Near != nil:
		return search.ByDistance
	}
	return search.ByDate
}

func orLast(f float64) float64 {
	if math.IsNaN(f) {
		return last
	}
	return f
}

// Weights of what is not text. Together they move a score by a third at most, less than
// one more word does: they decide between documents that match about equally.
const (
	qualityWeight = 0.2
	freshWeight   = 0.05
	langWeight    = 0.05 // text in the language the reader wants
	freshDays     = 3650 // what is ten years older than the newest counts e times less
	// partialWeight is what a document loses when it has none of what the words tell. A question
	// of more than partialWords words is met in part by what answers it, so that it loses less.
	partialWeight = 0.8
	partialWords  = 8
)

// score is the BM25 score of a row with the gentle tie-breaks.
func (v *view) score(text *scored, row uint32) float64 {
	return float64(text.score[row]) * text.of(row).factor * float64(v.merit[row])
}

// weigh fills the merits: what multiplies the score of each row beside its text.
func (v *view) weigh() {
	v.merit = make([]float32, len(v.cols.ids))
	for _, row := range v.live {
		extra := qualityWeight * float64(v.cols.quality[row])
		if day := v.cols.day[row]; day != search.OpenFrom {
			extra += freshWeight * math.Exp(-float64(v.lastDay-day)/freshDays)
		}
		v.merit[row] = float32(1 + extra)
	}
}
