package incentive

import (
	"maps"
	"slices"
)

// Facts is what is known, by variable. What is absent is unknown.
type Facts map[string]Value

// Verdict is what a condition says of the facts.
type Verdict struct {
	Truth Truth
	// Because are the tests that settled it: those that hold where it is true, those that
	// fail where it is false.
	Because []Test
	// Open are the variables that are not known and could still settle it, in order.
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
	run := evaluation{facts: f}
	v := Verdict{Truth: e.root.eval(&run)}
	switch v.Truth {
	case Unknown:
		v.Open = run.deciding(e.root)
	default:
		v.Because = run.settled(v.Truth)
	}
	if v.Truth == False {
		v.Change = run.changes(e.root)
	}
	return v
}

// Variables are the names that the condition reads, in order and each once.
func (e Expr) Variables() []string {
	if e.root == nil {
		return nil
	}
	run := evaluation{}
	e.root.eval(&run)
	names := map[string]bool{}
	for _, t := range run.tests {
		names[t.test.Variable] = true
		if t.test.Against != "" {
			names[t.test.Against] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// evaluation is one walk through a condition. Every test is looked at, so that what
// settled the answer and what would change it can be told.
type evaluation struct {
	facts Facts
	tests []outcome
	// assume is what a test is taken to be in this walk, by its place.
	assume map[int]Truth
}

type outcome struct {
	test  Test
	truth Truth
}

func (a and) eval(run *evaluation) Truth {
	least := True
	for _, n := range a {
		least = min(least, n.eval(run))
	}
	return least
}

func (o or) eval(run *evaluation) Truth {
	most := False
	for _, n := range o {
		most = max(most, n.eval(run))
	}
	return most
}

func (n not) eval(run *evaluation) Truth { return -n.node.eval(run) }

func (t Test) eval(run *evaluation) Truth {
	truth, assumed := run.assume[len(run.tests)]
	if !assumed {
		truth = t.holds(run.facts)
	}
	run.tests = append(run.tests, outcome{t, truth})
	return truth
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

// again walks the condition with one test taken to be something else.
func (run *evaluation) again(root node, place int, as Truth) Truth {
	other := evaluation{facts: run.facts, assume: map[int]Truth{place: as}}
	return root.eval(&other)
}

// settled are the tests of the outcome, each once.
func (run *evaluation) settled(as Truth) []Test {
	var out []Test
	for _, o := range run.tests {
		if o.truth == as && !slices.ContainsFunc(out, func(t Test) bool { return t.String() == o.test.String() }) {
			out = append(out, o.test)
		}
	}
	return out
}

// deciding are the unknown variables whose answer can still matter: of which one answer
// gives another truth than the opposite one, alone or with the other unknown tests.
func (run *evaluation) deciding(root node) []string {
	var out []string
	for place, o := range run.tests {
		if o.truth != Unknown || run.again(root, place, True) == run.again(root, place, False) && run.idle(root, place) {
			continue
		}
		for _, name := range []string{o.test.Variable, o.test.Against} {
			if _, known := run.facts[name]; name != "" && !known && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// idle reports whether a test stands where something known has already settled its part:
// with all other unknown tests taken to hold, and with all taken to fail, it changes nothing.
func (run *evaluation) idle(root node, place int) bool {
	for _, rest := range []Truth{True, False} {
		assume := map[int]Truth{}
		for i, o := range run.tests {
			if o.truth == Unknown {
				assume[i] = rest
			}
		}
		var got [2]Truth
		for i, as := range []Truth{True, False} {
			assume[place] = as
			other := evaluation{facts: run.facts, assume: assume}
			got[i] = root.eval(&other)
		}
		if got[0] != got[1] {
			return false
		}
	}
	return true
}

// changes are the tests of which one alone would lift the condition from false.
func (run *evaluation) changes(root node) []Test {
	var out []Test
	for place, o := range run.tests {
		if o.truth != Unknown && run.again(root, place, -o.truth) != False {
			out = append(out, o.test)
		}
	}
	return out
}
