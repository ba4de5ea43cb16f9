package indexer

import (
	"context"
	"iter"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
)

// makeLayers makes the map layers of the store's records, unless those at hand
// are of the same change sequence.
func (s *shelf) makeLayers(ctx context.Context) error {
	seq, err := s.records.Seq(ctx)
	if s.next.Seq = seq; err != nil || seq == s.layersSeq {
		return err
	}
	s.opt.Progress("layers", 0, 1)
	var failed error
	set := layers.BuildOf(layers.List(), s.alive(ctx, &failed))
	if failed != nil {
		return failed
	}
	s.next.Layers, s.layersSeq = set, seq
	s.opt.Progress("layers", 1, 1)
	s.opt.Log.Info("layers", "op", "layers", "holds", set.String(), "refused", len(set.Refused))
	return nil
}

// alive iterates over the live records; what went wrong is in failed at the end.
func (s *shelf) alive(ctx context.Context, failed *error) iter.Seq[catalog.Record] {
	return func(yield func(catalog.Record) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		stopped := false
		err := s.records.Each(ctx, func(r catalog.Record, _ int64) error {
			if !yield(r) {
				stopped = true
				return context.Canceled
			}
			return nil
		})
		if err != nil && !stopped {
			*failed = err
		}
	}
}
