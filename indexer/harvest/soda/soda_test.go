package soda_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/harvesttest"
	"honglinh/indexer/harvest/soda"
)

type object = map[string]any

func TestSODAPassesTheSuite(t *testing.T) {
	harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
		version := 1
		return harvesttest.Rig{Protocol: soda.Protocol{}, Items: 3, Source: harvest.Source{Protocol: "soda", Address: "/p"}, Change: func() { version++ },
			Portal: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				q := r.URL.Query()
				if strings.HasPrefix(r.URL.Path, "/p/resource/") {
					if q.Get("$order") != ":id" {
						http.Error(w, "rows come in any order", http.StatusBadRequest)
						return
					}
					fmt.Fprintf(w, "\"xa\",\"so\"\n\"A\",\"%s %d\"\n", r.URL.Path, version)
					return
				}
				start, _ := strconv.Atoi(q.Get("offset"))
				results := []object{}
				for n := start; n < min(start+2, 4); n++ { // clamped silently
					updated := "2026-01-01T00:00:00.000Z"
					kind := "dataset"
					switch n {
					case 2:
						updated = fmt.Sprintf("2026-01-%02dT00:00:00.000Z", version)
					case 3:
						kind = "chart"
					}
					results = append(results, object{"resource": object{"id": fmt.Sprintf("abcd-000%d", n), "name": fmt.Sprint("Bộ ", n), "description": "<p>Mô tả</p>", "attribution": "Sở", "type": kind, "updatedAt": updated},
						"classification": object{"domain_tags": []string{"đất"}}, "metadata": object{"domain": r.Host, "license": "Creative Commons Attribution 4.0 International"}, "link": "/d/abcd-0001"})
				}
				_ = json.NewEncoder(w).Encode(object{"resultSetSize": 4, "results": results})
			})}
	})
}

func TestATableComesInAsManyPartsAsItHas(t *testing.T) {
	t.Parallel()
	const total = 50_003
	changed := false
	s := harvesttest.New(t, harvesttest.Rig{Protocol: soda.Protocol{}, Source: harvest.Source{Protocol: "soda", Address: "/"},
		Portal: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasPrefix(r.URL.Path, "/resource/") {
				fmt.Fprint(w, `{"resultSetSize":1,"results":[{"resource":{"id":"aaaa-bbbb","name":"Bảng","type":"dataset"}}]}`)
				return
			}
			limit, _ := strconv.Atoi(r.URL.Query().Get("$limit"))
			start, _ := strconv.Atoi(r.URL.Query().Get("$offset"))
			name := "so"
			if changed && start > 0 {
				name = "khac"
			}
			fmt.Fprintf(w, "\ufeff\"xa\",\"%s\"\r\n", name)
			for n := start; n < min(start+limit, total); n++ {
				fmt.Fprintf(w, "\"A\nB\",\"%d\"\r\n", n)
			}
		})})
	if rep := s.Run(t, 0); rep.Items != 1 || rep.RefusedCount != 0 {
		t.Fatalf("got %+v", rep)
	}
	for name, content := range s.Files(t) {
		if strings.HasSuffix(name, ".csv") && (strings.Count(content, "\"A\nB\"") != total || strings.Count(content, "xa") != 1 || !strings.HasSuffix(content, "\"50002\"\r\n")) {
			t.Errorf("%s has %d rows and %d headers", name, strings.Count(content, "\"A\nB\""), strings.Count(content, "xa"))
		}
	}
	changed = true
	if rep := s.Run(t, 1); rep.RefusedCount != 1 || !strings.Contains(rep.Refused[0].Reason, "its columns changed") || rep.Items != 1 {
		t.Errorf("got %+v", rep)
	}
}
