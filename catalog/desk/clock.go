package desk

import (
	"maps"
	"slices"
	"time"

	"honglinh/catalog/text"
)

// Rebase brings an edition up to what readers have now, as far as nobody changed
// the same field otherwise; with conflicts nothing is changed.
func (e *Edition) Rebase(live map[string]string, now time.Time) []Conflict {
	merged, conflicts := Merge(e.Base, live, e.Fields)
	if len(conflicts) > 0 {
		return conflicts
	}
	if changes := Diff(e.Fields, merged); len(changes) > 0 {
		r := Revision{Rev: e.Rev + 1, At: now, Before: map[string]string{}}
		for _, c := range changes {
			r.Before[c.Field] = c.Old
		}
		e.Rev++
		e.Revisions = append(slices.Clone(e.Revisions), r)
	}
	e.Base, e.Fields = maps.Clone(live), merged
	return nil
}

// Refuse takes an edition that could not be published back into editing.
func (e *Edition) Refuse(why string, now time.Time) {
	e.Steps = append(slices.Clone(e.Steps), Step{At: now, Act: Return, From: e.State, To: Editing, Why: why})
	e.State, e.Pending, e.Look, e.Modified = Editing, false, nil, now
}

// Clock moves an edition on whose time has come: what was scheduled is published,
// what ends is withdrawn.
func (e *Edition) Clock(now time.Time) {
	step := Step{At: now, From: e.State}
	switch {
	case e.Pending:
		return
	case e.State == Scheduled && !e.At.IsZero() && !now.Before(e.At):
		if err := e.consented(); err != nil { // taken back since
			e.Refuse(err.Error(), now)
			return
		}
		step.Act, step.To = Publish, Published
	case e.State == Published && !e.Until.IsZero() && !now.Before(e.Until):
		step.Act, step.To = Withdraw, Withdrawn
		e.Note = text.New("Hết thời hạn công bố.", "Its time of publication is over.")
		e.Until = time.Time{}
	default:
		return
	}
	e.State, e.Pending, e.Modified = step.To, true, now
	e.Steps = append(slices.Clone(e.Steps), step)
}
