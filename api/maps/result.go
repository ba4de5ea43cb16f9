package maps

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/search"
)

// Finder answers searches.
type Finder interface {
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	Whole(ctx context.Context, q search.Query, page func(ids []string) []string) (search.Answer, []string, error)
}

// resultWanted is what a search finds: the same parameters as the search itself, and crs.
func (f *Face) resultWanted(r *http.Request) (subject, string, error) {
	values, err := httpkit.FormParams(r)
	if err != nil {
		return subject{}, "", err
	}
	system := values.Get("crs")
	values.Del("crs")
	q, err := search.ParseQuery(values, f.now())
	if err != nil {
		return subject{}, "", err
	}
	set, err := f.current()
	if err != nil {
		return subject{}, "", err
	}
	found, err := f.found(r.Context(), set, q)
	if err != nil {
		return subject{}, "", err
	}
	sum := sha256.New()
	sum.Write([]byte(set.Generation))
	for _, x := range found {
		sum.Write([]byte(x.ID + "\n"))
	}
	return subject{"search", hex.EncodeToString(sum.Sum(nil)[:16]), set.Modified, found}, system, nil
}

// found are the features of everything a search finds, in its order, or of at most limit where a limit is given.
func (f *Face) found(ctx context.Context, set *layers.Set, q search.Query) ([]*layers.Feature, error) {
	if f.finder == nil {
		return nil, catalog.NewFault(catalog.Busy, "search", "Chỉ mục đang được dựng; xin thử lại sau ít phút.", "The index is being built; please try again in a few minutes.")
	}
	onePage := q.Limit > 0
	q.Facets = nil
	if !onePage {
		q.Limit = search.MaxLimit
	}
	var out []*layers.Feature
	for {
		page, err := f.finder.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, h := range page.Hits {
			if x, ok := set.Record(h.Record.ID); ok {
				out = append(out, x)
			}
		}
		if page.Next == "" || onePage {
			return out, nil
		}
		q.Cursor = page.Next
	}
}
