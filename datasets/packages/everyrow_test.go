package packages_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"honglinh/catalog/proof"
)

// collected is where the facts lie that the packages were made of, beside the
// checkout and not in it.
const collected = "../../../shared/facts"

// home says in which table the rows of a file of collected facts stand. Its
// pairs "collected=shipped" are the columns by which a row is known; several
// tables share a file where its rows are of several kinds.
type home struct {
	file   string
	tables []string // package/resource
	same   []string
}

// homes is the list of all files of collected facts.
func homes() []home {
	return []home{
		{"admin_units.csv", []string{"units/units"}, []string{"unit_id=statement_id"}},
		{"admin_facts.csv", []string{"units/unit_facts"}, []string{"fact_id=fact_id"}},
		{"clusters.csv", []string{"infrastructure/clusters"}, []string{"cluster_id=cluster_id", "name_vi=name_printed_vi", "area_existing_ha=area_existing_ha", "area_plan2030_ha=area_plan2030_ha", "source_url=source_url"}},
		{"costs.csv", []string{"costs/costs"}, []string{"cost_id=cost_id", "value=value_printed", "unit=unit", "status=status_printed", "confidence=confidence"}},
		{"distances.csv", []string{"distances/distances"}, []string{"from_id=from_id", "to_id=to_id", "straight_km=straight_km", "possible_error_km=possible_error_km"}},
		{"documents.csv", []string{"documents/documents"}, []string{"doc_id=doc_id", "number=number"}},
		{"documents_validity.csv", []string{"documents/documents"}, []string{"doc_id=doc_id", "number=number", "confidence=validity_confidence", "source_url=validity_source_url"}},
		{"glossary.csv", []string{"glossary/concepts"}, []string{"term_id=concept_id", "term_vi=term_vi"}},
		{"indicators.csv", []string{"indicators/indicators"}, []string{"indicator_vi=indicator_vi", "value=value_printed", "source_url=source_url"}},
		{"indicators_new.csv", []string{"indicators/indicators"}, []string{"value=value_printed", "unit=unit", "area_detail_vi=area_vi", "source_url=source_url", "confidence=confidence"}},
		{"infrastructure.csv", []string{"infrastructure/infrastructure"}, []string{"infra_id=infra_id"}},
		{"incentives.csv", []string{"incentives/incentives"}, []string{"id=rule_id", "instrument_vi=instrument_vi", "condition_rule=condition_printed", "confidence=confidence", "source_url=source_url"}},
		{"journeys.csv", []string{"journeys/steps"}, []string{"procedure_code=procedure_code", "step_vi=title_vi", "step=order", "confidence=confidence", "source_url=source_url", "legal_basis=legal_basis_vi"}},
		{"opportunities.csv", []string{"opportunities/opportunities"}, []string{"opp_id=opp_id"}},
		{"opportunities_update.csv", []string{"opportunities/opportunities"}, []string{"opp_id=opp_id", "status_code=status_code", "evidence_vi=status_evidence_vi", "source_url=status_source_url", "confidence=status_confidence"}},
		{"organisations.csv", []string{"organisations/organisations"}, []string{"org_id=org_id", "name_vi=name_vi"}},
		{"places.csv", []string{"places/places:place_id", "infrastructure/infrastructure:infra_id"}, []string{"place_id="}},
		{"places_more.csv", []string{"places/places:place_id", "infrastructure/infrastructure:infra_id"}, []string{"record_id=", "source_url=source_url", "confidence=confidence"}},
		{"culture_events.csv", []string{"places/events"}, []string{"record_id=event_id", "name_vi=name_vi", "lunar_from=lunar_from", "lunar_to=lunar_to", "source_url=source_url", "confidence=confidence"}},
		{"history_timeline.csv", []string{"places/timeline"}, []string{"record_id=event_id", "title_vi=title_vi", "decision_no=decision_no", "source_url=source_url", "confidence=confidence"}},
		{"plans.csv", []string{"plans/plans"}, []string{"plan_id=plan_id"}},
		{"positions.csv", []string{"opportunities/opportunities:opp_id", "projects/projects:project_id", "infrastructure/infrastructure:infra_id", "places/places:place_id",
			"organisations/organisations:org_id", "plans/plans:plan_id", "distances/references:reference_id"}, []string{"record_id="}},
		{"portal_items.csv", []string{"articles/articles", "articles/portal"}, []string{"url=url"}},
		{"procedures.csv", []string{"procedures/procedures"}, []string{"proc_id=proc_id", "code=code"}},
		{"procedures_detail.jsonl", []string{"procedures/procedures"}, []string{"code=code", "portal_url=portal_url", "confidence=confidence"}},
		{"units_geo.csv", []string{"units/units"}, []string{"unit_code=geo_code", "area_printed_km2=area_printed_km2", "area_geodesic_km2=area_geodesic_km2", "population_printed=population_scheme"}},
		{"units_predecessors.csv", []string{"units/predecessors"}, []string{"old_code=old_code", "old_name_vi=old_name_vi", "new_code=new_code", "share_vi=share_vi"}},
		{"projects.csv", []string{"projects/projects"}, []string{"project_id=project_id"}},
	}
}

// elsewhere are the files whose facts stand in no package yet, with the reason.
func elsewhere() map[string]string {
	return map[string]string{
		"SOURCES.md":       "tells of the others",
		"outlines.geojson": "its features are the package outlines",
		"articles.csv":     "still to come",
	}
}

// TestEveryCollectedRowStandsInExactlyOneShippedRow keeps the packages whole:
// no fact that was collected is lost, none is told twice.
func TestEveryCollectedRowStandsInExactlyOneShippedRow(t *testing.T) {
	proof.Shared(t, "facts")
	tabs := map[string]table{}
	for _, tab := range shipped(t) {
		tabs[tab.pack+"/"+tab.res.Name] = tab
	}
	for _, h := range homes() {
		t.Run(h.file, func(t *testing.T) {
			got := map[string]int{}
			for _, name := range h.tables {
				name, column, _ := strings.Cut(name, ":")
				tab, ok := tabs[name]
				if !ok {
					t.Fatalf("no table %s is shipped", name)
				}
				for _, row := range tab.rows {
					got[h.key(row, column, true)]++
				}
			}
			want := map[string]int{}
			for _, row := range collectedRows(t, h.file) {
				want[h.key(row, "", false)]++
			}
			for key, n := range want {
				if got[key] != n {
					t.Errorf("%s stands in %d rows of %v, want %d", key, got[key], h.tables, n)
				}
			}
		})
	}
}

// key is what a row is known by: the collected columns, or the shipped ones;
// column stands for a shipped one that is called otherwise in each table.
func (h home) key(row map[string]string, column string, shipped bool) string {
	var key []string
	for _, pair := range h.same {
		from, to, _ := strings.Cut(pair, "=")
		if to == "" {
			to = column
		}
		if shipped {
			from = to
		}
		key = append(key, strings.TrimSpace(norm.NFC.String(row[from])))
	}
	return strings.Join(key, " | ")
}

func TestEveryFileOfCollectedFactsHasAHome(t *testing.T) {
	files, err := os.ReadDir(proof.Shared(t, "facts"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := f.Name()
		if strings.HasPrefix(name, "base_") || strings.HasPrefix(name, "hillshade_") { // the base map
			continue
		}
		if elsewhere()[name] == "" && !slices.ContainsFunc(homes(), func(h home) bool { return h.file == name }) {
			t.Errorf("%s stands in no package", name)
		}
	}
}

func collectedRows(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(collected, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []map[string]string
	if strings.HasSuffix(name, ".jsonl") {
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 4<<20)
		for lines.Scan() {
			var doc map[string]any
			if err := json.Unmarshal(lines.Bytes(), &doc); err != nil {
				t.Fatal(err)
			}
			row := map[string]string{}
			for k, v := range doc {
				row[k], _ = v.(string)
			}
			out = append(out, row)
		}
		return out
	}
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range lines[1:] {
		row := map[string]string{}
		for i, c := range lines[0] {
			row[strings.TrimPrefix(c, "\ufeff")] = cells[i]
		}
		out = append(out, row)
	}
	return out
}
