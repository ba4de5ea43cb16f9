package rulebook

import "honglinh/catalog/journey"

// Start is when a step can begin at the latest, in days of each unit along the longest
// way of what it waits for.
type Start struct {
	Working  int `json:"working_days"`
	Calendar int `json:"calendar_days"`
}

// clock works out when the steps of a plan begin.
type clock struct {
	steps  map[int]*publishedStep
	groups map[int][]int // the first of the alternatives → all of them
	needed map[int]bool
	ends   map[int]Start // of a group
}

func (j *Journey) clock(plan journey.Plan) *clock {
	c := &clock{steps: map[int]*publishedStep{}, groups: map[int][]int{}, needed: map[int]bool{}, ends: map[int]Start{}}
	for i := range j.steps {
		p := &j.steps[i]
		c.steps[p.order] = p
		c.groups[p.group()] = append(c.groups[p.group()], p.order)
	}
	for _, p := range plan.Steps {
		for order, s := range c.steps {
			if s.step.ID == p.Step.ID {
				c.needed[order] = true
			}
		}
	}
	return c
}

func (p *publishedStep) group() int {
	if p.alternativeOf > 0 {
		return p.alternativeOf
	}
	return p.order
}

// start is when a step begins. The steps wait for each other in no circle: journey.New
// has seen to that.
func (c *clock) start(order int) Start {
	var out Start
	for _, before := range c.steps[order].after {
		if c.steps[before] == nil {
			continue
		}
		end := c.end(c.steps[before].group())
		out = Start{max(out.Working, end.Working), max(out.Calendar, end.Calendar)}
	}
	return out
}

func (c *clock) end(group int) Start {
	if done, ok := c.ends[group]; ok {
		return done
	}
	var out Start
	for _, order := range c.groups[group] {
		end := c.start(order)
		if l := c.steps[order].step.Limit; c.needed[order] {
			switch l.Unit {
			case journey.WorkingDays:
				end.Working += l.Max
			case journey.CalendarDays:
				end.Calendar += l.Max
			}
		}
		out = Start{max(out.Working, end.Working), max(out.Calendar, end.Calendar)}
	}
	c.ends[group] = out
	return out
}
