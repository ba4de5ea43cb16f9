package indexer_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"honglinh/datasets/export/encode"
	"honglinh/datasets/table"
	"honglinh/indexer"
)

// A zipped package has no row that was refused, in whatever format it came, says how many
// there were, and is taken in again to the same tables and records.
func TestAZippedPackageHasNoRefusedRow(t *testing.T) {
	src := t.TempDir()
	f := excelize.NewFile()
	defer f.Close()
	_ = f.SetSheetRow("Sheet1", "A1", &[]any{"ma", "so"})
	_ = f.SetSheetRow("Sheet1", "A2", &[]any{"a", 1})
	_ = f.SetSheetRow("Sheet1", "A3", &[]any{"b", "BI-MAT"})
	book, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	write(t, src, map[string]string{"datapackage.json": `{"name":"p","title":"P","licenses":[{"name":"CC-BY-4.0"}],"resources":[
{"name":"so","path":"so.csv","encoding":"utf-8","dialect":{"delimiter":";"},"schema":{"fields":[{"name":"id"},{"name":"n","type":"number","decimalChar":",","groupChar":"."},{"name":"ngay","type":"date","format":"%d/%m/%Y"}]},
 "honglinh":{"kind":"place","id":"id","title":{"vi":"id"}}},
{"name":"bang","path":"bang.xlsx","schema":{"fields":[{"name":"ma"},{"name":"so","type":"integer"}]}},
{"name":"diem","path":"diem.geojson","honglinh":{"kind":"place","id":"ma","title":{"vi":"ma"}}},
{"name":"tot","path":"tot.csv"},
{"name":"hong","path":"hong.csv","schema":{"fields":[{"name":"khac"}]}}]}`,
		"so.csv": "id;n;ngay\nx;1.234,5;05/07/2025\ny;BI-MAT;05/07/2025\n", "bang.xlsx": book.String(), "tot.csv": "a,b\n1,=2\n", "hong.csv": "a\nBI-MAT\n",
		"diem.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ma":"d1"},"geometry":{"type":"Point","coordinates":[105.7,18.5]}},
{"type":"Feature","properties":{"ma":"d2","x":"BI-MAT"},"geometry":{"type":"Point","coordinates":[18.5,105.7]}}]}`})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
	defer s.Close()
	if rep := ingest(t, s); len(rep.Refused) != 4 {
		t.Fatalf("refused %v", rep.Refused)
	}
	p, _ := s.State().Library.Find("p")
	var b bytes.Buffer
	if err := (encode.Encoder{}).Package(t.Context(), p, s.State().Files(p), s.State().Tables, "https://x.example", &b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	again := t.TempDir()
	var names []string
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), "BI-MAT") {
			t.Errorf("%s holds a refused row:\n%s", f.Name, content)
		}
		if err := os.WriteFile(filepath.Join(again, f.Name), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if names = append(names, f.Name); f.Name == "README.en.md" {
			for _, want := range []string{"Rows: 1.\n\nThe file that was received has 1 rows that were refused", "The file was refused as a whole", "## tot.csv\n\nRows: 1.\n\nThe table as published"} {
				if !strings.Contains(string(content), want) {
					t.Errorf("the README does not say %q:\n%s", want, content)
				}
			}
		}
	}
	if diff := cmp.Diff([]string{"so.csv", "bang.csv", "diem.csv", "tot.csv"}, names[:4]); diff != "" && !strings.Contains(strings.Join(names, " "), "so-published.csv") {
		t.Error(diff)
	}
	other := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{again}})
	defer other.Close()
	if rep := ingest(t, other); len(rep.Refused) > 0 {
		t.Errorf("taken in again: %v", rep.Refused)
	}
	if diff := cmp.Diff(csvs(t, s), csvs(t, other)); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
	want, got := record(t, s, "place/d1"), record(t, other, "place/d1")
	if diff := cmp.Diff(want.Geometry, got.Geometry); diff != "" {
		t.Errorf("geometry (-want +got):\n%s", diff)
	}
}

func csvs(t *testing.T, s *indexer.Service) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, state := range s.State().Tables.Tables() {
		var b bytes.Buffer
		if _, err := s.State().Tables.CSV(t.Context(), table.Query{Ref: state.Ref, Limit: table.Unlimited}, &b, table.CSVOptions{}); err != nil {
			t.Fatal(err)
		}
		out[state.Ref.Table] = b.String()
	}
	return out
}
