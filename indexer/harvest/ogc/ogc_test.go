package ogc_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/harvesttest"
	"honglinh/indexer/harvest/ogc"
)

type object = map[string]any

// portal has a layer of two pages and a collection of three records, one a page.
func portal(name *string) http.Handler {
	feature := func(n int) object {
		return object{"type": "Feature", "id": n, "geometry": object{"type": "Point", "coordinates": []float64{105.7, 18.5}}, "properties": object{"ten": fmt.Sprint("Điểm ", n)}}
	}
	record := func(n int) object {
		title := fmt.Sprint("Bản ghi ", n)
		if n == 1 {
			title = *name
		}
		return object{"type": "Feature", "id": fmt.Sprint("r", n), "geometry": nil, "properties": object{"title": title, "updated": "2026-05-01T00:00:00Z", "language": object{"code": "vi"}, "license": "CC-BY-4.0"},
			"links": []object{{"rel": "alternate", "type": "text/html", "href": fmt.Sprintf("/r/%d", n)}}}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := 0
		_, _ = fmt.Sscan(r.URL.Query().Get("offset"), &n) // none is the first
		var links []object
		var features []object
		switch r.URL.Path {
		case "/api/collections":
			_ = json.NewEncoder(w).Encode(object{"collections": []object{{"id": "diem", "title": "Điểm", "itemType": "feature"}, {"id": "metadata", "title": "Danh mục", "itemType": "record"}}})
			return
		case "/api/collections/diem/items":
			features = []object{feature(n)}
			if n < 1 {
				links = []object{{"rel": "next", "href": fmt.Sprintf("http://%s/api/collections/diem/items?offset=%d", r.Host, n+1)}}
			}
		default:
			features = []object{record(n)}
			if n < 2 {
				links = []object{{"rel": "next", "href": fmt.Sprintf("items?offset=%d", n+1)}}
			}
		}
		_ = json.NewEncoder(w).Encode(object{"type": "FeatureCollection", "features": features, "links": links})
	})
}

func TestOGCPassesTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
		name := "Bản ghi 1"
		return harvesttest.Rig{Protocol: ogc.Protocol{}, Portal: portal(&name), Items: 4, Source: harvest.Source{Protocol: "ogc", Address: "/api/", Kind: "document"}, Change: func() { name = "Bản ghi sửa" }}
	})
}

func TestPagesWithoutEndAreNotWalked(t *testing.T) {
	t.Parallel()
	s := harvesttest.New(t, harvesttest.Rig{Protocol: ogc.Protocol{}, Source: harvest.Source{Protocol: "ogc", Address: "/", Kind: "document"},
		Portal: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/collections" {
				fmt.Fprint(w, `{"collections":[{"id":"a"}]}`)
				return
			}
			fmt.Fprint(w, `{"features":[{"type":"Feature"}],"links":[{"rel":"next","href":"items"}]}`)
		})})
	if rep := s.Run(t, 0); rep.RefusedCount != 1 || rep.Items != 0 {
		t.Errorf("got %+v", rep)
	}
}
