package incentive_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"honglinh/catalog/condition"
	"honglinh/catalog/condition/conditiontest"
	"honglinh/catalog/incentive"
)

func day(s string) time.Time {
	d, _ := time.Parse(time.DateOnly, s)
	return d
}

// book has an area that the zone gives, a status that area or sector gives, and rules on both.
func book(t testing.TB) *incentive.Book {
	t.Helper()
	v := conditiontest.Vocabulary(t)
	sets := func(s string) []incentive.Setting {
		out, err := incentive.ParseSets(s, v)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	b, err := incentive.NewBook(v, []incentive.Rule{
		{ID: "rent", When: conditiontest.Parse(t, "status = true"), Then: incentive.Grants},
		{ID: "rent-15", When: conditiontest.Parse(t, "area = ESP AND appendix = II.B"), Then: incentive.Grants},
		{ID: "zone", When: conditiontest.Parse(t, "zone in (IC, IP) AND established = true"), Then: incentive.Grants, Sets: sets("area=DIFF; status=true")},
		{ID: "sector", When: conditiontest.Parse(t, "appendix in (II.A, II.B)"), Then: incentive.Grants, Sets: sets("status=true")},
		{ID: "park", When: conditiontest.Parse(t, "zone = IP"), Then: incentive.Denies, From: day("2025-10-01")},
		{ID: "cluster", When: conditiontest.Parse(t, "zone = IC"), Then: incentive.Unclear},
		{ID: "mirror", When: conditiontest.Parse(t, "zone = IC"), Then: incentive.Grants, Doubtful: true},
		{ID: "unread"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnswersFollowFromEachOther(t *testing.T) {
	for name, tt := range map[string]struct {
		facts []string
		on    string
		want  string
	}{
		"nothing is said": {nil, "2026-11-30",
			"rent unknown, rent-15 unknown, zone unknown, sector conditional, park conditional, cluster conditional, mirror unknown, unread unknown"},
		"an established cluster": {[]string{"zone", "IC", "established", "true", "appendix", "none"}, "2026-11-30",
			"rent yes, rent-15 no, zone yes, sector no, park no, cluster unknown, mirror unknown, unread unknown"},
		"a listed sector makes up for the doubt about the cluster": {[]string{"zone", "IC", "appendix", "II.B"}, "2026-11-30",
			"rent yes, rent-15 unknown, zone unknown, sector yes, park no, cluster unknown, mirror unknown, unread unknown"},
		"nowhere special": {[]string{"zone", "none", "appendix", "none"}, "2026-11-30",
			"rent no, rent-15 no, zone no, sector no, park no, cluster no, mirror no, unread unknown"},
		"a park before the change": {[]string{"zone", "IP", "established", "true"}, "2025-09-30",
			"rent yes, rent-15 no, zone yes, sector conditional, cluster no, mirror no, unread unknown"},
	} {
		var got []string
		for _, l := range book(t).Ask(conditiontest.Facts(t, tt.facts...), day(tt.on)) {
			got = append(got, fmt.Sprint(l.Rule.ID, " ", l.Answer))
		}
		if diff := cmp.Diff(strings.Split(tt.want, ", "), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatRulesComputeCannotBeClaimed(t *testing.T) {
	f := conditiontest.Facts(t, "zone", "none", "appendix", "none")
	f["status"] = condition.YesNoOf(true)
	for _, l := range book(t).Ask(f, day("2026-11-30")) {
		if l.Rule.ID == "rent" && l.Answer != incentive.No {
			t.Errorf("a reader's word for a computed status gives %s", l.Answer)
		}
	}
}

func TestRulesThatNeedEachOtherAreRefused(t *testing.T) {
	v := conditiontest.Vocabulary(t)
	status, _ := incentive.ParseSets("status=true", v)
	area, _ := incentive.ParseSets("area=ESP", v)
	_, err := incentive.NewBook(v, []incentive.Rule{
		{ID: "a", When: conditiontest.Parse(t, "area = ESP"), Then: incentive.Grants, Sets: status},
		{ID: "b", When: conditiontest.Parse(t, "status = true"), Then: incentive.Grants, Sets: area},
	})
	if err == nil || !strings.Contains(err.Error(), "a → b → a") {
		t.Errorf("got %v", err)
	}
	if _, err := incentive.ParseSets("zone=IC", v); err == nil || !strings.Contains(err.Error(), "not computed") {
		t.Errorf("a rule may not set what is asked: %v", err)
	}
}

func TestRulesThatContradictEachOtherAreRefused(t *testing.T) {
	v := conditiontest.Vocabulary(t)
	set := func(s string) []incentive.Setting {
		out, err := incentive.ParseSets(s, v)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	day := func(s string) time.Time { at, _ := time.Parse(time.DateOnly, s); return at }
	for name, tt := range map[string]struct {
		a, b incentive.Rule
		want string
	}{
		"two values under one condition": {incentive.Rule{ID: "a", When: conditiontest.Parse(t, "zone = IC"), Sets: set("area=ESP")}, incentive.Rule{ID: "b", When: conditiontest.Parse(t, "zone  =  IC"), Sets: set("area=DIFF")}, "a and b contradict each other"},
		"one after the other":            {incentive.Rule{ID: "a", When: conditiontest.Parse(t, "zone = IC"), Sets: set("area=ESP"), To: day("2025-12-31")}, incentive.Rule{ID: "b", When: conditiontest.Parse(t, "zone = IC"), Sets: set("area=DIFF"), From: day("2026-01-01")}, ""},
		"the higher of two grounds":      {incentive.Rule{ID: "a", When: conditiontest.Parse(t, "zone = IC"), Sets: set("area=ESP")}, incentive.Rule{ID: "b", When: conditiontest.Parse(t, "zone = IP"), Sets: set("area=DIFF")}, ""},
		"an id twice":                    {incentive.Rule{ID: "a"}, incentive.Rule{ID: "a"}, "two rules have the id"},
	} {
		_, err := incentive.NewBook(v, []incentive.Rule{tt.a, tt.b})
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// drawn draws a condition over the vocabulary.
func drawn(t *rapid.T, depth int) string {
	leaf := []string{"zone = IC", "zone != IP", "zone in (none, IC)", "capital >= 100", "capital < 50", "revenue > 3", "project = new",
		"established = true", "established(zone)", "appendix in (II.A, II.B)", "licensed_on >= 2025-10-01", "licensed_on < changed_on"}
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
		return rapid.SampledFrom(leaf).Draw(t, "test")
	}
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		return "NOT (" + drawn(t, depth-1) + ")"
	case 1:
		return "(" + drawn(t, depth-1) + " OR " + drawn(t, depth-1) + ")"
	default:
		return drawn(t, depth-1) + " AND " + drawn(t, depth-1)
	}
}

// world draws a value for every variable that is not computed.
func world(t *rapid.T) condition.Facts {
	return condition.Facts{
		"zone":        condition.CodeOf(rapid.SampledFrom([]string{"none", "IC", "IP"}).Draw(t, "zone")),
		"project":     condition.CodeOf(rapid.SampledFrom([]string{"new", "expansion"}).Draw(t, "project")),
		"appendix":    condition.CodeOf(rapid.SampledFrom([]string{"II.A", "II.B", "none"}).Draw(t, "appendix")),
		"capital":     condition.NumberOf(float64(rapid.IntRange(0, 200).Draw(t, "capital"))),
		"revenue":     condition.NumberOf(float64(rapid.IntRange(0, 6).Draw(t, "revenue"))),
		"established": condition.YesNoOf(rapid.Bool().Draw(t, "established")),
		"licensed_on": condition.DayOf(day(rapid.SampledFrom([]string{"2024-01-01", "2025-10-01", "2026-01-01"}).Draw(t, "licensed"))),
		"changed_on":  condition.DayOf(day(rapid.SampledFrom([]string{"2025-06-01", "2025-12-01"}).Draw(t, "changed"))),
	}
}

// What is answered yes or no with something unknown stays so whatever the unknown turns
// out to be: no answer comes from an unknown input.
func TestNoAnswerComesFromAnUnknownInput(t *testing.T) {
	rules := book(t)
	rapid.Check(t, func(rt *rapid.T) {
		full := world(rt)
		part := condition.Facts{}
		for name, v := range full {
			if rapid.Bool().Draw(rt, "known "+name) {
				part[name] = v
			}
		}
		e, err := condition.Parse(drawn(rt, 4), conditiontest.Vocabulary(t))
		if err != nil {
			rt.Fatal(err)
		}
		some, whole := e.Eval(part), e.Eval(full)
		if some.Truth != condition.Unknown && some.Truth != whole.Truth {
			rt.Fatalf("%s is %v knowing %v and %v knowing all", e, some.Truth, part, whole.Truth)
		}
		if some.Truth == condition.Unknown && len(some.Open) == 0 {
			rt.Fatalf("%s is unknown and nothing is open with %v", e, part)
		}
		if whole.Truth == condition.Unknown {
			rt.Fatalf("%s is unknown although all is known", e)
		}
		knowing := rules.Ask(full, day("2026-11-30"))
		for i, l := range rules.Ask(part, day("2026-11-30")) {
			if decided := l.Answer == incentive.Yes || l.Answer == incentive.No; decided && l.Answer != knowing[i].Answer {
				rt.Fatalf("%s is %s knowing %v and %s knowing all", l.Rule.ID, l.Answer, part, knowing[i].Answer)
			}
		}
	})
}

func BenchmarkAsk(b *testing.B) {
	v := conditiontest.Vocabulary(b)
	var rules []incentive.Rule
	for i := range 500 {
		rules = append(rules, incentive.Rule{ID: fmt.Sprint(i), When: conditiontest.Parse(b, "project = new AND zone in (IC, IP) AND (capital >= 100 OR revenue >= 10 AND established = true)"), Then: incentive.Grants})
	}
	book, err := incentive.NewBook(v, rules)
	if err != nil {
		b.Fatal(err)
	}
	f := conditiontest.Facts(b, "project", "new", "zone", "IC")
	for b.Loop() {
		book.Ask(f, day("2026-11-30"))
	}
}
