package explore

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/dialecttest"
	"honglinh/datasets/table"
)

type page struct {
	Total   int              `json:"total_count"`
	Results []map[string]any `json:"results"`
}

func TestErrorsAreExactlyOpendatasofts(t *testing.T) {
	s := newStand(t)
	tests := []struct {
		name, path string
		code       int
		want       string
	}{
		{"a limit over 100", "/catalog/datasets/projects/records?limit=101", 400, `{"error_code":"InvalidRESTParameterError","message":"Invalid value for limit API parameter: 101 was found but -1 <= limit <= 100 is expected."}`},
		{"the limit of 10,000", "/catalog/datasets/projects/records?offset=10000", 400, `{"error_code":"InvalidRESTParameterError","message":"Invalid value for offset API parameter: 10000 was found but offset + limit <= 10000 is expected; exports have no such limit."}`},
		{"a limit that is no number", "/catalog/datasets/projects/records?limit=x", 400, `{"error_code":"InvalidRESTParameterError","message":"Invalid value for limit API parameter: \"x\" was found but an integer is expected."}`},
		{"bad syntax", "/catalog/datasets/projects/records?where=" + url.QueryEscape("garbage=="), 400, `{"error_code":"ODSQLSyntaxError","message":"ODSQL syntax exception: unexpected end of clause at position 10 in garbage==."}`},
		{"an unknown field", "/catalog/datasets/projects/records?select=nmae_vi", 400, `{"error_code":"ODSQLError","message":"ODSQL query is malformed: Unknown field: nmae_vi. unknown field \"nmae_vi\"; did you mean \"name_vi\"?"}`},
		{"arithmetic", "/catalog/datasets/projects/records?where=" + url.QueryEscape("area_ha * 2 > 3"), 400, ""},
		{"an unknown dataset", "/catalog/datasets/project", 404, `{"error_code":"NotFoundResource","message":"The requested dataset project does not exist. Did you mean projects?"}`},
		{"a dataset of files", "/catalog/datasets/outlines/records", 404, `{"error_code":"NotFoundResource","message":"The dataset outlines has files, no records; see its attachments."}`},
		{"an unknown format", "/catalog/datasets/projects/exports/xsl", 400, ""},
		{"an unknown record", "/catalog/datasets/projects/records/nothing", 404, `{"error_code":"NotFoundResource","message":"The requested record nothing does not exist."}`},
		{"an unknown zone", "/catalog/datasets/projects/records?timezone=Mars/Base", 400, ""},
	}
	codes := map[string]string{"arithmetic": "ODSQLError", "an unknown format": "InvalidExportFormat", "an unknown zone": "InvalidRESTParameterError"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.get(Base + tt.path)
			if w.Code != tt.code {
				t.Errorf("got %d", w.Code)
			}
			if tt.want == "" {
				if !strings.Contains(w.Body.String(), `{"error_code":"`+codes[tt.name]+`"`) {
					t.Errorf("%s", w.Body)
				}
				return
			}
			if diff := cmp.Diff(tt.want, w.Body.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// rowsOf asks the engine directly.
func rowsOf(t *testing.T, s *stand, q table.Query) [][]any {
	t.Helper()
	q.Ref, q.Limit = table.Ref{Dataset: "projects", Table: "projects"}, table.Unlimited
	res, err := s.engine.Query(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := res.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestConditionsGiveTheRowsOfTheEngine(t *testing.T) {
	s := newStand(t)
	tests := []struct {
		odsql string
		where table.Expr
	}{
		{`status = "operating"`, table.Expr{Op: table.Eq, Column: "status", Values: []any{"operating"}}},
		{`status:"operating"`, table.Expr{Op: table.Eq, Column: "status", Values: []any{"operating"}}},
		{`area_ha > 10 and area_ha <= 200.5`, table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Gt, Column: "area_ha", Values: []any{10}}, {Op: table.Le, Column: "area_ha", Values: []any{200.5}}}}},
		{`area_ha in ]10..200.5]`, table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Gt, Column: "area_ha", Values: []any{10}}, {Op: table.Le, Column: "area_ha", Values: []any{200.5}}}}},
		{`status in ("operating", 'approved')`, table.Expr{Op: table.In, Column: "status", Values: []any{"operating", "approved"}}},
		{`not in_hong_linh`, table.Expr{Op: table.Eq, Column: "in_hong_linh", Values: []any{false}}},
		{`area_ha is null`, table.Expr{Op: table.Null, Column: "area_ha"}},
		{`"may mac"`, table.Expr{Op: table.Match, Values: []any{"may mac"}}},
		{`search(name_vi, "nha may")`, table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Contains, Column: "name_vi", Values: []any{"nha"}}, {Op: table.Contains, Column: "name_vi", Values: []any{"may"}}}}},
		{`startswith(name_vi, "nha may")`, table.Expr{Op: table.Prefix, Column: "name_vi", Values: []any{"nha may"}}},
		{`name_en like "garment"`, table.Expr{Op: table.Contains, Column: "name_en", Values: []any{"garment"}}},
		{`year(retrieved) = 2026`, table.Expr{Op: table.NotNull, Column: "retrieved"}},
		{`retrieved >= date'2026-11'`, table.Expr{Op: table.NotNull, Column: "retrieved"}},
	}
	for _, tt := range tests {
		t.Run(tt.odsql, func(t *testing.T) {
			want := []any{}
			for _, r := range rowsOf(t, s, table.Query{Select: []table.Item{{Column: "project_id"}}, Where: &tt.where}) {
				want = append(want, r[0])
			}
			if len(want) == 0 {
				t.Fatal("the case finds nothing and proves nothing")
			}
			var got page
			s.json("/catalog/datasets/projects/records/?limit=100&where="+url.QueryEscape(tt.odsql), &got)
			ids := []any{}
			for _, r := range got.Results {
				ids = append(ids, r["project_id"])
			}
			if diff := cmp.Diff(want[:min(100, len(want))], ids); diff != "" || got.Total != len(want) {
				t.Errorf("total %d of %d: %s", got.Total, len(want), diff)
			}
		})
	}
}

func TestGroupsAggregatesAndOrders(t *testing.T) {
	s := newStand(t)
	var got page
	s.json("/catalog/datasets/projects/records?select="+url.QueryEscape("status, count(*) as n, avg(area_ha), count(distinct unit_ref) as units")+"&group_by=status&order_by="+url.QueryEscape("count(*) desc, status")+"&limit=3", &got)
	want := rowsOf(t, s, table.Query{Select: []table.Item{{Column: "status"}, {Func: "count", As: "n"}, {Func: "avg", Column: "area_ha"}, {Func: "distinct", Column: "unit_ref", As: "units"}}, GroupBy: []table.Item{{Column: "status"}},
		Order: []table.Order{{By: "n", Desc: true}, {By: "status"}}})
	if got.Total != len(want) || len(got.Results) != 3 {
		t.Fatalf("%d groups, %d shown, want %d", got.Total, len(got.Results), len(want))
	}
	for i, r := range got.Results {
		back, _ := json.Marshal([]any{r["status"], r["n"], r["avg(area_ha)"], r["units"]})
		wanted, _ := json.Marshal(want[i])
		if diff := cmp.Diff(string(wanted), string(back)); diff != "" {
			t.Error(diff)
		}
	}
	for path, want := range map[string]string{
		"projects/records?select=" + url.QueryEscape("count(*)"):                                                                                     `"results":[{"count(*)":`,
		"projects/records?group_by=" + url.QueryEscape("range(area_ha, 100) as khoảng") + "&order_by=khoảng&limit=1":                                 `{"khoảng":"[0, 100["}`,
		"projects/records?group_by=" + url.QueryEscape("year(retrieved)") + "&select=" + url.QueryEscape("percentile(area_ha, 50)"):                  `{"year(retrieved)":2026,"percentile(area_ha, 50)":`,
		"projects/records?group_by=" + url.QueryEscape("date_format(retrieved, 'yyyy-MM')"):                                                          `"2026-11"}`,
		"projects/records?select=" + url.QueryEscape("include(name_*), exclude(name_printed*)") + "&limit=1":                                         `"results":[{"name_vi":`,
		"projects/records?select=name_vi%20as%20ten&order_by=-area_ha&limit=1":                                                                       `"results":[{"ten":"`,
		"projects/records?group_by=status&order_by=" + url.QueryEscape("sum(area_ha) desc") + "&limit=1":                                             `"results":[{"status":"`,
		"units/records?select=name_vi,geo_point_2d&limit=1&where=" + url.QueryEscape("within_distance(geo_point_2d, geom'POINT(105.7 18.53)', 8km)"): `"geo_point_2d":{"lon":105.`,
		"units/records?limit=1&where=" + url.QueryEscape("in_bbox(geo_point_2d, 18.4, 105.5, 18.7, 105.8)"):                                          `"total_count":`,
	} {
		if w := s.get(Base + "/catalog/datasets/" + strings.ReplaceAll(path, "khoảng&", url.QueryEscape("khoảng")+"&")); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %.400s, want %s", path, w.Code, w.Body, want)
		}
	}
}

func TestFacetsRefineAndExclude(t *testing.T) {
	s := newStand(t)
	var facets facetList
	s.json("/catalog/datasets/projects/facets?facet="+url.QueryEscape(`facet(name="status", sort=-count, limit=2)`)+"&refine=in_hong_linh:true", &facets)
	if len(facets.Facets) != 1 || len(facets.Facets[0].Facets) != 2 || facets.Facets[0].Facets[0].Count < facets.Facets[0].Facets[1].Count {
		t.Fatalf("%+v", facets)
	}
	top := facets.Facets[0].Facets[0]
	var in, all, out page
	s.json("/catalog/datasets/projects/records?refine=in_hong_linh:true&refine=status:"+url.QueryEscape(top.Value)+"&limit=0", &in)
	s.json("/catalog/datasets/projects/records?refine=in_hong_linh:true&limit=0", &all)
	s.json("/catalog/datasets/projects/records?refine=in_hong_linh:true&exclude=status:"+url.QueryEscape(top.Value)+"&limit=0", &out)
	if in.Total != top.Count || in.Total+out.Total != all.Total || out.Total == 0 {
		t.Errorf("facet %d, refined %d, excluded %d of %d", top.Count, in.Total, out.Total, all.Total)
	}
	s.json("/catalog/datasets/projects/facets?facet=status&refine=status:"+url.QueryEscape(top.Value), &facets)
	if v := facets.Facets[0].Facets[0]; v.State != "refined" {
		t.Errorf("%+v", v)
	}
	s.json("/catalog/facets?refine=theme:"+url.QueryEscape("Du lịch"), &facets)
	names := []string{}
	for _, f := range facets.Facets {
		names = append(names, f.Name)
	}
	if diff := cmp.Diff(catalogFacetNames(), names); diff != "" {
		t.Error(diff)
	}
}

func TestTheCatalogueIsAsked(t *testing.T) {
	s := newStand(t)
	tests := []struct {
		query string
		want  []string
	}{
		{"where=" + url.QueryEscape(`"thu tuc hanh chinh cho"`), []string{"procedures"}},
		{"where=" + url.QueryEscape(`search(keyword, "Du lịch") and records_count > 0`), []string{"indicators", "places", "places--events", "places--timeline"}},
		{"refine=theme:" + url.QueryEscape("Du lịch") + "&order_by=-dataset_id", []string{"places--timeline", "places--events", "places", "indicators"}},
		{"where=" + url.QueryEscape(`has_records is false`), []string{"outlines", "profiles"}},
		{"where=" + url.QueryEscape(`dataset_id like "units*"`), []string{"units", "units--predecessors", "units--unit_facts"}},
		{"where=" + url.QueryEscape(`modified > date'2030'`), []string{}},
		{"refine=modified:2026/11&limit=1", []string{"articles"}},
		{"exclude=features:analyze", []string{"outlines", "profiles"}},
		{"lang=en&refine=theme:Tourism", []string{"indicators", "places", "places--events", "places--timeline"}},
	}
	for _, tt := range tests {
		var got struct{ Results []datasetDict }
		s.json("/catalog/datasets/?"+tt.query, &got)
		ids := []string{}
		for _, d := range got.Results {
			ids = append(ids, d.ID)
		}
		if diff := cmp.Diff(tt.want, ids); diff != "" {
			t.Errorf("%s: %s", tt.query, diff)
		}
	}
	var d datasetDict
	s.json("/catalog/datasets/units/?lang=en", &d)
	if def := d.Metas["default"].(map[string]any); def["title"] != "Administrative units of Hong Linh and Ha Tinh through time" || def["records_count"].(float64) < 70 || !d.HasRecords || !slices.Contains(d.Features, "geo") {
		t.Errorf("%+v", d)
	}
	if w := s.get(Base + "/catalog/datasets?select=dataset_id,theme&limit=1"); !strings.Contains(w.Body.String(), `{"dataset_id":"articles","theme":["Kinh tế"`) {
		t.Errorf("%s", w.Body)
	}
}

func TestPagesJoinToTheExports(t *testing.T) {
	s := newStand(t)
	clauses := "where=" + url.QueryEscape("level = 'commune' or level = 'ward'") + "&order_by=" + url.QueryEscape("name_vi desc") + "&select=statement_id,name_vi"
	var pages []any
	for offset := 0; offset < 1000; offset += 7 {
		var got page
		s.json(fmt.Sprintf("/catalog/datasets/units/records?%s&limit=7&offset=%d", clauses, offset), &got)
		if len(got.Results) == 0 {
			break
		}
		for _, r := range got.Results {
			pages = append(pages, r)
		}
	}
	if len(pages) < 20 {
		t.Fatalf("%d rows prove little", len(pages))
	}
	var whole []map[string]any
	s.json("/catalog/datasets/units/exports/json?"+clauses, &whole)
	var fromJSON []any
	for _, r := range whole {
		fromJSON = append(fromJSON, r)
	}
	if diff := cmp.Diff(pages, fromJSON); diff != "" {
		t.Error(diff)
	}
	var lines []any
	for line := range strings.Lines(s.get(Base + "/catalog/datasets/units/exports/jsonl/?" + clauses).Body.String()) {
		var r map[string]any
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, r)
	}
	if diff := cmp.Diff(pages, lines); diff != "" {
		t.Error(diff)
	}
	w := s.get(Base + "/catalog/datasets/units/exports/csv?" + clauses)
	body, marked := strings.CutPrefix(w.Body.String(), "\xef\xbb\xbf")
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || !marked {
		t.Fatalf("byte order mark %v: %v", marked, err)
	}
	var fromCSV []any
	for _, row := range rows[1:] {
		fromCSV = append(fromCSV, map[string]any{rows[0][0]: row[0], rows[0][1]: row[1]})
	}
	if diff := cmp.Diff(pages, fromCSV); diff != "" {
		t.Error(diff)
	}
}

func TestExportsAndRecordsByID(t *testing.T) {
	s := newStand(t)
	var got page
	s.json("/catalog/datasets/projects/records?include_app_metas=true&include_links=true&limit=2", &got)
	id := got.Results[1]["_id"].(string)
	var one map[string]any
	s.json("/catalog/datasets/projects/records/"+id, &one)
	if one["project_id"] != got.Results[1]["project_id"] || one["_id"] != id {
		t.Errorf("%v is not %v", one["project_id"], got.Results[1]["project_id"])
	}
	if w := s.get(Base + "/catalog/datasets/units/exports/geojson?limit=3"); !strings.HasPrefix(w.Body.String(), `{"type":"FeatureCollection"`) || !json.Valid(w.Body.Bytes()) {
		t.Errorf("%.300s", w.Body)
	}
	if w := s.get(Base + "/catalog/datasets/units/exports/parquet"); !strings.HasPrefix(w.Body.String(), "PAR1") {
		t.Errorf("%.30q", w.Body)
	}
	if w := s.get(Base + "/catalog/datasets/units/exports/csv?limit=1&use_labels=true&with_bom=false&delimiter=,&select=name_vi&lang=en"); strings.Contains(w.Body.String(), "name_vi") || strings.Count(w.Body.String(), "\r\n") != 2 {
		t.Errorf("%q", w.Body)
	}
	if w := s.get(Base + "/catalog/datasets/units/exports"); !strings.Contains(w.Body.String(), `"rel":"geojson"`) {
		t.Errorf("%s", w.Body)
	}
	if w := s.get(Base + "/catalog/exports/csv"); !strings.Contains(w.Body.String(), "projects;") {
		t.Errorf("%.200s", w.Body)
	}
	var list struct{ Attachments []struct{ Href string } }
	s.json("/catalog/datasets/outlines/attachments", &list)
	if len(list.Attachments) != 1 {
		t.Fatalf("%+v", list)
	}
	if w := s.get(strings.TrimPrefix(list.Attachments[0].Href, dialecttest.Base)); w.Code != 200 || !strings.Contains(w.Body.String(), "FeatureCollection") {
		t.Errorf("%d", w.Code)
	}
	if w := s.get(Base + "/catalog/datasets/outlines/attachments/datapackage.json"); w.Code != 404 {
		t.Errorf("%d", w.Code)
	}
}

// TestNothingFromOutsideBecomesSQL sends quotes, comments and statements in
// every parameter of every address.
func TestNothingFromOutsideBecomesSQL(t *testing.T) {
	s := newStand(t)
	evil := []string{`' OR '1'='1`, `"; DROP TABLE t; --`, "x` FROM read_csv('/etc/passwd') --", `1); COPY t TO 'x'; --`, `\`, "a\x00b", "`a\x00b`", `_row`, "name_vi as `__id0`", "name_vi as `_row`", "name_vi as ten, name_en as TEN", `count(*) as "a""b"`, `name_vi union select 1`, `status:x' or '1'='1`, "status`:\"x"}
	for _, e := range evil {
		q := url.QueryEscape(e)
		for _, param := range []string{"select", "where", "group_by", "order_by", "refine", "exclude", "limit", "offset", "lang", "timezone", "facet", "include_app_metas", "delimiter", "use_labels"} {
			for _, path := range []string{"/catalog/datasets?", "/catalog/datasets/projects/records?include_app_metas=true&", "/catalog/datasets/projects/facets?", "/catalog/datasets/projects/exports/csv?limit=1&", "/catalog/datasets/projects/exports/json?limit=1&"} {
				if w := s.get(Base + path + param + "=" + q); w.Code >= 500 || strings.Contains(w.Body.String(), "root:") {
					t.Errorf("%s%s=%s: %d %.300s", path, param, e, w.Code, w.Body)
				}
			}
		}
		for _, quoted := range []string{`name_vi = "` + e + `"`, "search(name_vi, '" + e + "')", "`" + e + "` = 1"} {
			if w := s.get(Base + "/catalog/datasets/projects/records?where=" + url.QueryEscape(quoted)); w.Code >= 500 {
				t.Errorf("%s: %d %.300s", quoted, w.Code, w.Body)
			}
		}
	}
	var got page
	s.json("/catalog/datasets/projects/records?limit=0", &got)
	if got.Total < 10 {
		t.Errorf("the table has %d rows left", got.Total)
	}
}

func TestHeavyConditionsAreRefused(t *testing.T) {
	s := newStand(t)
	for _, h := range dialecttest.HeavyConditions("name_vi") {
		for _, param := range []string{"where", "select", "group_by", "order_by"} {
			w := s.get(Base + "/catalog/datasets/projects/records?" + param + "=" + url.QueryEscape(h.Text))
			var e struct {
				Code string `json:"error_code"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &e); w.Code != h.Code || err != nil || h.Code == 400 && !strings.HasPrefix(e.Code, "ODSQL") && e.Code != "InvalidRESTParameterError" || w.Body.Len() > 2000 {
				t.Errorf("%s in %s: %d %.300s", h.Name, param, w.Code, w.Body)
			}
		}
	}
}

func FuzzClauses(f *testing.F) {
	for _, s := range []string{"a = 1", "count(*) as n", "range(a, 5)", "include(*)", "facet(name=\"x\", limit=3)", "-a desc", "within_distance(g, geom'POINT(1 2)', 3km)"} {
		f.Add(s)
	}
	v := &table.Version{Number: "1.0.0", Columns: []table.Column{{Name: "a", Type: table.Integer}, {Name: "d", Type: table.Date}, {Name: "lon", Type: table.Number}, {Name: "lat", Type: table.Number}}}
	e := entry{version: v, geo: &point{"lon", "lat"}}
	f.Fuzz(func(t *testing.T, s string) {
		_, _ = e.compile(options{where: s})
		_, _ = e.compile(options{selects: s})
		_, _ = e.compile(options{group: s, order: s})
		_, _ = e.compile(options{selects: "a", order: s, refine: []string{s}})
		_, _ = readFacet(s)
	})
}
