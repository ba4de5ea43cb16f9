package incentive_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"honglinh/catalog/incentive"
)

func options(codes ...string) []incentive.Option {
	var out []incentive.Option
	for _, c := range codes {
		out = append(out, incentive.Option{Code: c})
	}
	return out
}

func vocabulary(t testing.TB) *incentive.Vocabulary {
	t.Helper()
	no, none := incentive.YesNoOf(false), incentive.CodeOf("NONE")
	v, err := incentive.NewVocabulary([]incentive.Variable{
		{Name: "zone", Type: incentive.Code, Origin: incentive.Asked, Options: options("none", "IC", "IP")},
		{Name: "project", Type: incentive.Code, Origin: incentive.Asked, Options: options("new", "expansion")},
		{Name: "capital", Type: incentive.Number, Unit: "billion-vnd", Origin: incentive.Asked},
		{Name: "revenue", Type: incentive.Number, Unit: "billion-vnd", Origin: incentive.Condition},
		{Name: "licensed_on", Type: incentive.Day, Origin: incentive.Condition},
		{Name: "changed_on", Type: incentive.Day, Origin: incentive.Official},
		{Name: "established", Type: incentive.YesNo, Origin: incentive.Official},
		{Name: "appendix", Type: incentive.Code, Origin: incentive.Condition, Options: options("II.A", "II.B", "none")},
		{Name: "area", Type: incentive.Code, Origin: incentive.Computed, Options: options("ESP", "DIFF", "NONE"), Otherwise: &none},
		{Name: "status", Type: incentive.YesNo, Origin: incentive.Computed, Otherwise: &no},
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func parse(t testing.TB, src string) incentive.Expr {
	t.Helper()
	e, err := incentive.Parse(src, vocabulary(t))
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}

func facts(t testing.TB, pairs ...string) incentive.Facts {
	t.Helper()
	f, v := incentive.Facts{}, vocabulary(t)
	for i := 0; i < len(pairs); i += 2 {
		x, _ := v.Variable(pairs[i])
		value, err := incentive.ParseValue(x.Type, pairs[i+1])
		if err != nil {
			t.Fatal(err)
		}
		f[pairs[i]] = value
	}
	return f
}

func TestConditionsAreTrueFalseOrUnknown(t *testing.T) {
	for _, tt := range []struct {
		condition string
		facts     []string
		want      incentive.Truth
	}{
		{"zone = IC", []string{"zone", "IC"}, incentive.True},
		{"zone=IC", []string{"zone", "IP"}, incentive.False},
		{"zone = IC", nil, incentive.Unknown},
		{"zone != IC", []string{"zone", "IP"}, incentive.True},
		{"zone in (IC, IP)", []string{"zone", "IP"}, incentive.True},
		{"NOT zone in (IC,IP)", []string{"zone", "IP"}, incentive.False},
		{"capital >= 6000", []string{"capital", "6000"}, incentive.True},
		{"capital > 6000", []string{"capital", "6000"}, incentive.False},
		{"licensed_on >= 2025-10-01", []string{"licensed_on", "2025-09-30"}, incentive.False},
		{"licensed_on < changed_on", []string{"licensed_on", "2025-09-30", "changed_on", "2025-10-01"}, incentive.True},
		{"licensed_on < changed_on", []string{"licensed_on", "2025-09-30"}, incentive.Unknown},
		{"zone = IC AND capital > 5", []string{"zone", "IP"}, incentive.False}, // one false settles AND
		{"zone = IC OR capital > 5", []string{"zone", "IC"}, incentive.True},   // one true settles OR
		{"zone = IC AND capital > 5", []string{"zone", "IC"}, incentive.Unknown},
		{"NOT (zone = IC AND capital > 5)", []string{"zone", "IC"}, incentive.Unknown},
		{"zone = IP OR zone = IC AND capital > 5", []string{"zone", "IP"}, incentive.True}, // AND binds closer
		{"(zone = IP OR zone = IC) AND capital > 5", []string{"zone", "IP", "capital", "5"}, incentive.False},
		{"established(zone)", []string{"established", "true"}, incentive.True},
		{"established(zone, capital)", nil, incentive.Unknown},
		{"", []string{"zone", "IC"}, incentive.Unknown}, // a rule that nobody read
	} {
		if got := parse(t, tt.condition).Eval(facts(t, tt.facts...)).Truth; got != tt.want {
			t.Errorf("%q with %v is %v, want %v", tt.condition, tt.facts, got, tt.want)
		}
	}
}

func TestWhatIsOpenAndWhatWouldChangeIsTold(t *testing.T) {
	strs := func(tests []incentive.Test) (out []string) {
		for _, x := range tests {
			out = append(out, x.String())
		}
		return out
	}
	v := parse(t, "project = new AND zone = IC AND (capital >= 100 OR revenue >= 10)").Eval(facts(t, "project", "new", "zone", "IC"))
	if diff := cmp.Diff([]string{"capital", "revenue"}, v.Open); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	v = parse(t, "project = new AND (zone = IC OR capital >= 100)").Eval(facts(t, "project", "new", "zone", "IC"))
	if v.Truth != incentive.True || len(v.Open) != 0 {
		t.Errorf("a known zone leaves nothing open: %+v", v)
	}
	v = parse(t, "project = new AND (zone = IC AND revenue > 3 OR capital >= 100)").Eval(facts(t, "project", "new", "zone", "IP"))
	if diff := cmp.Diff([]string{"capital"}, v.Open); diff != "" {
		t.Errorf("revenue matters no more (-want +got):\n%s", diff)
	}
	v = parse(t, "project = new AND zone = IC").Eval(facts(t, "project", "new", "zone", "IP"))
	if diff := cmp.Diff([]string{"zone = IC"}, strs(v.Change)); diff != "" {
		t.Errorf("what would change it (-want +got):\n%s", diff)
	}
	v = parse(t, "project = new AND zone = IC").Eval(facts(t, "project", "expansion", "zone", "IP"))
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
		_, err := incentive.Parse(src, vocabulary(t))
		var syntax *incentive.SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %s", src, err, want)
		}
	}
}

func day(s string) time.Time {
	d, _ := time.Parse(time.DateOnly, s)
	return d
}

// book has an area that the zone gives, a status that area or sector gives, and rules on both.
func book(t testing.TB) *incentive.Book {
	t.Helper()
	v := vocabulary(t)
	sets := func(s string) []incentive.Setting {
		out, err := incentive.ParseSets(s, v)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	b, err := incentive.NewBook(v, []incentive.Rule{
		{ID: "rent", When: parse(t, "status = true"), Then: incentive.Grants},
		{ID: "rent-15", When: parse(t, "area = ESP AND appendix = II.B"), Then: incentive.Grants},
		{ID: "zone", When: parse(t, "zone in (IC, IP) AND established = true"), Then: incentive.Grants, Sets: sets("area=DIFF; status=true")},
		{ID: "sector", When: parse(t, "appendix in (II.A, II.B)"), Then: incentive.Grants, Sets: sets("status=true")},
		{ID: "park", When: parse(t, "zone = IP"), Then: incentive.Denies, From: day("2025-10-01")},
		{ID: "cluster", When: parse(t, "zone = IC"), Then: incentive.Unclear},
		{ID: "mirror", When: parse(t, "zone = IC"), Then: incentive.Grants, Doubtful: true},
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
		for _, l := range book(t).Ask(facts(t, tt.facts...), day(tt.on)) {
			got = append(got, fmt.Sprint(l.Rule.ID, " ", l.Answer))
		}
		if diff := cmp.Diff(strings.Split(tt.want, ", "), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatRulesComputeCannotBeClaimed(t *testing.T) {
	f := facts(t, "zone", "none", "appendix", "none")
	f["status"] = incentive.YesNoOf(true)
	for _, l := range book(t).Ask(f, day("2026-11-30")) {
		if l.Rule.ID == "rent" && l.Answer != incentive.No {
			t.Errorf("a reader's word for a computed status gives %s", l.Answer)
		}
	}
}

func TestRulesThatNeedEachOtherAreRefused(t *testing.T) {
	v := vocabulary(t)
	status, _ := incentive.ParseSets("status=true", v)
	area, _ := incentive.ParseSets("area=ESP", v)
	_, err := incentive.NewBook(v, []incentive.Rule{
		{ID: "a", When: parse(t, "area = ESP"), Then: incentive.Grants, Sets: status},
		{ID: "b", When: parse(t, "status = true"), Then: incentive.Grants, Sets: area},
	})
	if err == nil || !strings.Contains(err.Error(), "a → b → a") {
		t.Errorf("got %v", err)
	}
	if _, err := incentive.ParseSets("zone=IC", v); err == nil || !strings.Contains(err.Error(), "not computed") {
		t.Errorf("a rule may not set what is asked: %v", err)
	}
}

// condition draws a condition over the vocabulary.
func condition(t *rapid.T, depth int) string {
	leaf := []string{"zone = IC", "zone != IP", "zone in (none, IC)", "capital >= 100", "capital < 50", "revenue > 3", "project = new",
		"established = true", "established(zone)", "appendix in (II.A, II.B)", "licensed_on >= 2025-10-01", "licensed_on < changed_on"}
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
		return rapid.SampledFrom(leaf).Draw(t, "test")
	}
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		return "NOT (" + condition(t, depth-1) + ")"
	case 1:
		return "(" + condition(t, depth-1) + " OR " + condition(t, depth-1) + ")"
	default:
		return condition(t, depth-1) + " AND " + condition(t, depth-1)
	}
}

// world draws a value for every variable that is not computed.
func world(t *rapid.T) incentive.Facts {
	return incentive.Facts{
		"zone":        incentive.CodeOf(rapid.SampledFrom([]string{"none", "IC", "IP"}).Draw(t, "zone")),
		"project":     incentive.CodeOf(rapid.SampledFrom([]string{"new", "expansion"}).Draw(t, "project")),
		"appendix":    incentive.CodeOf(rapid.SampledFrom([]string{"II.A", "II.B", "none"}).Draw(t, "appendix")),
		"capital":     incentive.NumberOf(float64(rapid.IntRange(0, 200).Draw(t, "capital"))),
		"revenue":     incentive.NumberOf(float64(rapid.IntRange(0, 6).Draw(t, "revenue"))),
		"established": incentive.YesNoOf(rapid.Bool().Draw(t, "established")),
		"licensed_on": incentive.DayOf(day(rapid.SampledFrom([]string{"2024-01-01", "2025-10-01", "2026-01-01"}).Draw(t, "licensed"))),
		"changed_on":  incentive.DayOf(day(rapid.SampledFrom([]string{"2025-06-01", "2025-12-01"}).Draw(t, "changed"))),
	}
}

// What is answered yes or no with something unknown stays so whatever the unknown turns
// out to be: no answer comes from an unknown input.
func TestNoAnswerComesFromAnUnknownInput(t *testing.T) {
	rules := book(t)
	rapid.Check(t, func(rt *rapid.T) {
		full := world(rt)
		part := incentive.Facts{}
		for name, v := range full {
			if rapid.Bool().Draw(rt, "known "+name) {
				part[name] = v
			}
		}
		e, err := incentive.Parse(condition(rt, 4), vocabulary(t))
		if err != nil {
			rt.Fatal(err)
		}
		some, whole := e.Eval(part), e.Eval(full)
		if some.Truth != incentive.Unknown && some.Truth != whole.Truth {
			rt.Fatalf("%s is %v knowing %v and %v knowing all", e, some.Truth, part, whole.Truth)
		}
		if some.Truth == incentive.Unknown && len(some.Open) == 0 {
			rt.Fatalf("%s is unknown and nothing is open with %v", e, part)
		}
		if whole.Truth == incentive.Unknown {
			rt.Fatalf("%s is unknown although all is known", e)
		}
		knowing := rules.Ask(full, day("2026-11-30"))
		for i, l := range rules.Ask(part, day("2026-11-30")) {
			if settled := l.Answer == incentive.Yes || l.Answer == incentive.No; settled && l.Answer != knowing[i].Answer {
				rt.Fatalf("%s is %s knowing %v and %s knowing all", l.Rule.ID, l.Answer, part, knowing[i].Answer)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"zone = IC AND (capital >= 6000 OR NOT revenue<3)", "established(zone) OR zone in (IC,IP)", "licensed_on<changed_on", "((", "zone in (", "=", "khu công nghiệp"} {
		f.Add(s)
	}
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, s string) {
		e, err := incentive.Parse(s, v)
		if err != nil {
			var syntax *incentive.SyntaxError
			if !errors.As(err, &syntax) || syntax.Column < 1 || syntax.Column > len([]rune(s))+1 {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		e.Eval(incentive.Facts{"zone": incentive.CodeOf("IC")})
		e.Variables()
	})
}

func BenchmarkAsk(b *testing.B) {
	v := vocabulary(b)
	var rules []incentive.Rule
	for i := range 500 {
		rules = append(rules, incentive.Rule{ID: fmt.Sprint(i), When: parse(b, "project = new AND zone in (IC, IP) AND (capital >= 100 OR revenue >= 10 AND established = true)"), Then: incentive.Grants})
	}
	book, err := incentive.NewBook(v, rules)
	if err != nil {
		b.Fatal(err)
	}
	f := facts(b, "project", "new", "zone", "IC")
	for b.Loop() {
		book.Ask(f, day("2026-11-30"))
	}
}
