package sdmx

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/httpkit"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/packages"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

// whose are the artefacts under test.
var whose = site.Site{Name: text.New("Danh mục thử", "Test catalogue"), Agency: "HONGLINH"}.Complete()

type stand struct {
	t       *testing.T
	handler http.Handler
	engine  *duck.Engine
	pkg     *datasets.Package
	clock   time.Time
}

func newStand(t *testing.T) *stand {
	t.Helper()
	s := &stand{t: t, clock: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	var err error
	s.engine, err = duck.Open(t.Context(), filepath.Join(t.TempDir(), "tables"), duck.Options{Threads: 1, Now: func() time.Time { return s.clock }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.engine.Close(); err != nil {
			t.Error(err)
		}
	})
	var problems []datasets.Problem
	if s.pkg, problems = datasets.Read(packages.Embedded(), "indicators"); len(problems) > 0 {
		t.Fatal(problems)
	}
	s.sync(packages.Embedded())
	library := &datasets.Library{}
	library.Set([]*datasets.Package{s.pkg})
	kit := httpkit.New(httpkit.Options{BaseURL: "https://honglinh.example", CORS: true, Site: func() *site.Site { return &whose }})
	router := kit.NewRouter()
	New(Options{Kit: kit, Library: func() *datasets.Library { return library }, Tables: s.engine}).Mount(router)
	s.handler = kit.Wrap(router)
	return s
}

func (s *stand) sync(fsys fs.FS) {
	s.t.Helper()
	for _, rep := range s.engine.Sync(context.Background(), []*datasets.Package{s.pkg}, func(*datasets.Package) table.Content { return table.Content{FS: fsys} }) {
		if rep.Err != nil {
			s.t.Fatal(rep.Err)
		}
	}
}

func (s *stand) get(target string, header ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest("GET", target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

const (
	data      = Root + "/data/dataflow/HONGLINH/INDICATORS/1.0"
	csvMedia  = "application/vnd.sdmx.data+csv;version=2.0.0"
	xmlMedia  = "application/vnd.sdmx.data+xml;version=3.0.0"
	structXML = "application/vnd.sdmx.structure+xml;version=3.0.0"
)

func (s *stand) rows(target string) [][]string {
	s.t.Helper()
	w := s.get(target, "Accept", csvMedia)
	if w.Code == 404 {
		return nil
	}
	all, err := csv.NewReader(w.Body).ReadAll()
	if w.Code != 200 || err != nil {
		s.t.Fatalf("%s: %d %v %s", target, w.Code, err, w.Body)
	}
	return all[1:]
}

func TestEveryDatedRowIsOneObservationInEveryForm(t *testing.T) {
	s := newStand(t)
	res, err := s.engine.Query(t.Context(), table.Query{Ref: table.Ref{Dataset: "indicators", Table: "indicators"}, Limit: 0, Total: true,
		Where: &table.Expr{Op: table.Or, Args: []table.Expr{{Op: table.NotNull, Column: "period_start"}}}})
	if err != nil {
		t.Fatal(err)
	}
	want := res.Total
	if err := res.Close(); err != nil {
		t.Fatal(err)
	}
	rows := s.rows(data)
	keys := map[string]string{}
	for _, r := range rows {
		k := strings.Join(r[3:8], "|")
		if other, ok := keys[k]; ok {
			t.Errorf("two observations have the key %s: %s and %s", k, other, r[len(r)-1])
		}
		keys[k] = r[len(r)-1]
	}
	if len(rows) != want || want < 800 {
		t.Errorf("CSV has %d observations, the table %d rows with a period", len(rows), want)
	}
	if got := strings.Count(s.get(data, "Accept", xmlMedia).Body.String(), "<Obs "); got != want {
		t.Errorf("XML has %d, want %d", got, want)
	}
	var m struct {
		Data struct {
			DataSets []struct {
				Series       map[string]struct{ Observations map[string][]any }
				Observations map[string][]any
			}
		}
	}
	if err := json.Unmarshal(s.get(data).Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, x := range m.Data.DataSets[0].Series {
		got += len(x.Observations)
	}
	if got != want {
		t.Errorf("JSON has %d, want %d", got, want)
	}
	if err := json.Unmarshal(s.get(data+"?dimensionAtObservation=AllDimensions").Body.Bytes(), &m); err != nil || len(m.Data.DataSets[0].Observations) != want {
		t.Errorf("flat JSON has %d, want %d (%v)", len(m.Data.DataSets[0].Observations), want, err)
	}
}

func TestKeysConditionsAndCutsChooseObservations(t *testing.T) {
	s := newStand(t)
	all := len(s.rows(data))
	count := func(query string) int { return len(s.rows(data + query)) }
	area := count("/area-total.*.*.*")
	town := count("/area-total.thi-xa-hong-linh.*.*")
	if area == 0 || town == 0 || town >= area || area >= all {
		t.Fatalf("all %d, one indicator %d, in one area %d", all, area, town)
	}
	before, since := count("?c[TIME_PERIOD]=lt:2020"), count("?c[TIME_PERIOD]=ge:2020")
	straddling := all - before - since
	if before == 0 || since == 0 || straddling < 0 || straddling > 20 {
		t.Errorf("before 2020: %d, since: %d, of %d", before, since, all)
	}
	for _, tc := range []struct {
		name, query string
		want        int
	}{
		{"a condition is the same as a key", "?c[INDICATOR]=area-total", area},
		{"two conditions both hold", "?c[INDICATOR]=area-total&c[REF_AREA]=eq:thi-xa-hong-linh", town},
		{"alternatives in a condition", "?c[INDICATOR]=area-total,area-total", area},
		{"alternatives in a key", "/area-total+nothing.*.*.*", area},
		{"several keys", "/area-total.*.*.*,nothing.*.*.*", area},
		{"empty parts are any", "/area-total...", area},
		{"start of a word", "?c[INDICATOR]=sw:area-tot", area},
		{"not equal", "?c[INDICATOR]=ne:area-total", all - area},
		{"a range with plus", "?c[TIME_PERIOD]=ge:1000%2Ble:2999", all},
		{"a range with a plus that became a space", "?c[TIME_PERIOD]=ge:1000+le:2999", all},
		{"the older parameters", "?startPeriod=2020", since},
		{"offset and limit", "?offset=" + fmt.Sprint(all-3) + "&limit=10", 3},
		{"limit", "?limit=7", 7},
		{"a code that is not there", "/nothing.*.*.*", 0},
	} {
		if got := count(tc.query); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
	first, last := s.rows(data+"?firstNObservations=1"), s.rows(data+"?lastNObservations=1")
	if len(first) != len(last) || len(first) >= all || len(first) == 0 {
		t.Errorf("first of each series %d, last %d", len(first), len(last))
	}
}

func TestPeriods(t *testing.T) {
	for _, tc := range []struct{ printed, from, to, want string }{
		{"2019", "", "", "2019"}, {"2019", "2019", "2019", "2019"}, {"2023-H1", "2023-01", "2023-06", "2023-S1"}, {"2023-H2", "", "", "2023-S2"},
		{"2023-Q1", "2023-01", "2023-03", "2023-Q1"}, {"2023-Q4", "", "", "2023-Q4"}, {"2019-M05", "2019-05", "2019-05", "2019-05"}, {"2023-05", "", "", "2023-05"},
		{"2016-05-20", "2016-05-20", "2016-05-20", "2016-05-20"}, {"2016-M01/M05", "2016-01", "2016-05", "2016-01-01/P5M"},
		{"2010-2015", "2010", "2015", "2010-01-01/P6Y"}, {"2010-2015", "", "", "2010-01-01/P6Y"}, {"2020 (to 15/6)", "2020-01", "2020-06-15", "2020-01-01/P167D"},
		{"2024", "2023-12-30", "2024-01-01", "2023-12-30/P3D"}, {"", "", "", ""}, {"9 months", "", "", ""}, {"2015-2010", "", "", ""}, {"2020", "2021", "2019", "2020"},
	} {
		p, ok := periodOf(tc.printed, tc.from, tc.to)
		if p.id != tc.want || ok != (tc.want != "") {
			t.Errorf("%q %q..%q: got %q, want %q", tc.printed, tc.from, tc.to, p.id, tc.want)
		}
	}
}

func TestNamesFollowTheLanguage(t *testing.T) {
	s := newStand(t)
	for lang, want := range map[string]string{"vi": "Diện tích tự nhiên", "en": "Natural area"} {
		w := s.get(data+"/area-total.*.*.*", "Accept", csvMedia+";labels=both", "Accept-Language", lang)
		if !strings.Contains(w.Body.String(), "area-total: "+want) || w.Header().Get("Content-Language") != lang {
			t.Errorf("%s: %v %.300s", lang, w.Header(), w.Body)
		}
		if !strings.Contains(w.Header().Get("Content-Type"), "labels=both") || !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Language") {
			t.Errorf("%v", w.Header())
		}
	}
	structure := s.get(Root+"/structure/codelist/HONGLINH/CL_INDICATOR/1.0", "Accept", structXML).Body.String()
	if !strings.Contains(structure, `xml:lang="vi">Diện tích tự nhiên<`) || !strings.Contains(structure, `xml:lang="en">Natural area<`) {
		t.Errorf("the codelist lacks a language: %.400s", structure)
	}
}

func TestStructuresAreWellFormedAndComplete(t *testing.T) {
	s := newStand(t)
	for _, target := range []string{"/structure/dataflow/HONGLINH/INDICATORS/1.0?references=all", "/structure/datastructure/*/*/*?references=descendants",
		"/structure/codelist/HONGLINH", "/structure/conceptscheme/HONGLINH/CS_INDICATORS/+", "/structure/agencyscheme", "/structure/*/HONGLINH/*/*"} {
		w := s.get(Root+target, "Accept", structXML)
		d := xml.NewDecoder(w.Body)
		n := 0
		for {
			_, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", target, err)
			}
			n++
		}
		if w.Code != 200 || n < 10 {
			t.Errorf("%s: %d, %d tokens", target, w.Code, n)
		}
		if j := s.get(Root + target); j.Code != 200 || !json.Valid(j.Body.Bytes()) {
			t.Errorf("%s as JSON: %d", target, j.Code)
		}
	}
	all := s.get(Root+"/structure/dataflow/HONGLINH/INDICATORS/1.0?references=all", "Accept", structXML).Body.String()
	for _, id := range listIDs() {
		if !strings.Contains(all, `id="`+id+`"`) {
			t.Errorf("references=all lacks %s", id)
		}
	}
}

func TestTimeTravelAndWhatIsNew(t *testing.T) {
	s := newStand(t)
	before := len(s.rows(data))
	raw, err := fs.ReadFile(packages.Embedded(), "indicators/indicators.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimRight(string(raw), "\n"), "\n")
	added := strings.ReplaceAll(strings.ReplaceAll(lines[1], "OBS0052", "OBS9999"), "1992", "1993")
	s.clock = s.clock.AddDate(0, 0, 10)
	s.sync(fstest.MapFS{"indicators/indicators.csv": {Data: []byte(strings.Join(lines, "") + "\n" + added)}})
	if got := len(s.rows(data)); got != before+1 {
		t.Errorf("now: %d, want %d", got, before+1)
	}
	if got := len(s.rows(data + "?asOf=2026-11-05")); got != before {
		t.Errorf("as of five days before: %d, want %d", got, before)
	}
	fresh := s.rows(data + "?updatedAfter=2026-11-05")
	if len(fresh) != 1 || fresh[0][len(fresh[0])-1] != "OBS9999" {
		t.Errorf("updated after: %v", fresh)
	}
	if got := s.get(data + "?updatedAfter=2026-11-12"); got.Code != 404 {
		t.Errorf("nothing new: %d", got.Code)
	}
	if got := s.get(data + "?asOf=2020-01-01"); got.Code != 404 {
		t.Errorf("before the first version: %d", got.Code)
	}
	w := s.get(data)
	if again := s.get(data, "If-None-Match", w.Header().Get("ETag")); again.Code != 304 {
		t.Errorf("unchanged: %d, want 304", again.Code)
	}
}

func TestBadQueriesAreErrorMessagesThatSayWhatIsWrong(t *testing.T) {
	s := newStand(t)
	type answer struct {
		Status, Code int
		Parameter    string
	}
	for _, tc := range []struct {
		name, target string
		want         answer
	}{
		{"an unknown flow", Root + "/data/dataflow/HONGLINH/INDICATOR/1.0/*", answer{404, 100, "id"}},
		{"another agency", Root + "/data/dataflow/ESTAT/INDICATORS/1.0/*", answer{404, 100, "id"}},
		{"another version", Root + "/data/dataflow/HONGLINH/INDICATORS/2.0/*", answer{404, 100, "id"}},
		{"a context that is none", Root + "/data/flow/HONGLINH/INDICATORS/1.0/*", answer{400, 140, "context"}},
		{"a key too short", data + "/a.b", answer{400, 140, "key"}},
		{"a key too long", data + "/" + strings.Repeat("x", maxKey+1), answer{413, 130, "key"}},
		{"too many keys", data + "/" + strings.Repeat("a...,", maxKeys+1) + "a...", answer{413, 130, "key"}},
		{"a component that is none", data + "?c[INDICATER]=x", answer{400, 140, "c[INDICATER]"}},
		{"an operator that is none", data + "?c[INDICATOR]=is:x", answer{400, 140, "c[INDICATOR]"}},
		{"a period that is none", data + "?c[TIME_PERIOD]=ge:soon", answer{400, 140, "c[TIME_PERIOD]"}},
		{"an unknown parameter", data + "?firstN=1", answer{400, 140, "firstN"}},
		{"a number that is none", data + "?limit=-1", answer{400, 140, "limit"}},
		{"history is not kept in messages", data + "?includeHistory=true", answer{400, 140, "includeHistory"}},
		{"an attribute that is none", data + "?attributes=UNIT", answer{400, 140, "attributes"}},
		{"words of SQL stay a code", data + "/" + url.PathEscape(`'; DROP TABLE x;--...`), answer{404, 100, ""}},
		{"a kind of structure that is none", Root + "/structure/codelists", answer{404, 100, "type"}},
		{"a form that is not there", data + "?format=xlsx", answer{400, 140, "format"}},
	} {
		w := s.get(tc.target)
		var m errorMessage
		if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil || len(m.Errors) != 1 {
			t.Errorf("%s: %d %s", tc.name, w.Code, w.Body)
			continue
		}
		if diff := cmp.Diff(tc.want, answer{w.Code, m.Errors[0].Code, m.Errors[0].Parameter}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	if w := s.get(data+"/a.b", "Accept", xmlMedia); !strings.Contains(w.Body.String(), `<mes:ErrorMessage code="140">`) {
		t.Errorf("XML error: %s", w.Body)
	}
}

func FuzzParseKey(f *testing.F) {
	for _, s := range []string{"", "*", "a.b.c.d", "a+b..*.", "a.b.c.d,e.f.g.h", "....", "\xff...", "%2e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		keys, err := parseKey(s)
		if err == nil && s != "" && s != "*" && s != "all" && len(keys) != strings.Count(s, ",")+1 {
			t.Errorf("%q: %d keys", s, len(keys))
		}
		matches(keys, [4]string{"a", "b", "c", "d"})
	})
}

func FuzzParseCondition(f *testing.F) {
	f.Add("c[TIME_PERIOD]", "ge:2015+le:2020,2021")
	f.Add("c[INDICATOR]", "sw:a,ne:b co:c")
	f.Fuzz(func(t *testing.T, name, value string) {
		c, err := parseCondition(name, value)
		if err == nil && len(c.all) == 0 {
			t.Errorf("%q %q holds nothing", name, value)
		}
	})
}

func FuzzAccept(f *testing.F) {
	f.Add(csvMedia + ";labels=both;keys=obs")
	f.Add("application/vnd.sdmx.data+csv;labels=,*/*;q=0.1")
	f.Fuzz(func(t *testing.T, accept string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["Accept"] = []string{accept}
		o, err := csvOptionsOf(r)
		if err == nil && (o.labels == "" || o.keys == "") {
			t.Errorf("%q: %+v", accept, o)
		}
	})
}
