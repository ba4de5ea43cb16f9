package vocab

import (
	"testing"

	"honglinh/catalog/text"
)

func TestEveryCodeHasBothLabelsAndItsOwnName(t *testing.T) {
	lists := map[string]List{
		"kinds": Kinds(), "statuses": Statuses(), "topics": Topics(), "confidences": Confidences(),
		"geometry qualities": GeometryQualities(), "land uses": LandUses(), "sections": Sections(), "divisions": Divisions(),
	}
	for name, list := range lists {
		seen := map[string]bool{}
		for _, c := range list {
			if seen[c.Code] {
				t.Errorf("%s: the code %q stands twice", name, c.Code)
			}
			seen[c.Code] = true
			if c.Label[text.VI] == "" || c.Label[text.EN] == "" {
				t.Errorf("%s: %q has no label in one language", name, c.Code)
			}
		}
	}
	if n := len(Divisions()); n != 88 {
		t.Errorf("%d divisions, want the 88 of VSIC 2018", n)
	}
}

func TestEveryDivisionLiesInOneSection(t *testing.T) {
	for _, d := range Divisions() {
		ref := SectorRef{Scheme: "VSIC2018", Code: d.Code}
		if _, ok := Sections().Find(ref.Section()); !ok {
			t.Errorf("division %s lies in no section", d.Code)
		}
	}
}

func TestParseSector(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want SectorRef
		ok   bool
	}{
		{"VSIC2018:42", SectorRef{"VSIC2018", "42"}, true},
		{"C", SectorRef{"VSIC2018", "C"}, true},
		{"VSIC2025:35110", SectorRef{"VSIC2025", "35110"}, true},
		{"ISIC:42", SectorRef{}, false},
		{"4x", SectorRef{}, false},
		{"123456", SectorRef{}, false},
	} {
		got, err := ParseSector(tc.in, "VSIC2018")
		if (err == nil) != tc.ok || tc.ok && got != tc.want {
			t.Errorf("ParseSector(%q) = %+v, %v", tc.in, got, err)
		}
	}
}
