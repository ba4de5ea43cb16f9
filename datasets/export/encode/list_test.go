package encode

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets/export"
)

func TestEveryFormatOfTheListHasAWriterAndNoOtherHas(t *testing.T) {
	for _, c := range []struct {
		name string
		use  export.Use
		got  []string
	}{
		{"tables", export.Tables, slices.Collect(maps.Keys(tableWriters()))},
		{"layers", export.Layers, slices.Collect(maps.Keys(layerWriters()))},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := export.Names(c.use)
			slices.Sort(want)
			slices.Sort(c.got)
			if diff := cmp.Diff(want, c.got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
