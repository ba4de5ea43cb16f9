package journey

import (
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog/condition"
)

// maxSteps bounds a journey: the longest that an act describes has two dozen steps.
const maxSteps = 500

// Journey is steps that wait for each other in no circle. It is immutable.
type Journey struct {
	steps  []Step
	groups []group        // in an order in which each stands behind what it waits for
	index  map[string]int // group key → place in groups
}

// group is a step with its alternatives.
type group struct {
	key     string
	members []int
}

// New checks the steps: ids are given once; what a step waits for and what it is an
// alternative of exist; nothing waits for itself. The error names the steps.
func New(steps []Step) (*Journey, error) {
	if len(steps) > maxSteps {
		return nil, fmt.Errorf("a journey of %d steps; at most %d are taken", len(steps), maxSteps)
	}
	byID := map[string]int{}
	for i, s := range steps {
		if s.ID == "" {
			return nil, fmt.Errorf("step %d has no id", i+1)
		}
		if _, twice := byID[s.ID]; twice {
			return nil, fmt.Errorf("two steps have the id %q", s.ID)
		}
		byID[s.ID] = i
	}
	for _, s := range steps {
		if err := s.check(steps, byID); err != nil {
			return nil, fmt.Errorf("step %q: %w", s.ID, err)
		}
	}
	j := &Journey{steps: slices.Clone(steps), index: map[string]int{}}
	return j, j.sort(byID)
}

func (s Step) check(steps []Step, byID map[string]int) error {
	for _, id := range s.After {
		if _, ok := byID[id]; !ok {
			return fmt.Errorf("it waits for %q, which is no step", id)
		}
	}
	if first, ok := byID[s.AlternativeOf]; s.AlternativeOf != "" && (!ok || first == byID[s.ID] || steps[first].AlternativeOf != "") {
		return fmt.Errorf("it is an alternative of %q, which is not the first of its alternatives", s.AlternativeOf)
	}
	if l := s.Limit; l.Stated() && (l.Min < 0 || l.Max < l.Min) {
		return fmt.Errorf("a limit of %d to %d days", l.Min, l.Max)
	}
	return nil
}

// sort puts the groups behind what they wait for.
func (j *Journey) sort(byID map[string]int) error {
	members := map[string][]int{}
	for i, s := range j.steps {
		members[s.group()] = append(members[s.group()], i)
	}
	open := map[string]bool{}
	var visit func(key string, path []string) error
	visit = func(key string, path []string) error {
		if _, done := j.index[key]; done {
			return nil
		}
		path = append(path, key)
		if open[key] {
			return fmt.Errorf("steps wait for each other: %s", strings.Join(path, " → "))
		}
		open[key] = true
		for _, i := range members[key] {
			for _, id := range j.steps[i].After {
				if err := visit(j.steps[byID[id]].group(), path); err != nil {
					return err
				}
			}
		}
		j.index[key] = len(j.groups)
		j.groups = append(j.groups, group{key, members[key]})
		return nil
	}
	for _, s := range j.steps {
		if err := visit(s.group(), nil); err != nil {
			return err
		}
	}
	// After by group from here on.
	for i, s := range j.steps {
		keys := make([]string, len(s.After))
		for k, id := range s.After {
			keys[k] = j.steps[byID[id]].group()
		}
		j.steps[i].After = slices.Compact(slices.Sorted(slices.Values(keys)))
	}
	return nil
}

// Planned is a step in a situation.
type Planned struct {
	Step Step
	// Needed says whether the situation needs the step; steps that it does not need are left out.
	Needed condition.Truth
	// Stage counts from 1: steps of one stage wait for nothing of it and may run side by side.
	Stage int
}

// Range is the least and the most days of a unit.
type Range struct{ Min, Max int }

// Plan is a journey in a situation.
type Plan struct {
	Steps []Planned // in the order given
	// Working and Calendar are days along the longest way, each for itself.
	Working, Calendar Range
	// Unstated is how many of the steps have no stated limit.
	Unstated int
	// Open are the variables that decide whether steps are needed, in order.
	Open []string
}

// Plan holds the journey against a situation.
func (j *Journey) Plan(f condition.Facts) Plan {
	var p Plan
	needed := make([]condition.Truth, len(j.steps))
	for i, s := range j.steps {
		needed[i] = condition.True
		if !s.Always {
			v := s.When.Eval(f)
			needed[i] = v.Truth
			p.Open = append(p.Open, v.Open...)
		}
	}
	slices.Sort(p.Open)
	p.Open = slices.Compact(p.Open)
	stages := j.stages(needed)
	for i, s := range j.steps {
		if needed[i] == condition.False {
			continue
		}
		p.Steps = append(p.Steps, Planned{s, needed[i], stages[j.index[s.group()]]})
		if !s.Limit.Stated() {
			p.Unstated++
		}
	}
	p.Working, p.Calendar = j.reach(needed, WorkingDays), j.reach(needed, CalendarDays)
	return p
}

// stages are the stages of the groups: one more than the latest that a needed member waits for.
func (j *Journey) stages(needed []condition.Truth) []int {
	out := make([]int, len(j.groups))
	for g, group := range j.groups {
		own := 0 // a group that is not needed holds nothing up
		for _, i := range group.members {
			if needed[i] != condition.False {
				own = 1
			}
		}
		before := 0
		for _, i := range group.members {
			for _, key := range j.steps[i].After {
				before = max(before, out[j.index[key]])
			}
		}
		out[g] = before + own
	}
	return out
}

// reach is the longest way in days of one unit: the least and the most.
func (j *Journey) reach(needed []condition.Truth, unit Unit) Range {
	ends := make([]Range, len(j.groups))
	var longest Range
	for g, group := range j.groups {
		ends[g] = j.end(group, ends, needed, unit)
		longest = Range{max(longest.Min, ends[g].Min), max(longest.Max, ends[g].Max)}
	}
	return longest
}

// end is when a group is done: of its alternatives the quickest for the least, the slowest
// for the most. One that is not needed at all ends when what it waits for has.
func (j *Journey) end(g group, ends []Range, needed []condition.Truth, unit Unit) Range {
	var start, end Range
	first, certain := true, false
	for _, i := range g.members {
		s := j.steps[i]
		var from Range
		for _, key := range s.After {
			before := ends[j.index[key]]
			from = Range{max(from.Min, before.Min), max(from.Max, before.Max)}
		}
		start = Range{max(start.Min, from.Min), max(start.Max, from.Max)}
		if needed[i] == condition.False {
			continue
		}
		certain = certain || needed[i] == condition.True
		to := from
		if s.Limit.Unit == unit {
			to = Range{from.Min + s.Limit.Min, from.Max + s.Limit.Max}
		}
		if first {
			end, first = to, false
			continue
		}
		end = Range{min(end.Min, to.Min), max(end.Max, to.Max)}
	}
	switch {
	case first:
		return start
	case !certain:
		return Range{start.Min, max(start.Max, end.Max)}
	}
	return end
}
