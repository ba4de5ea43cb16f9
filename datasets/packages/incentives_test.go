package packages_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/condition"
	"honglinh/catalog/incentive"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func resource(t *testing.T, tabs []table, pack, name string) []map[string]string {
	t.Helper()
	for _, tab := range tabs {
		if tab.pack == pack && tab.res.Name == name {
			return tab.rows
		}
	}
	t.Fatalf("no table %s/%s", pack, name)
	return nil
}

// conditions makes the vocabulary that the shipped tables declare.
func conditions(t *testing.T, tabs []table) *condition.Vocabulary {
	t.Helper()
	options := map[string][]condition.Option{}
	for _, o := range resource(t, tabs, "incentives", "options") {
		options[o["variable"]] = append(options[o["variable"]], condition.Option{Code: o["code"], Label: text.New(o["label_vi"], o["label_en"])})
	}
	var vars []condition.Variable
	for _, v := range resource(t, tabs, "incentives", "variables") {
		x := condition.Variable{Name: v["variable"], Type: condition.Type(v["type"]), Unit: v["unit"], Origin: condition.Origin(v["origin"]),
			Question: text.New(v["question_vi"], v["question_en"]), Label: text.New(v["label_vi"], v["label_en"]), Options: options[v["variable"]]}
		if v["otherwise"] != "" {
			value, err := condition.ParseValue(x.Type, v["otherwise"])
			if err != nil {
				t.Fatalf("%s: %v", x.Name, err)
			}
			x.Otherwise = &value
		}
		if x.Origin != condition.Computed && (x.Question[text.VI] == "" || x.Question[text.EN] == "") {
			t.Errorf("%s asks no question in both languages", x.Name)
		}
		vars = append(vars, x)
	}
	out, err := condition.NewVocabulary(vars)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryShippedRuleIsReadAndNoneNeedsItself(t *testing.T) {
	tabs := shipped(t)
	v := conditions(t, tabs)
	var rules []incentive.Rule
	unread, doubtful := 0, map[string]bool{}
	for _, row := range resource(t, tabs, "incentives", "incentives") {
		r := incentive.Rule{ID: row["rule_id"], Then: incentive.Outcome(row["then"]), Doubtful: row["confidence"] == "low"}
		doubtful[r.ID] = r.Doubtful
		var err error
		if row["condition"] == "" {
			unread++
		} else if r.When, err = condition.Parse(row["condition"], v); err != nil {
			t.Errorf("%s: %q: %v", r.ID, row["condition"], err)
			continue
		}
		if r.Sets, err = incentive.ParseSets(row["sets"], v); err != nil {
			t.Errorf("%s sets %q: %v", r.ID, row["sets"], err)
		}
		from, err := catalog.ParseDate(row["effective_from"])
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
		}
		to, err := catalog.ParseDate(row["effective_to"]) // a tax period ends with its year
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
		}
		r.From, r.To = from.Start(), to.End()
		rules = append(rules, r)
	}
	if unread != 3 {
		t.Errorf("%d rules have no condition, want the 3 that nobody has read", unread)
	}
	book, err := incentive.NewBook(v, rules)
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	for _, line := range book.Ask(condition.Facts{}, day) {
		if line.Answer == incentive.Yes || line.Answer == incentive.No {
			t.Errorf("%s answers %s to somebody who said nothing", line.Rule.ID, line.Answer)
		}
	}
	facts := condition.Facts{"project": condition.CodeOf("new"), "zone": condition.CodeOf("IC"), "zone_established": condition.YesNoOf(true), "state_lease": condition.YesNoOf(true), "appendix": condition.CodeOf("none")}
	got := map[string]incentive.Answer{}
	for _, line := range book.Ask(facts, day) {
		got[line.Rule.ID] = line.Answer
		if doubtful[line.Rule.ID] && line.Answer == incentive.Yes {
			t.Errorf("%s of low confidence answers yes", line.Rule.ID)
		}
	}
	for id, want := range map[string]incentive.Answer{"CIT-IC-Q": incentive.NotKnown, "INV-ZONE-IC": incentive.Yes, "LR-BUILD-3Y": incentive.Yes, "CIT-IP-NO": "", "AGRI-57": incentive.NotKnown, "IC-STATUS": incentive.Yes} {
		if want != "" && got[id] != want {
			t.Errorf("a factory in an established cluster: %s answers %s, want %s", id, got[id], want)
		}
	}
}

func TestSectorsOfRulesAreMappedWithAConfidenceOrNotAtAll(t *testing.T) {
	tabs := shipped(t)
	v := conditions(t, tabs)
	groups, _ := v.Variable("sector_group")
	seen := map[string]bool{}
	for _, row := range resource(t, tabs, "incentives", "sectors") {
		seen[row["sector_group"]] = true
		if !groups.Has(row["sector_group"]) {
			t.Errorf("no rule names the sector %q", row["sector_group"])
		}
		if (row["code"] == "") != (row["confidence"] == "") || row["reason_vi"] == "" || row["reason_en"] == "" {
			t.Errorf("%s %s: confidence %q, reason %q", row["sector_group"], row["code"], row["confidence"], row["reason_vi"])
		}
		if row["code"] == "" {
			continue
		}
		if _, err := vocab.ParseSector(row["scheme"]+":"+row["code"], ""); err != nil {
			t.Error(err)
		}
	}
	for _, o := range groups.Options {
		if o.Code != "none" && !seen[o.Code] {
			t.Errorf("the sector %s is not in the table of codes, not even as unmapped", o.Code)
		}
	}
}

// journeySteps returns the shipped steps by journey and order.
func journeySteps(t *testing.T, tabs []table) map[string]map[int]map[string]string {
	t.Helper()
	out := map[string]map[int]map[string]string{}
	for _, row := range resource(t, tabs, "journeys", "steps") {
		n, err := strconv.Atoi(row["order"])
		if err != nil {
			t.Fatal(err)
		}
		if out[row["slug"]] == nil {
			out[row["slug"]] = map[int]map[string]string{}
		}
		out[row["slug"]][n] = row
	}
	return out
}

// leadsTo reports whether step from comes after step to, within so many links.
func leadsTo(steps map[int]map[string]string, from, to, links int) bool {
	if from == to || links == 0 {
		return from == to
	}
	for after := range strings.SplitSeq(steps[from]["after"], ";") {
		if n, err := strconv.Atoi(after); err == nil && leadsTo(steps, n, to, links-1) {
			return true
		}
	}
	return false
}

func TestStepsOfJourneysFollowEarlierStepsAndSayWhy(t *testing.T) {
	tabs := shipped(t)
	choices := map[string]bool{}
	for _, c := range resource(t, tabs, "journeys", "choices") {
		choices[c["question"]+"="+c["value"]] = true
	}
	for journey, steps := range journeySteps(t, tabs) {
		for n, row := range steps {
			for after := range strings.SplitSeq(row["after"], ";") {
				if m, _ := strconv.Atoi(after); after != "" && (steps[m] == nil || leadsTo(steps, m, n, len(steps))) {
					t.Errorf("%s step %d comes after step %q, which is none or comes after it", journey, n, after)
				}
			}
			if m, _ := strconv.Atoi(row["alternative_of"]); row["alternative_of"] != "" && (steps[m] == nil || m == n || steps[m]["alternative_of"] != "") {
				t.Errorf("%s step %d is an alternative of %q", journey, n, row["alternative_of"])
			}
			if row["choice"] != "" && !choices[row["choice"]] {
				t.Errorf("%s step %d: no such choice %q", journey, n, row["choice"])
			}
			if (row["after"]+row["alternative_of"] != "") && (row["reason_vi"] == "" || row["reason_en"] == "") {
				t.Errorf("%s step %d does not say why it stands where it stands", journey, n)
			}
			for _, c := range []string{"title", "authority", "when", "fee", "limit", "unsure"} {
				if (row[c+"_vi"] == "") != (row[c+"_en"] == "") {
					t.Errorf("%s step %d: %s stands in one language only", journey, n, c)
				}
			}
			if row["limit_state"] == "province-decides" && row["days_min"] != "" {
				t.Errorf("%s step %d counts days that the province has yet to set", journey, n)
			}
		}
	}
}
