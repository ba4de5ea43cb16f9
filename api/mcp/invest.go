package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/incentive"
	"honglinh/catalog/text"
	"honglinh/datasets/rulebook"
)

type incentivesIn struct {
	texted
	Place    string            `json:"place,omitempty" jsonschema:"ward or commune by code or name, former names too"`
	Zone     string            `json:"zone,omitempty" jsonschema:"none, industrial-cluster, industrial-park, export-processing-zone, economic-zone or high-tech-zone"`
	Sector   string            `json:"sector,omitempty" jsonschema:"VSIC section letter or code"`
	Project  string            `json:"project,omitempty" jsonschema:"new or expansion"`
	Capital  string            `json:"capital,omitempty" jsonschema:"billion VND, such as 200"`
	Workers  string            `json:"workers,omitempty" jsonschema:"number of workers"`
	Investor string            `json:"investor,omitempty" jsonschema:"domestic or foreign"`
	Size     string            `json:"size,omitempty" jsonschema:"micro, small, medium or large"`
	AsOf     string            `json:"as_of,omitempty" jsonschema:"the day asked about, YYYY-MM-DD"`
	More     map[string]string `json:"more,omitempty" jsonschema:"further variables of the table incentives/variables, such as {\"state_lease\":\"true\"}"`
	Lang     string            `json:"lang,omitempty" jsonschema:"vi or en"`
}

type incentivesOut struct {
	AsOf catalog.Date    `json:"as_of"`
	Yes  []incentiveLine `json:"yes"`
	// Depends and Unknown name what they wait for; No are ids alone.
	Depends []incentiveLine `json:"conditional"`
	Unknown []incentiveLine `json:"unknown"`
	No      []string        `json:"no"`
	// LeftOut is how many lines did not fit; the address has them all.
	LeftOut int      `json:"left_out,omitempty"`
	Ask     []string `json:"ask_next,omitempty"`
	Notes   []string `json:"notes,omitempty"`
	Links   linkset  `json:"links"`
}

type incentiveLine struct {
	ID      string `json:"id"`
	Title   string `json:"title,omitempty"`
	Benefit string `json:"benefit,omitempty"`
	Act     string `json:"act,omitempty"`
	Waits   string `json:"waits_for,omitempty"`
}

// maxAnswer bounds the lines of incentives in bytes.
const maxAnswer = 8 << 10

func (in incentivesIn) values() url.Values {
	v := url.Values{}
	for name, s := range in.More {
		v.Set(name, s)
	}
	for name, s := range map[string]string{"place": in.Place, "zone": in.Zone, "sector": in.Sector, "project": in.Project, "capital": in.Capital, "workers": in.Workers,
		"investor": in.Investor, "size": in.Size, "as_of": in.AsOf} {
		if s != "" {
			v.Set(name, s)
		}
	}
	return v
}

func (out incentivesOut) says() string {
	return fmt.Sprintf("%d yes, %d conditional, %d unknown, %d no", len(out.Yes), len(out.Depends), len(out.Unknown), len(out.No))
}

func (f *Face) incentives(ctx context.Context, in incentivesIn) (incentivesOut, error) {
	rules, err := f.Rules.Incentives(ctx)
	if err != nil {
		return incentivesOut{}, err
	}
	values := in.values()
	p, err := rules.Read(values, f.Now())
	if err != nil {
		return incentivesOut{}, err
	}
	lang := langOf(in.Lang)
	a := rules.Ask(p, f.Now())
	out := incentivesOut{AsOf: a.AsOf, Yes: []incentiveLine{}, Depends: []incentiveLine{}, Unknown: []incentiveLine{}, No: []string{},
		Links: linkset{API: f.address("/api/v1/incentives", p.Values), PageVI: f.address("/vi/invest", p.Values), PageEN: f.address("/en/invest", p.Values)}}
	for _, n := range a.Notes {
		out.Notes = append(out.Notes, best(n, lang))
	}
	for _, q := range a.Decisive {
		out.Ask = append(out.Ask, q.Variable+": "+best(q.Text, lang))
	}
	for _, want := range []incentive.Answer{incentive.Yes, incentive.NotKnown, incentive.Conditional, incentive.No} {
		for _, it := range a.Items {
			if it.Answer == want {
				out.add(it, lang)
			}
		}
	}
	return out, nil
}

// add adds a line while the answer has room for it.
func (out *incentivesOut) add(it rulebook.Item, lang text.Lang) {
	line := incentiveLine{ID: strings.TrimPrefix(it.Incentive, "incentive/"), Title: best(it.Title, lang)}
	before := *out
	switch it.Answer {
	case incentive.Yes:
		line.Benefit = best(it.Benefit.Text, lang)
		for _, b := range it.LegalBasis[:min(1, len(it.LegalBasis))] {
			line.Act = strings.TrimPrefix(b.Document, "document/") + " " + b.Article
		}
		out.Yes = append(out.Yes, line)
	case incentive.Conditional:
		line.Waits = variables(it)
		out.Depends = append(out.Depends, line)
	case incentive.NotKnown:
		line.Waits = variables(it)
		out.Unknown = append(out.Unknown, line)
	default:
		out.No = append(out.No, line.ID)
	}
	if b, err := json.Marshal(out); err != nil || len(b) > maxAnswer-room {
		left := before.LeftOut + 1
		*out = before
		out.LeftOut = left
	}
}

func variables(it rulebook.Item) string {
	var names []string
	for _, q := range it.WouldChange {
		names = append(names, q.Variable)
	}
	return strings.Join(names, ", ")
}

func best(t text.Text, lang text.Lang) string {
	s, _ := t.Best(lang)
	return s
}

type journeyIn struct {
	texted
	Journey string            `json:"journey,omitempty" jsonschema:"slug of a journey; without one the journeys are listed with their questions"`
	Place   string            `json:"place,omitempty" jsonschema:"ward or commune by code or name"`
	Answers map[string]string `json:"answers,omitempty" jsonschema:"answers to the questions of the journey, such as {\"land\":\"state\",\"environment\":\"eia\"}"`
	Lang    string            `json:"lang,omitempty" jsonschema:"vi or en"`
}

type journeyStep struct {
	Order     int    `json:"order"`
	Stage     int    `json:"stage"`
	Title     string `json:"title"`
	Needed    string `json:"needed"`
	Authority string `json:"authority,omitempty"`
	Limit     string `json:"limit,omitempty"`
	Fee       string `json:"fee,omitempty"`
	Procedure string `json:"procedure,omitempty"`
	Instead   *int   `json:"alternative_of,omitempty"`
}

// journeyOut is a plan, or the journeys there are.
type journeyOut struct {
	Journeys []journeyChoice `json:"journeys,omitempty"`
	Title    string          `json:"title,omitempty"`
	Steps    []journeyStep   `json:"steps,omitempty"`
	Totals   *journeyTotals  `json:"totals,omitempty"`
	// Open are the questions that are not answered.
	Open  []string `json:"not_answered,omitempty"`
	Notes []string `json:"notes,omitempty"`
	Links *linkset `json:"links,omitempty"`
}

type journeyTotals struct {
	WorkingDays  any `json:"working_days"`
	CalendarDays any `json:"calendar_days"`
	// Unstated and WithoutFee are the steps of which the limit or the fee is not known.
	Unstated   any `json:"unstated_limits"`
	WithoutFee any `json:"steps_without_fee"`
}

type journeyChoice struct {
	Journey string              `json:"journey"`
	Title   string              `json:"title"`
	Answers map[string][]string `json:"answers"`
}

func (out journeyOut) says() string {
	if out.Title == "" {
		return fmt.Sprintf("%d journeys", len(out.Journeys))
	}
	return fmt.Sprintf("%s, %d steps", out.Title, len(out.Steps))
}

func (f *Face) journey(ctx context.Context, in journeyIn) (journeyOut, error) {
	lang := langOf(in.Lang)
	js, err := f.Rules.Journeys(ctx)
	if err != nil {
		return journeyOut{}, err
	}
	if in.Journey == "" {
		return journeyOut{Journeys: listJourneys(js, lang)}, nil
	}
	j, err := js.Find(strings.TrimPrefix(in.Journey, "journey/"))
	if err != nil {
		return journeyOut{}, err
	}
	v := url.Values{}
	for name, s := range in.Answers {
		v.Set(name, s)
	}
	if in.Place != "" {
		v.Set("place", in.Place)
	}
	s, err := js.Read(j, v, f.Now())
	if err != nil {
		return journeyOut{}, err
	}
	plan := js.Plan(j, s, f.Now())
	out := journeyOut{Title: best(plan.Title, lang), Links: &linkset{API: f.address("/api/v1/journeys/"+j.Record.Slug(), s.Values), Page: f.address("/"+string(lang)+"/"+j.Record.ID, s.Values)}}
	for _, one := range plan.Steps {
		step := journeyStep{Order: one.Order, Stage: one.Stage, Title: best(one.Title, lang), Needed: one.Needed, Authority: best(one.Authority, lang), Limit: best(one.Limit.Text, lang),
			Fee: best(one.Fee, lang), Instead: one.AlternativeOf}
		if one.Procedure != nil {
			step.Procedure = *one.Procedure
		}
		out.Steps = append(out.Steps, step)
	}
	for _, n := range plan.Notes {
		out.Notes = append(out.Notes, best(n, lang))
	}
	for _, q := range plan.Open {
		out.Open = append(out.Open, q.Variable)
	}
	t := plan.Totals
	out.Totals = &journeyTotals{t.WorkingDays, t.CalendarDays, t.Unstated, t.Fees.UnknownSteps}
	return out, nil
}

func listJourneys(js *rulebook.Journeys, lang text.Lang) []journeyChoice {
	var out []journeyChoice
	for _, j := range js.All() {
		questions := map[string][]string{}
		for _, x := range j.Questions {
			for _, o := range x.Options {
				questions[x.Name] = append(questions[x.Name], o.Code)
			}
		}
		out = append(out, journeyChoice{j.Record.Slug(), best(j.Record.Title, lang), questions})
	}
	return out
}
