package web

import (
	"strings"
	"testing"

	"honglinh/catalog/text"
)

func TestADatasetShowsEveryPointOfItsQuality(t *testing.T) {
	s := shipped(t)
	for _, tt := range []struct{ path, all, history, schema string }{
		{"/vi/dataset/units", "Từng chỉ số và điểm", "Điểm qua các lần công bố", "dòng của 2 bảng"},
		{"/en/dataset/units", "Every metric and its points", "Score by publication", "rows of 2 tables fit"},
	} {
		page := s.get(t, tt.path).Body.String()
		for _, want := range []string{tt.all, tt.history, tt.schema, "MQA", "data.gouv.fr", "DCAT-AP 3.0.1", "/api/v1/datasets/units/quality"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q", tt.path, want)
			}
		}
	}
	l := locales(t)[text.EN]
	pack, _ := s.site.Library().Find("units")
	bare := *pack
	bare.Keywords, bare.Licences = nil, nil
	r, _, err := s.site.Quality.Report(t.Context(), &bare)
	if err != nil {
		t.Fatal(err)
	}
	v := l.quality(r)
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

func TestTheMarkupOfADatasetNamesItsDownloads(t *testing.T) {
	page := shipped(t).get(t, "/en/dataset/units").Body.String()
	for _, want := range []string{`"@type":"DataDownload"`, `"encodingFormat":"text/csv"`, `exports/csv"`, `"variableMeasured"`, `"spatialCoverage"`, `"temporalCoverage"`, `"keywords"`, `package.zip"`} {
		if !strings.Contains(strings.ReplaceAll(page, `\/`, "/"), want) {
			t.Errorf("no %s", want)
		}
	}
}
