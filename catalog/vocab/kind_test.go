package vocab

import (
	"slices"
	"testing"

	"honglinh/catalog/text"
)

func TestEveryKindHasAWholeRow(t *testing.T) {
	declared := []Kind{Opportunity, Project, Plan, Place, Incentive, Journey, Procedure, Document, Organisation, Article, Photo, Unit, Indicator, Dataset}
	var got []Kind
	for _, r := range KindTable() {
		got = append(got, r.Kind)
		for _, lang := range text.Langs() {
			if r.Label[lang] == "" || r.Plural[lang] == "" {
				t.Errorf("%s has no label or plural in %s", r.Kind, lang)
			}
		}
		if r.Schema == "" {
			t.Errorf("%s has no schema.org type", r.Kind)
		}
		if r.Mapped && r.Pin.Mark == "" {
			t.Errorf("%s is drawn on maps and has no pin", r.Kind)
		}
		if p := r.Pin; (p.Mark == "") != (p.Light == "") || (p.Mark == "") != (p.Dark == "") {
			t.Errorf("%s has half a pin: %+v", r.Kind, p)
		}
	}
	if !slices.Equal(got, declared) {
		t.Errorf("the table has the kinds %v, declared are %v", got, declared)
	}
	if Kind("").Valid() || Kind("photos").Valid() || !Photo.Valid() {
		t.Error("what is no kind is valid, or a kind is not")
	}
}

func TestOnlyKindsWithRecordsAreOffered(t *testing.T) {
	if got := Offered(map[Kind]int{Photo: 0, Unit: 3, Opportunity: 1}).Codes(); !slices.Equal(got, []string{"opportunity", "unit"}) {
		t.Errorf("offered %v, want opportunity and unit", got)
	}
}
