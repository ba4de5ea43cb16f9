package soda

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/dialecttest"
	"honglinh/datasets/table"
)

func resourceOf(dataset, name string) string {
	return "/resource/" + fourByFour(table.Ref{Dataset: dataset, Table: name}, 0)
}

func TestIDsNeverChange(t *testing.T) {
	// These are in other people's scripts; a change here breaks them.
	want := map[string]string{"projects/projects": "j7it-xy9f", "units/units": "ierg-37fp", "units/unit_facts": "nhzq-xbu7", "glossary/concepts": "kzck-munu"}
	seen := map[string]bool{}
	s := newStand(t)
	for _, v := range (&Face{library: s.face.library, tables: s.face.tables}).tablesByID() {
		if seen[v.id] || len(v.id) != 9 || v.id[4] != '-' {
			t.Errorf("%s: %q is taken or no id", v.ref, v.id)
		}
		seen[v.id] = true
		if w, ok := want[v.ref.String()]; ok && v.id != w {
			t.Errorf("%s: got %s, want %s", v.ref, v.id, w)
		}
	}
	ref := table.Ref{Dataset: "a", Table: "b"}
	if fourByFour(ref, 0) == fourByFour(ref, 1) {
		t.Error("a second try gives the same id")
	}
}

func TestConditionsGiveTheRowsOfTheEngine(t *testing.T) {
	s := newStand(t)
	tests := []struct {
		query string
		where table.Expr
	}{
		{"status=operating", table.Expr{Op: table.Eq, Column: "status", Values: []any{"operating"}}},
		{"$where=" + url.QueryEscape("status = 'operating'"), table.Expr{Op: table.Eq, Column: "status", Values: []any{"operating"}}},
		{"$where=" + url.QueryEscape("area_ha > 10 AND area_ha <= 200.5"), table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Gt, Column: "area_ha", Values: []any{10}}, {Op: table.Le, Column: "area_ha", Values: []any{200.5}}}}},
		{"$where=" + url.QueryEscape("area_ha between 10 and 200"), table.Expr{Op: table.Between, Column: "area_ha", Values: []any{10, 200}}},
		{"$where=" + url.QueryEscape("status in('operating','approved')"), table.Expr{Op: table.In, Column: "status", Values: []any{"operating", "approved"}}},
		{"$where=" + url.QueryEscape("name_vi like 'Nhà máy%'"), table.Expr{Op: table.Like, Column: "name_vi", Values: []any{"Nhà máy%"}}},
		{"$where=" + url.QueryEscape("starts_with(name_vi, 'Nhà máy')"), table.Expr{Op: table.Like, Column: "name_vi", Values: []any{"Nhà máy%"}}},
		{"$where=" + url.QueryEscape("contains(name_vi, 'máy')"), table.Expr{Op: table.Like, Column: "name_vi", Values: []any{"%máy%"}}},
		{"$where=" + url.QueryEscape("area_ha is null"), table.Expr{Op: table.Null, Column: "area_ha"}},
		{"in_hong_linh=true&$where=" + url.QueryEscape("not (status = 'approved')"), table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Eq, Column: "in_hong_linh", Values: []any{true}}, {Op: table.Ne, Column: "status", Values: []any{"approved"}}}}},
		{"$where=" + url.QueryEscape("retrieved >= '2026-11-01T00:00:00.000'"), table.Expr{Op: table.NotNull, Column: "retrieved"}},
		{"$where=" + url.QueryEscape("date_extract_y(retrieved) = 2026"), table.Expr{Op: table.NotNull, Column: "retrieved"}},
		{"$where=" + url.QueryEscape(":id > 3 and :id < 6"), table.Expr{Op: table.Between, Column: table.RowNumber, Values: []any{4, 5}}},
		{"$q=" + url.QueryEscape("may mac"), table.Expr{Op: table.Match, Values: []any{"may mac"}}},
		{"$query=" + url.QueryEscape("SELECT project_id WHERE status = 'operating' LIMIT 1000"), table.Expr{Op: table.Eq, Column: "status", Values: []any{"operating"}}},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			res, err := s.engine.Query(t.Context(), table.Query{Ref: table.Ref{Dataset: "projects", Table: "projects"}, Select: []table.Item{{Column: "project_id"}}, Where: &tt.where, Limit: table.Unlimited})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := res.All(t.Context())
			if err != nil || len(rows) == 0 {
				t.Fatalf("the case finds %d rows: %v", len(rows), err)
			}
			want, got := []any{}, []any{}
			for _, r := range rows {
				want = append(want, r[0])
			}
			for _, r := range s.rows(resourceOf("projects", "projects") + ".json?" + tt.query) {
				got = append(got, r["project_id"])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGroupsHavingAndOrder(t *testing.T) {
	s := newStand(t)
	r := resourceOf("projects", "projects") + ".json?"
	tests := []struct{ name, query, want string }{
		{"an unnamed aggregate", "$select=" + url.QueryEscape("count(*)"), `[{"count":"`},
		{"the name of a sum", "$select=" + url.QueryEscape("status, sum(area_ha)") + "&$group=status&$where=" + url.QueryEscape("area_ha > 0 and status='operating'"), `"sum_area_ha":"`},
		{"having over an aggregate that is not selected", "$select=status&$group=status&$having=" + url.QueryEscape("count(*) > 1") + "&$order=" + url.QueryEscape("count(*) desc") + "&$limit=1", `[{"status":"`},
		{"having over an alias", "$select=" + url.QueryEscape("status, count(*) as n") + "&$group=status&$having=" + url.QueryEscape("n > 1") + "&$limit=1", `"n":"`},
		{"a month", "$select=" + url.QueryEscape("date_trunc_ym(retrieved) as m, count(*)") + "&$group=" + url.QueryEscape("date_trunc_ym(retrieved)"), `"m":"2026-11-01T00:00:00.000"`},
		{"a date", "$select=retrieved&$limit=1", `[{"retrieved":"2026-11-22T00:00:00.000"}]`},
		{"everything with the row's id", "$select=" + url.QueryEscape(":*, *") + "&$limit=1", `[{":id":"1","slug":"`},
		{"no rows", "$limit=0", `[]`},
		{"a whole statement", "$query=" + url.QueryEscape("select status, count(*) as n group by status having n > 1 order by n desc limit 1"), `[{"status":"`},
	}
	for _, tt := range tests {
		if w := s.get(r + tt.query); w.Code != 200 || !strings.Contains(w.Body.String(), tt.want) || strings.Contains(w.Body.String(), "__") {
			t.Errorf("%s: %d %.300s", tt.name, w.Code, w.Body)
		}
	}
	all := s.rows(r + "$select=" + url.QueryEscape("status, count(*) as n") + "&$group=status&$order=" + url.QueryEscape("n desc, status"))
	few := s.rows(r + "$select=status&$group=status&$having=" + url.QueryEscape("count(*) > 5"))
	big := 0
	for _, x := range all {
		if n := x["n"].(string); len(n) > 1 || n > "5" {
			big++
		}
	}
	if big == 0 || big == len(all) || len(few) != big {
		t.Errorf("%d groups of more than 5 among %d, having gives %d", big, len(all), len(few))
	}
}

func TestHeadersCarryTheSchema(t *testing.T) {
	s := newStand(t)
	w := s.get(resourceOf("units", "units") + ".json?$select=" + url.QueryEscape("name_vi as tên, population, lat, retrieved, geo_point") + "&$limit=1")
	for name, want := range map[string]string{
		"X-SODA2-Fields": `["t\u00ean","population","lat","retrieved","geo_point"]`, "X-SODA2-Types": `["text","number","number","floating_timestamp","point"]`,
		"Content-Type": "application/json; charset=utf-8", "X-SODA2-Data-Out-Of-Date": "false",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if w.Header().Get("ETag") == "" || w.Header().Get("Last-Modified") == "" || w.Header().Get("X-SODA2-Truth-Last-Modified") == "" {
		t.Errorf("%v", w.Header())
	}
}

func TestPagesJoinToOneAnotherInAnyForm(t *testing.T) {
	s := newStand(t)
	r := resourceOf("units", "units")
	var pages [][]string
	for offset := 0; offset < 1000; offset += 11 { // no $order: the order is total all the same
		rows := s.rows(fmt.Sprintf("%s.json?$select=statement_id,population&$limit=11&$offset=%d", r, offset))
		if len(rows) == 0 {
			break
		}
		for _, x := range rows {
			n, _ := x["population"].(string)
			pages = append(pages, []string{x["statement_id"].(string), n})
		}
	}
	got, err := csv.NewReader(s.get(r + ".csv?$select=statement_id,population").Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(pages, got[1:]); diff != "" || len(pages) < 70 {
		t.Errorf("%d rows: %s", len(pages), diff)
	}
	var features struct {
		Features []struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(s.get(r+".geojson?$select=statement_id,geo_point").Body.Bytes(), &features); err != nil {
		t.Fatal(err)
	}
	for i, f := range features.Features {
		if f.Properties["statement_id"] != pages[i][0] {
			t.Fatalf("feature %d is %v", i, f.Properties)
		}
	}
	if len(features.Features) != len(pages) {
		t.Errorf("%d features of %d", len(features.Features), len(pages))
	}
	circle := s.rows(r + ".json?$select=statement_id,geo_point&$where=" + url.QueryEscape("within_circle(geo_point, 18.53, 105.7, 8000)"))
	if len(circle) == 0 || len(circle) >= len(pages) {
		t.Errorf("%d of %d in the circle", len(circle), len(pages))
	}
}

func TestErrors(t *testing.T) {
	s := newStand(t)
	r := resourceOf("projects", "projects") + ".json?"
	tests := []struct {
		target string
		code   int
		kind   string
	}{
		{"/resource/aaaa-aaaa.json", 404, "dataset.missing"},
		{r + "$select=nmae_vi", 400, "query.soql.no-such-column"},
		{r + "$where=" + url.QueryEscape("status = = 1"), 400, "query.soql.invalid"},
		{r + "$where=" + url.QueryEscape("area_ha = 'wide'"), 400, "query.soql.type-mismatch"},
		{r + "$where=" + url.QueryEscape("area_ha * 2 > 3"), 400, "query.soql.no-such-function"},
		{r + "$limti=3", 400, "invalid-request"},
		{r + "statsu=x", 400, "invalid-request"},
		{r + "$limit=-1", 400, "invalid-request"},
		{r + "$query=" + url.QueryEscape("select *") + "&$limit=3", 400, "invalid-request"},
		{r + "$having=" + url.QueryEscape("count(*) > 1"), 400, "query.soql.having-without-group-by"},
		{strings.Replace(r, ".json", ".xml", 1), 406, "not_acceptable"},
	}
	for _, tt := range tests {
		w := s.get(tt.target)
		var e struct {
			Code, Message, ErrorCode string
			Error                    bool
		}
		if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || w.Code != tt.code || e.ErrorCode != tt.kind || e.Code != tt.kind || !e.Error || e.Message == "" {
			t.Errorf("%s: %d %.300s", tt.target, w.Code, w.Body)
		}
	}
}

func TestMetadataLeadsToTheRows(t *testing.T) {
	s := newStand(t)
	var found struct {
		ResultSetSize int
		Results       []struct {
			Resource  struct{ ID, Name string }
			Permalink string
		}
	}
	if err := json.Unmarshal(s.get("/api/catalog/v1?q=thu+tuc+hanh+chinh+cho+nha+dau+tu&lang=en").Body.Bytes(), &found); err != nil || found.ResultSetSize == 0 {
		t.Fatalf("%v %+v", err, found)
	}
	first := found.Results[0]
	var view viewDict
	if err := json.Unmarshal(s.get("/api/views/"+first.Resource.ID+".json?lang=en").Body.Bytes(), &view); err != nil || view.Name != "Administrative procedures for investors" || len(view.Columns) < 30 {
		t.Fatalf("%v %+v", err, view)
	}
	if rows := s.rows(strings.TrimPrefix(first.Permalink, dialecttest.Base)); len(rows) < 100 {
		t.Errorf("%d rows", len(rows))
	}
	if w := s.get("/api/catalog/v1?ids=aaaa-aaaa"); !strings.Contains(w.Body.String(), `"resultSetSize":0`) {
		t.Errorf("%s", w.Body)
	}
	if w := s.get("/api/views.json"); !strings.Contains(w.Body.String(), `"calendar_date"`) {
		t.Errorf("%.200s", w.Body)
	}
	r := s.get("/resource/" + first.Resource.ID + ".json?$limit=1&$$app_token=abc")
	if r.Code != 200 {
		t.Errorf("an app token is refused: %s", r.Body)
	}
}

// TestNothingFromOutsideBecomesSQL sends quotes, comments and statements in
// every parameter.
func TestNothingFromOutsideBecomesSQL(t *testing.T) {
	s := newStand(t)
	evil := []string{`' OR '1'='1`, `"; DROP TABLE t; --`, "x` FROM read_csv('/etc/passwd') --", `1); COPY t TO 'x'; --`, `\`, "a\x00b", "`a\x00b`", `_row`, ":id as `_row`", "name_vi as `__having0`", "name_vi as ten, name_en as TEN", `name_vi union select 1`, "select * from secrets"}
	for _, e := range evil {
		for _, param := range []string{"$select", "$where", "$order", "$group", "$having", "$limit", "$offset", "$q", "$query", "name_vi", "area_ha", e} {
			for _, form := range []string{".json", ".csv", ".geojson"} {
				target := resourceOf("projects", "projects") + form + "?" + url.QueryEscape(param) + "=" + url.QueryEscape(e)
				if w := s.get(target); w.Code >= 500 || strings.Contains(w.Body.String(), "root:") {
					t.Errorf("%s: %d %.300s", target, w.Code, w.Body)
				}
			}
		}
		quote := strings.ReplaceAll(e, "'", "''")
		for _, where := range []string{"name_vi = '" + quote + "'", "contains(name_vi, '" + quote + "')", "`" + e + "` = 1"} {
			if w := s.get(resourceOf("projects", "projects") + ".json?$where=" + url.QueryEscape(where)); w.Code >= 500 {
				t.Errorf("%s: %d %.300s", where, w.Code, w.Body)
			}
		}
		if w := s.get("/api/catalog/v1?q=" + url.QueryEscape(e)); w.Code >= 500 {
			t.Errorf("catalog: %d", w.Code)
		}
	}
	if rows := s.rows(resourceOf("projects", "projects") + ".json"); len(rows) < 10 {
		t.Errorf("the table has %d rows left", len(rows))
	}
}

func TestHeavyConditionsAreRefused(t *testing.T) {
	s := newStand(t)
	for _, h := range dialecttest.HeavyConditions("name_vi") {
		for _, param := range []string{"$where", "$select", "$group", "$order", "$having", "$query"} {
			w := s.get(resourceOf("projects", "projects") + ".json?" + url.QueryEscape(param) + "=" + url.QueryEscape(h.Text))
			var e struct{ ErrorCode string }
			if err := json.Unmarshal(w.Body.Bytes(), &e); w.Code != h.Code || err != nil || h.Code == 400 && e.ErrorCode == "" || w.Body.Len() > 2500 {
				t.Errorf("%s in %s: %d %.300s", h.Name, param, w.Code, w.Body)
			}
		}
	}
}

func FuzzSoQL(f *testing.F) {
	for _, s := range []string{"select *", "count(*) as n", "a = 'x' and :id > 3", "date_trunc_ym(d)", "within_circle(geo_point, 1, 2, 3)", "select a group by a having count(*) > 1 order by a limit 2"} {
		f.Add(s)
	}
	v := tableView{version: &table.Version{Number: "1.0.0", Columns: []table.Column{{Name: "a", Type: table.Integer}, {Name: "d", Type: table.Date}, {Name: "lon", Type: table.Number}, {Name: "lat", Type: table.Number}}}, lon: "lon", lat: "lat"}
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range []string{"$select", "$where", "$order", "$group", "$q", "$query", "a", "d"} {
			_, _ = v.read(url.Values{name: {s}})
		}
		_, _ = v.read(url.Values{"$group": {"a"}, "$having": {s}, "$order": {s}})
	})
}
