package layers

import (
	"slices"
	"testing"

	"honglinh/catalog/vocab"
)

func TestTheLayerOfAKindTakesAllOfItAndNothingElse(t *testing.T) {
	for _, k := range vocab.KindTable() {
		i := slices.IndexFunc(List(), func(l Layer) bool { return l.ID == k.Layer })
		if k.Layer == "" {
			continue
		}
		if i < 0 {
			t.Errorf("%s: there is no layer %q", k.Kind, k.Layer)
			continue
		}
		if got := List()[i].Select; !slices.Equal(got.Kinds, []vocab.Kind{k.Kind}) || len(got.Topics)+len(got.Values)+len(got.Names)+len(got.Statuses) > 0 {
			t.Errorf("the layer %s selects %+v, want every %s", k.Layer, got, k.Kind)
		}
	}
}
