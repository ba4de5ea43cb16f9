package search

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
)

// request turns the filters, the order and the page of a query into an engine's request.
func (f *Finder) request(ctx context.Context, s *Snapshot, q Query) (Request, error) {
	req := Request{Sort: q.Sort, Lang: q.Lang, Near: q.Near, Reach: q.RadiusKM / 2, Limit: q.Limit}
	if req.Limit == 0 {
		req.Limit = DefaultLimit
	}
	req.Filter = Filter{MinCapital: q.MinCapital, MaxCapital: q.MaxCapital, MinArea: q.MinArea, MaxArea: q.MaxArea,
		Codes: filterCodes(s, q)}
	if day := f.forceDay(q); day != "" {
		req.Filter.Span = &[2]int32{days(day.Start()), days(day.End())}
	}
	for _, name := range q.Facets {
		if !slices.Contains(FacetNames(), name) {
			return req, invalid("facets", fmt.Sprintf("Không có nhóm %q.", shown(name)), fmt.Sprintf("There is no facet %q.", shown(name)))
		}
		if one := facetRequest(s, name); !slices.Contains(req.Facets, one) {
			req.Facets = append(req.Facets, one)
		}
	}
	if err := f.narrow(ctx, s, q, &req.Filter); err != nil {
		return req, err
	}
	if err := f.measure(ctx, s, q, &req); err != nil {
		return req, err
	}
	var err error
	req.After, err = readCursor(q)
	return req, err
}

// filterCodes gives the values each column may have.
func filterCodes(s *Snapshot, q Query) map[Column][]string {
	codes := map[Column][]string{}
	put := func(c Column, values []string) {
		if len(values) > 0 {
			codes[c] = values
		}
	}
	put(KindColumn, q.Kinds)
	put(TopicColumn, q.Topics)
	put(StatusColumn, statusCodes(q))
	put(LicenceColumn, q.Licences)
	put(ConfidenceColumn, q.Confidences)
	put(DatasetColumn, q.Datasets)
	put(ActivityColumn, q.Sectors)
	put(AreaColumn, areaCodes(s.Places, q.Places, string(q.AsOf)))
	for _, y := range q.Years {
		codes[YearColumn] = append(codes[YearColumn], strconv.Itoa(y))
	}
	for _, source := range q.Sources {
		codes[SourceColumn] = append(codes[SourceColumn], strings.TrimPrefix(strings.ToLower(source), "www."), datasetSource(source))
	}
	return codes
}

// datasetSource is how a dataset is filed among the sources.
func datasetSource(slug string) string { return "dataset:" + strings.ToLower(slug) }

// areaCodes are the values of AreaColumn for places as typed. A record is filed under all units that
// were or are on its territory, so that old names find new places and the other way round. What
// no register knows is taken as the name or code a record may carry.
func areaCodes(r *place.Register, typed []string, on string) []string {
	var out []string
	for _, s := range typed {
		units := meant(r, s, on)
		for _, u := range units {
			out = append(out, u.ID)
		}
		if len(units) == 0 {
			out = append(out, s, placeName(s))
		}
	}
	return out
}

// meant are the units that a place as typed means: of a code, today's; of a name, all
// that have it and equally claim it.
func meant(r *place.Register, s, on string) []place.Unit {
	if r == nil {
		return nil
	}
	units := r.Resolve(s, on)
	if len(units) == 0 && on != "" {
		units = r.Resolve(s, "") // an old name asked for at a day when it was gone
	}
	if len(units) > 1 && units[0].Code == s {
		return units[:1]
	}
	return units
}

// measure applies the box and the radius, and finds the distances where the geometries are known.
func (f *Finder) measure(ctx context.Context, s *Snapshot, q Query, req *Request) error {
	if q.BBox != nil {
		if err := f.only(ctx, s, &req.Filter, Region{Box: q.BBox}); err != nil {
			return fmt.Errorf("search in a box: %w", err)
		}
	}
	if q.Near == nil {
		return nil
	}
	if q.RadiusKM > 0 {
		if err := f.only(ctx, s, &req.Filter, Region{Near: q.Near, RadiusKM: q.RadiusKM}); err != nil {
			return fmt.Errorf("search in a circle: %w", err)
		}
	}
	if f.spatial == nil {
		return nil
	}
	var err error
	if req.Away, err = f.spatial.Distances(ctx, *q.Near, q.RadiusKM); err != nil {
		return fmt.Errorf("search near a point: %w", err)
	}
	return nil
}

// narrow applies within and polygon.
func (f *Finder) narrow(ctx context.Context, s *Snapshot, q Query, filter *Filter) error {
	if q.Polygon != nil {
		if err := f.only(ctx, s, filter, Region{Geometry: q.Polygon}); err != nil {
			return fmt.Errorf("search inside a polygon: %w", err)
		}
	}
	if q.Within == "" {
		return nil
	}
	if _, _, ok := catalog.SplitID(q.Within); ok {
		return f.within(ctx, s, filter, q.Within)
	}
	units := meant(s.Places, q.Within, string(q.AsOf))
	if len(units) == 0 {
		return noPlace(s.Places, "within", q.Within)
	}
	return f.within(ctx, s, filter, units[0].ID)
}

// within keeps what lies in the outline of a unit or record; for a unit without an
// outline, what is filed under it.
func (f *Finder) within(ctx context.Context, s *Snapshot, filter *Filter, id string) error {
	if f.spatial != nil {
		err := f.only(ctx, s, filter, Region{ID: id})
		if err == nil || catalog.KindOf(err) != catalog.NotFound {
			return err
		}
	}
	if f.records != nil {
		rec, err := f.records.Record(ctx, id)
		if err != nil && catalog.KindOf(err) != catalog.NotFound {
			return fmt.Errorf("search within %s: %w", id, err)
		}
		if err == nil && rec.Geometry != nil {
			if outline := polygonsOf(rec.Geometry.Geometry()); len(outline) > 0 {
				filter.Areas = append(filter.Areas, Area{Polygons: outline})
				return nil
			}
		}
	}
	if s.Places != nil {
		if _, ok := s.Places.ByID(id); ok {
			filter.Codes[AreaColumn] = append(filter.Codes[AreaColumn], areaCodes(s.Places, []string{id}, "")...)
			return nil
		}
	}
	return catalog.NewFault(catalog.NotFound, "within", fmt.Sprintf("%q không có ranh giới.", shown(id)), fmt.Sprintf("%q has no outline.", shown(id)))
}

// only keeps what lies in a region, and of that only what was kept before.
func (f *Finder) only(ctx context.Context, s *Snapshot, filter *Filter, r Region) error {
	a, err := f.area(ctx, s, r)
	if err != nil {
		return err
	}
	filter.Areas = append(filter.Areas, a)
	return nil
}
