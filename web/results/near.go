package results

import (
	"net/http"
	"slices"

	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/search"
	"honglinh/web/frame"
)

// fewNear is under how many exact hits a search around a point says how many more may lie there.
const fewNear = 10

// byWard leads from a search around a point with few hits to what the same search finds in the communes there that is known by them only, which may lie within
// the circle or not; nil where there is none.
func byWard(s *frame.Frame, r *http.Request, l *frame.Locale, q search.Query, total int) *frame.Link {
	if q.Near == nil || q.RadiusKM <= 0 || total >= fewNear || q.Cursor != "" || len(q.Places) > 0 || s.Layers == nil || s.Layers() == nil {
		return nil
	}
	wide := q
	wide.Near, wide.RadiusKM, wide.Facets = nil, 0, nil
	if wide.Sort == search.ByDistance {
		wide.Sort = ""
	}
	if wide.Places = communesAround(s, q); len(wide.Places) == 0 {
		return nil
	}
	_, ids, err := s.Finder.Whole(r.Context(), wide, func([]string) []string { return nil })
	if err != nil {
		s.Log.Warn("search around a point", "op", "results.near", "err", err)
		return nil
	}
	set := s.Layers()
	communes := set.Communes(s.Places())
	n := 0
	for _, id := range ids {
		f, ok := set.Record(id)
		if !ok || f.Own() != nil {
			continue
		}
		for _, u := range communes.Of(f.Units()) {
			if slices.Contains(wide.Places, u.ID) {
				n++
				break
			}
		}
	}
	if n == 0 {
		return nil
	}
	return &frame.Link{Text: l.N("search.near.byward", n), URL: s.SearchPath(q.Lang, wide)}
}

// communesAround are the ids of the communes of today that the circle touches.
func communesAround(s *frame.Frame, q search.Query) (out []string) {
	units, ok := s.Layers().Layer("units")
	circle, err := spatial.Circle(*q.Near, q.RadiusKM)
	if !ok || err != nil {
		return nil
	}
	for _, i := range units.Located(circle) {
		f := units.Features[i]
		level, _ := f.Property("level")
		if level != "province" && level != "district" && f.Meets(s.Now(), s.Now()) {
			out = append(out, f.Record)
		}
	}
	return out
}
