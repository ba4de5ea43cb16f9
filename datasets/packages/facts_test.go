package packages_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFactsThatAreEasyToGetWrong(t *testing.T) {
	tests := []struct {
		name, pack, key, id string
		want                map[string]string
	}{
		{"a bare number keeps no guessed currency", "opportunities", "opp_id", "OP004",
			map[string]string{"capital_printed": "200", "capital_amount": "", "capital_currency": "", "capital_billion_vnd": "", "capital_flag": "unit-not-printed"}},
		{"dollars are not turned into dong", "opportunities", "opp_id", "OP001",
			map[string]string{"capital_printed": "2.1 million USD", "capital_amount": "2100000", "capital_currency": "USD", "capital_billion_vnd": ""}},
		{"a range is not one number", "opportunities", "opp_id", "OP037",
			map[string]string{"area_ha": "", "area_min_ha": "40", "area_max_ha": "55", "area_printed": "40-55 ha"}},
		{"a draft population is not the population", "units", "statement_id", "N-NHL-draft",
			map[string]string{"population": "", "area_km2": "", "draft_population": "26133", "draft_area_km2": "52.21", "basis": "draft"}},
		{"a park's point is the centroid of its ward and says so", "opportunities", "opp_id", "OP007",
			map[string]string{"geometry_quality": "centroid", "area_ha": "269.74", "area_study_ha": "313.51"}},
		{"a draft figure has a boundary of its own", "indicators", "value_printed", "28729",
			map[string]string{"boundary_vintage": "bac-hong-linh-draft-2025-04", "value_basis": "draft"}},
	}
	tabs := shipped(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := map[string]string{}
			for c := range tt.want {
				got[c] = find(t, tabs, tt.pack, tt.key, tt.id)[c]
			}
			if d := cmp.Diff(got, tt.want); d != "" {
				t.Errorf("%s %s (-got +want):\n%s", tt.pack, tt.id, d)
			}
		})
	}
}

func TestReusedCodesBelongToTwoUnitsApartInTime(t *testing.T) {
	want := map[string][]string{
		"18115": {"phuong-bac-hong 2025-06-30", "phuong-bac-hong-linh "},
		"18118": {"phuong-nam-hong 2025-06-30", "phuong-nam-hong-linh "},
	}
	ends, got := map[string]string{}, map[string][]string{}
	for _, tab := range shipped(t) {
		if tab.res.Name != "units" {
			continue
		}
		for _, row := range tab.rows {
			if row["valid_to"] != "" {
				ends[row["slug"]] = row["valid_to"]
			}
		}
		for _, row := range tab.rows {
			if want[row["code"]] != nil {
				got[row["code"]] = append(got[row["code"]], row["slug"]+" "+ends[row["slug"]])
			}
		}
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Errorf("units by code (-got +want):\n%s", d)
	}
}

// The name of a newspaper is as its owner writes it, and synonyms are for words that others write.
func TestEnglishWritesTheNameOfTheCountryInOneWay(t *testing.T) {
	for _, tab := range shipped(t) {
		for i, row := range tab.rows {
			for column, value := range row {
				if column != "synonyms_en" && strings.Contains(strings.ReplaceAll(value, "Viet Nam News", ""), "Viet Nam") {
					t.Errorf("%s row %d column %s: %q, not Vietnam", tab.res.Name, i+1, column, value)
				}
			}
		}
	}
}

func find(t *testing.T, tabs []table, pack, key, id string) map[string]string {
	t.Helper()
	for _, tab := range tabs {
		if tab.pack != pack {
			continue
		}
		for _, row := range tab.rows {
			if row[key] == id {
				return row
			}
		}
	}
	t.Fatalf("%s: no row with %s %s", pack, key, id)
	return nil
}
