package file_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/go-pdf/fpdf"

	"honglinh/datasets/font"
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

func TestAFileThatIsATextBecomesARecordWithItsText(t *testing.T) {
	t.Parallel()
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes("x", "", font.Regular())
	f.SetFont("x", "", 12)
	f.AddPage()
	f.MultiCell(0, 6, "Quyết định phê duyệt quy hoạch phân khu phía nam", "", "", false)
	var pdf bytes.Buffer
	if err := f.Output(&pdf); err != nil {
		t.Fatal(err)
	}
	s := harvesttest.New(t, harvesttest.Rig{Protocol: file.Protocol{}, Items: 1, Source: harvest.Source{Protocol: "files", Address: "/tai-ve?id=3", Title: "Quyết định quy hoạch", Kind: "document"},
		Portal: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(pdf.Bytes()) })})
	if rep := s.Run(t, 0); rep.Added != 1 || rep.Stopped != "" {
		t.Fatalf("got %+v", rep)
	}
	var rows string
	for name, content := range s.Files(t) {
		if strings.HasSuffix(name, "document.jsonl") {
			rows = content
		}
	}
	for _, want := range []string{`"title_vi":"Quyết định quy hoạch"`, "phê duyệt quy hoạch phân khu phía nam", "application/pdf"} {
		if !strings.Contains(rows, want) {
			t.Errorf("%q lacks %q", rows, want)
		}
	}
	if rep := s.Run(t, 1); rep.Unchanged != 1 || rep.Written {
		t.Errorf("a run over the same file: %+v", rep)
	}
	pdf.Reset()
	pdf.WriteString("%PDF-1.7 cut off")
	if rep := s.Run(t, 2); !strings.Contains(rep.Stopped, "damaged") || rep.Items != 1 {
		t.Errorf("a damaged file takes nothing away: %+v", rep)
	}
}
