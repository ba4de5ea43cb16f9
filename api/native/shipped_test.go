package native

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"honglinh/api/httpkit"
	"honglinh/catalog/place"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/indexer/indexertest"
)

// TestTheShippedCatalogueKeepsTheContract ingests the packages that ship with the
// program and holds every record of every kind, and searches over them, against the
// OpenAPI document.
func TestTheShippedCatalogueKeepsTheContract(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: ingests the whole shipped catalogue")
	}
	s := newShippedStand(t)
	doc := load(t, s)
	strict(doc)
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	openapi3filter.RegisterBodyDecoder("application/geo+json", openapi3filter.RegisteredBodyDecoder("application/json"))
	targets := []string{"/api/v1/status", "/api/v1/datasets", "/api/v1/units", "/api/v1/units?as_of=2025-06-30", "/api/v1/search.geojson?limit=100",
		"/api/v1/search?q=cum+cong+nghiep&facets=kind,topic,place,status,sector,year,source,licence,confidence", "/api/v1/search?q=industrial+cluster&lang=en",
		"/api/v1/search?place=18115&as_of=2026", "/api/v1/search?near=105.70,18.53&radius=10&sort=distance", "/api/v1/suggest?q=hong", "/api/v1/search?q=zzzzqqqq"}
	for since, more := 0, true; more; {
		target := fmt.Sprintf("/api/v1/changes?limit=500&since=%d", since)
		targets = append(targets, target)
		page := s.get(target).json()
		since, more = int(page["next"].(float64)), page["more"].(bool)
	}
	for _, kind := range vocab.Kinds().Codes() {
		target := "/api/v1/search?limit=3&kind=" + kind
		targets = append(targets, target)
		for _, item := range s.get(target).json()["items"].([]any) {
			id := item.(map[string]any)["record"].(map[string]any)["id"].(string)
			targets = append(targets, "/api/v1/records/"+id, "/api/v1/records/"+id+"?f=geojson", "/api/v1/records/"+id+"/related", "/api/v1/records/"+id+"/versions", "/api/v1/records/"+id+"/backlinks")
		}
	}
	for _, target := range targets {
		w := s.get(target)
		if w.Code != 200 {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
			continue
		}
		validate(t, router, target, w)
	}
	status := s.get("/api/v1/status").json()
	rows, err := csv.NewReader(strings.NewReader(s.get("/api/v1/search.csv").Body.String())).ReadAll()
	if err != nil || float64(len(rows)-1) != status["total"] || len(rows) < 300 {
		t.Errorf("%d rows of %v records, %v", len(rows)-1, status["total"], err)
	}
}

func TestAShippedDatasetIsFoundUnderItsOldName(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: ingests the whole shipped catalogue")
	}
	s := newShippedStand(t)
	for _, place := range []string{"thị xã Hồng Lĩnh", "18115", "Bac Hong Linh"} {
		if got := s.get("/api/v1/search?kind=opportunity&place=" + url.QueryEscape(place)).json(); got["total"].(float64) == 0 {
			t.Errorf("no opportunity in %s", place)
		}
	}
}

// newShippedStand is the API over everything that ships with the program.
func newShippedStand(t *testing.T) *stand {
	t.Helper()
	state, at := indexertest.Shipped(t, false), time.Now()
	s := &stand{t: t, clock: time.Now()}
	kit := httpkit.New(httpkit.Options{BaseURL: base, CORS: true})
	s.face = New(Options{Kit: kit, Versions: Versions{Program: "test"}, Sources: Sources{Store: state.Records, Finder: state.Finder, Places: func() *place.Register { return state.Places },
		Library: func() *datasets.Library { return state.Library }, Ingested: func() time.Time { return at }}})
	s.router = kit.NewRouter()
	s.face.Mount(s.router)
	s.handler = kit.Wrap(s.router)
	return s
}
