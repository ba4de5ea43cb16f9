package web_test

import (
	"strings"
	"testing"

	"honglinh/web/webtest"
)

func TestADatasetShowsEveryPointOfItsQuality(t *testing.T) {
	s := webtest.Shipped(t)
	for _, tt := range []struct{ path, all, history, schema string }{
		{"/vi/dataset/units", "Từng chỉ số và điểm", "Điểm qua các lần công bố", "dòng của 3 bảng"},
		{"/en/dataset/units", "Every metric and its points", "Score by publication", "rows of 3 tables fit"},
	} {
		page := s.Get(t, tt.path).Body.String()
		for _, want := range []string{tt.all, tt.history, tt.schema, "MQA", "data.gouv.fr", "DCAT-AP 3.0.1", "/api/v1/datasets/units/quality"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q", tt.path, want)
			}
		}
	}
}

func TestTheMarkupOfADatasetNamesItsDownloads(t *testing.T) {
	page := webtest.Shipped(t).Get(t, "/en/dataset/units").Body.String()
	for _, want := range []string{`"@type":"DataDownload"`, `"encodingFormat":"text/csv"`, `exports/csv"`, `"variableMeasured"`, `"spatialCoverage"`, `"temporalCoverage"`, `"keywords"`, `package.zip"`} {
		if !strings.Contains(strings.ReplaceAll(page, `\/`, "/"), want) {
			t.Errorf("no %s", want)
		}
	}
}
