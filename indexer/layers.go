package indexer

import (
	"context"
	"iter"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
)

// Layers returns the map layers of the catalogue as it is now.
func (s *Service) Layers() *layers.Set { return s.ground.Load() }

// Ground returns the holder of the map layers, for faces that follow it.
func (s *Service) Ground() *layers.Current { return &s.ground }

// showLayers makes the map layers of the store's records, unless those in use
// are of the same change sequence.
func (s *Service) showLayers(ctx context.Context) error {
	seq, err := s.store.Seq(ctx)
	if err != nil || seq == s.layersSeq.Load() {
		return err
	}
	s.opt.Progress("layers", 0, 1)
	var failed error
	set := layers.BuildOf(layers.List(), s.live(ctx, &failed))
	if failed != nil {
		return failed
	}
	s.ground.Store(set)
	s.layersSeq.Store(seq)
	s.opt.Progress("layers", 1, 1)
	s.opt.Log.Info("layers", "op", "layers", "holds", set.String(), "refused", len(set.Refused))
	return nil
}

// live iterates over the live records; what went wrong is in failed at the end.
func (s *Service) live(ctx context.Context, failed *error) iter.Seq[catalog.Record] {
	return func(yield func(catalog.Record) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		stopped := false
		err := s.store.Each(ctx, func(r catalog.Record, _ int64) error {
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
