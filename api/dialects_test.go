package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/httpkit"
	"honglinh/api/tables"
	"honglinh/datasets"
	"honglinh/datasets/packages"
	"honglinh/datasets/table"
)

// dialectStand is the foreign faces over the packages that ship.
type dialectStand struct {
	t       *testing.T
	handler http.Handler
	engine  *table.Engine
}

func newDialects(t *testing.T) *dialectStand {
	t.Helper()
	engine, err := table.Open(t.Context(), t.TempDir(), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	library := &datasets.Library{}
	library.Set(loadShipped(t, engine))
	kit := httpkit.New(httpkit.Options{BaseURL: "https://honglinh.example", CORS: true})
	router := kit.NewRouter()
	src := tables.Sources{Engine: engine, Library: func() *datasets.Library { return library },
		Files: func(p *datasets.Package) fs.FS { f, _ := fs.Sub(packages.Embedded(), p.Dir); return f }}
	for _, face := range dialects(kit, Options{Tables: src}) {
		face.Mount(router)
	}
	return &dialectStand{t, kit.Wrap(router), engine}
}

func loadShipped(t *testing.T, engine *table.Engine) []*datasets.Package {
	t.Helper()
	fsys := packages.Embedded()
	dirs, err := fs.ReadDir(fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	var all []*datasets.Package
	for _, dir := range dirs {
		if !dir.IsDir() {
			continue
		}
		p, problems := datasets.Read(fsys, dir.Name())
		if p == nil {
			t.Fatal(problems)
		}
		all = append(all, p)
		for _, r := range p.Resources {
			if !r.Tabular() {
				continue
			}
			file := path.Join(p.Dir, r.Paths[0])
			src := table.Source{Open: func() (io.ReadCloser, error) { return fsys.Open(file) }, Dialect: r.Dialect, Schema: r.Schema, File: file}
			if _, err := engine.Load(context.Background(), table.Ref{Dataset: p.Name, Table: r.Name}, src); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

func (s *dialectStand) do(method, target, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, target, in)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func (s *dialectStand) json(target string, into any) {
	s.t.Helper()
	w := s.do("GET", target, "")
	d := json.NewDecoder(w.Body)
	d.UseNumber()
	if err := d.Decode(into); err != nil || w.Code != 200 {
		s.t.Fatalf("%s: %d %v", target, w.Code, err)
	}
}

func (s *dialectStand) csv(target string, comma rune) [][]string {
	s.t.Helper()
	w := s.do("GET", target, "")
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(w.Body.Bytes(), []byte("\xef\xbb\xbf"))))
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil || w.Code != 200 || len(rows) == 0 {
		s.t.Fatalf("%s: %d %v", target, w.Code, err)
	}
	return rows[1:]
}

// asText makes rows of any face comparable: every value as it is printed.
func asText(rows []map[string]any, names ...string) [][]string {
	out := [][]string{}
	for _, r := range rows {
		line := make([]string, len(names))
		for i, n := range names {
			if r[n] != nil {
				line[i] = fmt.Sprint(r[n])
			}
		}
		out = append(out, line)
	}
	return out
}

// TestOneQuestionHasOneAnswerInEveryDialect asks for the communes and wards,
// largest first, third to ninth row.
func TestOneQuestionHasOneAnswerInEveryDialect(t *testing.T) {
	s := newDialects(t)
	res, err := s.engine.Query(t.Context(), table.Query{Ref: table.Ref{Dataset: "units", Table: "units"}, Select: []table.Item{{Column: "statement_id"}, {Column: "area_km2"}},
		Where: &table.Expr{Op: table.In, Column: "level", Values: []any{"commune", "ward"}}, Order: []table.Order{{By: "area_km2", Desc: true}, {By: "statement_id"}}, Offset: 2, Limit: 7})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := res.All()
	if err != nil || len(rows) != 7 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	want := [][]string{}
	for _, r := range rows {
		want = append(want, []string{fmt.Sprint(r[0]), fmt.Sprint(r[1])})
	}
	e := url.QueryEscape
	var id struct{ Result struct{ ID string } }
	s.json("/api/action/resource_show?id=units/units", &id)
	datastore := "resource_id=" + id.Result.ID + "&filters=" + e(`{"level":["commune","ward"]}`) + "&sort=" + e("area_km2 desc, statement_id") + "&fields=statement_id,area_km2&offset=2&limit=7"
	var ck struct {
		Result struct{ Records []map[string]any }
	}
	s.json("/api/3/action/datastore_search?"+datastore, &ck)
	odsql := "where=" + e(`level in ("commune", "ward")`) + "&order_by=" + e("area_km2 desc, statement_id") + "&select=statement_id,area_km2&offset=2&limit=7"
	var ods struct{ Results []map[string]any }
	s.json("/api/explore/v2.1/catalog/datasets/units/records/?"+odsql, &ods)
	var found struct {
		Results []struct{ Resource struct{ ID string } }
	}
	s.json("/api/catalog/v1?q=statement_id+population", &found)
	four := "/resource/" + found.Results[0].Resource.ID
	soql := "$where=" + e("level in ('commune', 'ward')") + "&$order=" + e("area_km2 desc, statement_id") + "&$select=statement_id,area_km2&$offset=2&$limit=7"
	var soda []map[string]any
	s.json(four+".json?"+soql, &soda)
	for name, got := range map[string][][]string{
		"CKAN": asText(ck.Result.Records, "statement_id", "area_km2"), "CKAN dump": s.csv("/datastore/dump/"+id.Result.ID+"?"+datastore, ','),
		"Explore": asText(ods.Results, "statement_id", "area_km2"), "Explore export": s.csv("/api/explore/v2.1/catalog/datasets/units/exports/csv?"+odsql, ';'),
		"SODA": asText(soda, "statement_id", "area_km2"), "SODA CSV": s.csv(four+".csv?"+soql, ','),
		"SoQL in one text": s.csv(four+".csv?$query="+e("select statement_id, area_km2 where level in ('commune', 'ward') order by area_km2 desc, statement_id limit 7 offset 2"), ','),
	} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestCompatibility holds what clients of the other systems rely on, one line
// each; the clients themselves run in the conformance scripts.
func TestCompatibility(t *testing.T) {
	s := newDialects(t)
	const explore = "/api/explore/v2.1/catalog/datasets/units/"
	tests := []struct {
		name, method, target, body string
		code                       int
		want                       string
		not                        string
	}{
		{"an unknown CKAN action is a bare string", "GET", "/api/3/action/x", "", 400, `"Bad request: Action name not known: x"`, "{"},
		{"a CKAN validation error has no message", "POST", "/api/action/package_show", `{}`, 409, `"id":["Missing value"]`, `"message"`},
		{"rows=5000 is capped without complaint", "GET", "/api/3/action/package_search?rows=5000", "", 200, `"success":true`, ""},
		{"limit=40000 echoes 32000", "GET", "/api/3/action/datastore_search?resource_id=units/units&limit=40000", "", 200, `"limit":32000`, ""},
		{"facet.field from GET", "GET", "/api/3/action/package_search?rows=0&facet.field=" + url.QueryEscape(`["tags"]`), "", 200, `"search_facets":{"tags":{"title":"tags","items":[{"name":`, ""},
		{"facet.field from POST", "POST", "/api/3/action/package_search", `{"rows":0,"facet.field":["tags"]}`, 200, `"search_facets":{"tags":{"title":"tags","items":[{"name":`, ""},
		{"no version in the address", "GET", "/api/action/package_list", "", 200, `"result":["articles"`, ""},
		{"version 3 in the address", "GET", "/api/3/action/package_list", "", 200, `"result":["articles"`, ""},
		{"a trailing slash", "GET", explore + "records/?limit=1", "", 200, `"total_count":`, ""},
		{"parameters in order of names", "GET", explore + "records/?limit=1&offset=1&order_by=-name_vi&select=name_vi", "", 200, `"total_count":`, ""},
		{"limit=101", "GET", explore + "records?limit=101", "", 400, `"error_code":"InvalidRESTParameterError"`, ""},
		{"a byte order mark and a semicolon", "GET", explore + "exports/csv?limit=1&select=name_vi,name_en", "", 200, "\xef\xbb\xbfname_vi;name_en\r\n", ""},
		{"SODA says its schema and gives 1,000 rows", "GET", "/api/views.json", "", 200, `"dataTypeName":"text"`, ""},
	}
	for _, tt := range tests {
		w := s.do(tt.method, tt.target, tt.body)
		if w.Code != tt.code || !strings.Contains(w.Body.String(), tt.want) || tt.not != "" && strings.Contains(w.Body.String(), tt.not) {
			t.Errorf("%s: %d %.300s", tt.name, w.Code, w.Body)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", tt.name, w.Header())
		}
	}
}

func TestExportsOfOtherFormatsAreWhole(t *testing.T) {
	s := newDialects(t)
	for format, magic := range map[string]string{"xlsx": "PK", "kml": "<?xml", "fgb": "fgb", "parquet": "PAR1", "geojson": `{"type":"FeatureCollection"`} {
		w := s.do("GET", "/api/explore/v2.1/catalog/datasets/units/exports/"+format+"?where="+url.QueryEscape("level = 'ward'"), "")
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), magic) {
			t.Errorf("%s: %d %.60q", format, w.Code, w.Body)
		}
	}
	if w := s.do("GET", "/api/explore/v2.1/catalog/datasets/projects/exports/shp", ""); w.Code != 400 || !strings.Contains(w.Body.String(), "InvalidExportFormat") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := s.do("GET", "/api/explore/v2.1/catalog/datasets/outlines/attachments/outlines.geojson", ""); w.Code != 200 {
		t.Errorf("%d", w.Code)
	}
}
