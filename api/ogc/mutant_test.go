package ogc_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"honglinh/api/ogc/citetest"
)

// breakage is one way for a server to be wrong, and the requirement that must notice.
type breakage struct {
	name, requirement string
	request           func(*http.Request)
	answer            func(*http.Request, *httptest.ResponseRecorder)
}

// without takes a parameter out of the query before the server sees it.
func without(name string) func(*http.Request) {
	return func(r *http.Request) {
		q := r.URL.Query()
		q.Del(name)
		r.URL.RawQuery = q.Encode()
	}
}

// asked replaces text in the filter before the server sees it.
func asked(old, new string) func(*http.Request) {
	return func(r *http.Request) {
		q := r.URL.Query()
		if q.Has("filter") {
			q.Set("filter", strings.ReplaceAll(q.Get("filter"), old, new))
			r.URL.RawQuery = q.Encode()
		}
	}
}

// rewritten replaces text in the bodies of some paths.
func rewritten(path, old, new string) func(*http.Request, *httptest.ResponseRecorder) {
	from := regexp.MustCompile(old)
	return func(r *http.Request, w *httptest.ResponseRecorder) {
		if strings.Contains(r.URL.Path, path) {
			w.Body = bytes.NewBuffer(from.ReplaceAll(w.Body.Bytes(), []byte(new)))
		}
	}
}

func breakages() []breakage {
	return []breakage{
		{"unknown parameters are ignored", "/req/core/query-param-unknown", without("unknownQueryParameter12345"), nil},
		{"bbox is ignored", "/req/core/fc-bbox-response C", without("bbox"), nil},
		{"datetime is ignored", "/req/core/fc-time-response C", without("datetime"), nil},
		{"crs is ignored", "/req/crs/fc-crs-action", without("crs"), nil},
		{"bbox-crs is ignored", "/req/crs/bbox-crs-action", without("bbox-crs"), nil},
		{"EPSG:4756 has longitude first in boxes", "/req/crs/bbox-crs-action axes", func(r *http.Request) {
			q := r.URL.Query()
			if n := strings.Split(q.Get("bbox"), ","); len(n) == 4 && strings.HasSuffix(q.Get("bbox-crs"), "/4756") {
				q.Set("bbox", strings.Join([]string{n[1], n[0], n[3], n[2]}, ","))
				r.URL.RawQuery = q.Encode()
			}
		}, nil},
		{"features come in the order of their ids", "/req/crs/fc-crs-action first page", func(r *http.Request) {
			q := r.URL.Query()
			q.Set("sortby", "id")
			r.URL.RawQuery = q.Encode()
		}, nil},
		{"the schema has no titles", "/req/schemas/properties", nil, rewritten("/schema", `"title":"[^"]*"`, `"title":""`)},
		{"the schema says points", "/req/core-roles-features/primary-geometry", nil, rewritten("/schema", `"format":"geometry-[^"]*"`, `"format":"geometry-point"`)},
		{"the schema says numbers", "/req/returnables-and-receivables/schema", nil, rewritten("/schema", `"type":"string"`, `"type":"number"`)},
		{"filter is ignored", "/req/filter/response", without("filter"), nil},
		{"filter-crs is ignored", "/req/filter/filter-crs-wgs84", without("filter-crs"), nil},
		{"sortby is ignored", "/req/sorting/sortby", without("sortby"), nil},
		{"q is ignored", "/req/record-core-query-parameters/param-q", without("q"), nil},
		{"offset is ignored", "/req/core/fc-numberMatched", without("offset"), nil},
		{"limit is ignored", "/req/core/fc-limit-response-1", without("limit"), nil},
		{"Content-Crs is missing", "/req/crs/ogc-crs-header", nil, func(_ *http.Request, w *httptest.ResponseRecorder) { w.Header().Del("Content-Crs") }},
		{"numberMatched is too high", "/req/core/fc-numberMatched", nil, rewritten("/items", `"numberMatched":(\d)`, `"numberMatched":1$1`)},
		{"links have no type", "/req/core/root-success", nil, rewritten("/ogc", `"type":"text/html",`, ``)},
		{"limit has no maximum", "/req/core/fc-limit-definition", nil, rewritten("/api", `"maximum":10000,`, ``)},
		{"the definition is OpenAPI 3.1", "/req/oas30/oas-definition-1", nil, rewritten("/api", `"openapi":"3.0.3"`, `"openapi":"3.1.0"`)},
		{"itemType is a list", "/req/core/fc-md-items", nil, rewritten("/collections", `"itemType":"feature"`, `"itemType":["feature"]`)},
		{"the storage system is not listed", "/req/crs/fc-md-storageCrs", nil, rewritten("/collections", `"storageCrs":"[^"]*"`, `"storageCrs":"http://www.opengis.net/def/crs/EPSG/0/28992"`)},
		{"rings are wound the wrong way", "/req/geojson/definition", nil, rewritten("/items", `\[105.6,18.5\],\[105.69999999999999,18.5\]`, `[105.6,18.5],[105.6,18.6]`)},
		{"spatial queryables have a type", "/req/queryables/get-queryables-response", nil, rewritten("/queryables", `"format":"geometry-any"`, `"format":"geometry-any","type":"object"`)},
		{"records have two collection links", "/req/record-core/mandatory", nil, rewritten("/catalogue/items", `"rel":"profile"`, `"rel":"collection"`)},
		{"tilesets have no limits", "/req/tileset/description", nil, rewritten("/WebMercatorQuad", `"tileMatrixSetLimits"`, `"limits"`)},
		{"there are no tile operations", "/req/oas30/operation-id", nil, rewritten("/api", `\.getTile"`, `.tile"`)},
		{"tiles outside are empty answers", "/req/core/tc-error", nil, func(r *http.Request, w *httptest.ResponseRecorder) {
			if w.Code == http.StatusNotFound && strings.Contains(r.URL.Path, "/WebMercatorQuad/") {
				w.Code = http.StatusNoContent
				w.Body.Reset()
			}
		}},
		{"a page has no link to its HTML form", "/req/html/links", nil, rewritten("/functions", `"rel":"alternate"`, `"rel":"related"`)},
		{"a link has no type", "/req/html/links", nil, rewritten("/tiles", `"type":"text/html"`, `"type":""`)},
		{"the documentation is not of its type", "/req/core/api-definition-success", nil, func(r *http.Request, w *httptest.ResponseRecorder) {
			if strings.HasSuffix(r.URL.Path, "/api") && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				w.Header().Set("Content-Type", "text/plain")
			}
		}},
		{"extents in time are words", "/req/core/fc-md-extent", nil, rewritten("/collections", `"interval":\[\[`, `"interval":[["yesterday",`)},
		{"timeStamp stands still", "/req/core/fc-timeStamp", nil, rewritten("/items", `"numberMatched"`, `"timeStamp":"2001-01-01T00:00:00Z","numberMatched"`)},
		{"crs is defined as any string", "/req/crs/fc-crs-definition", nil, rewritten("/api", `"format":"uri"`, `"format":"text"`)},
		{"doubled quotes are lost", "/req/cql2-text/escaping", asked("''", ""), nil},
		{"a backslash is lost", "/req/cql2-text/escaping", asked(`\%`, "%"), nil},
		{"a property differs from itself", "/req/property-property/expression", asked("kind <> kind", "kind = kind"), nil},
		{"lines find what they miss", "/req/basic-spatial-functions-plus", asked("S_INTERSECTS(geometry, LINESTRING", "S_DISJOINT(geometry, LINESTRING"), nil},
		{"the default order is of what is not sortable", "/req/sorting/sortables", nil, rewritten("/catalogue", `"defaultSortOrder":\["`, `"defaultSortOrder":["x`)},
		{"instants are in local time", "/req/record-core/times", nil, rewritten("/catalogue/items", `"updated":"([^"]*)Z"`, `"updated":"$1+07:00"`)},
		{"pages do not change with their state", "/rec/core/etag", nil, func(_ *http.Request, w *httptest.ResponseRecorder) {
			if w.Code == http.StatusNotModified {
				w.Code = http.StatusOK
			}
		}},
	}
}

// TestTheChecksNoticeServersThatAreWrong breaks the server in one place at a time: a check that cannot fail proves nothing.
func TestTheChecksNoticeServersThatAreWrong(t *testing.T) {
	set := sample()
	for _, b := range breakages() {
		t.Run(b.name, func(t *testing.T) {
			s := newStand(t, set, nil)
			right := s.Config.Handler
			s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				r.Header.Del("Accept-Encoding")
				if b.request != nil {
					b.request(r)
				}
				got := httptest.NewRecorder()
				right.ServeHTTP(got, r)
				if b.answer != nil {
					b.answer(r, got)
				}
				for name, values := range got.Header() {
					w.Header()[name] = values
				}
				w.Header().Del("Content-Length")
				w.WriteHeader(got.Code)
				if got.Code != http.StatusNoContent && got.Code != http.StatusNotModified {
					w.Write(got.Body.Bytes())
				}
			})
			report, err := citetest.Run(t.Context(), s.Client(), s.URL+"/ogc", b.requirement)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range report.Results {
				if r.Requirement == b.requirement && r.Status == citetest.Fail {
					return
				}
			}
			t.Errorf("%s did not notice: %+v", b.requirement, report.Results)
		})
	}
}
