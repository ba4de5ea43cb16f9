package incentive

import (
	"fmt"
	"strings"
	"time"

	"honglinh/catalog/condition"
)

// Outcome is what a rule says when its condition holds.
type Outcome string

// The outcomes.
const (
	Grants  Outcome = "yes"     // the incentive may be claimed
	Denies  Outcome = "no"      // what one might expect is not given
	Unclear Outcome = "unknown" // acts allow two readings: ask the authority
)

// Outcomes returns all outcomes.
func Outcomes() []Outcome { return []Outcome{Grants, Denies, Unclear} }

// Rule is one incentive of one act, as far as it decides.
type Rule struct {
	ID string
	// When is the condition; the zero condition.Expr is a rule whose text nobody has read.
	When condition.Expr
	Then Outcome
	// Sets are what other conditions may build on when the rule grants.
	Sets []Setting
	// From and To are the days of which the first and last are in force; zero is open.
	From, To time.Time
	// Doubtful says that the rule was read from nothing better than a mirror or a draft:
	// it is never answered yes or no.
	Doubtful bool
}

// Setting is a computed variable with its value.
type Setting struct {
	Variable string
	Value    condition.Value
}

// ParseSets reads what a rule sets, "area_effective=DIFF; investment_status=true". Every
// variable must be computed. Errors are *condition.SyntaxError.
func ParseSets(src string, v *condition.Vocabulary) ([]Setting, error) {
	var out []Setting
	column := 1
	for part := range strings.SplitSeq(src, ";") {
		at := column
		column += len([]rune(part)) + 1
		if strings.TrimSpace(part) == "" {
			continue
		}
		s, err := parseSetting(part, v)
		if err != nil {
			return nil, &condition.SyntaxError{Column: at, Reason: err.Error()}
		}
		out = append(out, s)
	}
	return out, nil
}

func parseSetting(part string, v *condition.Vocabulary) (Setting, error) {
	name, word, ok := strings.Cut(part, "=")
	name, word = strings.TrimSpace(name), strings.TrimSpace(word)
	x, known := v.Variable(name)
	switch {
	case !ok:
		return Setting{}, fmt.Errorf("%q is not written variable=value", strings.TrimSpace(part))
	case !known:
		return Setting{}, fmt.Errorf("there is no variable %q", name)
	case x.Origin != condition.Computed:
		return Setting{}, fmt.Errorf("%s is %s, not computed: no rule may set it", name, x.Origin)
	}
	value, err := condition.ParseValue(x.Type, word)
	if err == nil && x.Type == condition.Code && !x.Has(word) {
		err = fmt.Errorf("%q is no option of %s", word, name)
	}
	return Setting{name, value}, err
}

// inForce reports whether the rule is in force on a day.
func (r Rule) inForce(on time.Time) bool {
	return (r.From.IsZero() || !on.Before(r.From)) && (r.To.IsZero() || !on.After(r.To))
}
