package search

import (
	"context"
	"fmt"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// knownPlaces refuses a place that is the code or name of no unit and that no
// record carries either: an empty answer would hide the mistake. It is asked
// only where nothing was found.
func knownPlaces(ctx context.Context, s *Snapshot, q Query) error {
	for _, typed := range q.Places {
		if len(meant(s.Places, typed, string(q.AsOf))) > 0 {
			continue
		}
		carried := Filter{Codes: map[Column][]string{AreaColumn: {typed, placeName(typed)}}}
		res, err := s.Engine.Search(ctx, Request{Filter: carried, Limit: 1})
		if err != nil {
			return fmt.Errorf("search for a place: %w", err)
		}
		if res.Total == 0 {
			return noPlace(s.Places, "place", typed)
		}
	}
	return nil
}

// noPlace is the fault of a place that nothing is known by, with the nearest unit.
func noPlace(r *place.Register, parameter, typed string) error {
	vi, en := fmt.Sprintf("Không có đơn vị hay bản ghi %q.", shown(typed)), fmt.Sprintf("There is no unit or record %q.", shown(typed))
	f := catalog.NewFault(catalog.NotFound, parameter, vi, en)
	if r == nil {
		return f
	}
	u, ok := r.Nearest(typed)
	if !ok {
		return f
	}
	inVI, _ := u.Name.Best(text.VI)
	inEN, _ := u.Name.Best(text.EN)
	f.Nearest = inVI
	f.Detail = text.New(fmt.Sprintf("%s Có phải là %s (%s)?", vi, inVI, u.ID), fmt.Sprintf("%s Did you mean %s (%s)?", en, inEN, u.ID))
	return f
}
