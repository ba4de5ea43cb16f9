package web

// Step is one step of a procedure: who does what, where, how long.
type Step struct {
	Action Phrase
	Facts  []Fact
}

// stepNames are the parts of a step besides what is done.
func stepNames() []string {
	return []string{"when", "actor", "authority", "place", "time_spent", "limit", "waiting", "cost", "fee", "choice", "result", "unsure"}
}

// nationalPortal is where the procedures in force are published; what it shows prevails.
const nationalPortal = "https://dichvucong.gov.vn/"

// stages is the way through a procedure: its steps, or, where no source gives
// them, what is known set out along the stages that every procedure has, with
// a note that says so.
func (v *view) stages() (steps []Step, note string) {
	if steps = v.steps(); len(steps) > 0 {
		return steps, ""
	}
	fields := map[string]sheetField{}
	for _, group := range procedureSheet() {
		for _, f := range group.fields {
			fields[f.key] = f
		}
	}
	for _, stage := range []struct {
		key    string
		fields []string
	}{
		{"file", []string{"agencies", "receiving_unit", "manner", "fee"}},
		{"decide", []string{"deciding_unit", "time_limit"}},
		{"result", []string{"result"}},
	} {
		step := Step{Action: Phrase{Text: v.l.t("procedure.path." + stage.key)}}
		for _, key := range stage.fields {
			fact := v.fact(fields[key])
			fact.Key = "step-" + fact.Key
			step.Facts = append(step.Facts, fact)
		}
		steps = append(steps, step)
	}
	return steps, v.l.t("procedure.path.note")
}

// steps reads the sequence of a procedure: a list of texts or of objects, or a
// text whose lines are the steps.
func (v *view) steps() []Step {
	v.use("steps")
	v.use("sequence")
	for _, name := range []string{"steps", "sequence"} {
		list, ok := v.rec.Attributes[name].([]any)
		if !ok {
			if out := v.plainSteps(name); len(out) > 0 {
				return out
			}
			continue
		}
		var out []Step
		for _, one := range list {
			if step := v.step(one); step.Action.Text != "" {
				out = append(out, step)
			}
		}
		return out
	}
	return nil
}

func (v *view) plainSteps(name string) []Step {
	var out []Step
	for _, p := range attrList(v.rec.Attributes, v.l, name) {
		out = append(out, Step{Action: p})
	}
	return out
}

func (v *view) step(one any) Step {
	m, ok := one.(map[string]any)
	if !ok {
		return Step{Action: Phrase{Text: scalar(one, v.l)}}
	}
	step := Step{Action: v.l.attr(m, "action", "name", "title", "text")}
	if step.Action.Text == "" {
		step.Action = v.l.pick(attrText(map[string]any{"v": m}, "v"))
	}
	for _, name := range stepNames() {
		if p := v.l.attr(m, name); p.Text != "" {
			step.Facts = append(step.Facts, Fact{Key: name, Label: v.l.t("step." + name), Items: []Item{{Phrase: p}}})
		}
	}
	return step
}
