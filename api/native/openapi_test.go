package native

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/mux"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// load reads the document as a client does: from the wire, with every reference
// resolved and every rule of OpenAPI checked.
func load(t *testing.T, s *stand) *openapi3.T {
	t.Helper()
	w := s.get("/api/v1/openapi.json")
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(loader.Context); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestTheDocumentNamesExactlyWhatIsServed(t *testing.T) {
	s := newStand(t)
	var served []string
	err := s.router.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := route.GetPathTemplate()
		if err != nil {
			return err
		}
		methods, err := route.GetMethods()
		for _, m := range methods {
			if m != http.MethodHead {
				served = append(served, m+" "+path)
			}
		}
		if !slices.Contains(methods, http.MethodHead) && slices.Contains(methods, http.MethodGet) {
			t.Errorf("%s answers GET but not HEAD", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for path, item := range load(t, s).Paths.Map() {
		for m := range item.Operations() {
			documented = append(documented, m+" "+path)
		}
	}
	sort.Strings(served)
	sort.Strings(documented)
	if diff := cmp.Diff(served, documented); diff != "" {
		t.Errorf("served and documented differ (-served +documented):\n%s", diff)
	}
	if len(served) < 15 {
		t.Errorf("only %d routes", len(served))
	}
}

func TestEverythingIsDocumentedInBothLanguages(t *testing.T) {
	s := newStand(t)
	doc := load(t, s)
	for _, rt := range s.face.Routes() {
		for _, p := range rt.Params {
			if p.Help.In(text.VI) == "" || p.Help.In(text.EN) == "" {
				t.Errorf("parameter %s of %s lacks help", p.Name, rt.Name)
			}
		}
		if rt.Summary.In(text.VI) == "" || rt.Summary.In(text.EN) == "" || len(rt.Faults) == 0 || len(rt.Answers) == 0 {
			t.Errorf("route %s lacks summary, faults or answers", rt.Name)
		}
	}
	used := map[string]bool{}
	for name, ref := range doc.Components.Schemas {
		used[name] = true
		if name != "Anything" && (ref.Value.Description == "" || ref.Value.Extensions["x-description-vi"] == "") {
			t.Errorf("schema %s lacks a description", name)
		}
		for field := range ref.Value.Properties {
			used[name+"."+field] = true
		}
	}
	for _, field := range slices.Sorted(maps.Keys(doc.Components.Schemas["Record"].Value.Properties)) {
		if _, ok := words()["Record."+field]; !ok {
			t.Errorf("Record.%s lacks a description", field)
		}
	}
	for key := range words() {
		if !used[key] {
			t.Errorf("%s is described but not in the document", key)
		}
	}
	for key := range enums() {
		if !used[key] {
			t.Errorf("%s has codes but is not in the document", key)
		}
	}
}

// TestRealResponsesKeepTheContract sends requests to the API over a real store and
// holds every answer against the document, with no field allowed that it does not name.
func TestRealResponsesKeepTheContract(t *testing.T) {
	for name, s := range map[string]*stand{"small finder": newStand(t), "real finder": newRealStand(t)} {
		t.Run(name, func(t *testing.T) { keepsTheContract(t, s) })
	}
}

func keepsTheContract(t *testing.T, s *stand) {
	s.fill(30)
	s.clock = s.clock.AddDate(0, 0, 1)
	changed := sample("c-1000", "Cụm công nghiệp 0")
	changed.Geometry, changed.SupersededBy = nil, []string{"place/c-1002"}
	s.publish([]catalog.Record{changed})
	s.publish(nil, "place/c-1001")
	doc := load(t, s)
	strict(doc)
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, media := range []string{"application/geo+json", "application/jsonl", "application/atom+xml"} {
		decoder := openapi3filter.RegisteredBodyDecoder("text/plain")
		if media == "application/geo+json" {
			decoder = openapi3filter.RegisteredBodyDecoder("application/json")
		}
		openapi3filter.RegisterBodyDecoder(media, decoder)
	}
	for _, media := range []string{"text/csv", "application/x-bibtex", "application/x-research-info-systems"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.RegisteredBodyDecoder("text/plain"))
	}
	tests := []struct {
		target string
		want   int
	}{
		{"/api/v1/search", 200},
		{"/api/v1/search?q=C%E1%BB%A5m&kind=place,plan&place=18115&place=H%E1%BB%93ng+L%C4%A9nh&year=2025&min_capital=1&near=105.7,18.5&radius=5&facets=kind,topic&sort=distance&limit=2&lang=en", 200},
		{"/api/v1/search?q=khong-co", 200},
		{"/api/v1/search?format=csv", 200}, {"/api/v1/search?format=geojson", 200}, {"/api/v1/search?f=jsonl", 200}, {"/api/v1/search?f=atom", 200},
		{"/api/v1/search.csv", 200}, {"/api/v1/search.jsonl", 200}, {"/api/v1/search.geojson", 200}, {"/api/v1/search.atom?q=C%E1%BB%A5m", 200},
		{"/api/v1/search?limit=101", 400}, {"/api/v1/search?cursro=x", 400}, {"/api/v1/search?cursor=x", 400},
		{"/api/v1/suggest?q=cum&limit=1", 200}, {"/api/v1/suggest", 200}, {"/api/v1/suggest?limit=21", 400},
		{"/api/v1/records/place/c-1000", 200}, {"/api/v1/records/place/c-1000?version=1", 200}, {"/api/v1/records/place/c-1000?as_of=2026-07-01", 200},
		{"/api/v1/records/article/bare", 200}, {"/api/v1/records/place/c-1002?format=geojson", 200}, {"/api/v1/records/article/bare?f=geojson", 200},
		{"/api/v1/records/place/c-1001", 410}, {"/api/v1/records/place/nothing", 404}, {"/api/v1/records/place/c-1000?as_of=2020", 404},
		{"/api/v1/records/place/c-1001/versions", 200}, {"/api/v1/records/place/c-1000/diff", 200}, {"/api/v1/records/place/c-1000/diff?from=1&to=2", 200},
		{"/api/v1/records/place/c-1000/diff?from=9", 404}, {"/api/v1/records/place/c-1000/related?limit=3", 200}, {"/api/v1/records/place/c-1001/related", 410},
		{"/api/v1/records/place/c-1002/backlinks", 200}, {"/api/v1/records/place/nothing/backlinks", 404},
		{"/api/v1/records/place/c-1000/cite", 200}, {"/api/v1/records/place/c-1000/cite?format=bibtex", 200}, {"/api/v1/records/place/c-1000/cite?format=csl-json", 200}, {"/api/v1/records/place/c-1000/cite?format=ris", 200},
		{"/api/v1/records/place/c-1000/cite?format=none", 400}, {"/api/v1/records/place/c-1001/cite", 410},
		{"/api/v1/changes", 200}, {"/api/v1/changes?since=31&limit=2", 200}, {"/api/v1/changes?since=99999", 400},
		{"/api/v1/datasets", 200}, {"/api/v1/datasets/units", 200}, {"/api/v1/datasets/unitz", 404}, {"/api/v1/datasets/units/geometry", 200}, {"/api/v1/datasets/unitz/geometry", 404},
		{"/api/v1/units", 200}, {"/api/v1/units?as_of=2025-06-30", 200}, {"/api/v1/units?name=H%E1%BB%93ng+L%C4%A9nh", 200}, {"/api/v1/units?parent=unit/none", 404},
		{"/problems/gone", 200}, {"/problems/gonne", 404},
		{"/api/v1/status", 200}, {"/api/v1/openapi.json", 200}, {"/api/v1/site", 200}, {"/api/v1/site/logo", 404},
	}
	seen := map[string]bool{}
	for _, tt := range tests {
		t.Run(tt.target, func(t *testing.T) {
			w := s.get(tt.target, "Accept", "*/*")
			if w.Code != tt.want {
				t.Fatalf("got %d, want %d: %s", w.Code, tt.want, w.Body)
			}
			seen[validate(t, router, tt.target, w)] = true
			if w.Header().Get("X-Request-Id") == "" || w.Code == 200 && (w.Header().Get("ETag") == "" || w.Header().Get("Cache-Control") == "") {
				t.Errorf("headers %v", w.Header())
			}
		})
	}
	for path := range doc.Paths.Map() {
		if !seen[path] {
			t.Errorf("%s is documented but not tried", path)
		}
	}
}

// strict closes every object of the document, so that a field it does not name fails.
func strict(doc *openapi3.T) {
	for name, ref := range doc.Components.Schemas {
		if len(ref.Value.Properties) > 0 && name != "Problem" && ref.Value.AdditionalProperties.Has == nil {
			ref.Value.AdditionalProperties = openapi3.AdditionalProperties{Has: openapi3.Ptr(false)}
		}
	}
}

// validate holds a response against the document and returns the path template.
func validate(t *testing.T, router routers.Router, target string, w reply) string {
	t.Helper()
	r := httptest.NewRequest("GET", base+target, nil)
	route, params, err := router.FindRoute(r)
	if err != nil {
		t.Fatal(err)
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: options}
	if w.Code == 200 {
		if err := openapi3filter.ValidateRequest(t.Context(), in); err != nil {
			t.Errorf("the document refuses a request that is served: %v", err)
		}
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: w.Code, Header: w.Header(), Options: options,
		Body: io.NopCloser(bytes.NewReader(w.Body.Bytes()))}
	if err := openapi3filter.ValidateResponse(t.Context(), out); err != nil {
		t.Errorf("%v", firstLines(err.Error()))
	}
	return route.Path
}

func firstLines(s string) string {
	lines := strings.Split(s, "\n")
	return strings.Join(lines[:min(len(lines), 12)], "\n")
}
