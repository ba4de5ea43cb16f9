package ogc_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/api/httpkit"
	"honglinh/api/ogc"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/export/encode"
)

// stand is the face behind a real HTTP server.
type stand struct {
	*httptest.Server
	t   testing.TB
	set *layers.Set
}

func newStand(t testing.TB, set *layers.Set, change func(*ogc.Options)) *stand {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	kit := httpkit.New(httpkit.Options{BaseURL: "http://" + server.Listener.Addr().String(), CORS: true})
	o := ogc.Options{Kit: kit, Set: func() *layers.Set { return set }, Encoder: encode.Encoder{}}
	if change != nil {
		change(&o)
	}
	router := kit.NewRouter()
	ogc.New(o).Mount(router)
	server.Config.Handler = kit.Wrap(router)
	server.Start()
	t.Cleanup(server.Close)
	return &stand{server, t, set}
}

func (s *stand) get(path string, header ...string) *http.Response {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := s.Client().Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// json decodes an answer of status 200.
func (s *stand) json(path string) map[string]any {
	s.t.Helper()
	resp := s.get(path)
	var v map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil || resp.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: status %d, %v, %.300v", path, resp.StatusCode, err, v)
	}
	return v
}

func square(x, y, size float64) orb.Polygon {
	return orb.Polygon{{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}}
}

func record(id string, g orb.Geometry, change func(*catalog.Record)) catalog.Record {
	kind, slug, _ := catalog.SplitID(id)
	r := catalog.Record{ID: id, Kind: kind, Title: text.New("Địa điểm "+slug, "Place "+slug), Modified: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), Status: "existing",
		Provenance: []catalog.Provenance{{Title: "Nguồn", URL: "https://example.vn/x"}}}
	if g != nil {
		r.Geometry = geojson.NewGeometry(g)
	}
	if change != nil {
		change(&r)
	}
	return r
}

// sample has every kind of geometry, features without place and without time, titles with đ and quotes, and two reference zones.
func sample() *layers.Set {
	topics := func(t ...string) func(*catalog.Record) {
		return func(r *catalog.Record) { r.Topics = t; r.Attributes = map[string]any{"category": "pagoda"} }
	}
	hole := square(105.65, 18.55, 0.1)
	hole = append(hole, orb.Ring{{105.68, 18.58}, {105.70, 18.58}, {105.70, 18.60}, {105.68, 18.60}, {105.68, 18.58}})
	return layers.Build([]catalog.Record{
		record("unit/phuong-a", square(105.6, 18.5, 0.1), func(r *catalog.Record) {
			r.Title = text.New("Phường Đậu Liêu", "Dau Lieu Ward")
			r.Valid.From = "2025-07-01"
			r.Attributes = map[string]any{"code": "18115", "level": "ward"}
		}),
		record("unit/thi-xa-cu", hole, func(r *catalog.Record) { r.Valid.To = "2025-06-30"; r.Status = "dissolved" }),
		record("unit/tinh", orb.Point{105.735, 18.2913}, func(r *catalog.Record) { r.Status = "" }),
		record("unit/khong-toa-do", nil, func(r *catalog.Record) { r.Valid.From = "1992"; r.Valid.To = "2025-06-30" }),
		record("place/chua-a", orb.Point{105.65, 18.55}, topics("tourism", "culture")),
		record("place/chua-b", nil, topics("tourism")),
		record("place/den-c", orb.MultiPoint{{105.7, 18.5}, {105.71, 18.51}}, topics("tourism", "history")),
		record("place/quote", nil, func(r *catalog.Record) {
			topics("tourism")(r)
			r.Title = text.New(`Đền "O'Hara" <b>đẹp</b> & lớn`, "")
			r.Licence = "VN-OPEN-DATA"
		}),
		record("place/ql8", orb.MultiLineString{{{105.3, 18.55}, {105.9, 18.56}}, {{105.9, 18.56}, {106, 18.5}}}, func(r *catalog.Record) {
			r.Topics = []string{"infrastructure"}
			r.Attributes = map[string]any{"infra_type": "road"}
			r.Licence = "CC-BY-4.0"
		}),
		record("plan/qh-1", orb.MultiPolygon{square(105.64, 18.54, 0.02), square(105.7, 18.54, 0.02)}, func(r *catalog.Record) { r.Date = "2024" }),
		record("opportunity/co-hoi", square(105.66, 18.52, 0.005), func(r *catalog.Record) {
			capital := 120.5
			r.Capital, r.Status = &capital, "calling"
			r.Kind = vocab.Opportunity
		}),
		record("document/qd-1", nil, func(r *catalog.Record) {
			r.Date = "2025-06-16"
			r.Attributes = map[string]any{"number": "1665/NQ-UBTVQH15"}
		}),
	})
}
