package incentive

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"honglinh/catalog/condition"
)

// Book is a set of rules over one vocabulary, in an order in which every rule stands
// behind those that set what it reads. It is immutable and safe for concurrent use.
type Book struct {
	vocabulary *condition.Vocabulary
	rules      []Rule // as given
	order      []int  // of evaluation
}

// Clash is the error of rules that do not go together; Rules are their ids.
type Clash struct {
	Rules  []string
	Reason string
}

// Error returns the reason.
func (c *Clash) Error() string { return c.Reason }

// NewBook orders the rules. It refuses two rules of one id, rules that need each other's
// answer, and rules that set one variable to two values under one condition, with a Clash
// that names them.
func NewBook(v *condition.Vocabulary, rules []Rule) (*Book, error) {
	b := &Book{vocabulary: v, rules: rules}
	setters := map[string][]int{}
	ids := map[string]bool{}
	for i, r := range rules {
		if ids[r.ID] {
			return nil, &Clash{[]string{r.ID}, fmt.Sprintf("two rules have the id %q", r.ID)}
		}
		ids[r.ID] = true
		for _, s := range r.Sets {
			for _, j := range setters[s.Variable] {
				if err := contradict(rules[j], r, s); err != nil {
					return nil, err
				}
			}
			setters[s.Variable] = append(setters[s.Variable], i)
		}
	}
	s := sorter{book: b, setters: setters, mark: make([]mark, len(rules))}
	for i := range rules {
		if err := s.visit(i, nil); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// contradict is the error of two rules that say different things of one situation at one
// time: what s sets in b is set otherwise in a.
func contradict(a, b Rule, s Setting) error {
	apart := !a.To.IsZero() && a.To.Before(b.From) || !b.To.IsZero() && b.To.Before(a.From)
	if apart || a.When.IsZero() || strings.Join(strings.Fields(a.When.String()), " ") != strings.Join(strings.Fields(b.When.String()), " ") {
		return nil
	}
	for _, other := range a.Sets {
		if other.Variable == s.Variable && other.Value != s.Value {
			return &Clash{[]string{a.ID, b.ID}, fmt.Sprintf("rules %s and %s contradict each other: under one condition they set %s to %s and to %s", a.ID, b.ID, s.Variable, other.Value, s.Value)}
		}
	}
	return nil
}

// Rules returns the rules in the order given.
func (b *Book) Rules() []Rule { return b.rules }

// Vocabulary returns the variables.
func (b *Book) Vocabulary() *condition.Vocabulary { return b.vocabulary }

type mark byte

const (
	unseen mark = iota
	open
	done
)

// sorter walks the rules depth first.
type sorter struct {
	book    *Book
	setters map[string][]int
	mark    []mark
}

func (s *sorter) visit(i int, path []string) error {
	r := s.book.rules[i]
	switch s.mark[i] {
	case done:
		return nil
	case open:
		circle := append(path[slices.Index(path, r.ID):], r.ID)
		return &Clash{circle[1:], "rules need each other's answer: " + strings.Join(circle, " → ")}
	}
	s.mark[i] = open
	for _, name := range r.When.Variables() {
		for _, j := range s.setters[name] {
			if err := s.visit(j, append(path, r.ID)); err != nil {
				return err
			}
		}
	}
	s.mark[i] = done
	s.book.order = append(s.book.order, i)
	return nil
}

// Answer is what a rule gives a project.
type Answer string

// The answers.
const (
	Yes         Answer = "yes"
	No          Answer = "no"
	Conditional Answer = "conditional" // it depends on what the reader knows or can bring about
	NotKnown    Answer = "unknown"     // it depends on what no source says
)

// Answers returns all answers.
func Answers() []Answer { return []Answer{Yes, No, Conditional, NotKnown} }

// Line is the answer of one rule.
type Line struct {
	Rule    Rule
	Answer  Answer
	Verdict condition.Verdict
}

// Ask answers every rule in force on a day, in the order given. Facts of computed
// variables are ignored: the rules compute them.
func (b *Book) Ask(f condition.Facts, on time.Time) []Line {
	known := condition.Facts{}
	for name, v := range f {
		if x, ok := b.vocabulary.Variable(name); ok && x.Origin != condition.Computed && x.Type == v.Type {
			known[name] = v
		}
	}
	lines := make([]*Line, len(b.rules))
	set := newSettings(b, on)
	for _, i := range b.order {
		r := b.rules[i]
		if !r.inForce(on) {
			continue
		}
		set.derive(r.When.Variables(), known)
		verdict := r.When.Eval(known)
		lines[i] = &Line{r, set.answer(r, verdict), verdict}
		set.note(r, lines[i].Answer)
	}
	var out []Line
	for _, l := range lines {
		if l != nil {
			out = append(out, *l)
		}
	}
	return out
}

// answer turns a verdict into words.
func (s *settings) answer(r Rule, v condition.Verdict) Answer {
	switch {
	case r.When.IsZero(), r.Doubtful && v.Truth != condition.False:
		return NotKnown
	case v.Truth == condition.False:
		return No
	case v.Truth == condition.Unknown && !slices.ContainsFunc(v.Open, s.nobodys):
		return Conditional
	case v.Truth == condition.Unknown, r.Then == Unclear:
		return NotKnown
	case r.Then == Denies:
		return No
	}
	return Yes
}

// nobodys reports whether a reader neither knows a variable nor can bring it about: an
// authority has not said it, or it is computed from something that nobody knows.
func (s *settings) nobodys(name string) bool {
	x, ok := s.book.vocabulary.Variable(name)
	return !ok || x.Origin == condition.Official || x.Origin == condition.Computed && s.doubt[name] != Conditional
}

// settings gathers what the rules set while they are answered.
type settings struct {
	book    *Book
	waiting map[string]int // rules in force that may still set a variable
	best    map[string]condition.Value
	doubt   map[string]Answer // Conditional or NotKnown, where a rule that could set it answers so
}

func newSettings(b *Book, on time.Time) *settings {
	s := &settings{b, map[string]int{}, map[string]condition.Value{}, map[string]Answer{}}
	for _, r := range b.rules {
		if r.inForce(on) {
			for _, x := range r.Sets {
				s.waiting[x.Variable]++
			}
		}
	}
	return s
}

// note keeps what an answered rule sets: the stronger of two values stands.
func (s *settings) note(r Rule, a Answer) {
	for _, set := range r.Sets {
		s.waiting[set.Variable]--
		switch a {
		case Yes:
			x, _ := s.book.vocabulary.Variable(set.Variable)
			if had, ok := s.best[set.Variable]; !ok || x.Rank(set.Value) < x.Rank(had) {
				s.best[set.Variable] = set.Value
			}
		case Conditional:
			if s.doubt[set.Variable] == "" {
				s.doubt[set.Variable] = Conditional
			}
		case NotKnown:
			s.doubt[set.Variable] = NotKnown
		}
	}
}

// derive makes the computed variables known that all their rules have answered. One that a
// rule grants is known although another rule is in doubt only where nothing stronger exists.
func (s *settings) derive(names []string, known condition.Facts) {
	for _, name := range names {
		x, ok := s.book.vocabulary.Variable(name)
		if !ok || x.Origin != condition.Computed || s.waiting[name] > 0 {
			continue
		}
		best, granted := s.best[name]
		switch {
		case granted && (s.doubt[name] == "" || x.Rank(best) == 0):
			known[name] = best
		case !granted && s.doubt[name] == "" && x.Otherwise != nil:
			known[name] = *x.Otherwise
		}
	}
}
