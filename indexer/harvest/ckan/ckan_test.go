package ckan_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/ckan"
	"honglinh/indexer/harvest/harvesttest"
)

type object = map[string]any

// portal has three datasets, of which it shows two at once whatever is asked for.
func portal(version *int, broken *bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/data/api/3/action/package_search" {
			if *broken {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			fmt.Fprintf(w, "xa,so\nA,%s%d\n", r.URL.Path[len(r.URL.Path)-5:len(r.URL.Path)-4], *version)
			return
		}
		start, _ := strconv.Atoi(r.URL.Query().Get("start"))
		var results []object
		for n := start; n < min(start+2, 3); n++ {
			modified := "2026-01-01"
			if n == 1 {
				modified = fmt.Sprintf("2026-01-%02d", *version)
			}
			results = append(results, object{"id": fmt.Sprintf("id-%d", n), "name": fmt.Sprintf("bo-%d", n), "title": "Bộ dữ liệu", "notes": "<p>Mô tả</p>", "state": "active", "license_url": "https://creativecommons.org/licenses/by/4.0/",
				"metadata_modified": modified, "organization": object{"title": "Sở"}, "tags": []object{{"name": "dân số"}},
				"resources": []object{{"id": "r", "name": "Bảng", "url": fmt.Sprintf("/files/%d.csv", n), "format": "CSV"}, {"id": "p", "name": "Giấy", "url": "/x.pdf", "format": "PDF"}}})
		}
		_ = json.NewEncoder(w).Encode(object{"success": true, "result": object{"count": 3, "results": results}})
	})
}

func TestCKANPassesTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
		version, broken := 1, false
		return harvesttest.Rig{Protocol: ckan.Protocol{}, Portal: portal(&version, &broken), Items: 3, Source: harvest.Source{Protocol: "ckan", Address: "/data/api/3/action/"}, Change: func() { version++ }}
	})
}

func TestAFileThatCannotBeHadTakesNoDatasetAway(t *testing.T) {
	t.Parallel()
	version, broken := 1, false
	s := harvesttest.New(t, harvesttest.Rig{Protocol: ckan.Protocol{}, Portal: portal(&version, &broken), Source: harvest.Source{Protocol: "ckan", Address: "/data"}})
	s.Run(t, 0)
	before := fmt.Sprint(s.Files(t))
	version, broken = 2, true
	if rep := s.Run(t, 1); rep.RefusedCount != 1 || rep.Items != 3 || fmt.Sprint(s.Files(t)) != before {
		t.Errorf("got %+v", rep)
	}
	broken = false
	if rep := s.Run(t, 2); rep.Changed != 1 || rep.RefusedCount != 0 {
		t.Errorf("it is not asked for again: %+v", rep)
	}
}
