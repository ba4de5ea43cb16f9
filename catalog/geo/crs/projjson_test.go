package crs_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"honglinh/catalog/geo/crs"
)

func TestEverySystemIsWrittenAsPROJJSON(t *testing.T) {
	for _, c := range crs.All() {
		var doc struct {
			Type, Name string
			ID         struct {
				Authority string
				Code      json.RawMessage
			}
			Base       *struct{ Name string } `json:"base_crs"`
			Conversion *struct {
				Parameters []struct {
					Name  string
					Value float64
				}
			}
		}
		if err := json.Unmarshal(c.ProjJSON(), &doc); err != nil {
			t.Fatal(err)
		}
		if got := doc.ID.Authority + ":" + strings.Trim(string(doc.ID.Code), `"`); got != c.Code || doc.Name != c.Name {
			t.Errorf("%s: got %s %q", c.Code, got, doc.Name)
		}
		if c.Kind == crs.Geographic {
			if doc.Type != "GeographicCRS" || doc.Conversion != nil {
				t.Errorf("%s: %+v", c.Code, doc)
			}
			continue
		}
		if doc.Type != "ProjectedCRS" || doc.Base == nil || doc.Base.Name != c.Datum() {
			t.Errorf("%s: %+v", c.Code, doc)
			continue
		}
		values := map[string]float64{}
		for _, p := range doc.Conversion.Parameters {
			values[p.Name] = p.Value
		}
		if values["Longitude of natural origin"] != c.Meridian || values["Scale factor at natural origin"] != c.Scale || c.Scale != 0 && values["False easting"] != 500_000 {
			t.Errorf("%s: %v", c.Code, values)
		}
	}
}

// PROJ itself understands the text and names the same code.
func TestPROJReadsThePROJJSON(t *testing.T) {
	if _, err := exec.LookPath("projinfo"); err != nil {
		t.Skip("SKIPPED, NOT PROVED: projinfo (Debian proj-bin) is not installed")
	}
	for _, c := range crs.All() {
		out, err := exec.Command("projinfo", "-q", "-o", "WKT2:2019", "--single-line", string(c.ProjJSON())).CombinedOutput()
		authority, code, _ := strings.Cut(c.Code, ":")
		id := `ID["` + authority + `",` + code + `]`
		if authority == "OGC" {
			id = `ID["OGC","` + code + `"]`
		}
		if err != nil || !strings.Contains(string(out), id) {
			t.Errorf("%s: %v\n%s", c.Code, err, out)
		}
		if c.Kind == crs.Geographic || c.Scale == 0 {
			continue
		}
		want, err := exec.Command("projinfo", "-q", "-o", "PROJ", c.Code).Output()
		got, err2 := exec.Command("projinfo", "-q", "-o", "PROJ", string(c.ProjJSON())).Output()
		if err == nil && (err2 != nil || !strings.HasPrefix(string(got), strings.Split(string(want), " +towgs84")[0][:40])) {
			t.Errorf("%s: PROJ reads %s, has %s", c.Code, got, want)
		}
	}
}
