package ogc_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/ogc"
	"honglinh/api/ogc/citetest"
)

// update writes report.json, the report that the program shows: go test ./api/ogc -run Report -update
var update = flag.Bool("update", false, "write report.json")

func TestConformanceReportIsFreshAndHasNoFailure(t *testing.T) {
	s := newStand(t, sample(), nil)
	report, err := citetest.Run(t.Context(), s.Client(), s.URL+"/ogc")
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
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(report); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("report.json", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(stored), b.String()); d != "" {
		t.Errorf("report.json is out of date; run go test ./api/ogc -run Report -update\n%s", d)
	}
}

func TestEveryDeclaredClassOfFeaturesAndFiltersIsChecked(t *testing.T) {
	stored, err := os.ReadFile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, class := range ogc.Classes() {
		if (strings.Contains(class, "/ogcapi-features-") || strings.Contains(class, "/cql2/")) && !bytes.Contains(stored, []byte(`"`+class+`"`)) {
			t.Errorf("%s is declared and has no check", class)
		}
	}
}
