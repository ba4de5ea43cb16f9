package condition

import (
	"fmt"
	"slices"

	"honglinh/catalog/text"
)

// Origin says who knows a variable.
type Origin string

// The origins of variables.
const (
	Asked    Origin = "asked"    // the reader knows it: a question of the first screen
	Own      Origin = "own"      // the reader knows or can bring it about: part of a conditional answer
	Official Origin = "official" // an authority decides or publishes it; unknown until it has
	Computed Origin = "computed" // other rules set it
)

// Origins returns all origins.
func Origins() []Origin { return []Origin{Asked, Own, Official, Computed} }

// Variable is something that conditions ask about.
type Variable struct {
	Name   string
	Type   Type
	Unit   string // of a number: "billion-vnd", "percent" …
	Origin Origin
	// Question asks a reader for it; Label names it in a sentence.
	Question, Label text.Text
	// Options are the values of a code with their labels, the strongest first where the
	// variable is computed: of two rules that set it the stronger value stands.
	Options []Option
	// Otherwise is the value of a computed variable when every rule that could set it
	// answers no; nil leaves it unknown.
	Otherwise *Value
}

// Option is a value of a code.
type Option struct {
	Code  string
	Label text.Text
}

// Vocabulary is the variables that conditions may name. Make one with NewVocabulary.
type Vocabulary struct {
	list   []Variable
	byName map[string]int
}

// NewVocabulary checks the variables: names are given once, types and origins are known,
// a code has options, what is computed otherwise has the variable's type.
func NewVocabulary(vars []Variable) (*Vocabulary, error) {
	v := &Vocabulary{list: vars, byName: make(map[string]int, len(vars))}
	for i, x := range vars {
		if err := x.check(); err != nil {
			return nil, fmt.Errorf("variable %d %q: %w", i+1, x.Name, err)
		}
		if _, twice := v.byName[x.Name]; twice {
			return nil, fmt.Errorf("variable %d: %q is declared twice", i+1, x.Name)
		}
		v.byName[x.Name] = i
	}
	return v, nil
}

func (x Variable) check() error {
	switch {
	case !isName(x.Name):
		return fmt.Errorf("a name begins with a small letter and has small letters, digits and _")
	case !slices.Contains(Types(), x.Type):
		return fmt.Errorf("the type %q is none of %v", x.Type, Types())
	case !slices.Contains(Origins(), x.Origin):
		return fmt.Errorf("the origin %q is none of %v", x.Origin, Origins())
	case x.Type == Code && len(x.Options) == 0:
		return fmt.Errorf("a code needs its options")
	case x.Otherwise != nil && x.Origin != Computed:
		return fmt.Errorf("only a computed variable has a value otherwise")
	case x.Otherwise != nil && x.Otherwise.Type != x.Type:
		return fmt.Errorf("the value otherwise is a %s, not a %s", x.Otherwise.Type, x.Type)
	}
	return nil
}

// All returns the variables in the order declared.
func (v *Vocabulary) All() []Variable { return v.list }

// Variable returns the variable of the name.
func (v *Vocabulary) Variable(name string) (Variable, bool) {
	i, ok := v.byName[name]
	if !ok {
		return Variable{}, false
	}
	return v.list[i], true
}

// names lists the variables' names.
func (v *Vocabulary) names() []string {
	out := make([]string, len(v.list))
	for i, x := range v.list {
		out[i] = x.Name
	}
	return out
}

// Has reports whether a code is one of the options.
func (x Variable) Has(code string) bool {
	return slices.ContainsFunc(x.Options, func(o Option) bool { return o.Code == code })
}

// Rank is the place of a code among the options, the strongest 0.
func (x Variable) Rank(v Value) int {
	if x.Type == YesNo {
		return map[bool]int{true: 0, false: 1}[v.Yes]
	}
	return slices.IndexFunc(x.Options, func(o Option) bool { return o.Code == v.Word })
}

func isName(s string) bool {
	for i, r := range s {
		if !(r >= 'a' && r <= 'z' || i > 0 && (r == '_' || r >= '0' && r <= '9')) {
			return false
		}
	}
	return s != ""
}
