package dcat

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/httpkit"
	"honglinh/catalog/place"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/datasets/metadata"
	"honglinh/datasets/packages"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

const base = "https://honglinh.example"

// stand is the face over the packages that ship with the program.
type stand struct {
	t       *testing.T
	handler http.Handler
	engine  *duck.Engine
	library *datasets.Library
}

func newStand(t *testing.T, extra ...*datasets.Package) *stand {
	t.Helper()
	e, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "tables"), duck.Options{Threads: 1, Rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	var list []*datasets.Package
	for _, name := range []string{"indicators", "outlines", "profiles", "glossary"} {
		p, problems := datasets.Read(packages.Embedded(), name)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		list = append(list, p)
	}
	for _, rep := range e.Sync(context.Background(), list, func(*datasets.Package) table.Content { return table.Content{FS: packages.Embedded()} }) {
		if rep.Err != nil {
			t.Fatal(rep.Err)
		}
	}
	list[0].Modified = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	library := &datasets.Library{}
	library.Set(append(list, extra...))
	whose := site.Site{Name: text.New("Danh mục Hồng Lĩnh", "Hong Linh catalogue"), Description: text.New("Dữ liệu mở của Hồng Lĩnh.", "Open data of Hong Linh."),
		Publisher: site.Publisher{Name: text.New("Nhóm biên soạn", "The editors"), URL: "https://editors.example/"}, Licence: "CC-BY-4.0",
		Contact: site.Contact{Email: "data@editors.example", Telephone: "+84 24 123 456"}}.Complete()
	register := place.NewRegister([]place.Unit{
		{ID: "unit/tinh-ha-tinh", Name: text.New("Tỉnh Hà Tĩnh", "Ha Tinh Province"), Level: "province"},
		{ID: "unit/thi-xa-hong-linh", Name: text.New("Thị xã Hồng Lĩnh", "Hong Linh Town"), Parent: "unit/tinh-ha-tinh", Lon: 105.7, Lat: 18.5, HasPoint: true},
	})
	places := func() *place.Register { return register }
	kit := httpkit.New(httpkit.Options{BaseURL: base, CORS: true, Site: func() *site.Site { return &whose }})
	face := New(Options{Kit: kit, Library: func() *datasets.Library { return library }, Describer: metadata.New(e, places), Places: places,
		Protocols: []httpkit.Protocol{{Name: "native", Title: text.New("API", "API"), URL: "/api/v1", Docs: "/api/v1/openapi.json", Standard: "https://spec.openapis.org/oas/v3.0.3", Serves: true}, {Name: "other"}}})
	router := kit.NewRouter()
	face.Mount(router)
	return &stand{t: t, handler: kit.Wrap(router), engine: e, library: library}
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

func TestEverySyntaxIsServedByExtensionParameterAndAccept(t *testing.T) {
	s := newStand(t)
	for _, f := range formats() {
		bare, _, _ := strings.Cut(f.Media, ";")
		first := s.get("/catalog." + f.Name)
		if first.Code != 200 || first.Header().Get("Content-Type") != f.Media || first.Header().Get("ETag") == "" {
			t.Errorf("%s: %d %v", f.Name, first.Code, first.Header())
		}
		if got := s.get("/api/v1/catalog", "Accept", bare); got.Code != 200 || got.Header().Get("Content-Type") != f.Media {
			t.Errorf("Accept %s: %d %s", bare, got.Code, got.Header().Get("Content-Type"))
		}
		if got := s.get("/catalog/datasets/indicators?format=" + f.Name); got.Code != 200 || got.Header().Get("Content-Type") != f.Media {
			t.Errorf("format %s: %d", f.Name, got.Code)
		}
		if again := s.get("/catalog."+f.Name, "If-None-Match", first.Header().Get("ETag")); again.Code != 304 {
			t.Errorf("%s again: %d, want 304", f.Name, again.Code)
		}
		if b := s.get("/catalog." + f.Name).Body.String(); b != first.Body.String() {
			t.Errorf("%s is not printed the same twice", f.Name)
		}
	}
}

func TestTheDatasetSaysWhatTheTablesAre(t *testing.T) {
	s := newStand(t)
	nt := s.get("/catalog/datasets/indicators.nt").Body.String()
	me := "<" + base + "/catalog/datasets/indicators>"
	v, err := s.engine.Version(table.Ref{Dataset: "indicators", Table: "indicators"}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		me + ` <http://purl.org/dc/terms/title> "Chỉ tiêu kinh tế - xã hội Hồng Lĩnh, Hà Tĩnh, Việt Nam"@vi .`,
		me + ` <http://purl.org/dc/terms/title> "Socio-economic indicators of Hong Linh, Ha Tinh and Vietnam"@en .`,
		me + ` <http://www.w3.org/ns/dcat#theme> <http://publications.europa.eu/resource/authority/data-theme/ECON> .`,
		me + ` <http://purl.org/dc/terms/spatial> <` + base + `/api/v1/records/unit/thi-xa-hong-linh> .`,
		`<` + base + `/api/v1/records/unit/thi-xa-hong-linh> <http://www.w3.org/ns/dcat#centroid> "POINT(105.7 18.5)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> .`,
		`#temporal> <http://www.w3.org/ns/dcat#startDate> "1985"^^<http://www.w3.org/2001/XMLSchema#gYear> .`,
		`#temporal> <http://www.w3.org/ns/dcat#endDate> "2030"^^<http://www.w3.org/2001/XMLSchema#gYear> .`,
		`#indicators-csv-checksum> <http://spdx.org/rdf/terms#checksumValue> "` + v.SHA256 + `"^^<http://www.w3.org/2001/XMLSchema#hexBinary> .`,
		`<http://www.w3.org/ns/dcat#downloadURL> <` + base + `/api/v1/datasets/indicators/tables/indicators/exports/csv> .`,
		`<http://purl.org/dc/terms/license> <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> .`,
	} {
		if !strings.Contains(nt, want) {
			t.Errorf("missing: %s", want)
		}
	}
	var size counter
	if _, err := s.engine.CSV(t.Context(), table.Query{Ref: v0(), Limit: table.Unlimited}, &size, table.CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	if want := `<http://www.w3.org/ns/dcat#byteSize> "` + decimal(float64(size)) + `"`; !strings.Contains(nt, want) {
		t.Errorf("missing: %s", want)
	}
}

func v0() table.Ref { return table.Ref{Dataset: "indicators", Table: "indicators"} }

type counter int

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }

func TestPagesOfTheCatalogueHoldEveryDatasetOnce(t *testing.T) {
	s := newStand(t)
	seen := map[string]int{}
	for p, target := 1, "/catalog.nt?limit=3"; target != ""; p++ {
		body := s.get(target).Body.String()
		for _, line := range strings.Split(body, "\n") {
			if rest, ok := strings.CutPrefix(line, "<"+base+"/catalog> <http://www.w3.org/ns/dcat#dataset> <"); ok {
				seen[strings.TrimSuffix(rest, "> .")]++
			}
		}
		target = ""
		if _, next, ok := strings.Cut(body, "hydra/core#next> <"+base); ok {
			target, _, _ = strings.Cut(next, ">")
		}
		if p > 5 {
			t.Fatal("pages without end")
		}
	}
	want := map[string]int{}
	for _, n := range []string{"indicators", "outlines", "profiles", "glossary"} {
		want[base+"/catalog/datasets/"+n] = 1
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("datasets (-want +got):\n%s", diff)
	}
	if n := strings.Count(s.get("/catalog.nt?modified_since=2026-11-21").Body.String(), "dcat#dataset>"); n != 3 {
		t.Errorf("%d datasets changed since, want the 3 whose time of change is not known", n)
	}
}

func TestHostileTextsStayTexts(t *testing.T) {
	hostile := "\"> <script>\\\n\u0000\u0085\u2028</x>]]>\u202e ' @en . <http://evil> a <http://evil>"
	raw, _ := json.Marshal(map[string]any{"name": "evil", "title": hostile, "description": hostile, "keywords": []string{hostile},
		"licenses":     []any{map[string]any{"name": "x", "path": "javascript:\"> <x>"}},
		"contributors": []any{map[string]any{"title": hostile, "path": "http://a.example/\"><b"}},
		"honglinh":     map[string]any{"legal": []any{map[string]any{"title": map[string]string{"vi": hostile}, "url": "http://a.example/ <x>"}}, "spatial": []string{"http://a.example/\" <>"}},
		"resources":    []any{map[string]any{"name": "r", "path": "r.csv", "type": "table"}}})
	p, problems := datasets.Parse(raw)
	if p == nil {
		t.Fatal(problems)
	}
	s := newStand(t, p)
	for _, f := range formats() {
		w := s.get("/catalog/datasets/evil." + f.Name)
		if w.Code != 200 {
			t.Fatalf("%s: %d", f.Name, w.Code)
		}
		body := w.Body.String()
		if strings.Contains(body, "\x00") || f.Name != "jsonld" && strings.Contains(body, "> <script>\\\n") {
			t.Errorf("%s carries the text raw:\n%s", f.Name, body)
		}
		switch f.Name {
		case "rdf":
			d := xml.NewDecoder(strings.NewReader(body))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("rdf: %v\n%s", err, body)
				}
			}
		case "jsonld":
			if !json.Valid([]byte(body)) {
				t.Errorf("jsonld is not JSON: %s", body)
			}
		case "nt":
			for _, line := range strings.Split(strings.TrimSpace(body), "\n") {
				if !strings.HasPrefix(line, "<http") || !strings.HasSuffix(line, " .") {
					t.Errorf("nt has a line that is no statement: %s", line)
				}
			}
		}
	}
}

func TestBadRequestsAreProblemsThatSayWhatIsWrong(t *testing.T) {
	s := newStand(t)
	for _, tc := range []struct {
		name, target, accept string
		status               int
		parameter            string
	}{
		{"a dataset that is not there", "/catalog/datasets/indicator", "", 404, "slug"},
		{"a syntax that is not there", "/catalog?format=xml", "", 400, "format"},
		{"a media type that is not there", "/catalog", "image/png", 406, "Accept"},
		{"page zero", "/catalog?page=0", "", 400, "page"},
		{"too many a page", "/catalog?limit=1001", "", 400, "limit"},
		{"a date that is none", "/catalog?modified_since=yesterday", "", 400, "modified_since"},
		{"an unknown parameter", "/catalog.ttl?modified-since=2026", "", 400, "modified-since"},
		{"an unknown extension", "/catalog.xyz", "", 404, ""},
	} {
		w := s.get(tc.target, "Accept", tc.accept)
		var p struct{ Parameter string }
		_ = json.Unmarshal(w.Body.Bytes(), &p)
		if w.Code != tc.status || p.Parameter != tc.parameter {
			t.Errorf("%s: %d %q, want %d %q", tc.name, w.Code, p.Parameter, tc.status, tc.parameter)
		}
	}
}

// rows stands for the reader of features and texts: one row each.
func rows(_ context.Context, _ *datasets.Package, r datasets.Resource, _ fs.FS, _ func(grid.Place) bool) (io.ReadCloser, error) {
	header, row := []string{"geometry"}, []string{`"{""type"":""Point"",""coordinates"":[105.7,18.5]}"`}
	for _, f := range r.Schema.Fields {
		if f.Name != "geometry" {
			header, row = append(header, f.Name), append(row, "")
		}
	}
	return io.NopCloser(strings.NewReader(strings.Join(header, ",") + "\n" + strings.Join(row, ",") + "\n")), nil
}

func TestTheDescriptorNamesOurDownloads(t *testing.T) {
	s := newStand(t)
	var d struct {
		Version   string
		Resources []struct {
			Name, Path, Hash string
			Bytes            int
			Data             any
		}
	}
	if err := json.Unmarshal(s.get("/api/v1/datasets/outlines/datapackage.json").Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	r := d.Resources[0]
	if r.Path != base+"/api/v1/datasets/outlines/tables/outlines/exports/csv" || !strings.HasPrefix(r.Hash, "sha256:") || r.Bytes == 0 {
		t.Errorf("resource: %+v", r)
	}
	if err := json.Unmarshal(s.get("/api/v1/datasets/profiles/datapackage.json").Body.Bytes(), &d); err != nil || d.Resources[0].Path != base+"/api/v1/datasets/profiles/tables/profiles/exports/csv" {
		t.Errorf("texts have no table: %+v, %v", d.Resources, err)
	}
}

func TestOneAddressServesPeopleAndPrograms(t *testing.T) {
	s := newStand(t)
	people := httpkit.New(httpkit.Options{BaseURL: base, CORS: true}).Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "page of "+r.URL.String())
	}))
	pages, machines := Pages(func() *datasets.Library { return s.library }, people), s.handler
	browser := "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
	for _, c := range []struct {
		name             string
		h                http.Handler
		target, accept   string
		location, served string // served is the media type where nobody is sent on
	}{
		{"a browser reads the page", pages, "/vi/dataset/indicators", browser, "", "text/html"},
		{"curl reads the page", pages, "/vi/dataset/indicators", "*/*", "", "text/html"},
		{"no Accept reads the page", pages, "/vi/dataset/indicators", "", "", "text/html"},
		{"Turtle", pages, "/vi/dataset/indicators", "text/turtle", "/catalog/datasets/indicators.ttl", ""},
		{"JSON-LD from the English page", pages, "/en/dataset/indicators", "application/ld+json", "/catalog/datasets/indicators.jsonld", ""},
		{"RDF/XML rather than a page", pages, "/en/dataset/indicators", "application/rdf+xml, text/html;q=0.5", "/catalog/datasets/indicators.rdf", ""},
		{"a page rather than N-Triples", pages, "/en/dataset/indicators", "application/n-triples;q=0.4, text/html", "", "text/html"},
		{"TriG", pages, "/en/dataset/indicators?as_of=2026", "application/trig", "/catalog/datasets/indicators.trig", ""},
		{"the page's own parameters do not choose", pages, "/en/dataset/indicators?format=nonsense", browser, "", "text/html"},
		{"what we do not have is still a page", pages, "/en/dataset/indicators", "image/png", "", "text/html"},
		{"an unknown dataset is the pages' to explain", pages, "/vi/dataset/nothing", "text/turtle", "", "text/html"},
		{"a page below is not a description", pages, "/vi/dataset/indicators/indicators", "text/turtle", "", "text/html"},
		{"no third language", pages, "/fr/dataset/indicators", "text/turtle", "", "text/html"},
		{"a browser at the catalogue", machines, "/catalog", browser, "/vi/dataset", ""},
		{"a browser at a dataset's description", machines, "/catalog/datasets/indicators", browser, "/vi/dataset/indicators", ""},
		{"a browser that chose a syntax", machines, "/catalog?format=ttl", browser, "", "text/turtle"},
		{"a browser at a file", machines, "/catalog.nt", browser, "", "application/n-triples"},
		{"curl at the catalogue", machines, "/catalog", "*/*", "", "application/ld+json"},
		{"a harvester that also reads pages", machines, "/catalog", "text/turtle, text/html;q=0.9", "", "text/turtle"},
	} {
		r := httptest.NewRequest("GET", c.target, nil)
		if c.accept != "" {
			r.Header.Set("Accept", c.accept)
		}
		w := httptest.NewRecorder()
		c.h.ServeHTTP(w, r)
		media, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		if c.location != "" && (w.Code != http.StatusSeeOther || w.Header().Get("Location") != c.location || !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept")) {
			t.Errorf("%s: %d to %q, vary %q; want 303 to %q", c.name, w.Code, w.Header().Get("Location"), w.Header().Values("Vary"), c.location)
		}
		if c.location == "" && (w.Code != http.StatusOK || media != c.served) {
			t.Errorf("%s: %d %q, want %q", c.name, w.Code, media, c.served)
		}
	}
	r := httptest.NewRequest("GET", "/catalog", nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en-GB")
	w := httptest.NewRecorder()
	machines.ServeHTTP(w, r)
	if got := w.Header().Get("Location"); got != "/en/dataset" {
		t.Errorf("an English reader is sent to %q", got)
	}
	w = httptest.NewRecorder()
	pages.ServeHTTP(w, httptest.NewRequest("GET", "/vi/dataset/indicators", nil))
	if vary := strings.Join(w.Header().Values("Vary"), ","); !strings.Contains(vary, "Accept,") && !strings.HasSuffix(vary, "Accept") {
		t.Errorf("the page varies on %q only", vary)
	}
	if links := w.Header().Values("Link"); len(links) != len(formats()) || links[1] != `</catalog/datasets/indicators.ttl>; rel="describedby"; type="text/turtle"` {
		t.Errorf("links of the page: %q", links)
	}
}
