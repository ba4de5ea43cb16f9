package explore_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/explore"
	"honglinh/indexer/harvest/harvesttest"
)

type object = map[string]any

func TestExplorePassesTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
		version := 1
		return harvesttest.Rig{Protocol: explore.Protocol{}, Items: 3, Source: harvest.Source{Protocol: "explore", Address: "/p"}, Change: func() { version++ },
			Portal: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/exports/csv") {
					fmt.Fprintf(w, "xa,so\nA,%s %d\n", r.URL.Path, version)
					return
				}
				start, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				var results []object
				for n := start; n < min(start+2, 3); n++ { // clamped silently
					modified := "2026-01-01"
					if n == 2 {
						modified = fmt.Sprintf("2026-01-%02d", version)
					}
					results = append(results, object{"dataset_id": fmt.Sprintf("bo-%d", n), "has_records": true,
						"metas": object{"default": object{"title": "Bộ", "description": "<p>Mô tả</p>", "license": "CC BY 4.0", "modified": modified, "keyword": []string{"đất"}}}})
				}
				_ = json.NewEncoder(w).Encode(object{"total_count": 3, "results": results})
			})}
	})
}
