package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/dialecttest"
	"honglinh/api/httpkit"
	"honglinh/api/tables"
	"honglinh/datasets/export/encode"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

var shipped dialecttest.Shipped

func TestMain(m *testing.M) { os.Exit(shipped.Run(m)) }

// dialectStand is the foreign faces over the packages that ship.
type dialectStand struct {
	t       *testing.T
	handler http.Handler
	engine  *duck.Engine
}

func newDialects(t *testing.T) *dialectStand {
	t.Helper()
	engine, library := shipped.Tables(t)
	src := tables.Sources{Engine: engine, Library: library, Files: dialecttest.Folder}
	handler := dialecttest.Serve(func(kit *httpkit.Kit) []dialecttest.Face {
		var faces []dialecttest.Face
		m := newMaker(kit, Options{Tables: src})
		for _, face := range slices.Concat(m.ckan(), m.explore(), m.soda()) {
			faces = append(faces, face)
		}
		return append(faces, tables.New(tables.Options{Kit: kit, Sources: src, Encoder: encode.Encoder{}}))
	})
	return &dialectStand{t, handler, engine}
}

func (s *dialectStand) do(method, target, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	return dialecttest.Ask(s.handler, method, target, body, "application/json")
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
	question := table.Query{Ref: table.Ref{Dataset: "units", Table: "units"}, Select: []table.Item{{Column: "statement_id"}, {Column: "area_km2"}},
		Where: &table.Expr{Op: table.In, Column: "level", Values: []any{"commune", "ward"}}, Order: []table.Order{{By: "area_km2", Desc: true}, {By: "statement_id"}}, Offset: 2, Limit: 7}
	res, err := s.engine.Query(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := res.All(t.Context())
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
	const native = "/api/v1/datasets/units/tables/units/"
	var own struct{ Items []map[string]any }
	s.json(native+"rows?"+question.Values().Encode(), &own)
	for name, got := range map[string][][]string{
		"native rows": asText(own.Items, "statement_id", "area_km2"), "native CSV": s.csv(native+"exports/csv?"+question.Values().Encode(), ','),
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

// TestOneGroupingHasOneAnswerInEveryDialect asks how many units each level has,
// and how large they are together.
func TestOneGroupingHasOneAnswerInEveryDialect(t *testing.T) {
	s := newDialects(t)
	question := table.Query{Ref: table.Ref{Dataset: "units", Table: "units"}, GroupBy: []table.Item{{Column: "level"}},
		Select: []table.Item{{Column: "level"}, {Func: "count", As: "n"}, {Func: "sum", Column: "area_km2", As: "total"}}, Order: []table.Order{{By: "n", Desc: true}, {By: "level"}}, Limit: 20}
	res, err := s.engine.Query(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := res.All(t.Context())
	if err != nil || len(rows) < 4 {
		t.Fatalf("%d levels: %v", len(rows), err)
	}
	var list []map[string]any
	for _, r := range rows {
		list = append(list, map[string]any{"level": r[0], "n": r[1], "total": r[2]})
	}
	want := asText(list, "level", "n", "total")
	e := url.QueryEscape
	var own struct{ Items []map[string]any }
	s.json("/api/v1/datasets/units/tables/units/rows?"+question.Values().Encode(), &own)
	var ods struct{ Results []map[string]any }
	s.json("/api/explore/v2.1/catalog/datasets/units/records?group_by=level&select="+e("count(*) as n, sum(area_km2) as total")+"&order_by="+e("n desc, level"), &ods)
	var found struct {
		Results []struct{ Resource struct{ ID string } }
	}
	s.json("/api/catalog/v1?q=statement_id+population", &found)
	var soda []map[string]any
	s.json("/resource/"+found.Results[0].Resource.ID+".json?$group=level&$select="+e("level, count(*) as n, sum(area_km2) as total")+"&$order="+e("n desc, level"), &soda)
	for name, got := range map[string][]map[string]any{"native": own.Items, "Explore": ods.Results, "SODA": soda} {
		if diff := cmp.Diff(want, asText(got, "level", "n", "total")); diff != "" {
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
