package ogc_test

import (
	"net/http"
	"testing"

	"honglinh/api/ogc/citetest"
	"honglinh/catalog/geo/layers"
	"honglinh/indexer/indexertest"
)

// TestTheShippedCatalogueConforms runs every check against what the program really serves.
func TestTheShippedCatalogueConforms(t *testing.T) {
	if testing.Short() {
		t.Skip("ingests the shipped packages")
	}
	stand := newStand(t, shipped(t), nil)
	client := stand.Client()
	client.Transport.(*http.Transport).DisableCompression = true // the sample's report is asked with it; here it is a third of the time
	report, err := citetest.Run(t.Context(), client, stand.URL+"/ogc")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Results {
		switch r.Status {
		case citetest.Fail:
			t.Errorf("FAIL %s %s: %s: %s", r.Class, r.Requirement, r.Title, r.Message)
		case citetest.Skip:
			t.Logf("skip %s: %s", r.Requirement, r.Message)
		}
	}
}

// shipped is what the program serves with its own packages.
func shipped(t *testing.T) *layers.Set {
	t.Helper()
	set := indexertest.Shipped(t, false).Layers
	if set == nil || set.All().Len() < 300 || len(set.Refused) > 0 {
		t.Fatalf("the catalogue has %v, refused %v", set, set.Refused)
	}
	t.Log(set)
	return set
}
