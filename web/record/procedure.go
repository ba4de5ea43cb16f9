package record

import (
	"slices"
	"strings"

	"honglinh/web/facts"
	"honglinh/web/frame"
)

// step is one step of a procedure: who does what, where, how long.
type step struct {
	Action frame.Phrase
	Facts  []frame.Fact
}

// stepNames are the parts of a step besides what is done.
func stepNames() []string {
	return []string{"when", "actor", "authority", "place", "time_spent", "limit", "waiting", "cost", "fee", "choice", "result", "unsure"}
}

// nationalPortal is where the procedures in force are published; what it shows prevails.
const nationalPortal = "https://dichvucong.gov.vn/"

// portal is the procedure's own page on the national portal where it is known, else the
// portal's first page.
func (v *recordView) portal() frame.Link {
	own, _ := v.Rec.Attributes["portal_url"].(string)
	if strings.HasPrefix(own, nationalPortal) {
		return frame.Link{Text: v.L.T("procedure.portal"), URL: own, External: true}
	}
	return frame.Link{Text: "dichvucong.gov.vn", URL: nationalPortal, External: true}
}

// headed leaves out of the groups what the head of the page says, and of the head whom "whom to ask" names;
// numbers that a limit or a fee was read into are not told beside it.
func (v *recordView) headed(p *page) {
	for _, key := range []string{"agencies", "time_limit", "fee", "online_level"} {
		v.Shown(facts.Need(key))
	}
	if p.Ask != nil && len(p.Ask.Desks) > 0 {
		p.Key = slices.DeleteFunc(p.Key, func(f frame.Fact) bool { return f.Key == "key-agencies" })
	}
	for _, name := range []string{"time_limit_days", "time_limit_max_days", "time_limit_unit", "fee_kind", "result_printed"} {
		v.Use(name)
	}
}

// stages is the way through a procedure: its steps, or, where no source gives
// them, what is known set out along the stages that every procedure has, with
// a note that says so.
func (v *recordView) stages() (steps []step, note string) {
	if steps = v.steps(); len(steps) > 0 {
		return steps, ""
	}
	fields := map[string]facts.Field{}
	for _, group := range facts.ProcedureSheet() {
		for _, f := range group.Fields {
			fields[f.Key] = f
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
		step := step{Action: frame.Phrase{Text: v.L.T("procedure.path." + stage.key)}}
		for _, key := range stage.fields {
			fact := v.Fact(fields[key])
			fact.Key = "step-" + fact.Key
			step.Facts = append(step.Facts, fact)
		}
		steps = append(steps, step)
	}
	return steps, v.L.T("procedure.path.note")
}

// steps reads the sequence of a procedure: a list of texts or of objects, or a
// text whose lines are the steps.
func (v *recordView) steps() []step {
	v.Use("steps")
	v.Use("sequence")
	for _, name := range []string{"steps", "sequence"} {
		list, ok := v.Rec.Attributes[name].([]any)
		if !ok {
			if out := v.plainSteps(name); len(out) > 0 {
				return out
			}
			continue
		}
		var out []step
		for _, one := range list {
			if step := v.step(one); step.Action.Text != "" {
				out = append(out, step)
			}
		}
		return out
	}
	return nil
}

func (v *recordView) plainSteps(name string) []step {
	var out []step
	for _, p := range facts.AttrList(v.Rec.Attributes, v.L, name) {
		out = append(out, step{Action: p})
	}
	return out
}

func (v *recordView) step(one any) step {
	m, ok := one.(map[string]any)
	if !ok {
		return step{Action: frame.Phrase{Text: facts.Scalar(one, v.L)}}
	}
	step := step{Action: facts.Attr(v.L, m, "action", "name", "title", "text")}
	if step.Action.Text == "" {
		step.Action = v.L.Pick(facts.AttrText(map[string]any{"v": m}, "v"))
	}
	for _, name := range stepNames() {
		if p := facts.Attr(v.L, m, name); p.Text != "" {
			step.Facts = append(step.Facts, frame.Fact{Key: name, Label: v.L.T("step." + name), Items: []frame.Item{{Phrase: p}}})
		}
	}
	return step
}
