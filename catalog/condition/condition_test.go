package condition_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/condition"
	"honglinh/catalog/condition/conditiontest"
)

func TestConditionsAreTrueFalseOrUnknown(t *testing.T) {
	for _, tt := range []struct {
		condition string
		facts     []string
		want      condition.Truth
	}{
		{"zone = IC", []string{"zone", "IC"}, condition.True},
		{"zone=IC", []string{"zone", "IP"}, condition.False},
		{"zone = IC", nil, condition.Unknown},
		{"zone != IC", []string{"zone", "IP"}, condition.True},
		{"zone in (IC, IP)", []string{"zone", "IP"}, condition.True},
		{"NOT zone in (IC,IP)", []string{"zone", "IP"}, condition.False},
		{"capital >= 6000", []string{"capital", "6000"}, condition.True},
		{"capital > 6000", []string{"capital", "6000"}, condition.False},
		{"licensed_on >= 2025-10-01", []string{"licensed_on", "2025-09-30"}, condition.False},
		{"licensed_on < changed_on", []string{"licensed_on", "2025-09-30", "changed_on", "2025-10-01"}, condition.True},
		{"licensed_on < changed_on", []string{"licensed_on", "2025-09-30"}, condition.Unknown},
		{"zone = IC AND capital > 5", []string{"zone", "IP"}, condition.False}, // one false decides AND
		{"zone = IC OR capital > 5", []string{"zone", "IC"}, condition.True},   // one true decides OR
		{"zone = IC AND capital > 5", []string{"zone", "IC"}, condition.Unknown},
		{"NOT (zone = IC AND capital > 5)", []string{"zone", "IC"}, condition.Unknown},
		{"zone = IP OR zone = IC AND capital > 5", []string{"zone", "IP"}, condition.True}, // AND binds closer
		{"(zone = IP OR zone = IC) AND capital > 5", []string{"zone", "IP", "capital", "5"}, condition.False},
		{"established(zone)", []string{"established", "true"}, condition.True},
		{"established(zone, capital)", nil, condition.Unknown},
		{"", []string{"zone", "IC"}, condition.Unknown}, // a rule that nobody read
	} {
		if got := conditiontest.Parse(t, tt.condition).Eval(conditiontest.Facts(t, tt.facts...)).Truth; got != tt.want {
			t.Errorf("%q with %v is %v, want %v", tt.condition, tt.facts, got, tt.want)
		}
	}
}

func TestWhatIsOpenAndWhatWouldChangeIsTold(t *testing.T) {
	strs := func(tests []condition.Test) (out []string) {
		for _, x := range tests {
			out = append(out, x.String())
		}
		return out
	}
	v := conditiontest.Parse(t, "project = new AND zone = IC AND (capital >= 100 OR revenue >= 10)").Eval(conditiontest.Facts(t, "project", "new", "zone", "IC"))
	if diff := cmp.Diff([]string{"capital", "revenue"}, v.Open); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	v = conditiontest.Parse(t, "project = new AND (zone = IC OR capital >= 100)").Eval(conditiontest.Facts(t, "project", "new", "zone", "IC"))
	if v.Truth != condition.True || len(v.Open) != 0 {
		t.Errorf("a known zone leaves nothing open: %+v", v)
	}
	v = conditiontest.Parse(t, "project = new AND (zone = IC AND revenue > 3 OR capital >= 100)").Eval(conditiontest.Facts(t, "project", "new", "zone", "IP"))
	if diff := cmp.Diff([]string{"capital"}, v.Open); diff != "" {
		t.Errorf("revenue matters no more (-want +got):\n%s", diff)
	}
	v = conditiontest.Parse(t, "(capital >= 100 OR zone != IP) AND capital < 50").Eval(nil)
	if diff := cmp.Diff([]string{"capital", "zone"}, v.Open); diff != "" {
		t.Errorf("a variable that two tests read in opposite ways stays open (-want +got):\n%s", diff)
	}
	v = conditiontest.Parse(t, "NOT (capital >= 100 AND (zone = IP OR NOT (revenue > 3)))").Eval(conditiontest.Facts(t, "revenue", "3"))
	if diff := cmp.Diff([]string{"capital"}, v.Open); diff != "" {
		t.Errorf("what is decided inside is not open (-want +got):\n%s", diff)
	}
	v = conditiontest.Parse(t, "project = new AND zone = IC").Eval(conditiontest.Facts(t, "project", "new", "zone", "IP"))
	if diff := cmp.Diff([]string{"zone = IC"}, strs(v.Change)); diff != "" {
		t.Errorf("what would change it (-want +got):\n%s", diff)
	}
	v = conditiontest.Parse(t, "project = new AND zone = IC").Eval(conditiontest.Facts(t, "project", "expansion", "zone", "IP"))
	if len(v.Change) != 0 || len(v.Because) != 2 {
		t.Errorf("two things fail, so no one change helps: %+v", v)
	}
}

func TestErrorsSayTheColumnAndWhatIsRight(t *testing.T) {
	for src, want := range map[string]string{
		"zne = IC":                               `column 1: there is no variable "zne"; nearest: "zone"`,
		"zone = XX":                              `column 8: "XX" is no option of zone: none, IC, IP`,
		"zone > IC":                              "column 6: zone has no order",
		"capital >= many":                        `column 12: capital: "many" is no number`,
		"licensed_on = 2025":                     `column 15: licensed_on: "2025" is no day`,
		"zone = IC AND":                          "column 14: the end stands where a variable is meant",
		"zone = IC zone = IP":                    `column 11: "zone" stands where AND, OR or the end is meant`,
		"(zone = IC":                             `column 11: the end stands where AND, OR or ")" is meant`,
		"zone in IC":                             `column 9: "IC" stands where "(" and a list is meant`,
		"zone ! IC":                              `column 6: "!" stands alone`,
		"khu = IC & x":                           `column 10: '&' has no meaning`,
		"zone(capital)":                          "column 1: zone is a code and no named test",
		"capital = zone":                         "column 11: capital is a number and zone a code",
		strings.Repeat("NOT ", 40) + "zone = IC": "more than 32 deep",
		strings.Repeat("a", 5000):                "at most 4000",
	} {
		_, err := condition.Parse(src, conditiontest.Vocabulary(t))
		var syntax *condition.SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %s", src, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"zone = IC AND (capital >= 6000 OR NOT revenue<3)", "established(zone) OR zone in (IC,IP)", "licensed_on<changed_on", "((", "zone in (", "=", "khu công nghiệp"} {
		f.Add(s)
	}
	v := conditiontest.Vocabulary(f)
	f.Fuzz(func(t *testing.T, s string) {
		e, err := condition.Parse(s, v)
		if err != nil {
			var syntax *condition.SyntaxError
			if !errors.As(err, &syntax) || syntax.Column < 1 || syntax.Column > len([]rune(s))+1 {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		e.Eval(condition.Facts{"zone": condition.CodeOf("IC")})
		e.Variables()
	})
}
