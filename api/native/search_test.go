package native

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

func TestSearchAnswersInTheContractsShape(t *testing.T) {
	s := newStand(t)
	s.fill(3)
	got := s.get("/api/v1/search?q=C%E1%BB%A5m&limit=1&facets=kind").json()
	items := got["items"].([]any)
	first := items[0].(map[string]any)
	delete(got, "items")
	want := map[string]any{
		"total": 3.0, "suggestion": nil, "next": "1", "seq": 4.0, "took_ms": 1.25, "answers": []any{}, "understood": []any{},
		"facets": map[string]any{"kind": []any{map[string]any{"value": "place", "label": map[string]any{"vi": "Địa điểm", "en": "Place"}, "count": 2.0, "selected": true}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
	record := first["record"].(map[string]any)
	if record["id"] != "place/c-1000" || record["version"] != 1.0 {
		t.Errorf("record %v", record)
	}
	delete(first, "record")
	wantHit := map[string]any{"score": 1.5, "matched": []any{"title: Cụm"}, "highlights": map[string]any{"title.vi": map[string]any{
		"text": "Cụm công nghiệp 0", "start": 0.0, "spans": []any{[]any{0.0, 5.0}}, "parts": []any{"", "Cụm", " công nghiệp 0"}}}}
	if diff := cmp.Diff(wantHit, first); diff != "" {
		t.Errorf("hit (-want +got):\n%s", diff)
	}
}

func TestSearchLinksToTheNextPageAndTheOtherFormats(t *testing.T) {
	s := newStand(t)
	s.fill(3)
	links := strings.Join(s.get("/api/v1/search?q=C%E1%BB%A5m&limit=2&lang=vi").Header().Values("Link"), "\n")
	for _, want := range []string{
		`<https://honglinh.example/api/v1/search?cursor=2&lang=vi&limit=2&q=C%E1%BB%A5m>; rel="next"`,
		`<https://honglinh.example/api/v1/search.csv?lang=vi&q=C%E1%BB%A5m>; rel="alternate"; type="text/csv"`,
		`<https://honglinh.example/api/v1/search.atom?lang=vi&q=C%E1%BB%A5m>; rel="alternate"; type="application/atom+xml"`,
	} {
		if !strings.Contains(links, want) {
			t.Errorf("lacks %s in\n%s", want, links)
		}
	}
}

func TestHighlightsAreCutAtTheirSpans(t *testing.T) {
	tests := []struct {
		name string
		in   search.Highlight
		want []string
	}{
		{"nothing matched", search.Highlight{Text: "abc"}, []string{"abc"}},
		{"several", search.Highlight{Text: "abcdef", Spans: [][2]int{{0, 1}, {3, 5}}}, []string{"", "a", "bc", "de", "f"}},
		{"up to the end", search.Highlight{Text: "abc", Spans: [][2]int{{1, 3}}}, []string{"a", "bc", ""}},
		{"out of the text is passed over", search.Highlight{Text: "abc", Spans: [][2]int{{2, 9}, {-1, 1}}}, []string{"abc"}},
		{"overlaps are passed over", search.Highlight{Text: "abc", Spans: [][2]int{{0, 2}, {1, 3}}}, []string{"", "ab", "c"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parts(tt.in)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			if strings.Join(got, "") != tt.in.Text {
				t.Error("the parts are not the text")
			}
		})
	}
}

func TestABodyTooLongForAListIsLeftOutAndSaidSo(t *testing.T) {
	s := newStand(t)
	long := sample("c-1", "Luật")
	long.Body = text.New(strings.Repeat("Điều 1. ", 5000), "")
	s.publish([]catalog.Record{long, sample("c-2", "Luật ngắn")})
	items := s.get("/api/v1/search").json()["items"].([]any)
	first, second := items[0].(map[string]any), items[1].(map[string]any)
	if first["record"].(map[string]any)["body"] != nil || first["cut"] == nil || second["cut"] != nil {
		t.Errorf("cut %v and %v", first["cut"], second["cut"])
	}
	if body := s.get("/api/v1/records/place/c-1").json()["body"]; body == nil {
		t.Error("the record itself lacks its body")
	}
	if w := s.get("/api/v1/search.jsonl"); !strings.Contains(w.Body.String(), "Điều 1.") {
		t.Error("the export lacks the body")
	}
}

func TestParametersAreStrict(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	tests := []struct {
		name, target       string
		parameter, nearest any
	}{
		{"unknown name", "/api/v1/search?limti=5", "limti", "limit"},
		{"unknown name in an export", "/api/v1/search.csv?format=json", "format", nil},
		{"unknown format", "/api/v1/search?format=cvs", "format", "csv"},
		{"limit over the bound", "/api/v1/search?limit=101", "limit", nil},
		{"limit under the bound", "/api/v1/search?limit=0", "limit", nil},
		{"unknown kind", "/api/v1/search?kind=oportunity", "kind", "opportunity"},
		{"broken escape", "/api/v1/search?q=%zz", "query", nil},
		{"unknown language", "/api/v1/status?lang=fr", "lang", nil},
		{"a scalar given twice", "/api/v1/suggest?q=a&q=b", "q", nil},
		{"overlong text", "/api/v1/suggest?q=" + strings.Repeat("a", 201), "q", nil},
		{"version that is no number", "/api/v1/records/place/c-1000?version=one", "version", nil},
		{"version and day at once", "/api/v1/records/place/c-1000?version=1&as_of=2026", "version", nil},
		{"name and parent at once", "/api/v1/units?name=a&parent=b", "parent", nil},
		{"a day that does not exist", "/api/v1/units?as_of=2025-02-30", "as_of", nil},
		{"a change from the future", "/api/v1/changes?since=1000", "since", nil},
		{"a negative change", "/api/v1/changes?since=-1", "since", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.get(tt.target)
			p := w.json()
			if w.Code != 400 || p["type"] != "https://honglinh.example/problems/invalid" || p["parameter"] != tt.parameter || p["nearest"] != tt.nearest {
				t.Errorf("%d %v", w.Code, p)
			}
			if p["detail_vi"] == nil || p["detail_en"] == nil {
				t.Errorf("not in both languages: %v", p)
			}
		})
	}
}

func TestTheExampleProblemIsTheRealOne(t *testing.T) {
	s := newStand(t)
	got := s.get("/api/v1/suggest?limti=5", "Accept-Language", "en").json()
	want := exampleProblem()
	want["type"], want["request_id"] = "https://honglinh.example/problems/invalid", got["request_id"]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problem (-want +got):\n%s", diff)
	}
}

func TestLanguageIsChosenAndNamed(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	tests := []struct {
		name, target, accept string
		want                 text.Lang
		varies               bool
	}{
		{"the parameter wins", "/api/v1/search?lang=en", "vi", text.EN, false},
		{"else the header", "/api/v1/search", "en-US,en;q=0.9", text.EN, true},
		{"else Vietnamese", "/api/v1/search", "", text.VI, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.get(tt.target, "Accept-Language", tt.accept)
			if got := s.finder.asked[len(s.finder.asked)-1].Lang; got != tt.want || w.Header().Get("Content-Language") != string(tt.want) {
				t.Errorf("asked in %s, told %s, want %s", got, w.Header().Get("Content-Language"), tt.want)
			}
			if got := strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Language"); got != tt.varies {
				t.Errorf("Vary %v", w.Header().Values("Vary"))
			}
		})
	}
}

func TestASearchIsRevalidatedWithoutSearching(t *testing.T) {
	s := newStand(t)
	s.fill(2)
	first := s.get("/api/v1/search?q=C%E1%BB%A5m&kind=place")
	etag, asked := first.Header().Get("ETag"), len(s.finder.asked)
	if first.Header().Get("Last-Modified") != "Wed, 01 Jul 2026 09:00:00 GMT" {
		t.Errorf("Last-Modified %q", first.Header().Get("Last-Modified"))
	}
	if w := s.get("/api/v1/search?kind=place&q=C%E1%BB%A5m", "If-None-Match", etag); w.Code != 304 || len(s.finder.asked) != asked {
		t.Errorf("the same search in another order: %d, %d searches", w.Code, len(s.finder.asked)-asked)
	}
	others := map[string][]string{
		"/api/v1/search?q=C%E1%BB%A5m":                    {},
		"/api/v1/search?q=C%E1%BB%A5m&kind=place&lang=en": {},
		"/api/v1/search?q=C%E1%BB%A5m&kind=place":         {"Accept", "application/geo+json"},
	}
	for target, header := range others {
		if w := s.get(target, append(header, "If-None-Match", etag)...); w.Code != 200 {
			t.Errorf("%s %v: %d", target, header, w.Code)
		}
	}
	s.publish(nil, "place/c-1000")
	if w := s.get("/api/v1/search?q=C%E1%BB%A5m&kind=place", "If-None-Match", etag); w.Code != 200 {
		t.Errorf("after a change: %d", w.Code)
	}
}

func TestSearchesWithoutResultsAreCounted(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	s.get("/api/v1/search?q=khong+co")
	s.get("/api/v1/search?q=C%E1%BB%A5m")
	if diff := cmp.Diff([]string{"khong co"}, s.zeroResults); diff != "" {
		t.Error(diff)
	}
	s.handler = httpkit.New(httpkit.Options{Limits: httpkit.Limits{Kept: httpkit.NewKept(1<<20, nil)}}).Wrap(s.router)
	for range 3 {
		s.get("/api/v1/search?q=khong+co")
	}
	if len(s.zeroResults) != 4 {
		t.Errorf("where answers are kept ready, three searches were counted %d times", len(s.zeroResults)-1)
	}
}

func TestExportsHoldEverythingFound(t *testing.T) {
	s := newStand(t)
	s.fill(250)
	count := map[string]func(reply) int{
		"csv": func(w reply) int {
			rows, err := csv.NewReader(w.Body).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			return len(rows) - 1
		},
		"jsonl": func(w reply) int {
			n := 0
			for line := range strings.Lines(w.Body.String()) {
				var rec catalog.Record
				if err := json.Unmarshal([]byte(line), &rec); err != nil || rec.ID == "" {
					t.Fatalf("%v in %s", err, line)
				}
				n++
			}
			return n
		},
		"geojson": func(w reply) int {
			all := w.json()
			if all["numberMatched"] != 250.0 || all["type"] != "FeatureCollection" {
				t.Errorf("%v of type %v", all["numberMatched"], all["type"])
			}
			return len(all["features"].([]any))
		},
	}
	tests := []struct {
		name, query string
		want        int
	}{
		{"all pages", "", 250}, {"from a cursor on", "&cursor=240", 10}, {"at most the limit", "&limit=7", 7}, {"the limit from a cursor on", "&cursor=248&limit=7", 2},
	}
	for format, number := range count {
		for _, tt := range tests {
			t.Run(format+" "+tt.name, func(t *testing.T) {
				w := s.get("/api/v1/search." + format + "?q=C%E1%BB%A5m" + tt.query)
				if got := number(w); w.Code != 200 || got != tt.want {
					t.Errorf("%d, %d records, want %d", w.Code, got, tt.want)
				}
			})
		}
	}
	s.publish(nil, "place/c-1000")
	if w := s.get("/api/v1/search.geojson?q=none"); len(w.json()["features"].([]any)) != 0 {
		t.Error("features of nothing")
	}
}

func TestCSVHoldsTheRecordsFields(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	w := s.get("/api/v1/search", "Accept", "text/csv")
	if got := w.Header().Get("Content-Type"); got != "text/csv; charset=utf-8; header=present" {
		t.Errorf("Content-Type %q", got)
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[2][i]
	}
	want := map[string]string{
		"id": "place/c-1000", "kind": "place", "title_vi": "Cụm công nghiệp 0", "title_en": "", "summary_vi": `Tóm tắt, có "ngoặc"`, "summary_en": "Summary <b> & more",
		"status": "existing", "topics": "culture", "sector": "VSIC2018:42", "place_codes": "18115", "place_names": "Phường Bắc Hồng Lĩnh", "date": "2026",
		"valid_from": "2025-07-01", "valid_to": "", "capital_billion_vnd": "1234.5", "area_ha": "67.89", "lon": "105.7", "lat": "18.53", "geometry_quality": "approximate",
		"licence": "CC-BY-4.0", "review_due": "2027-01-01", "source_title": "Nguồn", "source_url": "https://example.vn/x", "source_date": "2025-07", "confidence": "high",
		"version": "1", "modified": "2026-07-01T09:00:00Z", "url": "https://honglinh.example/api/v1/records/place/c-1000",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
}

func TestAFaultWithinAnExportCutsItOff(t *testing.T) {
	s := newStand(t)
	s.fill(1)
	if w := s.get("/api/v1/search.csv?q=panic"); w.Code != 500 || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("before it begins it is a problem: %d %v", w.Code, w.Header())
	}
	s.fill(150)
	broken := &breaking{Finder: s.finder}
	s.face.src.Finder = broken
	srv := httptest.NewServer(s.handler)
	defer srv.Close()
	resp, err := http.Get(srv.URL + "/api/v1/search.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var n int
	dec := json.NewDecoder(resp.Body)
	for err == nil {
		var v any
		if err = dec.Decode(&v); err == nil {
			n++
		}
	}
	if err.Error() == "EOF" || n > 100 {
		t.Errorf("half an export looks whole: %d records, then %v", n, err)
	}
}

// breaking fails from the second page on.
type breaking struct{ Finder }

func (b *breaking) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	if q.Cursor != "" {
		return search.Answer{}, errors.New("the index went away")
	}
	return b.Finder.Search(ctx, q)
}

func TestAtomFeed(t *testing.T) {
	s := newStand(t)
	s.fill(3)
	w := s.get("/api/v1/search.atom?q=C%E1%BB%A5m&limit=2&lang=vi")
	if got := w.Header().Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	var feed struct {
		XMLName xml.Name
		Lang    string     `xml:"lang,attr"`
		ID      string     `xml:"id"`
		Title   string     `xml:"title"`
		Updated string     `xml:"updated"`
		Author  string     `xml:"author>name"`
		Links   []atomLink `xml:"link"`
		Entries []struct {
			ID      string     `xml:"id"`
			Title   string     `xml:"title"`
			Updated string     `xml:"updated"`
			Summary string     `xml:"summary"`
			Point   string     `xml:"http://www.georss.org/georss point"`
			Links   []atomLink `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.XMLName.Space != "http://www.w3.org/2005/Atom" || feed.Lang != "vi" || feed.Author == "" || feed.Updated != "2026-07-01T09:00:00Z" ||
		feed.Title != "Danh mục dữ liệu mở: Cụm" || len(feed.Entries) != 2 {
		t.Errorf("feed %+v", feed)
	}
	links := map[string]string{}
	for _, l := range feed.Links {
		links[l.Rel] = l.Href
	}
	wantLinks := map[string]string{
		"self":      "https://honglinh.example/api/v1/search.atom?lang=vi&limit=2&q=C%E1%BB%A5m&sort=date",
		"first":     "https://honglinh.example/api/v1/search.atom?lang=vi&limit=2&q=C%E1%BB%A5m&sort=date",
		"next":      "https://honglinh.example/api/v1/search.atom?cursor=2&lang=vi&limit=2&q=C%E1%BB%A5m&sort=date",
		"alternate": "https://honglinh.example/vi/search?limit=2&q=C%E1%BB%A5m&sort=date",
	}
	if diff := cmp.Diff(wantLinks, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	e := feed.Entries[0]
	if e.ID != "https://honglinh.example/api/v1/records/place/c-1000" || e.Title != "Cụm công nghiệp 0" || e.Summary == "" || e.Point != "18.53 105.7" ||
		e.Links[0].Href != "https://honglinh.example/vi/place/c-1000" {
		t.Errorf("entry %+v", e)
	}
	if got := s.finder.asked[len(s.finder.asked)-1].Sort; got != search.ByDate {
		t.Errorf("sorted by %s", got)
	}
	s.get("/api/v1/search.atom?sort=title")
	if got := s.finder.asked[len(s.finder.asked)-1].Sort; got != search.ByTitle {
		t.Errorf("asked by title, sorted by %s", got)
	}
}
