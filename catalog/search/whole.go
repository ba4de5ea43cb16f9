package search

import (
	"context"
	"slices"
)

// MaxWhole is how many results a Whole lists. OpenSearch answers at most so many at once unless
// it is told otherwise (index.max_result_window), and a map of more marks is a map of counts.
const MaxWhole = 10_000

// Whole answers a query with the ids of everything that it finds, in its order and at most
// MaxWhole of them; the answer's Total counts the rest, too. page chooses the ids whose hits
// the answer holds, in the order it gives them. The query's Limit and Cursor are not looked at,
// and hits say nothing of why they matched. Faults are those of Search.
func (f *Finder) Whole(ctx context.Context, q Query, page func(ids []string) []string) (Answer, []string, error) {
	q.Limit, q.Cursor = 0, ""
	if err := checkQuery(q); err != nil {
		return Answer{}, nil, err
	}
	var all []string
	a, err := onSnapshot(f, func(s *Snapshot) (Answer, error) {
		return f.search(ctx, s, q, func(req *Request) func(*Result) {
			req.Limit, req.Bare = MaxWhole, true
			return func(res *Result) {
				all = idsOf(res.Hits)
				res.Hits, res.Next = chosen(res.Hits, page(slices.Clone(all))), nil
			}
		})
	})
	return a, all, err
}

func idsOf(found []Match) []string {
	ids := make([]string, len(found))
	for i := range found {
		ids[i] = found[i].ID
	}
	return ids
}

// chosen are the matches of the ids, in the order of the ids.
func chosen(found []Match, ids []string) []Match {
	at := make(map[string]int, len(found))
	for i := range found {
		at[found[i].ID] = i
	}
	out := make([]Match, 0, len(ids))
	for _, id := range ids {
		if i, ok := at[id]; ok {
			out = append(out, found[i])
		}
	}
	return out
}
