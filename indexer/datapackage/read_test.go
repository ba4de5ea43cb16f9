package datapackage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/source"
)

// sink keeps what is read.
type sink struct {
	rows    []source.Row
	refused []source.Refusal
	warned  []source.Warning
}

func (s *sink) Row(r source.Row)        { s.rows = append(s.rows, r) }
func (s *sink) Refuse(r source.Refusal) { s.refused = append(s.refused, r) }
func (s *sink) Warn(w source.Warning)   { s.warned = append(s.warned, w) }

func read(t testing.TB, res datasets.Resource, files map[string]string) (*sink, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, body := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(body)}
	}
	to := &sink{}
	err := datapackage.Reader{FS: fsys, Dir: "."}.Resource(context.Background(), res, to)
	return to, err
}

func table(fields ...datasets.Field) datasets.Resource {
	return datasets.Resource{Name: "t", Paths: []string{"t.csv"}, Format: "csv", Type: "table", Schema: datasets.Schema{Fields: fields}}
}

func TestDelimitedFilesAreReadAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct{ name, csv, want string }{
		{"plain", "a,b\n1,2\n", "[1 2]"},
		{"byte order mark and CRLF", "\xef\xbb\xbfa,b\r\n1,2\r\n", "[1 2]"},
		{"no line end at the end", "a,b\n1,2", "[1 2]"},
		{"a line break and a delimiter in a quoted value", "a,b\n\"x\ny,z\",2\n", "[x\ny,z 2]"},
		{"two quotes are one", "a,b\n\"x \"\"y\"\"\",2\n", `[x "y" 2]`},
		{"blank lines count for nothing", "a,b\n\n1,2\n\n", "[1 2]"},
		{"columns in another order", "b,a\n2,1\n", "[1 2]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := read(t, table(datasets.Field{Name: "a"}, datasets.Field{Name: "b"}), map[string]string{"t.csv": c.csv})
			if err != nil || len(got.rows) != 1 || len(got.refused) > 0 {
				t.Fatalf("got %+v, %v", got, err)
			}
			if s := fmt.Sprint([]any{got.rows[0].Cells["a"], got.rows[0].Cells["b"]}); s != c.want {
				t.Errorf("got %s, want %s", s, c.want)
			}
		})
	}
}

func TestAStrayQuoteCostsItsOwnRowOnly(t *testing.T) {
	csv := "a,b\n1,2\n\"open,3\n4,5\n6,in\"side\n7,8\n"
	got, err := read(t, table(datasets.Field{Name: "a"}, datasets.Field{Name: "b"}), map[string]string{"t.csv": csv})
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, r := range got.rows {
		rows = append(rows, fmt.Sprintf("%v %v", r.Cells["a"], r.Cells["b"]))
	}
	if diff := cmp.Diff([]string{"1 2", "4 5", `6 in"side`, "7 8"}, rows); diff != "" || len(got.refused) != 1 {
		t.Errorf("rows (-want +got):\n%srefused %v, want 1", diff, got.refused)
	}
}

func TestValuesAreTypedAsTheSchemaSays(t *testing.T) {
	no := false
	for _, c := range []struct {
		name  string
		field datasets.Field
		in    string
		want  any // nil is refused
	}{
		{"number", datasets.Field{Type: "number"}, "1234.5", 1234.5},
		{"number written for readers", datasets.Field{Type: "number"}, "1.234,5", nil},
		{"number with declared signs", datasets.Field{Type: "number", DecimalChar: ",", GroupChar: "."}, "1.234,5", 1234.5},
		{"number with its unit", datasets.Field{Type: "number", BareNumber: &no}, "12.5 ha", 12.5},
		{"infinity is no number", datasets.Field{Type: "number"}, "Inf", nil},
		{"hexadecimal is no number", datasets.Field{Type: "number"}, "0x10", nil},
		{"integer", datasets.Field{Type: "integer"}, "42", int64(42)},
		{"integer with decimals", datasets.Field{Type: "integer"}, "42.5", nil},
		{"boolean", datasets.Field{Type: "boolean"}, "true", true},
		{"boolean of other words", datasets.Field{Type: "boolean", TrueValues: []string{"có"}, FalseValues: []string{"không"}}, "không", false},
		{"date", datasets.Field{Type: "date"}, "2025-07-01", "2025-07-01"},
		{"date as in documents", datasets.Field{Type: "date"}, "01/07/2025", "2025-07-01"},
		{"date with the precision it has", datasets.Field{Type: "date"}, "2025-07", "2025-07"},
		{"31 February", datasets.Field{Type: "date"}, "31/02/2025", nil},
		{"year", datasets.Field{Type: "year"}, "2025", int64(2025)},
		{"list", datasets.Field{Type: "list", Delimiter: ";"}, "a; b", []any{"a", "b"}},
		{"list of integers", datasets.Field{Type: "list", ItemType: "integer"}, "1,x", nil},
		{"address", datasets.Field{Type: "string", Format: "uri"}, "honglinh", nil},
		{"e-mail", datasets.Field{Type: "string", Format: "email"}, "a@b.vn", "a@b.vn"},
		{"object", datasets.Field{Type: "object"}, `{"a":1}`, map[string]any{"a": 1.0}},
		{"unknown type", datasets.Field{Type: "numbr"}, "1", nil},
		{"pattern", datasets.Field{Constraints: datasets.Constraints{Pattern: "[a-z]+"}}, "ab1", nil},
		{"minimum", datasets.Field{Type: "number", Constraints: datasets.Constraints{Minimum: 10.0}}, "9", nil},
		{"maximum", datasets.Field{Type: "date", Constraints: datasets.Constraints{Maximum: "2025-12-31"}}, "2026-01-01", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.field.Name = "a"
			got, err := read(t, table(c.field), map[string]string{"t.csv": "a\n\"" + strings.ReplaceAll(c.in, `"`, `""`) + "\"\n"})
			if err != nil {
				t.Fatal(err)
			}
			if c.want == nil {
				if len(got.refused) != 1 || got.refused[0].Remedy == "" {
					t.Errorf("got %+v, want a refusal with a remedy", got)
				}
				return
			}
			if len(got.rows) != 1 || !cmp.Equal(c.want, got.rows[0].Cells["a"]) {
				t.Errorf("got %+v, want %v", got, c.want)
			}
		})
	}
}

func TestTextsInTwoLanguagesAreOneRow(t *testing.T) {
	res := datasets.Resource{Name: "t", Paths: []string{"*.md"}, Format: "md", Mapping: &datasets.Mapping{Kind: "article", Markdown: true,
		ID: "id", Title: datasets.Columns{"vi": "title", "en": "title"}}}
	got, err := read(t, res, map[string]string{
		"a.vi.md": "---\ntitle: Bài\ndate: 2025-07-01\n---\nThân bài\n", "a.en.md": "---\r\ntitle: Text\r\n---\r\nBody\r\n", "b.md": "no front matter"})
	if err != nil || len(got.rows) != 1 || len(got.refused) != 1 {
		t.Fatalf("got %+v, %v", got, err)
	}
	r := got.rows[0]
	want := map[string]any{"id": "a", "title_vi": "Bài", "title_en": "Text", "date": "2025-07-01"}
	if diff := cmp.Diff(want, r.Cells); diff != "" || r.Body["vi"] != "Thân bài" || r.Body["en"] != "Body" {
		t.Errorf("cells (-want +got):\n%s body %v", diff, r.Body)
	}
}

func TestFeaturesAreRows(t *testing.T) {
	res := datasets.Resource{Name: "t", Paths: []string{"t.geojson"}, Format: "geojson", Schema: datasets.Schema{Fields: []datasets.Field{
		{Name: "n", Type: "integer", Constraints: datasets.Constraints{Required: true}}}}}
	got, err := read(t, res, map[string]string{"t.geojson": `{"type":"FeatureCollection","name":"x","features":[
		{"type":"Feature","properties":{"n":1,"x":null},"geometry":{"type":"Point","coordinates":[105.7,18.5]}},
		{"type":"Feature","properties":{},"geometry":null},
		{"type":"Feature","properties":{"n":2},"geometry":{"type":"Nonsense"}}]}`})
	if err != nil || len(got.rows) != 1 || len(got.refused) != 2 || got.rows[0].Geometry == nil {
		t.Errorf("got %+v, %v, want one row and two refusals", got, err)
	}
	if _, err := read(t, res, map[string]string{"t.geojson": `{"type":"FeatureCollection","features":[{"type":`}); err == nil {
		t.Error("a truncated collection was read as whole")
	}
}

func FuzzDelimited(f *testing.F) {
	f.Add("a,b\n1,\"x\ny\"\n\"open,2\n3,4\n")
	f.Fuzz(func(t *testing.T, csv string) {
		_, _ = read(t, table(datasets.Field{Name: "a", Type: "number"}), map[string]string{"t.csv": csv})
	})
}

func FuzzMarkdown(f *testing.F) {
	f.Add("---\ntitle: a\n---\nbody")
	res := datasets.Resource{Name: "t", Paths: []string{"t.md"}, Format: "md"}
	f.Fuzz(func(t *testing.T, body string) { _, _ = read(t, res, map[string]string{"t.md": body}) })
}

func FuzzGeoJSON(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":[[1]]},"geometry":{"type":"Polygon","coordinates":[]}}]}`)
	res := datasets.Resource{Name: "t", Paths: []string{"t.geojson"}, Format: "geojson"}
	f.Fuzz(func(t *testing.T, body string) { _, _ = read(t, res, map[string]string{"t.geojson": body}) })
}

func TestFeaturesAreTypedAsTheSchemaSays(t *testing.T) {
	res := datasets.Resource{Name: "f", Paths: []string{"f.geojson"}, Format: "geojson", Schema: datasets.Schema{Fields: []datasets.Field{
		{Name: "ma", Type: "string"}, {Name: "n", Type: "integer"}, {Name: "ngay", Type: "date"}}}}
	got, err := read(t, res, map[string]string{"f.geojson": `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"ma":18115,"n":"7","ngay":"01/07/2025","big":12345678901234567890,"x":1.5,"whole":3},"geometry":null},
{"type":"Feature","properties":{"ma":"a","n":1.5},"geometry":null}]}`})
	if err != nil || len(got.rows) != 1 || len(got.refused) != 1 {
		t.Fatalf("got %+v, %v", got, err)
	}
	want := map[string]any{"ma": "18115", "n": int64(7), "ngay": "2025-07-01", "big": "12345678901234567890", "x": 1.5, "whole": int64(3)}
	if diff := cmp.Diff(want, got.rows[0].Cells); diff != "" {
		t.Error(diff)
	}
	if r := got.refused[0]; r.Row != 2 || r.Column != "n" || !strings.Contains(r.Reason, "1.5") {
		t.Errorf("got %s", r)
	}
}
