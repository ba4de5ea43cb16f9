package native

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/site"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
)

func TestRecordNowInAVersionAndOnADay(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	s.clock = s.clock.AddDate(0, 1, 0)
	s.publish([]catalog.Record{sample("c-1000", "Tên mới")})
	tests := []struct {
		name, query, want string
	}{
		{"now", "", "Tên mới"},
		{"first version", "?version=1", "Cụm công nghiệp 0"},
		{"second version", "?version=2", "Tên mới"},
		{"on the first day", "?as_of=2026-07-01", "Cụm công nghiệp 0"},
		{"in the month after", "?as_of=2026-08", "Tên mới"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.get("/api/v1/records/place/c-1000" + tt.query)
			got := w.json()
			if title := got["title"].(map[string]any)["vi"]; title != tt.want {
				t.Errorf("title %v, want %s", title, tt.want)
			}
		})
	}
	early := s.get("/api/v1/records/place/c-1000?as_of=2020-01-01")
	if p := early.json(); early.Code != 404 || p["first_recorded"] != "2026-07-01T09:00:00Z" {
		t.Errorf("before the first version: %d %v", early.Code, p)
	}
}

func TestARecordIsWhole(t *testing.T) {
	s := newStand(t)
	s.fill(0)
	got := s.get("/api/v1/records/article/bare").json()
	want := map[string]any{"id": "article/bare", "kind": "article", "title": map[string]any{"en": "Bare"}, "places": []any{}, "geometry": nil, "provenance": []any{},
		"version": 1.0, "modified": "2026-07-01T09:00:00Z"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

func TestARemovedRecordIsGoneAndNamesItsHeirs(t *testing.T) {
	s := newStand(t)
	old, heir := sample("c-1000", "Cũ"), sample("c-2000", "Mới")
	old.SupersededBy, heir.Supersedes = []string{"place/c-3000"}, []string{"place/c-1000"}
	other := sample("c-4000", "Khác")
	other.Links = []catalog.Link{{Rel: "see", ID: "place/c-1000"}}
	s.publish([]catalog.Record{old, heir, other})
	s.publish(nil, "place/c-1000")
	for _, path := range []string{"", "?version=2", "/related", "/backlinks"} {
		w := s.get("/api/v1/records/place/c-1000" + path)
		p := w.json()
		if w.Code != 410 || p["type"] != "https://honglinh.example/problems/gone" {
			t.Errorf("%q: %d %v", path, w.Code, p)
		}
		if diff := cmp.Diff([]any{"place/c-3000", "place/c-2000"}, p["superseded_by"]); diff != "" {
			t.Errorf("%q: heirs (-want +got):\n%s", path, diff)
		}
	}
	if w := s.get("/api/v1/records/place/c-1000?version=1"); w.Code != 200 {
		t.Errorf("its first version: %d", w.Code)
	}
	if got := s.get("/api/v1/records/place/c-1000/versions").json()["items"].([]any); len(got) != 2 || got[1].(map[string]any)["removed"] != true {
		t.Errorf("history %v", got)
	}
}

func TestDiffSaysWhatChanged(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	s.publish([]catalog.Record{sample("c-1000", "Tên mới")})
	want := map[string]any{"id": "place/c-1000", "from": 1.0, "to": 2.0,
		"items": []any{map[string]any{"path": "title.vi", "old": "Cụm công nghiệp 0", "new": "Tên mới"}}}
	for _, query := range []string{"", "?from=1&to=2", "?to=2"} {
		if diff := cmp.Diff(want, s.get("/api/v1/records/place/c-1000/diff"+query).json()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", query, diff)
		}
	}
	if got := s.get("/api/v1/records/place/c-1000/diff?from=2&to=2").json()["items"]; len(got.([]any)) != 0 {
		t.Errorf("a version differs from itself: %v", got)
	}
}

func TestTheChangeFeedIsWalkedToItsEnd(t *testing.T) {
	s := newStand(t)
	s.fill(5)
	s.publish(nil, "place/c-1000")
	var ids []string
	since := "0"
	for range 10 {
		page := s.get("/api/v1/changes?limit=2&since=" + since).json()
		for _, item := range page["items"].([]any) {
			c := item.(map[string]any)
			if (c["record"] == nil) != (c["removed"] == true) {
				t.Errorf("change %v", c)
			}
			ids = append(ids, c["id"].(string))
		}
		since = strconv.Itoa(int(page["next"].(float64)))
		if page["more"] == false {
			break
		}
	}
	want := []string{"article/bare", "place/c-1000", "place/c-1001", "place/c-1002", "place/c-1003", "place/c-1004", "place/c-1000"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("feed (-want +got):\n%s", diff)
	}
	if exact := s.get("/api/v1/changes?limit=7").json(); exact["more"] != false || len(exact["items"].([]any)) != 7 {
		t.Errorf("a full last page: more %v", exact["more"])
	}
	end := s.get("/api/v1/changes?since=" + since).json()
	if len(end["items"].([]any)) != 0 || strconv.Itoa(int(end["next"].(float64))) != since {
		t.Errorf("at the end: %v", end)
	}
}

func TestUnitsThroughTime(t *testing.T) {
	s := newStand(t)
	ids := func(query string) []string {
		out := []string{}
		for _, u := range s.get("/api/v1/units" + query).json()["items"].([]any) {
			out = append(out, strings.TrimPrefix(u.(map[string]any)["id"].(string), "unit/"))
		}
		return out
	}
	tests := []struct {
		name, query string
		want        []string
	}{
		{"all times", "", []string{"phuong-bac-hong-linh", "phuong-nam-hong-linh", "thi-xa-hong-linh", "tinh-ha-tinh"}},
		{"the day before the merger", "?as_of=2025-06-30", []string{"thi-xa-hong-linh", "tinh-ha-tinh"}},
		{"the day of the merger", "?as_of=2025-07-01", []string{"phuong-bac-hong-linh", "phuong-nam-hong-linh", "tinh-ha-tinh"}},
		{"below a unit", "?parent=unit/tinh-ha-tinh&as_of=2026", []string{"phuong-bac-hong-linh", "phuong-nam-hong-linh"}},
		{"by code", "?name=18118", []string{"phuong-nam-hong-linh"}},
		{"by a name without marks", "?name=phuong+bac+hong+linh", []string{"phuong-bac-hong-linh"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ids(tt.query)); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
		})
	}
	town := s.get("/api/v1/units?as_of=2025-06-30").json()["items"].([]any)[0]
	want := map[string]any{"id": "unit/thi-xa-hong-linh", "level": "town", "name": map[string]any{"vi": "Thị xã Hồng Lĩnh", "en": "Hong Linh Town"}, "parent": "unit/tinh-ha-tinh",
		"valid": map[string]any{"to": "2025-06-30"}, "predecessors": []any{}, "successors": []any{"unit/phuong-bac-hong-linh", "unit/phuong-nam-hong-linh"},
		"current": []any{"unit/phuong-bac-hong-linh", "unit/phuong-nam-hong-linh"}, "point": nil}
	if diff := cmp.Diff(want, town); diff != "" {
		t.Errorf("town (-want +got):\n%s", diff)
	}
}

func TestDatasetsHaveTheirDictionary(t *testing.T) {
	s := newStand(t)
	all := s.get("/api/v1/datasets").json()["items"].([]any)
	one := s.get("/api/v1/datasets/units").json()
	if diff := cmp.Diff(all[0], any(one)); diff != "" {
		t.Errorf("the list and the dataset differ:\n%s", diff)
	}
	if one["slug"] != "units" || one["title"].(map[string]any)["vi"] == nil || one["modified"] != nil {
		t.Errorf("dataset %v %v %v", one["slug"], one["title"], one["modified"])
	}
	rows := map[string]any{}
	for _, tbl := range one["tables"].([]any) {
		tbl := tbl.(map[string]any)
		rows[tbl["name"].(string)] = tbl["rows"]
		for _, c := range tbl["fields"].([]any) {
			if c.(map[string]any)["name"] == "" {
				t.Errorf("%s has a field without name", tbl["name"])
			}
		}
	}
	if rows["units"] != 7.0 || len(rows) < 2 {
		t.Errorf("rows %v", rows)
	}
	w := s.get("/api/v1/datasets/unit")
	if p := w.json(); w.Code != 404 || p["nearest"] != "units" {
		t.Errorf("%d %v", w.Code, p)
	}
}

func TestStatusCountsEveryKind(t *testing.T) {
	s := newStand(t)
	s.fill(2)
	got := s.get("/api/v1/status").json()
	records := got["records"].(map[string]any)
	if got["total"] != 3.0 || got["seq"] != 3.0 || records["place"] != 2.0 || records["plan"] != 0.0 || got["ingested"] == nil || len(records) != len(vocab.Kinds()) {
		t.Errorf("status %v", got)
	}
}

func TestLastModifiedFollowsTheCatalogue(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	before := s.get("/api/v1/search").Header().Get("Last-Modified")
	s.clock = s.clock.AddDate(0, 0, 1)
	s.publish(nil, "place/c-1000")
	w := s.get("/api/v1/search", "If-Modified-Since", before)
	if got := w.Header().Get("Last-Modified"); w.Code != 200 || before != "Wed, 01 Jul 2026 09:00:00 GMT" || got != "Thu, 02 Jul 2026 09:00:00 GMT" {
		t.Errorf("%d, from %s to %s", w.Code, before, got)
	}
	etag := s.get("/api/v1/search").Header().Get("ETag")
	glossary := *s.face.src.Library().All()[0]
	glossary.Modified = s.clock.AddDate(0, 0, 1)
	s.face.src.Library().Set([]*datasets.Package{&glossary})
	if w := s.get("/api/v1/search", "If-None-Match", etag); w.Code != 200 || w.Header().Get("Last-Modified") != "Fri, 03 Jul 2026 09:00:00 GMT" {
		t.Errorf("after a dataset changed without a record: %d, %s", w.Code, w.Header().Get("Last-Modified"))
	}
}

func TestAnEmptyCatalogueAnswers(t *testing.T) {
	s := newStand(t)
	for _, path := range []string{"search", "search.csv", "search.atom", "search.geojson", "suggest?q=a", "changes", "status", "units", "datasets"} {
		if w := s.get("/api/v1/" + path); w.Code != 200 || w.Header().Get("ETag") == "" {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// TestEveryRouteKeepsTheManners tries what holds for all routes alike.
func TestEveryRouteKeepsTheManners(t *testing.T) {
	s := newStand(t)
	s.fill(2)
	s.whose = &site.Site{Logo: "a.svg", Picture: []byte("<svg/>")}
	for _, rt := range s.face.Routes() {
		target := strings.NewReplacer("{kind}", "place", "datasets/{slug}", "datasets/units", "{slug}", "c-1000", "{problem}", "gone").Replace(rt.Path)
		t.Run(rt.Name, func(t *testing.T) {
			got := s.get(target, "Origin", "https://portal.example")
			if got.Code != 200 || got.Header().Get("Access-Control-Allow-Origin") != "*" || got.Header().Get("ETag") == "" || got.Header().Get("Last-Modified") == "" {
				t.Errorf("GET: %d %v", got.Code, got.Header())
			}
			if head := s.do("HEAD", target); head.Code != 200 || head.Header().Get("Content-Type") != got.Header().Get("Content-Type") || head.Header().Get("ETag") != got.Header().Get("ETag") {
				t.Errorf("HEAD: %d %v", head.Code, head.Header())
			}
			if again := s.get(target, "If-None-Match", got.Header().Get("ETag")); again.Code != 304 || again.Body.Len() > 0 {
				t.Errorf("If-None-Match: %d", again.Code)
			}
			for _, coding := range []string{"gzip", "br", "zstd"} {
				w := s.get(target, "Accept-Encoding", coding)
				if w.Code != 200 || got.Body.Len() > 2000 && w.Header().Get("Content-Encoding") != coding {
					t.Errorf("%s: %d %q", coding, w.Code, w.Header().Get("Content-Encoding"))
				}
			}
			if slices.Contains(rt.Verbs(), "POST") { // a form instead of an address that would be too long
				if w := s.do("POST", target); w.Code != 200 || w.Body.String() != got.Body.String() && w.Header().Get("ETag") != got.Header().Get("ETag") {
					t.Errorf("POST: %d %v", w.Code, w.Header())
				}
			} else if w := s.do("POST", target); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD, OPTIONS" || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("POST: %d %v", w.Code, w.Header())
			}
			if w := s.do("OPTIONS", target); w.Code != 204 || w.Header().Get("Allow") == "" {
				t.Errorf("OPTIONS: %d %v", w.Code, w.Header())
			}
			w := s.get(target + "?zzzzz=1")
			if p := w.json(); w.Code != 400 || p["parameter"] != "zzzzz" {
				t.Errorf("unknown parameter: %d %v", w.Code, p)
			}
		})
	}
}

func TestUnknownAddressesAreProblems(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	tests := []struct {
		name, target string
		nearest      any
	}{
		{"misspelt", "/api/v1/serch", "/api/v1/search"},
		{"a kind alone", "/api/v1/records/place", nil},
		{"a misspelt kind", "/api/v1/records/palce/c-1000", "place"},
		{"an escaped slash is no separator", "/api/v1/records/place%2fc-1000", nil},
		{"dots that climb", "/api/v1/records/place/..%2f..%2fetc%2fpasswd", nil},
		{"dots that climb, unescaped", "/api/v1/records/place/../place/c-1000", nil},
		{"a NUL", "/api/v1/records/place/c-1000%00", nil},
		{"a line break", "/api/v1/records/place/c-1000%0d%0aX: y", nil},
		{"bytes that are not UTF-8", "/api/v1/records/place/%ff%fe", nil},
		{"twice escaped", "/api/v1/records/place/c%252d1000", nil},
		{"upper case", "/api/v1/records/place/C-1000", nil},
		{"overlong", "/api/v1/records/place/" + strings.Repeat("a", 5000), nil},
		{"a trailing slash", "/api/v1/search/", "/api/v1/search"},
		{"a backslash", `/api/v1/records/place/..%5cc-1000`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path, query, _ := strings.Cut(strings.ReplaceAll(tt.target, " ", "%20"), "?")
			u, err := url.Parse(base + path)
			if err != nil {
				t.Fatal(err)
			}
			u.RawQuery = query
			w := reply{httptest.NewRecorder(), t}
			s.handler.ServeHTTP(w, &http.Request{Method: "GET", URL: u, Header: http.Header{}, Body: http.NoBody, Host: u.Host, RequestURI: u.RequestURI()})
			if w.Code != 404 || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
			}
			if p := w.json(); p["nearest"] != tt.nearest {
				t.Errorf("nearest %v, want %v", p["nearest"], tt.nearest)
			}
		})
	}
	if w := s.get("/api/v1/records/place/c%2D1000"); w.Code != 200 {
		t.Errorf("a harmless escape: %d", w.Code)
	}
}

func FuzzAddresses(f *testing.F) {
	for _, seed := range []string{"records/place/c-1000", "records/place/..%2f..", "records/%00/x", "search?q=%ff", "search?near=1e999,0", "search.csv?cursor=9", "units?as_of=0000",
		"changes?since=9223372036854775807", "records/place/c-1000/diff?from=2147483648&to=1", "search?bbox=1,2,3", "datasets/%2e%2e"} {
		f.Add(seed)
	}
	s := newStand(f)
	s.fill(3)
	f.Fuzz(func(t *testing.T, rest string) {
		u, err := url.Parse(base + "/api/v1/" + rest)
		if err != nil {
			return
		}
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, &http.Request{Method: "GET", URL: u, Header: http.Header{}, Body: http.NoBody, Host: "honglinh.example"})
		if w.Code >= 500 && !strings.Contains(u.RawQuery, "panic") {
			t.Errorf("%q: %d %s", rest, w.Code, w.Body)
		}
		if w.Code >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%q: %d as %s", rest, w.Code, w.Header().Get("Content-Type"))
		}
	})
}
