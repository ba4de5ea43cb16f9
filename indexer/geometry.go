package indexer

import (
	"context"

	"honglinh/datasets"
)

// geometryKey is the store document with the geometry reports of a package.
func geometryKey(name string) string { return "indexer/geometry/" + name }

// GeometryReports returns what the last ingest found of the geometries of each
// package that has any, by its name. The caller must not change it.
func (s *Service) GeometryReports() map[string][]datasets.GeometryReport {
	if m := s.geometry.Load(); m != nil {
		return *m
	}
	return nil
}

// Geometry returns the geometry reports of one package, by resource; false if
// it has no geometry.
func (s *Service) Geometry(name string) ([]datasets.GeometryReport, bool) {
	list, ok := s.GeometryReports()[name]
	return list, ok
}

// keepGeometry writes the reports of the packages that were read and shows
// those of all packages; one that could not be read keeps its own.
func (s *Service) keepGeometry(ctx context.Context, lib library, batches []*batch) error {
	for _, b := range batches {
		list := b.geometry
		if list == nil {
			list = []datasets.GeometryReport{}
		}
		if _, known := s.Geometry(b.pkg.Name); len(list) == 0 && !known {
			continue
		}
		if err := s.putDocument(ctx, geometryKey(b.pkg.Name), list); err != nil {
			return err
		}
	}
	return s.showGeometry(ctx, lib)
}

// showGeometry reads the reports of the published packages.
func (s *Service) showGeometry(ctx context.Context, lib library) error {
	all := map[string][]datasets.GeometryReport{}
	for name := range lib {
		var list []datasets.GeometryReport
		if err := s.document(ctx, geometryKey(name), &list); err != nil {
			return err
		}
		if len(list) > 0 {
			all[name] = list
		}
	}
	s.geometry.Store(&all)
	return nil
}
