package indexer

import (
	"context"
	"reflect"

	"honglinh/datasets"
)

// geometryKey is the store document with the geometry reports of a package.
func geometryKey(name string) string { return "indexer/geometry/" + name }

// keepGeometry writes the reports of the packages that were read and shows
// those of all packages; one that could not be read keeps its own.
func (s *Service) keepGeometry(ctx context.Context, lib library, batches []*batch) error {
	for _, b := range batches {
		list := b.geometry
		if list == nil {
			list = []datasets.GeometryReport{}
		}
		if _, known := s.next.Geometry[b.pkg.Name]; len(list) == 0 && !known {
			continue
		}
		if err := s.putDocument(ctx, geometryKey(b.pkg.Name), list); err != nil {
			return err
		}
	}
	return s.takeGeometry(ctx, lib)
}

// takeGeometry reads the reports of the published packages; one that is as before stays.
func (s *shelf) takeGeometry(ctx context.Context, lib library) error {
	all := map[string][]datasets.GeometryReport{}
	for name := range lib {
		var list []datasets.GeometryReport
		if err := s.document(ctx, geometryKey(name), &list); err != nil {
			return err
		}
		if was := s.next.Geometry[name]; reflect.DeepEqual(list, was) {
			list = was
		}
		if len(list) > 0 {
			all[name] = list
		}
	}
	s.next.Geometry = all
	return nil
}
