package condition

import "slices"

// Facts is what is known, by variable. What is absent is unknown.
type Facts map[string]Value

// Verdict is what a condition says of the facts.
type Verdict struct {
	Truth Truth
	// Because are the tests that decided it: those that hold where it is true, those that
	// fail where it is false.
	Because []Test
	// Open are the variables that are not known and could still decide it, in order.
	Open []string
	// Change are the tests that fail and of which one alone would make the condition true,
	// or leave it open.
	Change []Test
}

// Eval holds a condition against facts.
func (e Expr) Eval(f Facts) Verdict {
	if e.root == nil {
		return Verdict{}
	}
	run := evaluation{expr: e, facts: f, truths: make([]Truth, len(e.tests))}
	for i, t := range e.tests {
		run.truths[i] = t.holds(f)
	}
	v := Verdict{Truth: e.root.eval(run.truths)}
	switch v.Truth {
	case Unknown:
		v.Open = run.deciding()
	case False:
		v.Because, v.Change = run.tests(False), run.changes()
	default:
		v.Because = run.tests(True)
	}
	return v
}

// Variables are the names that the condition reads, in order and each once.
func (e Expr) Variables() []string {
	var names []string
	for _, t := range e.tests {
		names = append(names, t.Variable)
		if t.Against != "" {
			names = append(names, t.Against)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (a and) eval(truths []Truth) Truth {
	least := True
	for _, n := range a {
		least = min(least, n.eval(truths))
	}
	return least
}

func (o or) eval(truths []Truth) Truth {
	most := False
	for _, n := range o {
		most = max(most, n.eval(truths))
	}
	return most
}

func (n not) eval(truths []Truth) Truth { return -n.node.eval(truths) }

func (l leaf) eval(truths []Truth) Truth { return truths[l] }

// A part that something known has decided has no undecided test, and in one that is
// unknown each unknown test can tip it: what stands beside it may turn out not to matter.

func (a and) undecided(truths []Truth) []int { return undecided(a, a, truths) }

func (o or) undecided(truths []Truth) []int { return undecided(o, o, truths) }

func (l leaf) undecided(truths []Truth) []int {
	if truths[l] != Unknown {
		return nil
	}
	return []int{int(l)}
}

// undecided are the unknown tests of a part that is unknown.
func undecided(whole node, parts []node, truths []Truth) []int {
	if whole.eval(truths) != Unknown {
		return nil
	}
	var places []int
	for _, part := range parts {
		places = append(places, part.undecided(truths)...)
	}
	return places
}

// evaluation is a condition with the truth of each of its tests.
type evaluation struct {
	expr   Expr
	facts  Facts
	truths []Truth
}

// holds compares what is known.
func (t Test) holds(f Facts) Truth {
	have, known := f[t.Variable]
	if !known {
		return Unknown
	}
	switch t.Op {
	case "":
		return truthOf(have.Yes)
	case "in":
		return truthOf(slices.ContainsFunc(t.Values, func(v Value) bool { return equal(have, v) }))
	}
	want := Value{}
	if t.Against == "" {
		want = t.Values[0]
	} else if want, known = f[t.Against]; !known {
		return Unknown
	}
	return truthOf(t.compare(have, want))
}

func (t Test) compare(have, want Value) bool {
	switch t.Op {
	case "=":
		return equal(have, want)
	case "!=":
		return !equal(have, want)
	case "<":
		return compare(have, want) < 0
	case "<=":
		return compare(have, want) <= 0
	case ">":
		return compare(have, want) > 0
	default:
		return compare(have, want) >= 0
	}
}

// with is the condition's truth with one test taken to be something else.
func (run *evaluation) with(place int, as Truth) Truth {
	had := run.truths[place]
	run.truths[place] = as
	t := run.expr.root.eval(run.truths)
	run.truths[place] = had
	return t
}

// tests are those of one truth, each once.
func (run *evaluation) tests(as Truth) []Test {
	var out []Test
	for i, t := range run.expr.tests {
		if run.truths[i] == as && !slices.ContainsFunc(out, t.same) {
			out = append(out, t)
		}
	}
	return out
}

// same reports whether two tests ask the same.
func (t Test) same(u Test) bool {
	return t.Variable == u.Variable && t.Op == u.Op && t.Against == u.Against && slices.Equal(t.Values, u.Values)
}

// deciding are the variables of the tests that can still matter, from left to right.
func (run *evaluation) deciding() []string {
	var out []string
	for _, place := range run.expr.root.undecided(run.truths) {
		t := run.expr.tests[place]
		for _, name := range []string{t.Variable, t.Against} {
			if _, known := run.facts[name]; name != "" && !known && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// changes are the tests of which one alone would lift the condition from false.
func (run *evaluation) changes() []Test {
	var out []Test
	for place, t := range run.expr.tests {
		if truth := run.truths[place]; truth != Unknown && run.with(place, -truth) != False {
			out = append(out, t)
		}
	}
	return out
}
