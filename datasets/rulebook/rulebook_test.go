package rulebook_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/incentive"
	"honglinh/catalog/text"
	"honglinh/datasets/rulebook"
	"honglinh/web/webtest"
)

func day(s string) time.Time {
	d, _ := time.Parse(time.DateOnly, s)
	return d
}

func ask(t testing.TB, query string) (rulebook.Answer, error) {
	t.Helper()
	in, err := webtest.Shipped(t).Rules.Incentives(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	p, err := in.Read(values, day("2026-11-30"))
	if err != nil {
		return rulebook.Answer{}, err
	}
	return in.Ask(p, day("2026-11-30")), nil
}

func TestShippedRulesAnswerAProject(t *testing.T) {
	for name, tt := range map[string]struct{ query, want string }{
		"nothing is said": {"", "cit-area-diff unknown, cit-ic-q unknown, cit-sec-b conditional, inv-rural-500 conditional, lr-build-3y unknown"},
		"a factory in a cluster of a ward": {"place=18118&zone=industrial-cluster&sector=C&project=new&workers=600",
			"cit-area-diff unknown, cit-ic-q unknown, cit-ip-no no, ic-status unknown, inv-rural-500 no, inv-zone-ic unknown"},
		"the zone is known to be established": {"place=18118&zone=IC&project=new&zone_established=true&state_lease=true&appendix=none",
			"inv-zone-ic yes, ic-status yes, lr-build-3y yes, lr-diff-7 unknown, cit-ic-q unknown"},
		"a code of a class that rules name": {"sector=5820&project=new", "cit-sec-b yes"},
		"a code that only may fit":          {"sector=26&project=new", "cit-sec-b conditional"},
		"a park":                            {"zone=industrial-park&project=new&licensed_on=2026-01-01", "cit-ip-no no"},
		"a rule that nobody has read":       {"zone=none", "agri-57 unknown, nalt-48 unknown"},
	} {
		a, err := ask(t, tt.query)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := map[string]incentive.Answer{}
		for _, it := range a.Items {
			got[strings.TrimPrefix(it.Incentive, "incentive/")] = it.Answer
		}
		for _, want := range strings.Split(tt.want, ", ") {
			id, _, _ := strings.Cut(want, " ")
			if have := fmt.Sprint(id, " ", got[id]); have != want {
				t.Errorf("%s: %s, want %s", name, have, want)
			}
		}
	}
}

func TestTheTwoWardsAreUnknownAndTheComputationIsSaid(t *testing.T) {
	for place, want := range map[string]string{"18115": "1 of its 4 old units", "Nam Hồng": "0 of its 3 old units"} {
		a, err := ask(t, "place="+url.QueryEscape(place))
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := json.Marshal(a.Notes); !strings.Contains(string(b), want) {
			t.Errorf("%s: %s", place, b)
		}
		for _, it := range a.Items {
			if it.Incentive == "incentive/inv-area-ward" && it.Answer != incentive.NotKnown {
				t.Errorf("%s: the ward's area is answered %s", place, it.Answer)
			}
		}
	}
}

func TestRulesOutOfForceOnTheDayAreLeftOut(t *testing.T) {
	now, err := ask(t, "")
	if err != nil {
		t.Fatal(err)
	}
	before, err := ask(t, "as_of=2025-06-01")
	if err != nil {
		t.Fatal(err)
	}
	if len(before.Items) >= len(now.Items) || before.AsOf != "2025-06-01" || before.ComputedOn != "2026-11-30" {
		t.Errorf("%d rules on %s, %d now", len(before.Items), before.AsOf, len(now.Items))
	}
	for _, it := range before.Items {
		if it.Valid.From != "" && it.Valid.From > "2025-06-01" {
			t.Errorf("%s is in force from %s", it.Incentive, it.Valid.From)
		}
	}
}

func TestAnExampleNeedsCapitalAndProfitAndSaysItIsOne(t *testing.T) {
	for query, want := range map[string]float64{
		// 4 years exempt, 9 at half of 10 %, 2 at 10 %, against 20 %: 4·4 + 9·3 + 2·2 of 20 billion.
		"project=new&ward_area_class=ESP&capital=200&profit=20": 47,
		"project=new&ward_area_class=ESP&capital=200":           0,
		"project=new&ward_area_class=ESP&profit=20":             0,
	} {
		a, err := ask(t, query)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range a.Items {
			if it.Incentive != "incentive/cit-area-esp" {
				continue
			}
			e := it.Benefit.Example
			if got := e != nil; got != (want > 0) {
				t.Fatalf("%s: example %+v", query, e)
			}
			if e != nil && (e.Saving != want || !strings.HasPrefix(e.Text.In(text.EN), "Example:")) {
				t.Errorf("%s: %+v, want %v", query, e, want)
			}
		}
	}
}

func TestWhatIsAskedWronglyNamesTheNearest(t *testing.T) {
	for query, want := range map[string]string{
		"plase=18118": "plase place", "zone=industrial-clustr": "zone industrial-cluster", "investor=foriegn": "investor foreign", "size=smal": "size small",
		"place=Nam+Hog+Linh": "place Phường Nam Hồng Lĩnh", "place=unit/thi-xa-hong-linh": "place ", "sector=Z9": "sector ", "capital=many": "capital ",
		"capital=-1": "capital ", "area_effective=ESP": "area_effective ", "as_of=yesterday": "as_of ", "zone=IC&zone=IP": "zone ", "workers=" + strings.Repeat("9", 300): "workers ",
	} {
		_, err := ask(t, query)
		f, ok := err.(*catalog.Fault)
		if !ok || f.Kind != catalog.Invalid {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if got := f.Where + " " + f.Nearest; !strings.HasPrefix(got, want) || f.Detail.In(text.VI) == "" || f.Detail.In(text.EN) == "" {
			t.Errorf("%s: %q, want %q: %v", query, got, want, f.Detail)
		}
	}
}

func plan(t testing.TB, slug, query string) rulebook.Itinerary {
	t.Helper()
	js, err := webtest.Shipped(t).Rules.Journeys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	j, err := js.Find(slug)
	if err != nil {
		t.Fatal(err)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	s, err := js.Read(j, values, day("2026-11-30"))
	if err != nil {
		t.Fatal(err)
	}
	return js.Plan(j, s, day("2026-11-30"))
}

func TestShippedJourneysArePlanned(t *testing.T) {
	js, err := webtest.Shipped(t).Rules.Journeys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	for _, j := range js.All() {
		if len(j.Refused) > 0 {
			t.Errorf("%s: %v", j.Record.ID, j.Refused)
		}
		steps += len(plan(t, j.Record.Slug(), "").Steps)
	}
	if steps != 81 {
		t.Errorf("%d steps where nothing is said, want all 81", steps)
	}
	one, all := plan(t, "nha-may-trong-cum-cong-nghiep", "form=one-member"), plan(t, "nha-may-trong-cum-cong-nghiep", "")
	if len(all.Steps)-len(one.Steps) != 2 {
		t.Errorf("a form of company leaves %d of %d steps", len(one.Steps), len(all.Steps))
	}
	housing := plan(t, "nha-o-xa-hoi", "policy=approved")
	if diff := cmp.Diff(housing.Totals.CalendarDays, rulebook.Range{Min: 52, Max: 52}); diff != "" {
		t.Errorf("alternatives are added up (-got +want):\n%s", diff)
	}
}

func BenchmarkAsk(b *testing.B) {
	in, err := webtest.Shipped(b).Rules.Incentives(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	values := url.Values{"place": {"18118"}, "zone": {"IC"}, "project": {"new"}, "capital": {"200"}}
	for b.Loop() {
		p, err := in.Read(values, day("2026-11-30"))
		if err != nil {
			b.Fatal(err)
		}
		in.Ask(p, day("2026-11-30"))
	}
}

func BenchmarkPlan(b *testing.B) {
	for b.Loop() {
		plan(b, "nha-dau-tu-nuoc-ngoai", "land=state")
	}
}
