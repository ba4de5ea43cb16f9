package journey_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"honglinh/catalog/condition"
	"honglinh/catalog/journey"
)

func when(t testing.TB, src string) condition.Expr {
	t.Helper()
	v, err := condition.NewVocabulary([]condition.Variable{
		{Name: "foreign", Type: condition.YesNo, Origin: condition.Asked},
		{Name: "assessed", Type: condition.YesNo, Origin: condition.Asked},
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := condition.Parse(src, v)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func working(least, most int) journey.Limit {
	return journey.Limit{Min: least, Max: most, Unit: journey.WorkingDays}
}
func calendar(least, most int) journey.Limit {
	return journey.Limit{Min: least, Max: most, Unit: journey.CalendarDays}
}

// factory has two forms of company, an assessment beside the permit, and a step without a limit.
func factory(t testing.TB) *journey.Journey {
	t.Helper()
	j, err := journey.New([]journey.Step{
		{ID: "plot", Always: true},
		{ID: "one-owner", Always: true, After: []string{"plot"}, Limit: working(3, 3)},
		{ID: "many-owners", Always: true, After: []string{"plot"}, AlternativeOf: "one-owner", Limit: working(5, 6)},
		{ID: "certificate", When: when(t, "foreign = true"), After: []string{"many-owners"}, Limit: working(10, 10)},
		{ID: "assessment", When: when(t, "assessed = true"), After: []string{"certificate"}, Limit: calendar(20, 35)},
		{ID: "permit", Always: true, After: []string{"certificate"}, Limit: working(10, 10)},
		{ID: "opening", Always: true, After: []string{"assessment", "permit"}, Limit: calendar(1, 1)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func summary(p journey.Plan) string {
	var steps []string
	for _, s := range p.Steps {
		steps = append(steps, fmt.Sprintf("%d:%s", s.Stage, s.Step.ID))
	}
	return fmt.Sprintf("%s | working %d-%d calendar %d-%d unstated %d open %s", strings.Join(steps, " "),
		p.Working.Min, p.Working.Max, p.Calendar.Min, p.Calendar.Max, p.Unstated, strings.Join(p.Open, ","))
}

func TestTotalsFollowTheSituation(t *testing.T) {
	yes, no := condition.YesNoOf(true), condition.YesNoOf(false)
	for name, tt := range map[string]struct {
		facts condition.Facts
		want  string
	}{
		"domestic, not assessed": {condition.Facts{"foreign": no, "assessed": no},
			"1:plot 2:one-owner 2:many-owners 3:permit 4:opening | working 13-16 calendar 1-1 unstated 1 open "},
		"foreign and assessed: the assessment runs beside the permit": {condition.Facts{"foreign": yes, "assessed": yes},
			"1:plot 2:one-owner 2:many-owners 3:certificate 4:assessment 4:permit 5:opening | working 23-26 calendar 21-36 unstated 1 open "},
		"nothing said: what may be needed counts for the most only": {nil,
			"1:plot 2:one-owner 2:many-owners 3:certificate 4:assessment 4:permit 5:opening | working 13-26 calendar 1-36 unstated 1 open assessed,foreign"},
	} {
		if diff := cmp.Diff(tt.want, summary(factory(t).Plan(tt.facts))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatCannotBeAJourneyIsNamed(t *testing.T) {
	for want, steps := range map[string][]journey.Step{
		`steps wait for each other: a → b → a`:  {{ID: "a", After: []string{"b"}}, {ID: "b", After: []string{"a"}}},
		`step "a": it waits for "x"`:            {{ID: "a", After: []string{"x"}}},
		`two steps have the id "a"`:             {{ID: "a"}, {ID: "a"}},
		`step "b": it is an alternative of "x"`: {{ID: "b", AlternativeOf: "x"}},
		`step "a": a limit of 5 to 3 days`:      {{ID: "a", Limit: working(5, 3)}},
		`step 1 has no id`:                      {{}},
		`steps wait for each other: a → a`:      {{ID: "a"}, {ID: "b", AlternativeOf: "a", After: []string{"a"}}},
	} {
		if _, err := journey.New(steps); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// Knowing more never widens a range, and what is known whole leaves nothing open.
func TestKnowingMoreNarrowsTheRange(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var steps []journey.Step
		for i := range rapid.IntRange(1, 12).Draw(rt, "steps") {
			s := journey.Step{ID: fmt.Sprint("s", i), Always: rapid.Bool().Draw(rt, "always"), When: when(t, rapid.SampledFrom([]string{"foreign = true", "assessed = true", "foreign = false OR assessed = true"}).Draw(rt, "when"))}
			least := rapid.IntRange(0, 9).Draw(rt, "least")
			s.Limit = journey.Limit{Min: least, Max: least + rapid.IntRange(0, 9).Draw(rt, "more"), Unit: rapid.SampledFrom([]journey.Unit{journey.WorkingDays, journey.CalendarDays, ""}).Draw(rt, "unit")}
			if i > 0 && rapid.Bool().Draw(rt, "waits") {
				s.After = []string{fmt.Sprint("s", rapid.IntRange(0, i-1).Draw(rt, "for"))}
			}
			steps = append(steps, s)
		}
		j, err := journey.New(steps)
		if err != nil {
			rt.Fatal(err)
		}
		full := condition.Facts{"foreign": condition.YesNoOf(rapid.Bool().Draw(rt, "foreign")), "assessed": condition.YesNoOf(rapid.Bool().Draw(rt, "assessed"))}
		less, more := j.Plan(nil), j.Plan(full)
		if less.Working.Min > more.Working.Min || less.Working.Max < more.Working.Max || less.Calendar.Min > more.Calendar.Min || less.Calendar.Max < more.Calendar.Max || len(more.Open) > 0 {
			rt.Fatalf("knowing nothing: %s\nknowing all: %s", summary(less), summary(more))
		}
	})
}
