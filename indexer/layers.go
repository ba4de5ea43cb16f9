package indexer

import (
	"context"
	"iter"
	"reflect"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/store"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
)

// makeLayers makes the map layers of the store's records, unless those at hand
// are the same layers of the same change sequence.
func (s *shelf) makeLayers(ctx context.Context) error {
	seq, err := s.records.Seq(ctx)
	list := layerList(s.next.Library.All(), func(*datasets.Package, string, *notice.Notice) {}) // told by the run
	same := reflect.DeepEqual(list, s.next.Layers.List())
	if s.next.Seq = seq; err != nil || same && seq == s.layersSeq {
		return err
	}
	s.opt.Progress("layers", 0, 1)
	var set *layers.Set
	if same {
		set, err = s.changedLayers(ctx, seq)
	}
	if err == nil && set == nil {
		set = layers.BuildOf(list, s.alive(ctx, &err))
	}
	if err != nil {
		return err
	}
	s.next.Layers, s.layersSeq = set, seq
	s.opt.Progress("layers", 1, 1)
	s.opt.Log.Info("layers", "op", "layers", "holds", set.String(), "refused", len(set.Refused))
	return nil
}

// mostFollowed is how many changes are followed one by one: changed records are held at once,
// those of the store are not.
const mostFollowed = 2000

// changedLayers are the layers at hand after the changes since they were made; nil where
// there are none at hand or too many changes.
func (s *shelf) changedLayers(ctx context.Context, seq int64) (*layers.Set, error) {
	if s.layersSeq <= 0 || seq-s.layersSeq > mostFollowed {
		return nil, nil
	}
	last := map[string]*catalog.Record{} // nil is gone, or damaged and left out
	for since := s.layersSeq; ; {
		changes, err := s.records.Changes(ctx, since, store.MaxChanges)
		if err != nil {
			return nil, err
		}
		if len(changes) == 0 {
			break
		}
		for _, c := range changes {
			last[c.ID] = c.Record
		}
		since = changes[len(changes)-1].Seq
	}
	var put []catalog.Record
	var removed []string
	for id, r := range last {
		if r == nil {
			removed = append(removed, id)
		} else {
			put = append(put, *r)
		}
	}
	return s.next.Layers.With(put, removed), nil
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
