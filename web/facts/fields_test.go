package facts

import (
	"testing"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

func TestEveryFieldOfASheetHasAName(t *testing.T) {
	vi, err := frame.LoadLocale(text.VI)
	if err != nil {
		t.Fatal(err)
	}
	for kind, groups := range sheets() {
		for _, g := range groups {
			if !vi.Has("group." + g.Key) {
				t.Errorf("%s: no string for the group %q", kind, g.Key)
			}
			for _, f := range g.Fields {
				if !vi.Has("field." + f.Key) {
					t.Errorf("%s: no string for the field %q", kind, f.Key)
				}
			}
		}
	}
}

func TestTheTableOfKindsTellsWhichHaveASheet(t *testing.T) {
	for _, k := range vocab.KindTable() {
		if _, ok := sheets()[k.Kind]; ok != k.Sheet {
			t.Errorf("%s: a sheet of fields: %v, the table says %v", k.Kind, ok, k.Sheet)
		}
	}
}
