package record_test

import (
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/web/record"
	"honglinh/web/webtest"
)

func TestWhatADatasetLacksIsSaidOnceWithItsFix(t *testing.T) {
	s := webtest.Shipped(t)
	pack, _ := s.Library().Find("units")
	bare := *pack
	bare.Keywords, bare.Licences = nil, nil
	r, _, err := s.Quality.Report(t.Context(), &bare)
	if err != nil {
		t.Fatal(err)
	}
	v := record.QualityOf(s.Locale(text.EN), r)
	for _, title := range []string{"Has keywords", "Has a licence"} {
		n := 0
		for _, g := range v.Gaps {
			if g.Title == title {
				n++
				if !strings.Contains(g.Gain, "points") || !strings.Contains(g.Fix, "datapackage.json") {
					t.Errorf("%s: %+v", title, g)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s is said %d times", title, n)
		}
	}
	if len(v.Metrics) != 23 || len(v.Checks) != 2 || v.Whole != "" {
		t.Errorf("%d metrics, %d books, %q", len(v.Metrics), len(v.Checks), v.Whole)
	}
}
