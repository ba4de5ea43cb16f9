package rulebook

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/condition"
	"honglinh/catalog/journey"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Journeys are the published journeys. They are immutable.
type Journeys struct {
	list   []*Journey
	places *place.Register
}

// Journey is a journey with its questions.
type Journey struct {
	Record *catalog.Record
	// Questions are those that its steps depend on.
	Questions []condition.Variable
	vocab     *condition.Vocabulary
	plan      *journey.Journey // nil where its steps contradict each other
	steps     []publishedStep
	docs      map[string]*catalog.Record
	procs     map[string]*catalog.Record
	// Refused says why the steps cannot be put in order, or what of a step cannot be read.
	Refused []Refusal
}

// publishedStep is a step as the package states it.
type publishedStep struct {
	order         int
	alternativeOf int
	after         []int
	attributes    map[string]any
	step          journey.Step
}

func (s *Shelf) readJourneys(ctx context.Context) (*Journeys, error) {
	recs, err := s.Store.Kind(ctx, string(vocab.Journey))
	if err != nil {
		return nil, err
	}
	out := &Journeys{places: s.Places()}
	choices := map[string]*condition.Vocabulary{}
	for _, dataset := range datasetsOf(recs) {
		if choices[dataset], err = s.readChoices(ctx, dataset); err != nil {
			return nil, err
		}
	}
	docs, err := s.byID(ctx, append(linked(recs, "legal_basis"), linked(recs, "procedure")...))
	if err != nil {
		return nil, err
	}
	for i := range recs {
		j := &Journey{Record: &recs[i], docs: docs, procs: docs}
		if recs[i].Table != nil {
			j.vocab = choices[recs[i].Table.Dataset]
		}
		j.read()
		for _, r := range j.Refused {
			s.Log.Warn("a journey has a fault", "op", "rules", "record", r.Record, "field", r.Field, "err", r.Reason)
		}
		out.list = append(out.list, j)
	}
	return out, nil
}

// readChoices makes the questions that stand at the head of journeys; each may be answered
// by "none", none of what it offers.
func (s *Shelf) readChoices(ctx context.Context, dataset string) (*condition.Vocabulary, error) {
	rows, err := s.rows(ctx, dataset, tableChoices)
	if err != nil {
		return nil, err
	}
	return choicesOf(dataset, rows)
}

func choicesOf(dataset string, rows []map[string]string) (*condition.Vocabulary, error) {
	var vars []condition.Variable
	at := map[string]int{}
	for _, row := range rows {
		name := row["question"]
		i, ok := at[name]
		if !ok {
			i = len(vars)
			at[name] = i
			label := text.New(row["label_vi"], row["label_en"])
			vars = append(vars, condition.Variable{Name: name, Type: condition.Code, Origin: condition.Own, Label: label, Question: label})
		}
		vars[i].Options = append(vars[i].Options, condition.Option{Code: row["value"], Label: text.New(row["value_label_vi"], row["value_label_en"])})
	}
	for i := range vars {
		if !vars[i].Has("none") {
			vars[i].Options = append(vars[i].Options, condition.Option{Code: "none", Label: text.New("Không có điều nào ở trên", "None of these")})
		}
	}
	v, err := condition.NewVocabulary(vars)
	if err != nil {
		return nil, fmt.Errorf("%s/%s: %w", dataset, tableChoices, err)
	}
	return v, nil
}

// read reads the steps of the record.
func (j *Journey) read() {
	if j.vocab == nil {
		j.vocab, _ = condition.NewVocabulary(nil) // no variables are always right
	}
	asked := map[string]bool{}
	list, _ := j.Record.Attributes["steps"].([]any)
	for _, one := range list {
		a, ok := one.(map[string]any)
		if !ok {
			continue
		}
		p := publishedStep{attributes: a, order: whole(a, "order"), alternativeOf: whole(a, "alternative_of")}
		for _, s := range split(said(a, "after")) {
			if n, err := strconv.Atoi(s); err == nil {
				p.after = append(p.after, n)
			} else {
				j.refuse(p, "after", err)
			}
		}
		p.step = j.step(&p)
		for _, name := range p.step.When.Variables() {
			asked[name] = true
		}
		j.steps = append(j.steps, p)
	}
	slices.SortStableFunc(j.steps, func(a, b publishedStep) int { return a.order - b.order })
	for _, x := range j.vocab.All() {
		if asked[x.Name] {
			j.Questions = append(j.Questions, j.narrowed(x))
		}
	}
	var steps []journey.Step
	for _, p := range j.steps {
		steps = append(steps, p.step)
	}
	plan, err := journey.New(steps)
	if err != nil {
		j.Refused = append(j.Refused, Refusal{j.Record.ID, "steps", err.Error()})
		return
	}
	j.plan = plan
}

// narrowed keeps of a question the answers on which a step of this journey depends.
func (j *Journey) narrowed(x condition.Variable) condition.Variable {
	var used []condition.Option
	for _, o := range x.Options {
		mine := slices.ContainsFunc(j.steps, func(p publishedStep) bool { return said(p.attributes, "choice") == x.Name+"="+o.Code })
		if mine || o.Code == "none" {
			used = append(used, o)
		}
	}
	x.Options = used
	return x
}

func (j *Journey) refuse(p publishedStep, field string, err error) {
	j.Refused = append(j.Refused, Refusal{j.Record.ID, fmt.Sprintf("step %d %s", p.order, field), err.Error()})
}

func (j *Journey) step(p *publishedStep) journey.Step {
	a := p.attributes
	s := journey.Step{ID: strconv.Itoa(p.order), Always: true}
	for _, n := range p.after {
		s.After = append(s.After, strconv.Itoa(n))
	}
	if p.alternativeOf > 0 {
		s.AlternativeOf = strconv.Itoa(p.alternativeOf)
	}
	if choice := said(a, "choice"); choice != "" {
		s.Always = false
		question, value, _ := strings.Cut(choice, "=")
		var err error
		if s.When, err = condition.Parse(question+" = "+value, j.vocab); err != nil {
			j.refuse(*p, "choice", err) // nobody can say whether it is needed
		}
	}
	least, most := number(a, "days_min"), number(a, "days_max")
	if least != nil && most != nil && said(a, "confidence") != "low" {
		s.Limit = journey.Limit{Min: int(*least), Max: int(*most), Unit: journey.Unit(said(a, "unit"))}
	}
	return s
}

func whole(a map[string]any, name string) int {
	if n := number(a, name); n != nil {
		return int(*n)
	}
	return 0
}

// All are the journeys in the order of their ids.
func (js *Journeys) All() []*Journey { return js.list }

// Find returns the journey of the slug; NotFound names the nearest.
func (js *Journeys) Find(slug string) (*Journey, error) {
	known := map[string]bool{}
	for _, j := range js.list {
		if j.Record.Slug() == slug {
			return j, nil
		}
		known[j.Record.Slug()] = true
	}
	f := catalog.NewFault(catalog.NotFound, "slug", "Không có lộ trình này.", "There is no such journey.")
	f.Nearest = text.Nearest(slug, slices.Sorted(maps.Keys(known)))
	return nil, f
}
