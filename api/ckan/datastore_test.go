package ckan

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/dialecttest"
	"honglinh/datasets/table"
)

// column returns the values of a column of a result's records.
func column(result map[string]any, name string) []any {
	out := []any{}
	for _, x := range result["records"].([]any) {
		out = append(out, x.(map[string]any)[name])
	}
	return out
}

func TestDatastoreSearchFilters(t *testing.T) {
	s := newStand(t)
	tests := []struct {
		name, filters string
		where         *table.Expr
	}{
		{"a value", `{"status":"operating"}`, &table.Expr{Op: table.Eq, Column: "status", Values: []any{"operating"}}},
		{"a list is alternatives", `{"status":["operating","approved"]}`, &table.Expr{Op: table.In, Column: "status", Values: []any{"operating", "approved"}}},
		{"a range", `{"area_ha":{"gt":10,"lte":200.5}}`, &table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Gt, Column: "area_ha", Values: []any{10}}, {Op: table.Le, Column: "area_ha", Values: []any{200.5}}}}},
		{"values and ranges mixed", `{"area_ha":[190,{"gte":1000}]}`, &table.Expr{Op: table.Or, Args: []table.Expr{{Op: table.Eq, Column: "area_ha", Values: []any{190}}, {Op: table.Ge, Column: "area_ha", Values: []any{1000}}}}},
		{"$or inside an object", `{"in_hong_linh":true,"$or":[{"status":"operating"},{"area_ha":{"lt":1}}]}`, &table.Expr{Op: table.And, Args: []table.Expr{
			{Op: table.Eq, Column: "in_hong_linh", Values: []any{true}}, {Op: table.Or, Args: []table.Expr{{Op: table.Eq, Column: "status", Values: []any{"operating"}}, {Op: table.Lt, Column: "area_ha", Values: []any{1}}}}}}},
		{"a list of objects is alternatives", `[{"status":"approved"},{"status":"operating"}]`, &table.Expr{Op: table.In, Column: "status", Values: []any{"operating", "approved"}}},
		{"null", `{"area_ha":null}`, &table.Expr{Op: table.Null, Column: "area_ha"}},
		{"the row number", `{"_id":{"gt":3,"lt":6}}`, &table.Expr{Op: table.Between, Column: table.RowNumber, Values: []any{4, 5}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := s.result("datastore_search", `{"resource_id":"projects/projects","limit":32000,"filters":`+tt.filters+`}`)
			res, err := s.engine.Query(t.Context(), table.Query{Ref: table.Ref{Dataset: "projects", Table: "projects"}, Select: []table.Item{{Column: "project_id"}}, Where: tt.where, Limit: table.Unlimited})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := res.All(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := []any{}
			for _, r := range rows {
				want = append(want, r[0])
			}
			if len(want) == 0 {
				t.Fatal("the case finds nothing and proves nothing")
			}
			if diff := cmp.Diff(want, column(got, "project_id")); diff != "" || got["total"].(float64) != float64(len(want)) {
				t.Errorf("total %v: %s", got["total"], diff)
			}
		})
	}
}

func TestDatastoreSearchShapes(t *testing.T) {
	s := newStand(t)
	got := s.result("datastore_search", `{"resource_id":"projects/projects","limit":2,"sort":"area_ha desc, _id","fields":["project_id","area_ha"],"records_format":"lists"}`)
	rows := got["records"].([]any)
	if len(rows) != 2 || len(rows[0].([]any)) != 2 {
		t.Fatalf("%v", rows)
	}
	want := []any{map[string]any{"id": "project_id", "type": "text"}, map[string]any{"id": "area_ha", "type": "numeric"}}
	for i, f := range got["fields"].([]any) {
		m := f.(map[string]any)
		if m["info"].(map[string]any)["label"] == "" {
			t.Errorf("no label: %v", m)
		}
		delete(m, "info")
		if diff := cmp.Diff(want[i], any(m)); diff != "" {
			t.Error(diff)
		}
	}
	text := s.result("datastore_search", `{"resource_id":"projects/projects","limit":2,"sort":"area_ha desc, _id","fields":"project_id,area_ha","records_format":"csv"}`)["records"].(string)
	if want := fmt.Sprintf("%v,%v\n%v,%v\n", rows[0].([]any)[0], rows[0].([]any)[1], rows[1].([]any)[0], rows[1].([]any)[1]); text != want {
		t.Errorf("csv %q, want %q", text, want)
	}
	if got := s.result("datastore_search", `{"resource_id":"projects/projects","fields":"status","distinct":true,"sort":"status"}`); len(got["records"].([]any)) != int(got["total"].(float64)) || len(got["records"].([]any)) > 20 {
		t.Errorf("distinct: %v", got)
	}
	if got := s.result("datastore_search", `{"resource_id":"projects/projects","limit":0}`); got["total"].(float64) < 10 || len(got["records"].([]any)) != 0 {
		t.Errorf("limit 0: %v rows of %v", got["records"], got["total"])
	}
	if got := s.result("datastore_search", `{"resource_id":"projects/projects","include_total":false,"limit":1}`); got["total"] != nil {
		t.Errorf("a total nobody asked for: %v", got["total"])
	}
	body := s.do("POST", "/api/action/datastore_search", `{"resource_id":"projects/projects","limit":1}`, "").Body.String()
	if i, j := strings.Index(body, `"records":[{"_id":1,"slug":`), strings.Index(body, `"fields":[{"id":"_id","type":"int"}`); i < 0 || j < 0 {
		t.Errorf("_id is not first: %.600s", body)
	}
}

func TestWordsAreFoundWithoutMarks(t *testing.T) {
	s := newStand(t)
	for _, q := range []string{`"may hong linh"`, `{"name_vi":"may hong linh"}`, `{"name_en":"garment:*"}`} {
		got := s.result("datastore_search", `{"resource_id":"projects/projects","q":`+q+`}`)
		if got["total"].(float64) < 2 {
			t.Errorf("%s: %v", q, got["total"])
		}
	}
	either := s.result("datastore_search", `{"resource_id":"projects/projects","plain":false,"q":"haivina | vinatex"}`)["total"].(float64)
	both := s.result("datastore_search", `{"resource_id":"projects/projects","plain":false,"q":"haivina & vinatex"}`)["total"].(float64)
	not := s.result("datastore_search", `{"resource_id":"projects/projects","plain":false,"q":"haivina & !vinatex"}`)["total"].(float64)
	if either <= not || both+not > either || not == 0 {
		t.Errorf("either %v, both %v, only one %v", either, both, not)
	}
}

func TestPagesJoinToTheDump(t *testing.T) {
	s := newStand(t)
	id := s.result("resource_show", `{"id":"units/units"}`)["id"].(string)
	var byOffset, byNext []any
	target, next := "/api/3/action/datastore_search?resource_id="+id+"&limit=30", any(nil)
	for pages := 0; pages < 50; pages++ {
		var e struct{ Result map[string]any }
		if err := json.Unmarshal(s.get(target).Body.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		part := column(e.Result, "statement_id")
		byOffset = append(byOffset, part...)
		if len(part) == 0 {
			break
		}
		target = e.Result["_links"].(map[string]any)["next"].(string)
	}
	for pages := 0; pages < 50; pages++ {
		filters, _ := json.Marshal(map[string]any{"resource_id": id, "limit": 30, "include_next_page": true, "filters": next})
		if next == nil {
			filters, _ = json.Marshal(map[string]any{"resource_id": id, "limit": 30, "include_next_page": true})
		}
		got := s.result("datastore_search", string(filters))
		byNext = append(byNext, column(got, "statement_id")...)
		if next = got["next_page"]; next == nil {
			break
		}
	}
	w := s.get("/datastore/dump/" + id + "?bom=true")
	body := strings.TrimPrefix(w.Body.String(), byteOrderMark)
	if body == w.Body.String() || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" || w.Header().Get("ETag") == "" {
		t.Errorf("no byte order mark or headers: %v", w.Header())
	}
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if rows[0][0] != "_id" || rows[1][0] != "1" {
		t.Errorf("%v", rows[0])
	}
	var dumped []any
	for _, r := range rows[1:] {
		dumped = append(dumped, r[2])
	}
	if diff := cmp.Diff(dumped, byOffset); diff != "" {
		t.Errorf("by offset: %s", diff)
	}
	if diff := cmp.Diff(dumped, byNext); diff != "" {
		t.Errorf("by next_page: %s", diff)
	}
}

func TestDumpForms(t *testing.T) {
	s := newStand(t)
	address := "/datastore/dump/" + idOf("resource", "units/units") + "?limit=2&fields=_id,name_vi,population&sort=" + url.QueryEscape("population desc") + "&format="
	var j struct {
		Fields  []fieldDict
		Records [][]any
	}
	if err := json.Unmarshal(s.get(address+"json").Body.Bytes(), &j); err != nil || len(j.Fields) != 3 || len(j.Records) != 2 {
		t.Errorf("json: %v %+v", err, j)
	}
	if got := s.get(address + "tsv").Body.String(); strings.Count(got, "\t") != 6 || !strings.HasPrefix(got, "_id\tname_vi\tpopulation\r\n") {
		t.Errorf("tsv: %q", got)
	}
	var rows int
	d := xml.NewDecoder(s.get(address + "xml").Body)
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "row" {
			rows++
		}
	}
	if rows != 2 {
		t.Errorf("xml: %d rows", rows)
	}
	if w := s.get(address + "xlsx"); w.Code != 400 {
		t.Errorf("xlsx: %d", w.Code)
	}
	if got := s.get(address + "json&limit=0"); got.Code != 409 && got.Code != 400 {
		t.Errorf("two limits: %d", got.Code)
	}
	if w := s.get("/dataset/outlines/resource/" + idOf("resource", "outlines/outlines") + "/download/outlines.geojson"); w.Code != 200 || !strings.Contains(w.Body.String(), "FeatureCollection") {
		t.Errorf("download: %d", w.Code)
	}
	if w := s.get("/dataset/outlines/resource/" + idOf("resource", "outlines/outlines") + "/download/datapackage.json"); w.Code != 404 {
		t.Errorf("another file: %d", w.Code)
	}
}

// TestNothingFromOutsideBecomesSQL sends quotes, comments and statements in
// every parameter: the answer is a refusal or an honest emptiness, never an
// error inside, and the table stays.
func TestNothingFromOutsideBecomesSQL(t *testing.T) {
	s := newStand(t)
	evil := []string{`' OR '1'='1`, `"; DROP TABLE t; --`, `x" FROM read_csv('/etc/passwd') --`, `name_vi"; ATTACH 'x' --`, `1); COPY t TO '/tmp/x'; --`, `\`, `%' ESCAPE '\`, "a\x00b", `_row`, `_printed_area_ha`, `$$`, `{{7*7}}`}
	for _, e := range evil {
		quoted, _ := json.Marshal(e)
		for _, body := range []string{
			`"filters":{"name_vi":%s}`, `"filters":{%s:"x"}`, `"filters":{"area_ha":%s}`, `"filters":{"name_vi":[%s,{"gt":%[1]s}]}`, `"filters":{"$or":[{%s:1}]}`, `"filters":%s`,
			`"q":%s`, `"q":{"name_vi":%s}`, `"q":{%s:"x"}`, `"plain":false,"q":%s`, `"full_text":%s`, `"fields":[%s]`, `"fields":%s`, `"sort":%s`, `"sort":[%s]`,
			`"limit":%s`, `"offset":%s`, `"records_format":%s`, `"language":%s`, `"distinct":%s`, `"include_total":%s`} {
			w := s.do("POST", "/api/action/datastore_search", `{"resource_id":"projects/projects",`+fmt.Sprintf(body, quoted)+`}`, "application/json")
			if w.Code >= 500 || strings.Contains(w.Body.String(), "Catalog Error") || strings.Contains(w.Body.String(), "root:") {
				t.Errorf("%s: %d %.300s", fmt.Sprintf(body, quoted), w.Code, w.Body)
			}
		}
		for _, target := range []string{"package_search?q=", "package_search?fq=", "package_search?sort=", "package_search?facet.field=", "package_show?id=", "resource_show?id=", "resource_search?query=name:",
			"organization_show?id=", "group_list?sort=", "tag_list?query=", "datastore_info?resource_id=", "help_show?name=", "package_autocomplete?q="} {
			if w := s.get("/api/3/action/" + target + url.QueryEscape(e)); w.Code >= 500 {
				t.Errorf("%s%s: %d %.300s", target, e, w.Code, w.Body)
			}
		}
		for _, name := range []string{"fields", "filters", "q", "sort", "limit", "offset", "format", "bom"} {
			if w := s.get("/datastore/dump/" + idOf("resource", "projects/projects") + "?" + name + "=" + url.QueryEscape(e)); w.Code >= 500 {
				t.Errorf("dump %s=%s: %d %.300s", name, e, w.Code, w.Body)
			}
		}
	}
	if got := s.result("datastore_search", `{"resource_id":"projects/projects","limit":1}`); got["total"].(float64) < 10 {
		t.Errorf("the table has %v rows left", got["total"])
	}
}

func TestHeavyFiltersAreRefused(t *testing.T) {
	s := newStand(t)
	deep := strings.Repeat(`{"$or":[`, 5_000) + `{"name_vi":"a"}` + strings.Repeat(`]}`, 5_000)
	wide := `{"name_vi":["` + strings.Repeat(`a","`, 30_000) + `a"]}`
	for name, body := range map[string]string{
		"filters 5,000 deep":                         `"filters":` + deep,
		"100 kB of values":                           `"filters":` + wide,
		"a column of 100 kB":                         `"filters":{"` + strings.Repeat("x", 100_000) + `":1}`,
		"a sort of 100 kB":                           `"sort":"` + strings.Repeat("name_vi,", 12_000) + `name_vi"`,
		"30,000 fields":                              `"fields":["` + strings.Repeat(`name_vi","`, 30_000) + `name_vi"]`,
		"a search of 100 kB":                         `"q":"` + strings.Repeat("a b ", 25_000) + `"`,
		"words for 5,000 columns that are not there": `"q":{"x` + strings.Repeat(`":"a","x`, 5_000) + `":"a"}`,
	} {
		w := s.do("POST", "/api/action/datastore_search", `{"resource_id":"projects/projects",`+body+`}`, "application/json")
		if w.Code != 400 && w.Code != 409 && w.Code != 413 || w.Body.Len() > 3000 {
			t.Errorf("%s: %d %.300s", name, w.Code, w.Body)
		}
	}
	for name, q := range map[string]string{"brackets 10,000 deep": strings.Repeat("(", 10_000) + "a" + strings.Repeat(")", 10_000), "not 10,000 times": strings.Repeat("NOT ", 10_000) + "a",
		"100 kB of or": "a" + strings.Repeat(" OR a", 20_000), "brackets that never close": strings.Repeat("title:(", 10_000)} {
		for _, param := range []string{"q", "fq"} {
			body, _ := json.Marshal(map[string]string{param: q})
			if w := s.do("POST", "/api/action/package_search", string(body), "application/json"); w.Code >= 500 || w.Body.Len() > 3000 {
				t.Errorf("%s in %s: %d %.300s", name, param, w.Code, w.Body)
			}
		}
	}
}

func FuzzSolr(f *testing.F) {
	for _, s := range []string{"*:*", "a AND (b OR -c)", `title:"x y"^2`, "d:[NOW-1DAY/DAY TO *}", "+a -b", "\\", "((", "NOT NOT a", "a:b:c", "[", "é*?"} {
		f.Add(s)
	}
	d := document{fields: map[string][]string{"text": {"một hai"}, "title": {"một"}, "name": {"mot"}}}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseSolr(s)
		if err == nil {
			d.matches(c, dialecttest.Now())
			_ = checkFields(c)
			plainWords(c)
		}
	})
}

func FuzzFilters(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `{"a":[1,{"gt":2}],"$or":[{"$$b":null}]}`, `[{}]`, `{"_id":{"lte":9}}`} {
		f.Add(s)
	}
	c := columns{names: []string{"_id", "a", "$b"}}
	f.Fuzz(func(t *testing.T, s string) {
		p := &params{values: map[string]any{"filters": s}}
		_, _ = c.filter(p.object("filters"), 0)
	})
}
