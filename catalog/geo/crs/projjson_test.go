package crs_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/geo/crs"
	"honglinh/catalog/proof"
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
	proof.Tool(t, "projinfo", "proj-bin")
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
		want, got := projection(t, c.Code), projection(t, string(c.ProjJSON()))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: PROJ has (-) and reads (+)\n%s", c.Code, diff)
		}
	}
}

// projection is what PROJ understands of a system, without its datum: the parameters of
// its PROJ string by name.
func projection(t *testing.T, system string) map[string]string {
	t.Helper()
	out, err := exec.Command("projinfo", "-q", "-o", "PROJ", system).Output()
	if err != nil {
		t.Fatalf("projinfo %.60s: %v", system, err)
	}
	params := map[string]string{}
	for _, p := range strings.Fields(string(out)) {
		name, value, _ := strings.Cut(p, "=")
		switch name {
		case "+proj", "+zone", "+lat_0", "+lon_0", "+k", "+x_0", "+y_0", "+units":
			params[name] = value
		}
	}
	if len(params) < 2 {
		t.Fatalf("projinfo %.60s says only %q", system, out)
	}
	return params
}
