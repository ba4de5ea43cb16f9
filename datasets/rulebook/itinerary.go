package rulebook

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/condition"
	"honglinh/catalog/journey"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// Itinerary is a journey in a situation.
type Itinerary struct {
	Journey    string       `json:"journey"` // record id
	Title      text.Text    `json:"title"`
	Steps      []Step       `json:"steps"`
	Totals     Totals       `json:"totals"`
	Open       []Question   `json:"open"`
	ComputedOn catalog.Date `json:"computed_on"`
	Notes      []text.Text  `json:"notes"`
}

// Step is one step in a situation.
type Step struct {
	Order int `json:"order"`
	// Stage counts from 1; steps of one stage may run side by side.
	Stage         int       `json:"stage"`
	Needed        string    `json:"needed"` // yes, or conditional
	Kind          string    `json:"kind"`
	Title         text.Text `json:"title"`
	When          text.Text `json:"when,omitzero"`
	Procedure     *string   `json:"procedure"` // record id
	Authority     text.Text `json:"authority"`
	Days          *Days     `json:"days"`
	Start         Start     `json:"starts"`
	Limit         Limit     `json:"limit"`
	Fee           text.Text `json:"fee"`
	After         []int     `json:"after"`
	AlternativeOf *int      `json:"alternative_of"`
	Choice        string    `json:"choice,omitempty"`
	LegalBasis    []Basis   `json:"legal_basis"`
	Reason        text.Text `json:"reason,omitzero"`
	Unsure        text.Text `json:"unsure,omitzero"`
	Papers        int       `json:"papers"`
	Confidence    string    `json:"confidence,omitempty"`
	Source        *Source   `json:"source,omitempty"`
}

// Days is a limit in one unit: working-day or day.
type Days struct {
	Min  int          `json:"min"`
	Max  int          `json:"max"`
	Unit journey.Unit `json:"unit"`
}

// Limit is what the sources say of the time, beside the figures.
type Limit struct {
	Text    text.Text `json:"text,omitzero"`
	State   string    `json:"state,omitempty"`
	Label   text.Text `json:"label,omitzero"`
	Basis   string    `json:"basis,omitempty"`
	Printed text.Text `json:"printed,omitzero"` // what a source prints that a later act changed
	Also    text.Text `json:"also,omitzero"`    // what another source says
}

// Source is where a step was read.
type Source struct {
	Title     string       `json:"title"`
	URL       string       `json:"url,omitempty"`
	Retrieved catalog.Date `json:"retrieved,omitempty"`
}

// Totals are what the needed steps come to; working and calendar days apart.
type Totals struct {
	WorkingDays  Range `json:"working_days"`
	CalendarDays Range `json:"calendar_days"`
	// Unstated is how many of the steps have no stated limit.
	Unstated int         `json:"unstated_limits"`
	Fees     Fees        `json:"fees"`
	Bodies   []text.Text `json:"bodies"`
	Papers   []Papers    `json:"papers"`
}

// Range is the least and the most.
type Range struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// Fees are what the sources say of fees, never summed: most are set by the province.
type Fees struct {
	Known        []Fee `json:"known"`
	UnknownSteps []int `json:"unknown_steps"`
}

// Fee is that of a step.
type Fee struct {
	Step int       `json:"step"`
	Text text.Text `json:"text"`
}

// Papers is how many papers a step's procedure lists over all its cases.
type Papers struct {
	Step      int    `json:"step"`
	Procedure string `json:"procedure"`
	Listed    int    `json:"listed"`
}

// Situation is what somebody says of a journey.
type Situation struct {
	Facts    condition.Facts
	Place    *place.Unit
	Investor string
	Values   url.Values
	Notes    []text.Text
}

// Read reads a situation from parameters: the questions of the journey, the place and the
// sort of investor. Unknown names and values are Invalid faults that name the nearest.
func (js *Journeys) Read(j *Journey, values url.Values, now time.Time) (Situation, error) {
	s := Situation{Facts: condition.Facts{}, Values: url.Values{}}
	known := []string{paramPlace, "investor", paramLang}
	for _, x := range j.Questions {
		known = append(known, x.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		in := Incentives{places: js.places}
		if err := in.once(name, values[name]); err != nil {
			return s, err
		}
		word := strings.TrimSpace(values.Get(name))
		if name == paramLang {
			if err := language(word); err != nil {
				return s, err
			}
			continue
		}
		if word == "" {
			continue
		}
		s.Values.Set(name, word)
		switch i := slices.IndexFunc(j.Questions, func(x condition.Variable) bool { return x.Name == name }); {
		case i >= 0:
			v, err := readValue(j.Questions[i], word, name)
			if err != nil {
				return s, err
			}
			s.Facts[name] = v
		case name == paramPlace:
			p := Project{On: now, Facts: condition.Facts{}}
			in.vocab, _ = condition.NewVocabulary(nil)
			if err := in.takePlace(&p, word); err != nil {
				return s, err
			}
			s.Place, s.Notes = p.Place, append(s.Notes, p.Notes...)
		case name == "investor":
			v, err := readValue(investor(), word, name)
			if err != nil {
				return s, err
			}
			s.Investor = v.Word
		default:
			f := catalog.NewFault(catalog.Invalid, name, "", "")
			f.Nearest = text.Nearest(name, known)
			f.Detail = text.New("Không có tham số này. Có: "+strings.Join(known, ", ")+".", "There is no such parameter. Known: "+strings.Join(known, ", ")+".")
			return s, f
		}
	}
	return s, nil
}

// investor is the question whose answers choose between journeys.
func investor() condition.Variable {
	return condition.Variable{Name: "investor", Type: condition.Code, Options: []condition.Option{
		{Code: "domestic", Label: text.New("Trong nước", "Domestic")}, {Code: "foreign", Label: text.New("Nước ngoài", "Foreign")}}}
}

// Investor is whom the journey is written for: domestic, foreign, or "" for anybody.
func (j *Journey) Investor() string { return said(j.Record.Attributes, "investor") }

// Zone is the zone that the journey is for, as addresses write it; "" for any.
func (j *Journey) Zone() string { return said(j.Record.Attributes, "zone") }

// Plan holds a journey against a situation.
func (js *Journeys) Plan(j *Journey, s Situation, now time.Time) Itinerary {
	out := Itinerary{Journey: j.Record.ID, Title: j.Record.Title, Steps: []Step{}, Open: []Question{}, ComputedOn: catalog.Date(now.Format(time.DateOnly)),
		Totals: Totals{Fees: Fees{Known: []Fee{}, UnknownSteps: []int{}}, Bodies: []text.Text{}, Papers: []Papers{}}}
	out.Notes = append([]text.Text{text.New("Chỉ để tham khảo; văn bản tiếng Việt và Cơ sở dữ liệu quốc gia về thủ tục hành chính có giá trị áp dụng.",
		"Reference only; the Vietnamese acts and the national database of procedures prevail.")}, s.Notes...)
	if s.Investor != "" && j.Investor() != "" && s.Investor != j.Investor() {
		out.Notes = append(out.Notes, js.otherwise(s.Investor))
	}
	if j.plan == nil {
		out.Notes = append(out.Notes, text.New("Thứ tự các bước mâu thuẫn nhau nên không tính được tổng: "+j.Refused[len(j.Refused)-1].Reason+".",
			"The order of the steps contradicts itself, so nothing is added up: "+j.Refused[len(j.Refused)-1].Reason+"."))
		for i := range j.steps {
			out.Steps = append(out.Steps, j.stepOf(&j.steps[i], journey.Planned{Step: j.steps[i].step}))
		}
		return out
	}
	plan := j.plan.Plan(s.Facts)
	byID := map[string]*publishedStep{}
	for i := range j.steps {
		byID[j.steps[i].step.ID] = &j.steps[i]
	}
	times := j.clock(plan)
	for _, p := range plan.Steps {
		step := j.stepOf(byID[p.Step.ID], p)
		step.Start = times.start(step.Order)
		out.Steps = append(out.Steps, step)
	}
	out.Totals.WorkingDays, out.Totals.CalendarDays = Range(plan.Working), Range(plan.Calendar)
	out.Totals.add(out.Steps)
	for _, name := range plan.Open {
		x, _ := j.vocab.Variable(name)
		out.Open = append(out.Open, Question{Variable: name, AskedOf: x.Origin, Text: x.Label})
	}
	return out
}

// otherwise names the journeys that are written for the investor.
func (js *Journeys) otherwise(investor string) text.Text {
	var vi, en []string
	for _, j := range js.list {
		if j.Investor() == investor {
			vi, en = append(vi, j.Record.Title.In(text.VI)+" ("+j.Record.ID+")"), append(en, j.Record.Title.In(text.EN)+" ("+j.Record.ID+")")
		}
	}
	return text.New("Lộ trình này không viết cho nhà đầu tư như bạn chọn; xem: "+strings.Join(vi, "; ")+".",
		"This journey is not written for the investor that you chose; see: "+strings.Join(en, "; ")+".")
}

func (j *Journey) stepOf(p *publishedStep, planned journey.Planned) Step {
	a := p.attributes
	s := Step{Order: p.order, Stage: planned.Stage, Needed: "yes", Kind: said(a, "step_kind"), Title: texts(a, "title"), When: texts(a, "when"), Authority: texts(a, "authority"),
		Fee: texts(a, "fee"), After: []int{}, Choice: said(a, "choice"), LegalBasis: j.basis(a), Reason: texts(a, "reason"), Unsure: texts(a, "unsure"), Confidence: said(a, "confidence"),
		Limit: Limit{Text: texts(a, "limit"), State: said(a, "limit_state"), Basis: said(a, "limit_basis_vi"), Printed: texts(a, "limit_printed"), Also: texts(a, "limit_also")}}
	if planned.Needed == condition.Unknown {
		s.Needed = "conditional"
	}
	s.After = append(s.After, p.after...)
	if p.alternativeOf > 0 {
		s.AlternativeOf = &p.alternativeOf
	}
	if l := p.step.Limit; l.Stated() {
		s.Days = &Days{l.Min, l.Max, l.Unit}
	}
	if id := said(a, "procedure"); id != "" {
		s.Procedure = &id
		if proc := j.procs[id]; proc != nil {
			dossier, _ := proc.Attributes["dossier"].([]any)
			s.Papers = len(dossier)
		}
	}
	if title := said(a, "source_title"); title != "" {
		s.Source = &Source{title, said(a, "source_url"), catalog.Date(said(a, "retrieved"))}
	}
	return s
}

// basis are the acts of a step; its words are printed once.
func (j *Journey) basis(a map[string]any) []Basis {
	out := []Basis{}
	printed := said(a, "legal_basis_vi")
	for _, id := range split(said(a, "document_refs")) {
		b := Basis{Document: id, Title: text.New(id, id), Article: printed}
		if d := j.docs[id]; d != nil {
			b.Title, b.Status, b.Valid = d.Title, d.Status, d.Valid
		}
		printed = ""
		out = append(out, b)
	}
	if printed != "" {
		out = append(out, Basis{Title: text.New(printed, "")})
	}
	return out
}

// add counts what the steps bring; notes are no steps.
func (t *Totals) add(steps []Step) {
	seen := map[string]bool{}
	for _, s := range steps {
		if s.Kind == "note" {
			continue
		}
		if s.Days == nil {
			t.Unstated++
		}
		if s.Fee.IsZero() {
			t.Fees.UnknownSteps = append(t.Fees.UnknownSteps, s.Order)
		} else {
			t.Fees.Known = append(t.Fees.Known, Fee{s.Order, s.Fee})
		}
		if s.Papers > 0 {
			t.Papers = append(t.Papers, Papers{s.Order, *s.Procedure, s.Papers})
		}
		if key := fmt.Sprint(s.Authority); !s.Authority.IsZero() && s.Kind != "own" && !seen[key] {
			seen[key] = true
			t.Bodies = append(t.Bodies, s.Authority)
		}
	}
}
