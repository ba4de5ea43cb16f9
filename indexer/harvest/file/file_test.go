package file_test

import (
	"net/http"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/file"
	"honglinh/indexer/harvest/harvesttest"
)

func TestFilesPassTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
		body := "xa,dan_so\nA,1\n"
		return harvesttest.Rig{Protocol: file.Protocol{}, Items: 1, Source: harvest.Source{Protocol: "files", Address: "/so-lieu/dan-so.php?id=3", Title: "Dân số"},
			Portal: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }), Change: func() { body = "xa,dan_so\nA,2\n" }}
	})
}

func TestAFileIsWhatItHoldsWhateverItIsCalled(t *testing.T) {
	t.Parallel()
	for want, content := range map[string]string{"csv": "a,b\n1,2\n", "geojson": `{"type":"FeatureCollection","features":[]}`, "json": ` [{"a":1}]`, "jsonl": "{\"a\":1}\n{\"a\":2}\n",
		"": "<!doctype html><title>404</title>", "kml": `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"/>`} {
		if got := harvest.Format([]byte(content)); got != want {
			t.Errorf("%q: got %q, want %q", content, got, want)
		}
	}
	for _, bad := range []string{"%PDF-1.7", "\xd0\xcf\x11\xe0\xa1\xb1", "a\x00b", "PK\x03\x04 broken", "", strings.Repeat(" ", 600)} {
		if got := harvest.Format([]byte(bad)); got != "" {
			t.Errorf("%q: got %q", bad, got)
		}
	}
}
