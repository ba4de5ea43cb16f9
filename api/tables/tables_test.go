package tables

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"honglinh/api/httpkit"
	"honglinh/api/native"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/export/encode"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

const base = "https://x.example"

const descriptor = `{"name":"khu","title":"Cụm công nghiệp","version":"1.0.0","created":"2026-01-01T00:00:00Z","licenses":[{"name":"CC-BY-4.0","path":"https://creativecommons.org/licenses/by/4.0/"}],
 "contributors":[{"title":"Nhóm biên soạn","roles":["author"]}],"honglinh":{"title":{"en":"Industrial clusters"}},
 "resources":[{"name":"cum","path":"cum.csv","type":"table","format":"csv","schema":{"primaryKey":["ma"],"fields":[
  {"name":"ma","type":"string"},{"name":"ten","type":"string","title":"Tên","honglinh":{"title":{"en":"Name"}}},{"name":"von","type":"number"},
  {"name":"tt","type":"string","honglinh":{"labels":{"a":{"vi":"đang mời","en":"inviting"}}}},{"name":"lon","type":"number"},{"name":"lat","type":"number"},{"name":"unit_ref","type":"string"}]},
  "honglinh":{"kind":"opportunity","id":"ma","title":{"vi":"ten"},"lat":"lat","lon":"lon","place":"unit_ref"}},
  {"name":"ghi-chu","path":"notes.csv","type":"table","format":"csv","schema":{"fields":[{"name":"limit","type":"integer"},{"name":"select","type":"string"}]}}]}`

const rows1 = "ma,ten,von,tt,lon,lat,unit_ref\n001,Nam Hồng,10.5,a,105.7,18.5,unit/n;unit/b\n002,Cổng Khánh,20,b,105.8,18.6,unit/b\n003,\"Đường, tránh\",,a,106.5,19.1,\n"

type stand struct {
	t       testing.TB
	engine  *duck.Engine
	files   fstest.MapFS
	pack    *datasets.Package
	handler http.Handler
	face    *Face
	clock   time.Time
	places  *place.Register
}

func newStand(t testing.TB) *stand {
	t.Helper()
	s := &stand{t: t, clock: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC), files: fstest.MapFS{"datapackage.json": {Data: []byte(descriptor)},
		"cum.csv": {Data: []byte(rows1)}, "notes.csv": {Data: []byte("limit,select\n1,x\n2,y\n")}}}
	var err error
	if s.engine, err = duck.Open(context.Background(), t.TempDir(), duck.Options{Now: func() time.Time { return s.clock }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.engine.Close() })
	var problems []datasets.Problem
	if s.pack, problems = datasets.Read(s.files, ""); s.pack == nil || len(problems) > 0 {
		t.Fatal(problems)
	}
	s.sync()
	library := &datasets.Library{}
	library.Set([]*datasets.Package{s.pack})
	s.places = place.NewRegister([]place.Unit{{ID: "unit/b", Code: "18115", Name: text.New("Phường Bắc Hồng Lĩnh", "")}, {ID: "unit/n", Code: "18118", Name: text.New("Phường Nam Hồng Lĩnh", "")}})
	kit := httpkit.New(httpkit.Options{BaseURL: base, CORS: true})
	s.face = New(Options{Kit: kit, Encoder: encode.Encoder{}, Now: func() time.Time { return s.clock }, Sources: Sources{Engine: s.engine, Library: func() *datasets.Library { return library },
		Places: func() *place.Register { return s.places }, Files: func(*datasets.Package) fs.FS { return s.files }}})
	router := kit.NewRouter()
	s.face.Mount(router)
	s.handler = kit.Wrap(router)
	return s
}

func (s *stand) sync() {
	s.t.Helper()
	for _, r := range s.engine.Sync(context.Background(), []*datasets.Package{s.pack}, func(*datasets.Package) table.Content { return table.Content{FS: s.files} }) {
		if r.Err != nil {
			s.t.Fatal(r.Err)
		}
	}
}

func (s *stand) do(method, target, body string, header ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	var b io.Reader
	if body != "" {
		b = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, base+target, b)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func (s *stand) get(target string, header ...string) *httptest.ResponseRecorder {
	return s.do("GET", target, "", header...)
}

const cum = "/api/v1/datasets/khu/tables/cum"

type rowsAnswer struct {
	Total   *int             `json:"total"`
	Version string           `json:"version"`
	Items   []map[string]any `json:"items"`
	NextURL string           `json:"next_url"`
}

func codesOf(t testing.TB, w *httptest.ResponseRecorder) (string, rowsAnswer) {
	t.Helper()
	var a rowsAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != 200 {
		t.Fatalf("%d %v in %s", w.Code, err, w.Body)
	}
	var codes []string
	for _, row := range a.Items {
		codes = append(codes, fmt.Sprint(row["ma"]))
	}
	return strings.Join(codes, " "), a
}

func TestRows(t *testing.T) {
	s := newStand(t)
	for _, tc := range []struct{ name, query, want string }{
		{"everything", "", "001 002 003"},
		{"a column", "ten=Nam+Hồng", "001"},
		{"an operator", "von__gt=15", "002"},
		{"missing", "von__null", "003"},
		{"words without marks", "q=duong+tranh", "003"},
		{"a filter in JSON", "filter=" + url.QueryEscape(`{"or":[{"column":"von","op":"lt","value":11},{"column":"ten","op":"contains","value":"duong"}]}`), "001 003"},
		{"order", "order=-von", "002 001 003"},
		{"a box", "bbox=105.6,18.4,105.9,18.7", "001 002"},
		{"a place by code", "within=18115", "001 002"},
		{"a place by name", "within=Nam+Hồng+Lĩnh", "001"},
		{"a version", "version=1.0.0", "001 002 003"},
		{"as of", "as_of=2026-07", "001 002 003"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, _ := codesOf(t, s.get(cum+"/rows?"+tc.query))
			if got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
	_, a := codesOf(t, s.get(cum+"/rows?select=tt,count(),sum(von)+as+tong&group_by=tt&having="+url.QueryEscape(`{"column":"count","op":"gt","value":1}`)+"&total=true&labels=both&lang=en"))
	if diff := cmp.Diff([]map[string]any{{"tt": "a", "tt@en": "inviting", "count": 2.0, "tong": 10.5}}, a.Items); diff != "" || a.Total == nil || *a.Total != 1 {
		t.Errorf("total %v\n%s", a.Total, diff)
	}
	w := s.get("/api/v1/datasets/khu/tables/ghi-chu/rows?limit__eq=2&limit=5")
	if !strings.Contains(w.Body.String(), `"items":[{"limit":2,"select":"y"}]`) {
		t.Errorf("a column named like a parameter: %s", w.Body)
	}
}

func TestRowsSayHowOftenValuesOccur(t *testing.T) {
	s := newStand(t)
	type found struct {
		Total  int
		Facets []table.Facet
	}
	ask := func(query string, want int) (out found, body string) {
		t.Helper()
		w := s.get("/api/v1/datasets/khu/tables/cum/rows?" + query)
		if w.Code != want || w.Code == 200 && json.Unmarshal(w.Body.Bytes(), &out) != nil {
			t.Fatalf("%s: %d %s, want %d", query, w.Code, w.Body, want)
		}
		return out, w.Body.String()
	}
	label := text.New("đang mời", "inviting")
	tt := table.Facet{Column: "tt", Values: []table.FacetValue{{Value: "a", Label: label, Count: 2}, {Value: "b", Count: 1}}}
	for _, c := range []struct {
		query string
		total int
		want  []table.Facet
	}{
		{"facets=auto", 3, []table.Facet{tt}},
		{"facets=tt&tt=a", 2, []table.Facet{tt}}, // as search counts: without the column's own filter
		{"facets=tt&ten__contains=nam&tt=a", 1, []table.Facet{{Column: "tt", Values: []table.FacetValue{{Value: "a", Label: label, Count: 1}}}}},
		{"facets=tt&q=cong%20khanh", 1, []table.Facet{{Column: "tt", Values: []table.FacetValue{{Value: "b", Count: 1}}}}},
		{"facets=tt,ma,tt&bbox=105,18,106,19", 2, []table.Facet{{Column: "tt", Values: []table.FacetValue{{Value: "a", Label: label, Count: 1}, {Value: "b", Count: 1}}}, {Column: "ma", Values: []table.FacetValue{{Value: "001", Count: 1}, {Value: "002", Count: 1}}}}},
		{"facets=von", 3, []table.Facet{{Column: "von", Values: []table.FacetValue{{Value: 10.5, Count: 1}, {Value: 20.0, Count: 1}}}}},
		{"", 3, nil},
	} {
		got, _ := ask(c.query, 200)
		if diff := cmp.Diff(found{c.total, c.want}, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.query, diff)
		}
	}
	for query, want := range map[string]string{"facets=tinh": `"facets"`, "facets=tt&group_by=tt": "group_by", "facets=" + strings.Repeat("x,", 30): `"facets"`} {
		if _, body := ask(query, 400); !strings.Contains(body, want) {
			t.Errorf("%s: %s, want %s in it", query, body, want)
		}
	}
	if a, b := s.get("/api/v1/datasets/khu/tables/cum/rows?facets=tt"), s.get("/api/v1/datasets/khu/tables/cum/rows?facets=auto"); a.Header().Get("ETag") == b.Header().Get("ETag") {
		t.Error("two questions have one tag")
	}
}

func TestRowsAreGroupedByUnitInPagesAndFiles(t *testing.T) {
	s := newStand(t)
	s.places = place.NewRegister([]place.Unit{{ID: "unit/b", Code: "18115", Name: text.New("Phường Bắc", "Bac Ward"), From: "2025-07-01", Predecessors: []string{"unit/c"}},
		{ID: "unit/c", Name: text.New("Phường Cũ", "Cu Ward"), To: "2025-06-30"}, {ID: "unit/n", Code: "18118", Name: text.New("Phường Nam", "Nam Ward")}})
	query := "?group_by=unit(unit_ref)&select=unit(unit_ref)+as+noi,count()&labels=both&lang=en"
	w := s.get(cum + "/rows" + query)
	if !strings.Contains(w.Body.String(), `"items":[{"noi":"unit/b","noi@en":"Bac Ward","count":1},{"noi":"unit/n;unit/b","noi@en":"Nam Ward; Bac Ward","count":1},{"noi":null,"noi@en":null,"count":1}]`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	before := strings.ReplaceAll(query, "unit_ref)", "unit_ref,2025-06-30)")
	if got, want := s.get(cum+"/exports/csv"+before).Body.String(), "noi,noi@en,count\r\nunit/c,Cu Ward,1\r\nunit/n;unit/c,Nam Ward; Cu Ward,1\r\n,,1\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.places = place.NewRegister([]place.Unit{{ID: "unit/b", Name: text.New("Phường Bắc", "North Ward")}, {ID: "unit/n", Name: text.New("Phường Nam", "South Ward")}})
	again := s.get(cum+"/rows"+query+"&version=1.0.0", "If-None-Match", w.Header().Get("ETag"))
	if again.Code != 200 || !strings.Contains(again.Body.String(), "North Ward") || strings.Contains(again.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("after the register changed: %d %v %s", again.Code, again.Header(), again.Body)
	}
	if w := s.get(cum + "/rows?group_by=unit(ten)"); w.Code != 400 || !strings.Contains(w.Body.String(), "unit_ref") {
		t.Errorf("a column without units: %d %s", w.Code, w.Body)
	}
}

func TestAFirstPageTellsItsExactTotal(t *testing.T) {
	s := newStand(t)
	page := func(query string) (total *int, next string) {
		t.Helper()
		var p struct {
			Total *int   `json:"total"`
			Next  string `json:"next"`
		}
		if w := s.get(cum + "/rows?limit=1" + query); w.Code != 200 || json.Unmarshal(w.Body.Bytes(), &p) != nil {
			t.Fatalf("%s: %d %s", query, w.Code, w.Body)
		}
		return p.Total, p.Next
	}
	for _, tc := range []struct {
		name, query string
		want        *int
	}{
		{"by default, of what matches", "&ten=Nam+Hồng", new(1)},
		{"not when told not to", "&total=false", nil},
		{"when asked", "&total=true", new(3)},
	} {
		if got, _ := page(tc.query); !cmp.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.want)
		}
	}
	first, next := page("")
	if later, _ := page("&cursor=" + next); first == nil || *first != 3 || later != nil {
		t.Errorf("first page %v, later page %v", first, later)
	}
}

func TestPostAsksTheSame(t *testing.T) {
	s := newStand(t)
	got, _ := codesOf(t, s.do("POST", cum+"/rows", `{"filter":{"column":"von","op":"ge","value":5},"order":["-von"],"select":["ma","von"],"limit":1,"total":true}`, "Content-Type", "application/json"))
	if got != "002" {
		t.Errorf("got %s", got)
	}
	for name, tc := range map[string]struct {
		body, media string
		status      int
	}{
		"no JSON": {"x", "application/json", 400}, "a list": {"[]", "application/json", 400}, "another type": {"a=b", "application/x-www-form-urlencoded", 415},
		"unknown member": {`{"selct":"ma"}`, "application/json", 400}, "too large": {`{"q":"` + strings.Repeat("x", 2<<20) + `"}`, "application/json", 413},
	} {
		if w := s.do("POST", cum+"/rows", tc.body, "Content-Type", tc.media); w.Code != tc.status || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

func TestPagesFollowTheirLink(t *testing.T) {
	s := newStand(t)
	var all []string
	target := cum + "/rows?limit=1&order=-ma"
	for range 10 {
		got, a := codesOf(t, s.get(target))
		if all = append(all, got); a.NextURL == "" {
			break
		}
		target = strings.TrimPrefix(a.NextURL, base)
	}
	if got := strings.Join(all, " "); got != "003 002 001" {
		t.Errorf("pages: %s", got)
	}
}

func TestFaultsAreProblemsThatHelp(t *testing.T) {
	s := newStand(t)
	for _, tc := range []struct {
		target, parameter, nearest string
		status                     int
	}{
		{cum + "/rows?vonn=1", "vonn", "von", 400},
		{cum + "/rows?limt=1", "limt", "limit", 400},
		{cum + "/rows?von=nhiều", "filter", "", 400},
		{cum + "/rows?select=tenn", "select", "ten", 400},
		{cum + "/rows?version=9.9.9", "version", "", 404},
		{cum + "/rows?as_of=1999", "as_of", "", 404},
		{cum + "/rows?within=Atlantis", "within", "", 400},
		{cum + "/rows?cursor=abc", "cursor", "", 400},
		{cum + "/rows?offset=99999999999999999999", "offset", "", 400},
		{"/api/v1/datasets/khu/tables/cumm/rows", "table", "cum", 404},
		{"/api/v1/datasets/khuu/tables/cum/rows", "slug", "khu", 404},
		{cum + "/exports/xslx", "format", "xlsx", 404},
		{"/api/v1/datasets/khu/tables/ghi-chu/exports/kml", "format", "", 400},
		{cum + "/exports/csv?header=tittles", "header", "titles", 400},
		{cum + "/profile?column=vonn", "column", "von", 400},
		{cum + "/diff?from=7.0.0", "from", "", 404},
		{cum + "/cite?format=bibtext", "format", "bibtex", 400},
	} {
		w := s.get(tc.target)
		var p struct {
			Parameter, Nearest string
			TitleVI            string `json:"title_vi"`
			RequestID          string `json:"request_id"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != tc.status || p.Parameter != tc.parameter || p.Nearest != tc.nearest || p.TitleVI == "" || p.RequestID == "" {
			t.Errorf("%s: %d %s", tc.target, w.Code, w.Body)
		}
	}
}

func TestAnswersAreCachedByVersionAndQuery(t *testing.T) {
	s := newStand(t)
	for _, target := range []string{cum + "/rows?von__gt=1", cum + "/exports/csv", cum + "/profile", cum + "/versions", cum + "/diff", cum, cum + "/cite", "/api/v1/datasets/khu/tables"} {
		first := s.get(target)
		tag := first.Header().Get("ETag")
		if again := s.get(target, "If-None-Match", tag); first.Code != 200 || tag == "" || again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("%s: %d, tag %s, then %d", target, first.Code, tag, again.Code)
		}
		if head := s.do("HEAD", target, ""); head.Code != 200 || head.Header().Get("ETag") != tag {
			t.Errorf("HEAD %s: %d %s", target, head.Code, head.Header().Get("ETag"))
		}
	}
	old := s.get(cum + "/rows").Header().Get("ETag")
	s.files["cum.csv"] = &fstest.MapFile{Data: []byte(rows1 + "004,Mới,1,a,105.7,18.5,\n")}
	s.clock = s.clock.AddDate(0, 1, 0)
	s.sync()
	if w := s.get(cum+"/rows", "If-None-Match", old); w.Code != 200 {
		t.Errorf("a changed table answered %d", w.Code)
	}
	if got, _ := codesOf(t, s.get(cum+"/rows?as_of=2026-07-15")); got != "001 002 003" {
		t.Errorf("as of July: %s", got)
	}
}

func TestExportsAreWholeAndCanGoOn(t *testing.T) {
	s := newStand(t)
	whole := s.get(cum + "/exports/csv")
	v := s.state()
	if sum := fmt.Sprintf("%x", sha256.Sum256(whole.Body.Bytes())); sum != v.SHA256 || whole.Header().Get("Content-Length") != fmt.Sprint(whole.Body.Len()) {
		t.Errorf("sum %s, want %s; length %s of %d", sum, v.SHA256, whole.Header().Get("Content-Length"), whole.Body.Len())
	}
	part := s.get(cum+"/exports/csv", "Range", "bytes=10-", "If-Range", whole.Header().Get("ETag"), "Accept-Encoding", "gzip")
	if part.Code != 206 || part.Body.String() != whole.Body.String()[10:] {
		t.Errorf("the rest: %d %q", part.Code, part.Body)
	}
	if other := s.get(cum+"/exports/csv", "Range", "bytes=10-", "If-Range", `"old"`); other.Code != 200 {
		t.Errorf("a range of another state: %d", other.Code)
	}
	begin := map[string]string{"csv": "ma,", "tsv": "ma\t", "json": "[{", "jsonl": "{", "xlsx": "PK", "parquet": "PAR1", "arrow": "ARROW1", "geojson": "{", "wkt": "ma,", "kml": "<?xml", "fgb": "fgb", "gpkg": "SQLite format 3", "geoparquet": "PAR1"}
	for _, name := range export.Names(export.Tables) {
		begins, known := begin[name]
		if !known {
			t.Errorf("nobody says how %s begins", name)
		}
		w := s.get(cum + "/exports/" + name + "?von__gt=1")
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), begins) || !strings.Contains(w.Header().Get("Content-Disposition"), "khu-cum-1.0.0.") {
			t.Errorf("%s: %d %.40q %s", name, w.Code, w.Body, w.Header().Get("Content-Disposition"))
		}
	}
	if w := s.get(cum + "/exports/csv?select=ten&limit=1&header=bilingual&bom=true&semicolon=true"); w.Body.String() != "\ufeffTên / Name\r\nNam Hồng\r\n" {
		t.Errorf("got %q", w.Body)
	}
	for _, target := range []string{"/api/v1/datasets/khu/package.zip", "/api/v1/catalogue.zip"} {
		if w := s.get(target); w.Code != 200 || !strings.HasPrefix(w.Body.String(), "PK") {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}

func (s *stand) state() *table.Version {
	st, err := s.engine.State(table.Ref{Dataset: "khu", Table: "cum"})
	if err != nil {
		s.t.Fatal(err)
	}
	return st.Current()
}

func TestACitationReplaysTheSameBytes(t *testing.T) {
	s := newStand(t)
	for _, query := range []string{"", "von__gt=1&select=ma,von&order=-von", "labels=labels&lang=en"} {
		w := s.get(cum + "/cite?format=csl-json&" + query)
		var items []struct{ URL, Note, Version string }
		if err := json.Unmarshal(w.Body.Bytes(), &items); err != nil || len(items) != 1 || items[0].Version != "1.0.0" {
			t.Fatalf("%v %s", err, w.Body)
		}
		s.files["cum.csv"] = &fstest.MapFile{Data: []byte(rows1 + "009,Thêm,9,a,1,1,\n")}
		s.sync()
		replay := s.get(strings.TrimPrefix(items[0].URL, base))
		if sum := fmt.Sprintf("%x", sha256.Sum256(replay.Body.Bytes())); replay.Code != 200 || !strings.Contains(items[0].Note, sum) {
			t.Errorf("%q: %s replays %d with sum %s, cited as %s", query, items[0].URL, replay.Code, sum, items[0].Note)
		}
		s = newStand(t)
	}
}

func TestDifferencesInThreeForms(t *testing.T) {
	s := newStand(t)
	s.files["cum.csv"] = &fstest.MapFile{Data: []byte(strings.Replace(rows1, "Nam Hồng", "Nam Hồng 2", 1) + "004,Mới,1,a,105.7,18.5,\n")}
	s.sync()
	var d struct {
		From, To string
		Changes  []table.RowChange
		Counts   table.Counts
	}
	if err := json.Unmarshal(s.get(cum+"/diff").Body.Bytes(), &d); err != nil || d.From != "1.0.0" || d.To != "1.1.0" || d.Counts != (table.Counts{Added: 1, Changed: 1}) || len(d.Changes) != 2 {
		t.Errorf("%v %+v", err, d)
	}
	lines, err := csv.NewReader(s.get(cum + "/diff?format=csv&from=1.0.0&to=1.1.0").Body).ReadAll()
	if err != nil || cmp.Diff([]string{"changed", "001", "ten", "Nam Hồng", "Nam Hồng 2"}, lines[1]) != "" {
		t.Errorf("%v %v", err, lines)
	}
	var feed atomFeed
	if err := xml.Unmarshal(s.get(cum+"/diff?format=atom&lang=en").Body.Bytes(), &feed); err != nil || len(feed.Entries) != 2 || feed.Entries[0].Title != "changed 001" {
		t.Errorf("%v %+v", err, feed)
	}
	if w := s.get(cum + "/diff?from=1.1.0&to=1.1.0"); !strings.Contains(w.Body.String(), `"changes":[],"counts":{"added":0`) {
		t.Errorf("nothing differs: %s", w.Body)
	}
}

func TestADatasetDescribesItself(t *testing.T) {
	s := newStand(t)
	doc, err := openapi3.NewLoader().LoadFromData(s.get("/api/v1/datasets/khu/openapi.json?lang=en").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	params := doc.Paths.Value(cum + "/rows").Get.Parameters
	if params.GetByInAndName("query", "von") == nil || doc.Paths.Value("/api/v1/datasets/khu/tables/ghi-chu/rows").Get.Parameters.GetByInAndName("query", "limit__eq") == nil {
		t.Error("a column is no parameter")
	}
	var out list[state]
	if err := json.Unmarshal(s.get("/api/v1/datasets/khu/tables").Body.Bytes(), &out); err != nil || len(out.Items) != 2 || out.Items[0].Rows != 3 || out.Items[0].Version.Columns[0].Evidence.Reason.IsZero() {
		t.Errorf("%v %+v", err, out)
	}
	for _, form := range out.Items[1].Formats {
		if form.Name == "kml" && (form.URL != "" || form.Reason.IsZero()) {
			t.Errorf("a table without places offers %+v", form)
		}
	}
	for _, schema := range []string{"TableState", "TableRows", "TableDiff"} {
		if s.face.Schemas()[schema] == nil {
			t.Errorf("no schema %s", schema)
		}
	}
}

func TestTheRoutesAreInTheOneDocument(t *testing.T) {
	s := newStand(t)
	doc := native.New(native.Options{Kit: httpkit.New(httpkit.Options{BaseURL: base}), Documented: []native.Documented{s.face}}).Document(t.Context())
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if doc, err = openapi3.NewLoader().LoadFromData(b); err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	rows := doc.Paths.Value(onTable + "/rows").Get.Responses.Value("200").Value.Content["application/json"].Schema.Value
	var answer any
	if err := json.Unmarshal(s.get(cum+"/rows?total=true").Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if err := rows.VisitJSON(answer); err != nil {
		t.Errorf("the answer is not as documented: %v", err)
	}
	var states any
	if err := json.Unmarshal(s.get("/api/v1/datasets/khu/tables").Body.Bytes(), &states); err != nil {
		t.Fatal(err)
	}
	if err := doc.Components.Schemas["TableStateList"].Value.VisitJSON(states); err != nil {
		t.Errorf("the list is not as documented: %v", err)
	}
}

func TestTheSpoolWritesOnceAndForgetsTheOldest(t *testing.T) {
	sp := NewSpool(t.TempDir(), 10)
	n := 0
	put := func(tag, body string) string {
		f, err := sp.open(context.Background(), tag, func(_ context.Context, w io.Writer) error { n++; _, err := io.WriteString(w, body); return err })
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		b, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, step := range []struct {
		tag   string
		wrote int
	}{{"a", 1}, {"a", 1}, {"b", 2}, {"a", 2}, {"c", 3}, {"a", 3}, {"b", 4}} {
		if got := put(step.tag, "12345"[:4]+step.tag); got != "1234"+step.tag || n != step.wrote {
			t.Errorf("%s: %q after %d writes, want %d", step.tag, got, n, step.wrote)
		}
	}
	_, err := sp.open(context.Background(), "bad", func(context.Context, io.Writer) error { return io.ErrUnexpectedEOF })
	if err == nil || sp.files["bad"] != nil {
		t.Errorf("a fault was kept: %v", err)
	}
}

func TestTheSpoolWritesInTurns(t *testing.T) {
	sp := NewSpool(t.TempDir(), 1<<20)
	var writing, most atomic.Int64
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			f, err := sp.open(t.Context(), fmt.Sprint(i), func(_ context.Context, w io.Writer) error {
				now := writing.Add(1)
				for was := most.Load(); now > was && !most.CompareAndSwap(was, now); was = most.Load() {
				}
				time.Sleep(5 * time.Millisecond)
				writing.Add(-1)
				_, err := io.WriteString(w, "x")
				return err
			})
			if err != nil {
				t.Error(err)
				return
			}
			f.Close()
		})
	}
	wg.Wait()
	if n := most.Load(); n < 1 || n > int64(atOnce()) {
		t.Errorf("%d files were written at once, want at most %d", n, atOnce())
	}
}

func TestAReaderThatLeavesTheQueueLeavesNothing(t *testing.T) {
	sp := NewSpool(t.TempDir(), 1<<20)
	for range cap(sp.slots) {
		sp.slots <- struct{}{}
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := sp.open(ctx, "a", func(context.Context, io.Writer) error { t.Error("wrote out of turn"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-sp.slots
	f, err := sp.open(t.Context(), "a", func(_ context.Context, w io.Writer) error { _, err := io.WriteString(w, "x"); return err })
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

func TestHostileParametersFindNothingAndBreakNothing(t *testing.T) {
	s := newStand(t)
	for _, evil := range []string{`' OR 1=1 --`, `"; DROP TABLE t; --`, `x' UNION SELECT * FROM read_text('/etc/passwd') --`, `${jndi:ldap://x}`, `%00`, strings.Repeat("(", 500), `\`, `"`, `a"b`, `1;2`} {
		for _, p := range []string{"select", "filter", "q", "group_by", "having", "order", "limit", "offset", "cursor", "version", "as_of", "bbox", "within", "labels", "lang", "total", "ma", "von", "ten__like", "ten__contains", "von__between", evil} {
			w := s.get(cum + "/rows?" + url.Values{p: {evil}}.Encode())
			if w.Code >= 500 || w.Code == 200 && (bytes.Contains(w.Body.Bytes(), []byte("root:")) || p != "q" && p != "lang" && !bytes.Contains(w.Body.Bytes(), []byte(`"items":[]`))) {
				t.Errorf("%s=%.30q: %d %.300s", p, evil, w.Code, w.Body)
			}
		}
	}
	if got, _ := codesOf(t, s.get(cum+"/rows")); got != "001 002 003" {
		t.Errorf("the table is now %s", got)
	}
}
